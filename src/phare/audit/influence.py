"""Who moves a figure, and how many respondents must go before a conclusion changes.

Method: docs/methods/audit.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from phare.audit.atoms import Atoms, Sums
from phare.audit.linear import linearised
from phare.audit.measures import Measures
from phare.audit.solving import How, Posed
from phare.audit.unsolved import NoSolutionError
from phare.stats.arrays import FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class Removal:
    """Weights before and after, and what removing rows does to them.

    The totals stay: those who remain are calibrated again to the same margins.
    """

    atoms: Atoms
    margins: tuple[str, ...]
    base: FloatArray
    how: How
    weights: FloatArray

    def linear(self, measures: Measures, column: int) -> FloatArray:
        """Return u of each row (n,): minus what the estimate gains if it is removed."""
        one = measures.part([column])
        u = linearised(self.atoms, one, self.margins, self.base, self.weights, adjusted=False)
        return np.asarray(u[:, 0])

    def without(self, rows: IntArray, measures: Measures, known: Sums, column: int) -> float:
        """Return the estimate without some rows, calibrated again; NaN if it cannot be."""
        atoms, j = self.atoms, column
        gone = np.bincount(atoms.of_row[rows], minlength=atoms.size).astype(np.float64)
        y = known.y[:, j] - np.bincount(
            atoms.of_row[rows], weights=measures.y[rows, j], minlength=atoms.size
        )
        x = known.x[:, j] - np.bincount(
            atoms.of_row[rows], weights=measures.x[rows, j], minlength=atoms.size
        )
        try:
            w = self.reweighted(atoms.rows - gone)
        except NoSolutionError:
            return float("nan")
        total = w @ x
        return float(known.centre[j] + w @ y / total) if total > 0 else float("nan")

    def reweighted(self, rows: FloatArray) -> FloatArray:
        """Return weights of one row of each atom, with so many rows left (A,)."""
        if not self.margins:
            return self.base
        return Posed.of(self.atoms, self.margins, self.base, rows).solve(self.how).weights


@dataclass(frozen=True, eq=False)
class Influence:
    """The rows that move an estimate most: their numbers, and by how much without each.

    `linear` is the prediction, `exact` the estimate calibrated again less the estimate.
    """

    rows: IntArray
    linear: FloatArray
    exact: FloatArray


def most_influential(
    removal: Removal,
    measures: Measures,
    known: Sums,
    column: int,
    top: int = 10,
    ties: IntArray | None = None,
) -> Influence:
    """Return the `top` rows of largest influence on one quantity, the largest first.

    Parameters
    ----------
    ties : the order of rows of equal influence (n,); None for their own
    """
    u = removal.linear(measures, column)
    size = np.abs(u) / max(float(np.abs(u).max()), np.finfo(float).tiny)
    order = np.arange(len(u)) if ties is None else ties
    rows = np.lexsort((order, -np.round(size, 10)))[:top]
    now = _estimate(removal, known, column)
    # Rows of one atom and one answer are worth the same, and are solved once.
    found: dict[tuple[int, float, float], float] = {}
    exact = np.empty(len(rows))
    for at, row in enumerate(rows):
        key = (
            int(removal.atoms.of_row[row]),
            float(measures.y[row, column]),
            float(measures.x[row, column]),
        )
        if key not in found:
            found[key] = removal.without(rows[[at]], measures, known, column) - now
        exact[at] = found[key]
    return Influence(rows, -u[rows], exact)


@dataclass(frozen=True)
class Flip:
    """How many respondents must go for an estimate to pass a threshold, the worst first.

    `linear` predicts the number, `exact` is found by calibrating again; None where even
    removing every row that helps would not do, or where margins can no longer be met; `why`
    then says which. The estimates are those after `exact` rows and one row earlier.
    """

    threshold: float
    n: int
    linear: int | None
    exact: int | None
    after: float = float("nan")
    one_fewer: float = float("nan")
    why: str = ""

    @property
    def share(self) -> float:
        return float("nan") if self.exact is None else self.exact / self.n


def flip(removal: Removal, measures: Measures, known: Sums, column: int, threshold: float) -> Flip:
    """Return how many respondents carry the side of `threshold` that an estimate is on."""
    now = _estimate(removal, known, column)
    n = int(measures.inside[:, column].sum())
    if now == threshold:
        return Flip(threshold, n, 0, 0, now, now)
    side = 1.0 if now > threshold else -1.0
    u = removal.linear(measures, column)
    order = np.argsort(-side * u, kind="stable")
    passed = np.flatnonzero(side * (now - np.cumsum(u[order]) - threshold) < 0)
    helpful = int(np.sum(side * u > 0))
    linear = int(passed[0]) + 1 if len(passed) else None
    estimates: dict[int, float] = {0: now}

    def after(count: int) -> float:
        if count not in estimates:
            estimates[count] = removal.without(order[:count], measures, known, column)
        return estimates[count]

    low, high = 0, linear or helpful
    while not side * (after(high) - threshold) < 0:
        if np.isnan(after(high)):
            # Too many are gone for the margins: look below for a number that passes.
            solvable = _largest_solvable(after, low, high)
            if side * (after(solvable) - threshold) < 0:
                high = solvable
                break
            return Flip(threshold, n, linear, None, why="margins cannot be met without so many")
        if high >= helpful:
            return Flip(threshold, n, linear, None, why="no removal passes the threshold")
        low, high = high, min(helpful, max(high + 1, 2 * high))
    while high - low > 1:
        middle = (low + high) // 2
        if side * (after(middle) - threshold) < 0:
            high = middle
        else:
            low = middle
    return Flip(threshold, n, linear, high, after(high), after(high - 1))


def _largest_solvable(after: Callable[[int], float], low: int, high: int) -> int:
    """Return the most rows that can go while the margins can be met."""
    while high - low > 1:
        middle = (low + high) // 2
        if np.isnan(after(middle)):
            high = middle
        else:
            low = middle
    return low


def _estimate(removal: Removal, known: Sums, column: int) -> float:
    w = removal.weights
    return float(known.centre[column] + w @ known.y[:, column] / (w @ known.x[:, column]))
