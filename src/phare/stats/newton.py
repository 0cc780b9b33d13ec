"""Solve the calibration equations by Newton's method with a guarded step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from phare.stats.arrays import FloatArray
from phare.stats.auxiliaries import Auxiliaries
from phare.stats.columns import Columns

# From the predictor of each unit (m,) to its weight and the slope of its weight.
Respond = Callable[[FloatArray], tuple[FloatArray, FloatArray]]

_HALVINGS = 60


@dataclass(frozen=True, eq=False)
class _Point:
    """One trial: coefficients (p,), weights and slopes (m,), balance X'w - T, gaps (p,)."""

    coefficients: FloatArray
    weights: FloatArray
    slopes: FloatArray
    balance: FloatArray
    gaps: FloatArray

    @property
    def worst(self) -> float:
        return float(self.gaps.max(initial=0.0))


@dataclass(frozen=True, eq=False)
class Solution:
    """Where the iterations ended.

    `predictor` (m,) and `gaps` (p,) belong to the same, last, update: each gap is relative
    to its total, or absolute for a total of zero.
    """

    predictor: FloatArray
    gaps: FloatArray
    hessian: FloatArray
    iterations: int
    converged: bool


def relative_gaps(units: Auxiliaries, weights: FloatArray, targets: FloatArray) -> FloatArray:
    """|X'w - T| / |T|; for a total of 0, over what it balances, when that is above 1."""
    size = np.abs(targets)
    if np.any(size == 0):
        size = np.where(size == 0, np.maximum(units.gross(weights), 1.0), size)
    return np.asarray(np.abs(units.totals(weights) - targets) / size)


def solve(
    units: Auxiliaries,
    targets: FloatArray,
    respond: Respond,
    columns: Columns,
    start: FloatArray,
    tolerance: float,
    max_iterations: int,
) -> Solution:
    """Find coefficients b with X' w(X b) = targets; see :class:`Solution`.

    The equations are the gradient of a convex function, so a step is kept when the slope
    along it has not changed sign (the function fell all the way) or when it halves the
    worst gap; otherwise it is shortened. One more step is taken after convergence, which
    squares the gap at the price of one iteration.
    """

    def at(coefficients: FloatArray) -> _Point:
        with np.errstate(over="ignore", invalid="ignore"):  # too long a step: seen by _advance
            weights, slopes = respond(units.combine(coefficients))
            balance = units.totals(weights) - targets
            gaps = relative_gaps(units, weights, targets)
        return _Point(coefficients, weights, slopes, balance, gaps)

    point = at(start)
    iterations = 0
    while iterations < max_iterations:
        done = point.worst <= tolerance
        step = -columns.solve(units.gram(point.slopes), point.balance)
        following = _advance(at, point, step)
        if following is None or (done and following.worst >= point.worst):
            break
        iterations += 1
        point = following
        if done:
            break
    return Solution(
        units.combine(point.coefficients),
        point.gaps,
        units.gram(point.slopes),
        iterations,
        bool(point.worst <= tolerance),
    )


def _advance(at: Callable[[FloatArray], _Point], point: _Point, step: FloatArray) -> _Point | None:
    """Return the next point along `step`, or None when no length is an improvement."""
    if not np.all(np.isfinite(step)) or not np.any(step):
        return None
    length = 1.0
    for _ in range(_HALVINGS):
        trial = at(point.coefficients + length * step)
        if np.all(np.isfinite(trial.balance)) and (
            float(step @ trial.balance) <= 0.0 or trial.worst <= 0.5 * point.worst
        ):
            return trial
        length *= 0.5
    return None
