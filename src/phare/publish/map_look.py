"""How an area of a map looks, the same on the land, in the key and in the list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from phare.publish import theme
from phare.publish.estimates import Estimate
from phare.publish.geography import Rings
from phare.publish.map_classes import Classes
from phare.publish.marks import Mark
from phare.publish.scanning import hatching
from phare.publish.shapes import Shape
from phare.publish.telling import Telling

HATCH = 6.0
"""Pixels between the lines of a hatching."""
WITHHELD, CAREFUL, INSIDE, BETWEEN, OUTSIDE = 1.1, 1.4, 0.5, 1.8, 0.8
"""Widths of the lines of a map: hatchings, borders within a level and of it, outlines."""
ROLES = (WITHHELD, CAREFUL, INSIDE, BETWEEN, OUTSIDE)
"""The order in which they are drawn."""


@dataclass(frozen=True)
class Look:
    """What a map shows: estimates and labels by level, classes of values, how they are said.

    `heading` says what the values are.
    """

    heading: str
    ones: Mapping[str, Estimate]
    labels: Mapping[str, str]
    classes: Classes
    telling: Telling

    def of(self, quality: str) -> list[Estimate]:
        """Return the estimates of a quality."""
        return [one for one in self.ones.values() if one.quality == quality]

    @property
    def unmeasured(self) -> list[Estimate | None]:
        """What is on the map without a value that was withheld: no estimate, or an empty one."""
        return [*self.of("absent"), *(None for one in self.labels if one not in self.ones)]

    @property
    def gaps(self) -> list[Estimate]:
        """The estimates whose gap to the total was tested."""
        return [one for one in self.ones.values() if one.gap_p is not None]

    def fill(self, one: Estimate | None) -> str:
        """Return the colour under an estimate, or under none."""
        if one is None:
            return theme.WASH
        return theme.PAPER if one.value is None else self.classes.colour(one.value)

    def area(self, one: Estimate | None, rings: Rings) -> list[Mark]:
        """Return an area: on paper with lines where a value is withheld, lines on it where it asks care."""
        marks: list[Mark] = [Shape(rings, self.fill(one))]
        if one is not None and one.quality == "suppressed":
            marks.append(_hatched(rings, theme.HATCHING, WITHHELD))
        elif one is not None and one.quality == "caution" and one.value is not None:
            marks.append(_hatched(rings, theme.careful_on(self.fill(one)), CAREFUL))
        return marks

    def square(
        self, one: Estimate | None, x: float, y: float, wide: float, high: float
    ) -> list[Mark]:
        """Return a swatch that looks as the area of an estimate, its middle at height `y`."""
        return framed(self.area(one, (square(x, y, wide, high),)), x, y, wide, high)


def square(x: float, y: float, wide: float, high: float) -> tuple[tuple[float, float], ...]:
    """Return the ring of a rectangle that begins at `x`, its middle at height `y`."""
    top, bottom, right = y - high / 2, y + high / 2, x + wide
    return ((x, top), (right, top), (right, bottom), (x, bottom), (x, top))


def framed(marks: list[Mark], x: float, y: float, wide: float, high: float) -> list[Mark]:
    """Return marks with a frame around: the lightest colours are near that of paper."""
    return [*marks, Shape((square(x, y, wide, high),), theme.COAST, closed=False, width=OUTSIDE)]


def _hatched(rings: Rings, colour: str, width: float) -> Shape:
    return Shape(tuple(hatching(rings, HATCH)), colour, closed=False, width=width)
