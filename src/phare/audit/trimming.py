"""What a cap on the weights costs in bias and gains in variance.

Method: docs/methods/audit.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from phare.audit.atoms import Atoms
from phare.audit.capping import trim_in_turn, trim_jointly
from phare.audit.described import describe
from phare.audit.linear import linearised
from phare.audit.measures import Measures
from phare.audit.solving import How, Posed
from phare.audit.unsolved import NoSolutionError
from phare.stats.arrays import FloatArray

MULTIPLES = (1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 7.0, 10.0)
"""Caps looked at, in medians of the weights."""


@dataclass(frozen=True, eq=False)
class Cap:
    """One cap, so many times the median weight; arrays (k,).

    `bias2`: the squared difference to the untrimmed estimate less the variance of that
    difference, 0 or more. `mse_ratio`: over the variance without a cap.
    """

    times: float
    cap: float
    passes: int
    kish: float
    share_capped: float
    estimate: FloatArray
    difference: FloatArray
    variance: FloatArray
    variance_of_difference: FloatArray
    untrimmed: FloatArray

    @property
    def bias2(self) -> FloatArray:
        return np.maximum(self.difference**2 - self.variance_of_difference, 0.0)

    @property
    def mse(self) -> FloatArray:
        return self.variance + self.bias2

    @property
    def mse_ratio(self) -> FloatArray:
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(np.where(self.untrimmed > 0, self.mse / self.untrimmed, np.nan))


@dataclass(frozen=True, eq=False)
class NoCap:
    """A cap that cannot be held with the margins, why, and the smallest that can."""

    times: float
    reason: str
    nearest: str


def trimming(
    atoms: Atoms,
    measures: Measures,
    margins: tuple[str, ...],
    base: FloatArray,
    multiples: Sequence[float] = MULTIPLES,
    *,
    how: How | None = None,
    in_turn: bool = False,
) -> list[Cap | NoCap]:
    """Return what each cap does to k quantities; cap and margins are held together.

    Parameters
    ----------
    how : the calibration, raking by default
    in_turn : cut and calibrate in turn until both hold, instead of one calibration under both
    """
    posed = Posed.of(atoms, margins, base)
    how = how or How()
    free = posed.solve(how).weights
    u0 = linearised(atoms, measures, margins, base, free)
    untrimmed = atoms.design.variance(u0)
    found: list[Cap | NoCap] = []
    for times in multiples:
        try:
            made = (
                trim_in_turn(atoms, margins, posed, times, how)
                if in_turn
                else trim_jointly(posed, times, how)
            )
        except NoSolutionError as no:
            found.append(NoCap(times, no.why.reason, no.why.nearest))
            continue
        w = made.solved.weights
        u = linearised(atoms, measures, margins, base, w)
        row = atoms.spread(w)
        found.append(
            Cap(
                times=times,
                cap=made.cap,
                passes=made.passes,
                kish=describe(row).kish,
                share_capped=float(np.mean(row >= made.cap * (1 - 1e-8))),
                estimate=_means(measures, row),
                difference=_means(measures, row) - _means(measures, atoms.spread(free)),
                variance=atoms.design.variance(u),
                variance_of_difference=atoms.design.variance(u - u0),
                untrimmed=untrimmed,
            )
        )
    return found


def _means(measures: Measures, weights: FloatArray) -> FloatArray:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(measures.centre + weights @ measures.y / (weights @ measures.x))
