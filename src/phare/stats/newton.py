"""Solve the calibration equations by Newton's method with a guarded step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from phare.stats.arrays import FloatArray
from phare.stats.auxiliaries import Auxiliaries
from phare.stats.columns import Columns

# From the predictor of some units, and which they are, to their weights and slopes.
Respond = Callable[[FloatArray, slice], tuple[FloatArray, FloatArray]]

_HALVINGS = 60
# A sum of n floats is known to some of these times the root of n, of the size of its terms.
_ROUNDING = 4 * float(np.finfo(np.float64).eps)
# Steps after which it is asked once whether there is a solution at all.
_PATIENCE = 15


@dataclass(frozen=True, eq=False)
class _Point:
    """One trial: coefficients, balance X'w + relax b - T and gaps (p,).

    `slopes` (m,) are kept where units are few; many are worked through again when asked for.
    """

    coefficients: FloatArray
    slopes: FloatArray | None
    balance: FloatArray
    gaps: FloatArray

    @property
    def worst(self) -> float:
        return float(self.gaps.max(initial=0.0))


@dataclass(frozen=True, eq=False)
class Solution:
    """Where the iterations ended.

    `coefficients` (p,), `predictor` (m,) and `gaps` (p,) belong to the same, last, update:
    each gap is relative to its total; for a total of zero, to what it balances; and at most
    the tolerance where it is no more than the rounding of the terms.
    """

    coefficients: FloatArray
    predictor: FloatArray
    gaps: FloatArray
    hessian: FloatArray
    iterations: int
    converged: bool


@dataclass(frozen=True, eq=False)
class _Equations:
    """What is solved, block by block of units: nothing else is ever as long as they are."""

    units: Auxiliaries
    targets: FloatArray
    respond: Respond
    relax: FloatArray
    blocks: tuple[slice, ...]
    tolerance: float

    @cached_property
    def balances(self) -> bool:
        """Whether some total may be small beside its terms."""
        return bool(np.any(self.targets == 0)) or any(v.min() < 0 for v in self.units.values)

    @property
    def rounding(self) -> float:
        """What a sum may be wrong by, over the size of its terms, in units of the tolerance."""
        return _ROUNDING * np.sqrt(self.units.n) / self.tolerance if self.tolerance > 0 else 0.0

    def at(self, coefficients: FloatArray) -> _Point:
        balance = self.relax * coefficients - self.targets
        size = np.abs(self.targets)
        gross = np.zeros_like(size)
        slopes: FloatArray | None = None
        for block in self.blocks:
            units = self.units.part(block)
            weights, slopes = self.respond(units.combine(coefficients), block)
            balance = balance + units.totals(weights)
            if self.balances:
                gross = gross + units.gross(weights)
        # A total of 0: over what it balances, when that is above 1. One that nearly cancels:
        # no sum of floats is nearer to it than the rounding of its terms.
        size = np.where(size == 0, np.maximum(gross, 1.0), np.maximum(size, self.rounding * gross))
        gaps = np.asarray(np.abs(balance) / size)
        kept = slopes if len(self.blocks) == 1 else None
        return _Point(coefficients, kept, np.asarray(balance), gaps)

    def hessian(self, point: _Point) -> FloatArray:
        grams = []
        for block in self.blocks:
            units, slopes = self.units.part(block), point.slopes
            if slopes is None:
                _, slopes = self.respond(units.combine(point.coefficients), block)
            grams.append(units.gram(slopes))
        return Columns.ridged(np.asarray(sum(grams)), self.relax)


# Too long a step overflows: it is seen by _advance, and shortened.
@np.errstate(over="ignore", invalid="ignore")
def solve(
    units: Auxiliaries,
    targets: FloatArray,
    respond: Respond,
    columns: Columns,
    start: FloatArray,
    tolerance: float,
    max_iterations: int,
    relax: FloatArray | None = None,
    block: int | None = None,
    hopeless: Callable[[], bool] | None = None,
) -> Solution:
    """Find coefficients b with X' w(X b) + relax b = targets; see :class:`Solution`.

    The equations are the gradient of a convex function, so a step is kept when the slope
    along it has not changed sign (the function fell all the way) or when it halves the
    worst gap; otherwise it is shortened. One more step is taken after convergence, which
    squares the gap at the price of one iteration.

    Parameters
    ----------
    block : units worked through at a time; None for all at once
    hopeless : whether no solution exists; asked where one is slow to come
    """
    width = block or max(units.n, 1)
    equations = _Equations(
        units,
        targets,
        respond,
        np.zeros(units.p) if relax is None else relax,
        tuple(slice(i, min(i + width, units.n)) for i in range(0, units.n, width)),
        tolerance,
    )
    point = equations.at(start)
    iterations = 0
    while iterations < max_iterations:
        done = point.worst <= tolerance
        hessian = equations.hessian(point)
        if not np.all(np.isfinite(hessian)):  # factors at the end of what a float can hold
            break
        if iterations == _PATIENCE and not done and hopeless is not None and hopeless():
            break
        step = -columns.solve(hessian, point.balance)
        following = _advance(equations.at, point, step)
        if following is None or (done and following.worst >= point.worst):
            break
        iterations += 1
        point = following
        if done:
            break
    return Solution(
        point.coefficients,
        units.combine(point.coefficients),
        point.gaps,
        equations.hessian(point),
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
