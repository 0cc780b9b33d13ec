"""A scheme's steps, one after the other; every step's weight is kept."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from phare.config.slices import WeightSlice
from phare.contracts import MARGIN_FIT, WEIGHT_DISTRIBUTION, WEIGHT_SUMMARY, WEIGHTS, refuse
from phare.sampling.replicates import ReplicateTables, tables_of, without_replicates
from phare.stats.weight_distribution import weight_bins
from phare.stats.weighting import Weighed
from phare.stats.weights import summarise
from phare.weight.margins import fit_rows
from phare.weight.replication import check_failures
from phare.weight.steps import Weighing


@dataclass(frozen=True)
class Weighted:
    """The weights of a scheme: WEIGHTS, WEIGHT_SUMMARY, WEIGHT_DISTRIBUTION, MARGIN_FIT, replicates.

    The weight of the last step is the scheme's; it is the product of all factors.
    """

    weights: pd.DataFrame
    summary: pd.DataFrame
    distribution: pd.DataFrame
    fit: pd.DataFrame
    replicates: ReplicateTables


def weight(responses: pd.DataFrame, card: WeightSlice) -> Weighted:
    """Return the weights of one scheme.

    Parameters
    ----------
    responses : RESPONSES, or at least respondent_id, design_weight and the variables of the
        scheme's steps; with replicates, the columns of the design too
    card : the scheme's steps and the margins they use

    Raises
    ------
    PhareError
        When a step cannot be done: margins that contradict each other or the respondents,
        a delivered weight that is not positive, bounds or caps that leave no solution,
        replicates that the design does not lend itself to.
    """
    work = Weighing(responses, card)
    if not len(responses):
        raise refuse(work.where, "no respondent", "at least one", "look at the exclusions")
    written = _Written(work)
    for number, step in enumerate(card.steps):
        name = step.kind if number == _first(card, step.kind) else f"{step.kind}_{number + 1}"
        work.do(name, step.settings)
        written.add(name, work.now.made, fits=step.kind in ("calibrate", "trim"))
    drawn, ids = work.now.replicates, responses["respondent_id"]
    if drawn is not None:
        check_failures(drawn, card, work.where)
    return Weighted(
        WEIGHTS.check(pd.concat(written.weights, ignore_index=True), work.where),
        WEIGHT_SUMMARY.check(pd.DataFrame(written.summary), work.where),
        WEIGHT_DISTRIBUTION.check(written.distribution(), work.where),
        MARGIN_FIT.check(
            pd.concat(written.fit, ignore_index=True) if written.fit else MARGIN_FIT.empty(),
            work.where,
        ),
        without_replicates() if drawn is None else tables_of(drawn, card.wave, card.scheme, ids),
    )


def _first(card: WeightSlice, kind: str) -> int:
    return next(number for number, step in enumerate(card.steps) if step.kind == kind)


class _Written:
    """What is written about each step, as it is done."""

    def __init__(self, work: Weighing) -> None:
        self.work = work
        self.keys = {"wave": work.card.wave, "scheme": work.card.scheme}
        self.before = np.ones(len(work.responses))
        self.weights: list[pd.DataFrame] = []
        self.summary: list[dict[str, object]] = []
        self.fit: list[pd.DataFrame] = []

    def add(self, step: str, made: Weighed, fits: bool) -> None:
        """Write what a step made; with `fits`, how the margins stand after it."""
        after, before = made.weights, self.before
        factor = np.divide(after, before, out=np.zeros_like(after), where=before != 0)
        self.before = after
        self.weights.append(
            pd.DataFrame(
                {
                    **self.keys,
                    "respondent_id": self.work.responses["respondent_id"].to_numpy(),
                    "step": step,
                    "weight": after,
                    "factor": factor,
                }
            )
        )
        self.summary.append(self.keys | {"step": step} | _summary(made))
        for margin in self.work.margins if fits else ():
            self.fit.append(fit_rows(margin, after).assign(**self.keys, step=step))

    def distribution(self) -> pd.DataFrame:
        """How the weights of the last step are spread."""
        bins = pd.DataFrame([asdict(one) for one in weight_bins(self.before)])
        last = self.summary[-1]["step"]
        return bins.assign(**self.keys, bin=range(len(bins)), step=last)


def _summary(made: Weighed) -> dict[str, object]:
    about, fits = summarise(made.weights), list((made.fits or {}).values())
    return {
        "n": about.n,
        "sum": about.total,
        "min": about.smallest,
        "max": about.largest,
        "cv": about.cv,
        "deff_kish": about.deff_kish,
        "n_effective": about.n_effective,
        "share_capped": made.capped,
        "iterations": max((one.iterations for one in fits), default=None),
        "converged": all(one.converged for one in fits) if fits else None,
        "max_gap": max((one.max_gap for one in fits), default=None),
    }
