"""What each declared step does to the weights, in the terms of the engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from phare.config.schemes import (
    BaseStep,
    CalibrateStep,
    NonresponseStep,
    NormaliseStep,
    PropensityStep,
    TrimStep,
)
from phare.config.slices import WeightSlice
from phare.contracts import refuse
from phare.stats.auxiliaries import Auxiliary
from phare.stats.calibration import CalibrationSettings
from phare.stats.propensity import PropensitySettings
from phare.stats.trimming import Trimming, trim_and_recalibrate
from phare.stats.weighting import Step, Weighed, Weighting
from phare.stats.weighting_steps import (
    ByPropensity,
    Calibrating,
    Cutting,
    Scaling,
    WeightingClasses,
)
from phare.weight.margins import build_margin, stratum_weights
from phare.weight.predictors import build_predictors
from phare.weight.replication import draw_replicates


@dataclass
class Weighing:
    """The weights so far, step by step.

    states : what each step made, by the name of the step
    margins : those of the last calibration
    """

    responses: pd.DataFrame
    card: WeightSlice
    states: dict[str, Weighting] = field(default_factory=dict)
    margins: tuple[Auxiliary, ...] = ()

    @property
    def where(self) -> str:
        return f"{self.card.wave}, scheme {self.card.scheme}"

    @property
    def now(self) -> Weighting:
        return next(reversed(self.states.values()))

    def do(self, name: str, settings: object) -> None:
        """Do one step of the scheme."""
        self.states[name] = _DO[type(settings)](self, f"{self.where}, {name}", settings)


def _base(work: Weighing, where: str, step: BaseStep) -> Weighting:
    weights = _base_weights(work, where, step)
    drawn = draw_replicates(work.responses, weights, work.card, work.where)
    return Weighting(Weighed(weights), replicates=drawn)


def _base_weights(work: Weighing, where: str, step: BaseStep) -> np.ndarray:
    n, card = len(work.responses), work.card
    if step.origin == "one":
        return np.ones(n)
    if step.origin == "population":
        return np.full(n, _population(work) / n)
    if step.origin == "strata":
        return stratum_weights(work.responses, str(step.margin), card, where)
    delivered = np.asarray(work.responses["design_weight"], dtype=float)
    bad = ~(delivered > 0)
    if bad.any():
        first = work.responses["respondent_id"].to_numpy()[bad][0]
        raise refuse(
            f"{work.where}, delivered weight",
            f"{int(bad.sum())} missing, zero or negative, the first of respondent {first}",
            "a positive weight each", "correct the file or exclude them by an edit",
        )  # fmt: skip
    return delivered


def _population(work: Weighing) -> float:
    if work.card.population is None:
        raise refuse(work.where, "no margins", "a population count", "add its margins file")
    return work.card.population


def _responded(work: Weighing, step: NonresponseStep | PropensityStep) -> np.ndarray:
    return np.asarray(work.responses[step.responded].astype("object") == step.answer)


def _nonresponse(work: Weighing, where: str, step: NonresponseStep) -> Weighting:
    codes, names = pd.factorize(work.responses[step.classes], sort=True)
    classes = WeightingClasses(
        codes, tuple(str(one) for one in names), _responded(work, step), where
    )
    return work.now.then(classes)


def _propensity(work: Weighing, where: str, step: PropensityStep) -> Weighting:
    on = build_predictors(work.responses, step, where)
    how = PropensitySettings(step.classes, step.weighted, step.largest_ratio)
    return work.now.then(ByPropensity(on.columns, on.names, _responded(work, step), how, where))


def _calibrate(work: Weighing, where: str, step: CalibrateStep) -> Weighting:
    before = work.now.made.weights
    work.margins = tuple(
        build_margin(work.responses, before, margin, work.card, step.missing)
        for margin in step.margins
    )
    settings = CalibrationSettings(
        method=step.method,
        bounds=step.bounds,
        tolerance=step.tolerance,
        margin_tolerance=step.totals_tolerance,
    )
    q = None if step.q is None else work.responses[step.q].to_numpy(float, na_value=np.nan)
    here = f"{where}, {work.card.margins_file}"
    return work.now.then(
        Calibrating(work.margins, settings, step.cap, step.floor, q, dict(step.costs) or None, here)
    )


def _trim(work: Weighing, where: str, step: TrimStep) -> Weighting:
    """Cap and margins are one problem, solved from the weights before calibration.

    Trimming and calibrating in turn gives another answer for each order and number of turns.
    """
    trimming = Trimming(step.cap, step.times_median, step.times_iqr, step.to_deff)
    now, held = work.now, work.now.step
    if not step.recalibrate or not isinstance(held, Calibrating):
        return now.then(Cutting(trimming, where))
    assert now.start is not None
    cap = trimming.cap_of(now.made.weights)
    if cap is None:
        base = now.start.made.weights
        cap = trim_and_recalibrate(base, held.margins, held.settings, trimming, where).cap
    if cap is None:
        return _unchanged(now, held)
    limited = replace(held, cap=cap if held.cap is None else min(cap, held.cap), name=where)
    if float(now.made.weights.max()) > cap:
        made = limited.weigh(now.start.made)
        return _under(now, limited, replace(made, capped=_share_at_upper(made)))
    # Under the cap already; replicates may not be.
    return _under(now, limited, replace(now.made, capped=_share_at_upper(now.made)))


def _share_at_upper(made: Weighed) -> float:
    return sum(one.share_at_upper for one in (made.fits or {}).values())


def _under(now: Weighting, step: Step, made: Weighed) -> Weighting:
    """Return `made`, by a step that starts where the last one did."""
    assert now.start is not None
    drawn = now.start.replicates
    return Weighting(made, step, now, now.start, None if drawn is None else step.redo(drawn))


def _unchanged(now: Weighting, step: Step) -> Weighting:
    made = replace(now.made, capped=_share_at_upper(now.made))
    return Weighting(made, step, now, now.start, now.replicates)


def _normalise(work: Weighing, where: str, step: NormaliseStep) -> Weighting:
    every = float(len(work.responses))
    total = every if step.to == "respondents" else _population(work)
    return work.now.then(Scaling(total, where))


_DO: dict[type, Callable[[Weighing, str, Any], Weighting]] = {
    BaseStep: _base,
    NonresponseStep: _nonresponse,
    PropensityStep: _propensity,
    CalibrateStep: _calibrate,
    TrimStep: _trim,
    NormaliseStep: _normalise,
}
