"""How much room the words of a slide have, in points, and how large they are set in it.

Widths are measured in the font that phare carries. Office sets in a narrower one, or, where
that is missing, in one that runs as wide as `STRETCH` allows for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from phare.publish import letters

WIDTH, HEIGHT = 960.0, 540.0
MARGIN = 40.0
INNER = WIDTH - 2 * MARGIN
STRETCH = 1.12
LEADING = 1.22
"""Height of a line, in sizes of its letters."""

TITLE = (28.0, 25.0, 22.0, 20.0, 18.0, 16.0)
QUESTION = (13.0, 12.0, 11.0, 10.0, 9.0)
SMALL = (10.0, 9.0, 8.0, 7.0)
ELLIPSIS = "…"


@dataclass(frozen=True)
class Box:
    """A place on a slide."""

    x: float
    y: float
    width: float
    height: float

    def below(self, used: float) -> Box:
        """Return what is left of the box under its first `used` points."""
        return replace(self, y=self.y + used, height=self.height - used)

    def across(self, count: int, gutter: float) -> list[Box]:
        """Return that many boxes beside each other."""
        width = (self.width - gutter * (count - 1)) / count
        return [replace(self, x=self.x + (width + gutter) * i, width=width) for i in range(count)]


@dataclass(frozen=True)
class Setting:
    """A text as it is set: the size of its letters, its lines, and how high they stand."""

    text: str
    size: float
    lines: int

    @property
    def height(self) -> float:
        return self.lines * self.size * LEADING


def width(text: str, size: float, bold: bool = False) -> float:
    """Return the width of one line, in points, in the widest font that may stand in."""
    return letters.width(text, size, bold) * STRETCH


def lines(text: str, room: float, size: float, bold: bool = False) -> list[str]:
    """Return a text broken into the lines that `room` points make of it."""
    return letters.lines(text, room / STRETCH, size, bold)


def fitted(
    text: str, room: float, height: float, sizes: Sequence[float], bold: bool = False
) -> Setting:
    """Return a text in the largest of the sizes in which it fits, cut where it fits in none."""
    for size in sizes:
        count = len(lines(text, room, size, bold))
        if count * size * LEADING <= height:
            return Setting(text, size, count)
    size = sizes[-1]
    most = max(int(height / (size * LEADING)), 1)
    kept = lines(text, room - width(ELLIPSIS, size, bold), size, bold)[:most]
    return Setting(" ".join(kept) + ELLIPSIS, size, most)


def one_size(
    texts: Sequence[str], room: float, height: float, sizes: Sequence[float], bold: bool = False
) -> float:
    """Return the largest size in which each of some texts fits the same room."""
    return min((fitted(one, room, height, sizes, bold).size for one in texts), default=sizes[0])
