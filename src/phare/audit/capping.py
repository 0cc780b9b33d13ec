"""Weights that hold a cap together with their margins, in two ways.

Method: docs/methods/audit.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from phare.audit.atoms import Atoms
from phare.audit.solving import How, Posed, Solved
from phare.audit.unsolved import NoSolutionError, Unsolved
from phare.stats.arrays import FloatArray

_PASSES = 400


def median_weight(weights: FloatArray, rows: FloatArray) -> float:
    """Return the median weight of rows, from that of a row of each atom and their numbers."""
    order = np.argsort(weights)
    upto = np.cumsum(rows[order])
    n = upto[-1]
    low, high = np.searchsorted(upto, [(n - 1) // 2, n // 2], side="right")
    return float(0.5 * (weights[order[low]] + weights[order[high]]))


@dataclass(frozen=True, eq=False)
class Trimmed:
    """Weights under a cap that meet the margins; `passes` of cutting and calibrating."""

    solved: Solved
    cap: float
    passes: int


def trim_jointly(posed: Posed, times: float, how: How | None = None) -> Trimmed:
    """Return the weights nearest to the base under margins and cap together.

    The cap is so many times the median of the weights calibrated without one.
    """
    how = how or How()
    free = posed.solve(how)
    cap = times * median_weight(free.weights, posed.rows)
    if free.weights.max() <= cap:
        return Trimmed(free, cap, 0)
    return Trimmed(posed.solve(replace(how, cap=cap)), cap, 1)


def trim_in_turn(
    atoms: Atoms,
    margins: tuple[str, ...],
    posed: Posed,
    times: float,
    how: How | None = None,
    tolerance: float = 1e-10,
) -> Trimmed:
    """Cut calibrated weights at a cap and calibrate again, until cap and margins hold together.

    The limit depends on the path: it is not the weighting nearest to the base. A linear
    programme says first whether there is one at all.
    """
    how = how or How()
    now = posed.solve(how)
    cap = times * median_weight(now.weights, posed.rows)
    posed.check(replace(how, cap=cap))
    passes = 0
    while now.weights.max() > cap * (1 + tolerance):
        passes += 1
        if passes > _PASSES:
            raise NoSolutionError(
                Unsolved("not_converged", f"cap and margins still apart after {_PASSES} passes")
            )
        now = Posed.of(atoms, margins, np.minimum(now.weights, cap)).solve(how)
    return Trimmed(now, cap, passes)
