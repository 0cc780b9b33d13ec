"""The steps of weighting, each to be done once and to be redone in replicates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from phare.stats.arrays import AnyArray, BoolArray, FloatArray
from phare.stats.auxiliaries import Auxiliary, Margin, Total
from phare.stats.basis import CalibrationBasis
from phare.stats.calibration import CalibrationSettings, calibrate
from phare.stats.partition import calibrate_parts
from phare.stats.propensity import PropensitySettings, response_propensity
from phare.stats.replicate_propensity import redo_propensity
from phare.stats.replicate_steps import (
    recalibrate,
    redo_classes,
    redo_normalise,
    redo_trim,
)
from phare.stats.replicates import Replicates
from phare.stats.trimming import Trimming, trim
from phare.stats.weighting import Weighed
from phare.stats.weights import class_factors, normalise


@dataclass(frozen=True, eq=False)
class Calibrating:
    """Calibration to margins and totals, see :func:`phare.stats.calibration.calibrate`."""

    margins: tuple[Auxiliary, ...]
    settings: CalibrationSettings
    cap: float | None = None
    floor: float | None = None
    q: FloatArray | None = None
    costs: Mapping[str, float] | None = None
    name: str = "calibrate"

    def weigh(self, before: Weighed) -> Weighed:
        made = calibrate(
            before.weights, self.margins, self.settings, cap=self.cap, floor=self.floor,
            q=self.q, costs=self.costs, where=self.name,
        )  # fmt: skip
        capped = made.share_at_lower + made.share_at_upper
        return Weighed(made.weights, made.basis, {"": made}, capped)

    def redo(self, replicates: Replicates) -> Replicates:
        return recalibrate(
            replicates, self.margins, self.settings, cap=self.cap, floor=self.floor,
            q=self.q, costs=self.costs, where=self.name,
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class CalibratingParts:
    """Calibration of each part to its own margins."""

    part: AnyArray
    margins: Mapping[str, tuple[Auxiliary, ...]]
    settings: CalibrationSettings
    cap: float | None = None
    floor: float | None = None
    q: FloatArray | None = None
    costs: Mapping[str, float] | None = None
    name: str = "calibrate"

    def weigh(self, before: Weighed) -> Weighed:
        made = calibrate_parts(
            before.weights, self.part, self.margins, self.settings, q=self.q, where=self.name,
            cap=self.cap, floor=self.floor, costs=self.costs,
        )  # fmt: skip
        rows = {name: int(np.sum(self.part == name)) for name in made.parts}
        capped = sum(
            rows[name] * (one.share_at_lower + one.share_at_upper)
            for name, one in made.parts.items()
        )
        return Weighed(made.weights, made.basis, made.parts, capped / len(self.part))

    def redo(self, replicates: Replicates) -> Replicates:
        # Parts share no row: calibrating to all their totals at once is the same problem.
        return recalibrate(
            replicates, self._together(), self.settings, cap=self.cap, floor=self.floor,
            q=self.q, costs=self.costs, where=self.name,
        )  # fmt: skip

    def _together(self) -> list[Auxiliary]:
        joined: list[Auxiliary] = []
        inside = {name: self.part == name for name in self.margins}
        for same in zip(*self.margins.values(), strict=True):
            by_part = dict(zip(self.margins, same, strict=True))
            if isinstance(same[0], Margin):
                joined.append(_crossed(same[0].name, by_part, inside))
                continue
            for name, total in by_part.items():
                assert isinstance(total, Total)
                values = np.where(inside[name], total.values, 0.0)
                joined.append(Total(f"{total.name}, {name}", values, total.total))
        return joined


def _crossed(
    name: str, by_part: Mapping[str, Auxiliary], inside: Mapping[str, BoolArray]
) -> Margin:
    codes, categories, totals, start = np.zeros(0, dtype=np.int64), [], [], 0
    for part, margin in by_part.items():
        assert isinstance(margin, Margin)
        if not start:
            codes = np.full(len(margin.codes), -1, dtype=np.int64)
        codes[inside[part]] = np.asarray(margin.codes)[inside[part]] + start
        start += len(margin.categories)
        categories += [f"{part}, {category}" for category in margin.categories]
        totals.append(margin.totals)
    return Margin(name, codes, tuple(categories), np.concatenate(totals))


@dataclass(frozen=True, eq=False)
class WeightingClasses:
    """Respondents stand for the non-respondents of their class."""

    codes: AnyArray
    names: tuple[str, ...]
    responded: BoolArray
    name: str = "non-response"

    def weigh(self, before: Weighed) -> Weighed:
        factors = class_factors(before.weights, self.codes, self.names, self.responded, self.name)
        return Weighed(before.weights * factors)

    def redo(self, replicates: Replicates) -> Replicates:
        return redo_classes(replicates, self.codes, self.names, self.responded, self.name)


@dataclass(frozen=True, eq=False)
class ByPropensity:
    """Respondents stand for those who were as likely to answer."""

    columns: FloatArray
    names: tuple[str, ...]
    responded: BoolArray
    settings: PropensitySettings
    name: str = "non-response"

    def weigh(self, before: Weighed) -> Weighed:
        found = response_propensity(
            before.weights, self.columns, self.responded, self.settings,
            names=self.names, where=self.name,
        )  # fmt: skip
        return Weighed(before.weights * found.factors)

    def redo(self, replicates: Replicates) -> Replicates:
        return redo_propensity(
            replicates, self.columns, self.responded, self.settings,
            names=self.names, where=self.name,
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Cutting:
    """Weights cut at a cap, their sum kept and no margin."""

    trimming: Trimming
    name: str = "trim"

    def weigh(self, before: Weighed) -> Weighed:
        found = trim(before.weights, self.trimming, self.name)
        return Weighed(found.weights, _moved(before, found.weights), None, found.share_capped)

    def redo(self, replicates: Replicates) -> Replicates:
        return redo_trim(replicates, self.trimming, self.name)


@dataclass(frozen=True, eq=False)
class Scaling:
    """Weights scaled to a sum."""

    total: float
    name: str = "normalise"

    def weigh(self, before: Weighed) -> Weighed:
        weights = normalise(before.weights, self.total)
        return Weighed(weights, _moved(before, weights))

    def redo(self, replicates: Replicates) -> Replicates:
        return redo_normalise(replicates, self.total)


def _moved(before: Weighed, weights: FloatArray) -> CalibrationBasis | None:
    """Return the basis of weights that a later step has moved: g moves with them."""
    if before.basis is None:
        return None
    base = before.basis.base
    return replace(
        before.basis, g=np.divide(weights, base, out=np.zeros_like(weights), where=base != 0)
    )
