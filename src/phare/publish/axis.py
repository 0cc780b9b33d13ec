"""The scale of an indicator, and its ticks above what it measures."""

from __future__ import annotations

from collections.abc import Iterable

from phare.publish import letters, theme
from phare.publish.estimates import Estimate
from phare.publish.marks import Line, Mark, Word
from phare.publish.scale import Scale, round_scale
from phare.publish.telling import Telling

SIZE = 12


def scale_of(
    shown: Iterable[Estimate], telling: Telling, left: float, right: float, most: int = 5
) -> Scale:
    """Return the scale that some estimates of one unit need, intervals included."""
    ones = list(shown)
    ends = [end for one in ones for end in (one.low, one.value, one.high) if end is not None]
    words = telling.about.indicators[ones[0].indicator]
    digits = {"percent": words.digits + 2, "count": 0}.get(words.unit, words.digits)
    return round_scale(ends, left, right, digits, most)


def ticks(scale: Scale, telling: Telling, indicator: str, y: float) -> list[Mark]:
    """Return the ticks of a scale as words at height `y`, as many as stand clear of each other."""
    told = [(scale.x(tick), telling.number(indicator, tick)) for tick in scale.ticks]
    widest = max(letters.width(text, SIZE) for _, text in told)
    apart = told[1][0] - told[0][0]
    every = 1 + int((widest + 4) // apart)
    return [Word(text, x, y, SIZE, theme.QUIET, align="center") for x, text in told[::every]]


def grid(scale: Scale, top: float, bottom: float) -> list[Mark]:
    """Return a thin line below each tick."""
    return [Line(x, top, x, bottom, theme.RULE, width=1) for x in map(scale.x, scale.ticks)]
