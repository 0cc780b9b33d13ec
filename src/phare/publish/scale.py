"""From values to pixels along a line, with round ticks."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

FROM_ZERO = 0.35
"""A scale begins at zero where the least value is below this part of the largest."""
ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
CLOSE = 1e-9


@dataclass(frozen=True)
class Scale:
    """Values from `low` to `high`, drawn from `left` to `right`, with ticks `step` apart."""

    low: float
    high: float
    left: float
    right: float
    step: float

    def x(self, value: float) -> float:
        """Return where a value stands."""
        return self.left + (value - self.low) / (self.high - self.low) * (self.right - self.left)

    @property
    def ticks(self) -> list[float]:
        """The multiples of the step along the scale."""
        first, last = self.low / self.step, self.high / self.step
        numbers = range(math.ceil(first - CLOSE), math.floor(last + CLOSE) + 1)
        return [self.step * number for number in numbers]


def round_scale(
    values: Iterable[float], left: float, right: float, digits: int, most: int = 5
) -> Scale:
    """Return a scale that holds some values, its ticks at round ones.

    Parameters
    ----------
    digits : decimals that a tick may have: 2 for shares printed as whole percentages
    most : how many ticks there may be; there are two at least, and of two there may be three
    """
    known = list(values) or [0.0, 1.0]
    low, high = min(known), max(known)
    step = _step(max(high - low, 10.0**-digits) / most, digits)
    if 0 <= low < FROM_ZERO * high or low == high == 0:
        low = 0.0
        step = _step(max(high, 10.0**-digits) / most, digits)
    while _count(low, high, step) > most:
        step = _step(step * 1.01, digits)
    if _count(low, high, step) < 2:
        # Too little between the ends for two round values: make room for them.
        low, high = math.floor(low / step + CLOSE) * step, math.ceil(high / step - CLOSE) * step
        high = max(high, low + step)
    return Scale(low, high, left, right, step)


def _count(low: float, high: float, step: float) -> int:
    return len(Scale(low, high, 0.0, 1.0, step).ticks)


def _step(least: float, digits: int) -> float:
    """Return the next round step that is printed as it is."""
    least = max(least, 10.0**-digits)
    power = 10.0 ** math.floor(math.log10(least))
    found = next(times * power for times in ROUND if times * power >= least * (1 - CLOSE))
    return found if abs(round(found, digits) - found) < CLOSE else _step(found * 1.01, digits)
