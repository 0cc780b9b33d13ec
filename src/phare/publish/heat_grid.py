"""The cells of a heat map under their heads, beside their labels, and what the colours mean."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from phare.publish import letters, theme
from phare.publish.estimates import Estimate
from phare.publish.map_look import Look, square
from phare.publish.marks import INNER, Box, Mark, Word, painted
from phare.publish.shapes import Shape
from phare.publish.wording import MARKS, word

LABELS, MANY, NARROWER = 250, 12, 200
"""Room for the labels of rows, and where there are more columns than `MANY`."""
SIZES = (theme.VALUE, 12.0, 11.0, 10.0)
"""Of the letters in cells, the first that fits."""
WIDEST, HIGH, BETWEEN, APART = 150.0, 29.0, 2.0, 18.0
HEAD, LEADING = 13.0, 17.0
TURN = math.radians(55)
"""How far heads are turned where they are wider than their column."""
TURNED, TURNED_LEADING, TURNED_ROOMS = 12.0, 14.0, (132.0, 180.0, 240.0, 320.0)
SWATCH = 24.0


@dataclass(frozen=True)
class Head:
    """The head of a column; `apart`, whether a gap keeps it from the column before."""

    title: str
    apart: bool = False


class Grid:
    """Columns as wide as they may be, their heads level where they fit, else turned."""

    def __init__(
        self, look: Look, heads: Sequence[Head], labels: Sequence[str],
        cells: Sequence[Sequence[Estimate | None]],
    ) -> None:  # fmt: skip
        self.look, self.heads, self.labels, self.cells = look, heads, labels, cells
        room = LABELS if len(heads) <= MANY else NARROWER
        self.start = letters.column(list(labels), room, theme.LABEL) + 18
        self.wide = min((INNER - self._gaps(len(heads)) - self.start) / len(heads), WIDEST)
        parts = (part for head in heads for part in head.title.split(" "))
        longest = max(letters.width(part, HEAD, bold=True) for part in parts)
        self.turned = longest > self.wide - 6
        self.lines: list[list[str]] = []
        if self.turned:
            self._turn()
        said = [MARKS["absent"] if one is None else look.telling.marked(one)
                for row in cells for one in row]  # fmt: skip
        widest = max(letters.width(text, 1.0, bold=True) for text in said)
        fitting = (size for size in SIZES if widest * size + 4 <= self.wide - BETWEEN)
        self.size = next(fitting, SIZES[-1])

    def drawn(self) -> tuple[list[Mark], float]:
        """Return the marks of key, heads and cells, and their height."""
        marks, y = self._key()
        y = self._turned(marks, y) if self.turned else self._level(marks, y + 4)
        for label, ones in zip(self.labels, self.cells, strict=True):
            y = self._row(marks, label, ones, y)
        return painted(marks), y + 4

    def _gaps(self, count: int) -> float:
        return APART * sum(head.apart for head in self.heads[:count])

    def _left(self, number: int) -> float:
        return self.start + number * self.wide + self._gaps(number + 1)

    def _turn(self) -> None:
        """Break turned heads into as many lines as stand side by side over their column."""
        level = self.wide
        for room in TURNED_ROOMS:
            self.lines = [
                letters.name_lines(head.title, room, TURNED, bold=True) for head in self.heads
            ]
            self.wide = min(level, *(self._held(at) for at in range(len(self.heads))))
            most = max(len(lines) for lines in self.lines)
            if most * TURNED_LEADING <= self.wide * math.sin(TURN):
                return

    def _held(self, number: int) -> float:
        """How wide columns may be for the turned head of one of them to end on the paper."""
        lines = self.lines[number]
        long = max(letters.width(text, TURNED, bold=True) for text in lines)
        beyond = long * math.cos(TURN) + len(lines) * TURNED_LEADING
        return (INNER - self.start - self._gaps(number + 1) - beyond) / (number + 0.5)

    def _turned(self, marks: list[Mark], y: float) -> float:
        every = (text for lines in self.lines for text in lines)
        long = max(letters.width(text, TURNED, bold=True) for text in every)
        deep = max(len(lines) for lines in self.lines) * TURNED_LEADING / 2
        y += long * math.sin(TURN) + deep + 6
        for at, lines in enumerate(self.lines):
            for number, text in enumerate(lines):
                # Lines of one head are side by side across the way they are read.
                aside = (number - (len(lines) - 1) / 2) * TURNED_LEADING
                x = self._left(at) + self.wide / 2 + aside * math.sin(TURN)
                below = y + aside * math.cos(TURN)
                marks.append(
                    Word(text, x, below, TURNED, bold=True, angle=round(-math.degrees(TURN), 1))
                )
        return y + deep + 6

    def _level(self, marks: list[Mark], y: float) -> float:
        heads = [letters.lines(head.title, self.wide - 6, HEAD, bold=True) for head in self.heads]
        deep = max(len(lines) for lines in heads)
        for at, lines in enumerate(heads):
            first = y + LEADING * (deep - len(lines)) + 8
            x = self._left(at) + self.wide / 2
            marks += [
                Word(text, x, first + LEADING * number, HEAD, bold=True, align="center")
                for number, text in enumerate(lines)
            ]
        return y + LEADING * deep + 8

    def _row(
        self, marks: list[Mark], label: str, ones: Sequence[Estimate | None], y: float
    ) -> float:
        lines = letters.lines(label, self.start - 17.9, theme.LABEL)
        high = max(HIGH, LEADING * len(lines) + 6)
        for number, text in enumerate(lines):
            down = (number - (len(lines) - 1) / 2) * LEADING
            marks.append(Word(text, 0, y + high / 2 + down))
        for at, one in enumerate(ones):
            marks += self._cell(one, self._left(at), y + high / 2, high - BETWEEN)
        return y + high

    def _cell(self, one: Estimate | None, x: float, y: float, high: float) -> list[Mark]:
        wide, known = self.wide - BETWEEN, one is not None and one.value is not None
        said = MARKS["absent"] if one is None else self.look.telling.marked(one)
        fill = self.look.fill(one)
        ink = theme.readable_on(fill) if known else theme.QUIET
        marks: list[Mark] = list(self.look.area(one, (square(x, y, wide, high),)))
        middle = x + wide / 2
        if one is not None and one.quality != "ok":
            # Letters on a hatching stand on the plain colour.
            half = min(letters.width(said, self.size, bold=True) + 8, wide) / 2
            marks.append(Box(middle - half, y - self.size / 2 - 2, 2 * half, self.size + 4, fill))
        return [*marks, Word(said, middle, y, self.size, ink, bold=known, italic=not known,
                             align="center")]  # fmt: skip

    def _key(self) -> tuple[list[Mark], float]:
        """What the colours mean, over as many lines as it needs."""
        language, look = self.look.telling.language, self.look
        swatches: list[tuple[str, str | Estimate | None]] = list(
            zip(look.classes.labels(language), look.classes.colours, strict=True)
        )
        for name, alike in (
            ("careful", look.of("caution")), ("withheld", look.of("suppressed")),
            ("unmeasured", look.unmeasured),
        ):  # fmt: skip
            if alike:
                swatches.append((look.telling.text(word(name, language)), alike[0]))
        marks: list[Mark] = []
        x, y = self.start, 8.0
        for label, alike_or_colour in swatches:
            wide = SWATCH + 7 + letters.width(label, 13)
            if x > self.start and x + wide > INNER:
                x, y = self.start, y + 24
            place = (square(x, y, SWATCH, 14),)
            if isinstance(alike_or_colour, str):
                marks.append(Shape(place, alike_or_colour))
            else:
                marks += look.area(alike_or_colour, place)
            marks.append(Shape(place, theme.COAST, closed=False, width=0.8))
            marks.append(Word(label, x + SWATCH + 7, y, 13))
            x += wide + 20
        return marks, y + 20
