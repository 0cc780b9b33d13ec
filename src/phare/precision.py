"""How precise a published number may be.

With few weighting cells an unrounded share lets a reader solve for the answers behind it:
three decimals of a share, three figures of an extrapolated count. Full precision stays in
the restricted part of a release.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from phare.config.indicators import Unit

DECIMALS = 3
FIGURES = 3

_ONE = 10.0**DECIMALS
_NEAR, _FAR = 1e-5, 1e8
"""Closer to a half than this, or larger, and a float may round otherwise than its decimal."""


def public(value: float | None, unit: Unit, digits: int) -> float | None:
    """Return a value at the precision that may be published; None where there is none.

    Whoever rounds it again to `digits` gets the figure printed from the full value: 0.3746
    is printed 37 %, so it is published as 0.374 and not as 0.375.
    """
    if value is None or math.isnan(value):
        return None
    if unit == "count":
        return three_figures(value)
    kept = digits + 2 if unit == "percent" else digits
    steps = _steps(value, DECIMALS)
    rounded = steps / _ONE
    if kept < DECIMALS and _steps(rounded, kept) != _steps(value, kept):
        return (steps - int(math.copysign(1, steps))) / _ONE
    return rounded


def _steps(value: float, digits: int) -> int:
    """Return `half_up(value, digits)` in units of its last digit.

    Decimals are slow: only what lies near a half is left to them.
    """
    scaled: float = abs(value) * 10.0**digits
    if scaled < _FAR and abs(scaled % 1 - 0.5) > _NEAR:
        steps = math.floor(scaled + 0.5)
        return -steps if value < 0 else steps
    return int(half_up(value, digits).scaleb(digits))


def half_up(value: float, digits: int) -> Decimal:
    """Return a value rounded as people round: through its shortest decimal, halves away from 0."""
    step = Decimal(1).scaleb(-digits)
    return Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP)


@lru_cache(4096)
def three_figures(value: float) -> float:
    """Return a count with three significant figures, and none after the point."""
    if value == 0 or math.isnan(value):
        return value
    kept = max(math.floor(math.log10(abs(value))) + 1 - FIGURES, 0)
    return float(half_up(value / 10**kept, 0) * 10**kept)
