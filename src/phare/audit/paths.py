"""How tight bounds of g may be, and what each step towards that costs.

Method: docs/methods/audit.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from phare.audit.solving import How, Posed, Solved
from phare.audit.unsolved import NoSolutionError

POINTS = 6
# The tightest bounds are found to this relative precision, and left by a hundredth: at the very
# end there is one solution, with every row at a bound.
_PRECISION = 1e-4
_ROOM = 1.01


@dataclass(frozen=True, eq=False)
class Point:
    """Bounds [1 / c, c] of g, and the weights within; c is infinite without bounds."""

    c: float
    bounds: tuple[float, float] | None
    solved: Solved | None
    reason: str = ""


def tightest(posed: Posed) -> float:
    """Return the least c for which g within [1 / c, c] meets the margins."""
    base, weights = posed.base, posed.free.weights
    g = weights[base > 0] / base[base > 0]
    high = float(max(g.max(), 1 / g.min()))
    low = 1.0
    while high > low * (1 + _PRECISION):
        middle = float(np.sqrt(low * high))
        if posed.feasible(How(bounds=(1 / middle, middle))):
            high = middle
        else:
            low = middle
    return high


def bounds_path(posed: Posed, points: int = POINTS) -> list[Point]:
    """Return weights under bounds from the tightest to none, so many steps of equal ratio."""
    base, free = posed.base, posed.free
    g = free.weights[base > 0] / base[base > 0]
    last = float(max(g.max(), 1 / g.min()))
    first = tightest(posed)
    if last <= first * _ROOM:
        return [Point(first, None, free)]
    steps = np.geomspace(first * _ROOM, last, points)[:-1]
    found = []
    for c in map(float, steps):
        bounds = (1 / c, c)
        try:
            found.append(Point(c, bounds, posed.solve(How(bounds=bounds))))
        except NoSolutionError as error:
            found.append(Point(c, bounds, None, error.why.reason))
    return [*found, Point(float("inf"), None, free)]
