"""Limit the largest weights, alone or together with the margins.

Method: docs/methods/calibration.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from phare.errors import PhareError, Problem
from phare.stats.arrays import FloatArray
from phare.stats.auxiliaries import Auxiliary
from phare.stats.calibration import Calibration, calibrate
from phare.stats.caps import Trimming, check_effect, cut_at, largest_cap, trimmable
from phare.stats.settings import CalibrationSettings
from phare.stats.weights import kish_design_effect

__all__ = ["Trimmed", "Trimming", "trim", "trim_and_recalibrate", "trim_evenly"]

# Times that what is cut may be shared out again before no end is in sight.
_ROUNDS = 1000


@dataclass(frozen=True, eq=False)
class Trimmed:
    """Weights under a cap with the sum they had; `share_capped` of the rows are at it."""

    weights: FloatArray
    cap: float
    share_capped: float


def trim(weights: FloatArray, trimming: Trimming, where: str = "trimming") -> Trimmed:
    """Cut weights (n,), 0 or more, at a cap and scale up the others, none above the cap.

    The sum is kept; margins are not (see :func:`trim_and_recalibrate`).
    """
    weights = trimmable(weights, where)
    if trimming.design_effect is not None:
        check_effect(trimming.design_effect, where)
        if kish_design_effect(weights) <= trimming.design_effect:
            return Trimmed(weights, float(weights.max()), 0.0)
    cap = trimming.cap_of(weights)
    if cap is None:
        mean = float(weights.sum()) / int(np.sum(weights > 0))

        def effect(trial: float) -> float | None:
            return kish_design_effect(cut_at(weights, trial, where))

        cap = largest_cap(effect, trimming.design_effect or 1.0, mean, float(weights.max()))
        cap = mean if cap is None else cap
    cut = cut_at(weights, cap, where)
    return Trimmed(cut, cap, float(np.mean(cut >= cap * (1 - 1e-12))))


def trim_and_recalibrate(
    base: FloatArray,
    margins: Sequence[Auxiliary],
    settings: CalibrationSettings | None,
    trimming: Trimming,
    where: str = "trimming",
) -> Calibration:
    """Return calibrated weights that hold the margins and the cap together.

    The cap is set on the weights calibrated without one; then the calibration is solved
    once more from the base weights, each weight limited to the cap. Not two steps undoing
    each other: the solution is the nearest to the base weights under both demands.

    Raises
    ------
    PhareError : the cap and the margins cannot hold together, with the margins in conflict
        and the smallest cap that would do; or the lowest design effect that was reached
    """
    free = calibrate(base, margins, settings, where=where)
    cap = trimming.cap_of(free.weights)
    if cap is not None:
        if float(free.weights.max()) <= cap:
            return free
        return calibrate(base, margins, settings, cap=cap, where=where)
    target = trimming.design_effect or 1.0
    check_effect(target, where)
    if kish_design_effect(free.weights) <= target:
        return free
    return _to_design_effect(base, margins, settings, target, free, where)


def _to_design_effect(
    base: FloatArray,
    margins: Sequence[Auxiliary],
    settings: CalibrationSettings | None,
    target: float,
    free: Calibration,
    where: str,
) -> Calibration:
    reached: list[float] = []

    def effect(trial: float) -> float | None:
        try:
            weights = calibrate(base, margins, settings, cap=trial, where=where).weights
        except PhareError:
            return None
        reached.append(kish_design_effect(weights))
        return reached[-1]

    mean = float(free.weights.sum()) / int(np.sum(free.weights > 0))
    cap = largest_cap(effect, target, mean, float(free.weights.max()))
    if cap is None:
        lowest = min(reached, default=kish_design_effect(free.weights))
        raise PhareError(
            Problem(
                f"{where}, design effect {target:g}",
                f"margins that leave at least {lowest:.4g} under any cap",
                "a design effect that the margins allow",
                "raise it, drop a margin or collapse categories",
            )
        )
    return calibrate(base, margins, settings, cap=cap, where=where)


def trim_evenly(
    weights: FloatArray, lower: float, upper: float, *, strict: bool = False
) -> FloatArray:
    """Cut weights (n,) at both ends and share what was cut evenly among the others.

    The others may pass a limit in their turn; with `strict` they are cut again until none
    does. This is R's ``trimWeights``; :func:`trim` keeps the proportions of the others.
    """
    weights = trimmable(weights, "trimming")
    if not lower < upper:
        raise PhareError(
            Problem(
                "trimming",
                f"limits {lower:g} to {upper:g}",
                "a lower under an upper",
                "correct them",
            )
        )
    for _ in range(_ROUNDS if strict else 1):
        outside = (weights < lower) | (weights > upper)
        if not np.any(outside):
            return weights
        if np.all(outside):
            break
        cut = np.clip(weights, lower, upper)
        cut[~outside] += float(np.sum(weights - cut)) / int(np.sum(~outside))
        weights = cut
    else:
        if not strict:
            return weights
    raise PhareError(
        Problem(
            "trimming",
            f"no weights within {lower:g} to {upper:g} left to carry what is cut",
            f"room for {len(weights)} rows with a sum of {weights.sum():g}",
            "widen the limits",
        )
    )
