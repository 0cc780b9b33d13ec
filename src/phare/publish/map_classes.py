"""Classes of values for a map: round bounds, as wide as each other, in the unit that is printed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from phare import numbers
from phare.config.words import IndicatorWords
from phare.precision import half_up
from phare.publish import theme

MOST = len(theme.CLASSES)
USUAL = 5
"""Classes that a reader keeps apart without looking back at the key."""
NARROWEST_SHARE = 5
"""Points: a map of narrower classes would paint what is chance."""


@dataclass(frozen=True)
class Classes:
    """Classes with both bounds included, as printed, and their colours, from the least."""

    words: IndicatorWords
    bounds: tuple[tuple[float, float], ...]

    @property
    def colours(self) -> tuple[str, ...]:
        return theme.classes(len(self.bounds))

    def colour(self, value: float) -> str:
        """Return the colour of the class in which a value is once it is printed."""
        printed = _printed(value, self.words)
        at = next(i for i, (_, high) in enumerate(self.bounds) if printed <= Decimal(str(high)))
        return self.colours[at]

    def labels(self, language: str) -> list[str]:
        """Return the classes in words: `30 – 34 %`."""
        parts, words = 100 if self.words.unit == "percent" else 1, self.words
        return [
            numbers.interval(low / parts, high / parts, words.unit, words.digits, language)
            for low, high in self.bounds
        ]


def classes(values: Iterable[float], words: IndicatorWords, step: float | None) -> Classes:
    """Return the classes of some values, none where there is no value.

    step : how wide they are; widened where more than `MOST` would be needed
    """
    printed = sorted(_printed(value, words) for value in values)
    if not printed:
        return Classes(words, ())
    most = MOST if step else USUAL
    for wide in _widths(words, step):
        first, last = (math.floor(end / wide) for end in (printed[0], printed[-1]))
        if last - first < most:
            break
    unit = _unit(words)
    bounds = ((number * wide, (number + 1) * wide - unit) for number in range(first, last + 1))
    return Classes(words, tuple((float(low), float(high)) for low, high in bounds))


def _printed(value: float, words: IndicatorWords) -> Decimal:
    if words.unit == "percent":
        return half_up(value, words.digits + 2) * 100
    return half_up(value, _digits(words))


def _digits(words: IndicatorWords) -> int:
    return 0 if words.unit == "count" else words.digits


def _unit(words: IndicatorWords) -> Decimal:
    """The smallest difference that is printed."""
    return Decimal(1).scaleb(-_digits(words))


def _widths(words: IndicatorWords, step: float | None) -> Iterator[Decimal]:
    """Widths to try, from the narrowest: round numbers, or round multiples of `step`."""
    usual = Decimal(NARROWEST_SHARE) if words.unit == "percent" else _unit(words)
    start = max(Decimal(str(step)), _unit(words)) if step else usual
    for number in count():
        for times in (1, 2, 4 if start == NARROWEST_SHARE else 5):
            yield start * times * 10**number
