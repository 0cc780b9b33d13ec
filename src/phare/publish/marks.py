"""What a figure is drawn with: words, boxes, lines, dots and shapes, in pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from phare.publish import theme
from phare.publish.shapes import Shape

Outline = Literal["circle", "square", "diamond", "triangle-up"]

INNER = theme.WIDTH - 2 * theme.MARGIN
"""Pixels across what a kind of figure draws."""


@dataclass(frozen=True)
class Word:
    """One line of text at a place; `align` says which end stands there.

    With a `halo`, only the outline of that colour, for the same word to be drawn over it.
    `angle`: degrees by which it is turned around that end, clockwise.
    """

    text: str
    x: float
    y: float
    size: float = theme.LABEL
    colour: str = theme.INK
    bold: bool = False
    italic: bool = False
    align: str = "left"
    halo: str = ""
    angle: float = 0.0


@dataclass(frozen=True)
class Box:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    edge: str = ""


@dataclass(frozen=True)
class Line:
    """A straight line."""

    x: float
    y: float
    x2: float
    y2: float
    colour: str = theme.INK
    width: float = 1.25
    dashed: bool = False


@dataclass(frozen=True)
class Dot:
    """A dot; hollow where the estimate asks for care. Its outline tells series apart."""

    x: float
    y: float
    colour: str
    hollow: bool = False
    outline: Outline = "circle"


Mark = Word | Box | Line | Dot | Shape


def interval(low: float, high: float, end: float, y: float, fill: str) -> list[Mark]:
    """Return an interval over a bar: in ink, or in paper where it lies on dark `fill`."""
    inside = min(max(end, low), high)
    return [
        Line(low, y, inside, y, theme.readable_on(fill), width=1.75),
        Line(inside, y, high, y, theme.INK, width=1.75),
    ]
