"""A scheme's steps, one after the other; every step's weight is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from phare.config.schemes import (
    BaseStep,
    CalibrateStep,
    NonresponseStep,
    NormaliseStep,
    TrimStep,
)
from phare.config.slices import WeightSlice
from phare.contracts import MARGIN_FIT, WEIGHT_SUMMARY, WEIGHTS, refuse
from phare.stats.calibration import Calibration, CalibrationSettings, Margin, calibrate
from phare.stats.trimming import Trimming, trim, trim_and_recalibrate
from phare.stats.weights import class_factors, normalise, summarise
from phare.weight.margins import build_margin, stratum_weights


@dataclass(frozen=True)
class Weighted:
    """The weights of a scheme: WEIGHTS, WEIGHT_SUMMARY and MARGIN_FIT.

    The weight of the last step is the scheme's; it is the product of all factors.
    """

    weights: pd.DataFrame
    summary: pd.DataFrame
    fit: pd.DataFrame


def weight(responses: pd.DataFrame, card: WeightSlice) -> Weighted:
    """Return the weights of one scheme.

    Parameters
    ----------
    responses : RESPONSES, or at least respondent_id, design_weight and the variables of the
        scheme's margins
    card : the scheme's steps and the margins they use

    Raises
    ------
    PhareError
        When a step cannot be done: margins that contradict each other or the respondents,
        a delivered weight that is not positive, bounds or caps that leave no solution.
    """
    work = _Work(responses, card)
    for number, step in enumerate(card.steps):
        name = step.kind if number == _first(card, step.kind) else f"{step.kind}_{number + 1}"
        _DO[type(step.settings)](work, name, step.settings)
    return Weighted(
        WEIGHTS.check(pd.concat(work.weights, ignore_index=True), work.where),
        WEIGHT_SUMMARY.check(pd.DataFrame(work.summary), work.where),
        MARGIN_FIT.check(
            pd.concat(work.fit, ignore_index=True) if work.fit else MARGIN_FIT.empty(), work.where
        ),
    )


def _first(card: WeightSlice, kind: str) -> int:
    return next(number for number, step in enumerate(card.steps) if step.kind == kind)


@dataclass
class _Work:
    """The weights so far, and what has been written about each step."""

    responses: pd.DataFrame
    card: WeightSlice
    now: np.ndarray = field(init=False)
    margins: list[Margin] = field(default_factory=list)
    settings: CalibrationSettings = field(default_factory=CalibrationSettings)
    before_calibration: np.ndarray | None = None
    weights: list[pd.DataFrame] = field(default_factory=list)
    summary: list[dict[str, object]] = field(default_factory=list)
    fit: list[pd.DataFrame] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.now = np.ones(len(self.responses))
        if not len(self.responses):
            raise refuse(self.where, "no respondent", "at least one", "look at the exclusions")

    @property
    def where(self) -> str:
        return f"{self.card.wave}, scheme {self.card.scheme}"

    def write(
        self, step: str, after: np.ndarray, result: Calibration | None = None, capped: float = 0.0
    ) -> None:
        factor = np.divide(after, self.now, out=np.zeros_like(after), where=self.now != 0)
        self.now = after
        keys = {"wave": self.card.wave, "scheme": self.card.scheme}
        about = summarise(after)
        self.weights.append(
            pd.DataFrame(
                {
                    **keys,
                    "respondent_id": self.responses["respondent_id"].to_numpy(),
                    "step": step,
                    "weight": after,
                    "factor": factor,
                }
            )
        )
        self.summary.append(
            {
                **keys,
                "step": step,
                "n": about.n,
                "sum": about.total,
                "min": about.smallest,
                "max": about.largest,
                "cv": about.cv,
                "deff_kish": about.deff_kish,
                "n_effective": about.n_effective,
                "share_capped": capped,
                "iterations": result.iterations if result else None,
                "converged": result.converged if result else None,
                "max_gap": result.max_gap if result else None,
            }
        )

    def write_fit(self, step: str, after: np.ndarray) -> None:
        for margin in self.margins:
            achieved = np.bincount(margin.codes, weights=after, minlength=len(margin.categories))
            self.fit.append(
                pd.DataFrame(
                    {
                        "wave": self.card.wave,
                        "scheme": self.card.scheme,
                        "margin": margin.name,
                        "category": list(margin.categories),
                        "step": step,
                        "target": margin.totals,
                        "achieved": achieved,
                        "gap": achieved - margin.totals,
                    }
                )
            )


def _base(work: _Work, name: str, step: BaseStep) -> None:
    n, card = len(work.responses), work.card
    if step.origin == "one":
        work.write(name, np.ones(n))
    elif step.origin == "population":
        if card.population is None:
            raise refuse(work.where, "no margins", "a population count", "add its margins file")
        work.write(name, np.full(n, card.population / n))
    elif step.origin == "strata":
        where = f"{work.where}, {name}"
        work.write(name, stratum_weights(work.responses, str(step.margin), card, where))
    else:
        delivered = work.responses["design_weight"].to_numpy(float)
        bad = ~(delivered > 0)
        if bad.any():
            first = work.responses["respondent_id"].to_numpy()[bad][0]
            raise refuse(
                f"{work.where}, delivered weight",
                f"{int(bad.sum())} missing, zero or negative, the first of respondent {first}",
                "a positive weight each", "correct the file or exclude them by an edit",
            )  # fmt: skip
        work.write(name, delivered)


def _nonresponse(work: _Work, name: str, step: NonresponseStep) -> None:
    codes, names = pd.factorize(work.responses[step.classes], sort=True)
    answered = np.asarray(work.responses[step.responded].astype("object") == step.answer)
    factors = class_factors(
        work.now, codes, [str(one) for one in names], answered, f"{work.where}, {name}"
    )
    work.write(name, work.now * factors)


def _calibrate(work: _Work, name: str, step: CalibrateStep) -> None:
    work.margins = [
        build_margin(work.responses, work.now, margin, work.card, step.missing)
        for margin in step.margins
    ]
    work.settings = CalibrationSettings(
        method=step.method,
        bounds=step.bounds,
        tolerance=step.tolerance,
        margin_tolerance=step.totals_tolerance,
    )
    work.before_calibration = work.now
    where = f"{work.where}, {name}, {work.card.margins_file}"
    result = calibrate(work.now, work.margins, work.settings, where=where)
    work.write(name, result.weights, result, result.share_at_lower + result.share_at_upper)
    work.write_fit(name, result.weights)


def _trim(work: _Work, name: str, step: TrimStep) -> None:
    where = f"{work.where}, {name}"
    trimming = Trimming(cap=step.cap, median_multiple=step.times_median, design_effect=step.to_deff)
    if not step.recalibrate or work.before_calibration is None:
        cut = trim(work.now, trimming, where)
        work.write(name, cut.weights, capped=cut.share_capped)
        work.write_fit(name, cut.weights)
        return
    # Cap and margins are one problem, solved from the weights before calibration: trimming
    # and calibrating in turn gives another answer for each order and number of turns.
    base = work.before_calibration
    result = trim_and_recalibrate(base, work.margins, work.settings, trimming, where)
    work.write(name, result.weights, result, result.share_at_upper)
    work.write_fit(name, result.weights)


def _normalise(work: _Work, name: str, step: NormaliseStep) -> None:
    target = float(len(work.now)) if step.to == "respondents" else work.card.population
    if target is None:
        raise refuse(work.where, "no margins", "a population count", "add its margins file")
    work.write(name, normalise(work.now, target))


_DO: dict[type, Callable[..., None]] = {
    BaseStep: _base,
    NonresponseStep: _nonresponse,
    CalibrateStep: _calibrate,
    TrimStep: _trim,
    NormaliseStep: _normalise,
}
