"""What a figure is drawn with: words, boxes, lines, dots and shapes, in pixels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
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


def clear(said: Word) -> list[Mark]:
    """Return a word over a halo of paper, to be read where lines pass."""
    return [replace(said, halo=theme.PAPER), said]


def painted(marks: Iterable[Mark]) -> list[Mark]:
    """Return marks in the order of painting: areas, boxes, lines, dots, halos, words.

    Marks that are alike become neighbours, so that a figure has few layers.
    """
    return sorted(marks, key=_depth)


def _depth(mark: Mark) -> tuple[int | float | str | bool, ...]:
    if isinstance(mark, Shape):
        return 0, not mark.closed, mark.width
    if isinstance(mark, Box):
        return 1, bool(mark.edge)
    if isinstance(mark, Line):
        return 2, mark.width, mark.dashed
    if isinstance(mark, Dot):
        return 3, mark.outline, mark.hollow
    return 4, not mark.halo, mark.bold, mark.italic, mark.align, mark.angle
