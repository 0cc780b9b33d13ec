"""Two values of each row on one line: how far apart they are is seen at once."""

from __future__ import annotations

from collections.abc import Mapping

from phare.config.publishing import PublishSlice
from phare.config.side_figures import Dumbbell
from phare.publish import axis, letters, sides, theme
from phare.publish.drawing import Drawing
from phare.publish.estimates import Estimate, Key
from phare.publish.marks import INNER, Dot, Line, Mark, Outline, Word, clear, painted
from phare.publish.sides import Part
from phare.publish.telling import Telling
from phare.publish.wording import word

LABELS = 270
ROW, LEADING = 34.0, 17.0
ROOM = 58.0
"""Pixels on either side of the scale, for the values beside the dots."""
APART = 8.0
"""Pixels from a dot to its interval, that of the first side above, of the second below."""
OUTLINES: tuple[Outline, Outline] = ("circle", "diamond")

Pair = tuple[Estimate | None, Estimate | None]
Rows = list[tuple[sides.Line, Pair]]


def draw(
    about: PublishSlice, language: str, found: Mapping[Key, Estimate]
) -> tuple[Drawing, list[Estimate]]:
    """Return the drawing of a `dumbbell` figure and the estimates that it shows."""
    spec, telling = about.figure, Telling(about, language)
    assert isinstance(spec, Dumbbell)
    parts = sides.parts(about, spec.sides, telling)
    rows = _rows(about, spec, parts, telling, found)
    known = len(rows)
    rows = rows[: spec.top]
    shown = [one for _, pair in rows for one in pair if one is not None]
    if not shown:
        return Drawing((), 0.0), []
    marks, height = _Chart(rows, parts, telling).drawn()
    notes = [word("estimated", language, confidence=telling.confidence)]
    if len(rows) < known:
        notes.append(word("first_of", language, shown=len(rows), all=known))
    told = tuple(_told(line, pair, parts, telling) for line, pair in rows)
    return Drawing(tuple(marks), height, tuple(notes), told), shown


def _rows(
    about: PublishSlice, spec: Dumbbell, parts: list[Part], telling: Telling,
    found: Mapping[Key, Estimate],
) -> Rows:  # fmt: skip
    if len(parts) != 2:
        return []
    one, other = parts
    rows = [
        (
            line,
            (
                sides.estimate(about, found, one, line),
                sides.estimate(about, found, other, line),
            ),
        )
        for line in sides.lines(about, parts, spec.domain, telling)
    ]
    rows = [row for row in rows if any(row[1])]
    if spec.ranked:
        whole = [row for row in rows if spec.domain and row[0].domain != spec.domain]
        others = [row for row in rows if row not in whole]
        others.sort(key=lambda row: (sides.falling(row[1][0]), sides.falling(row[1][1])))
        rows = [*whole, *others]
    return rows


def _told(line: sides.Line, pair: Pair, parts: list[Part], telling: Telling) -> str:
    said = (
        f"{part.title} {telling.marked(one)}"
        for part, one in zip(parts, pair, strict=True)
        if one is not None
    )
    return f"{line.label}{word('stop', telling.language)}{', '.join(said)}."


class _Chart:
    def __init__(self, rows: Rows, parts: list[Part], telling: Telling) -> None:
        self.rows, self.parts, self.telling = rows, parts, telling
        self.labels = letters.column([line.label for line, _ in rows], LABELS, theme.LABEL)
        ones = [one for _, pair in rows for one in pair if one is not None]
        gone = [self._withheld(pair) for _, pair in rows]
        aside = max(letters.width(text, 13) for text in gone)
        self.indicator = ones[0].indicator
        right = INNER - ROOM - (aside + 12 if aside else 0)
        self.scale = axis.scale_of(ones, telling, self.labels + ROOM, right)

    def drawn(self) -> tuple[list[Mark], float]:
        marks, y = self._key()
        ticks, top = axis.ticks(self.scale, self.telling, self.indicator, y + 6), y + 17
        y = top + 18
        rows: list[Mark] = []
        for line, pair in self.rows:
            y = self._row(rows, line, pair, y)
        bottom = y - ROW / 2
        return painted([*axis.grid(self.scale, top, bottom), *marks, *ticks, *rows]), bottom + 6

    def _key(self) -> tuple[list[Mark], float]:
        marks: list[Mark] = []
        x, y = 6.0, 8.0
        for number, part in enumerate(self.parts):
            wide = letters.width(part.title, 15, bold=True)
            if number and x + 14 + wide > INNER:
                x, y = 6.0, y + 24
            marks.append(Dot(x, y, theme.SERIES[number], outline=OUTLINES[number]))
            lines = letters.lines(part.title, INNER - x - 14, 15, bold=True)
            for at, text in enumerate(lines):
                marks.append(Word(text, x + 14, y + 19 * at, 15, theme.SERIES[number], bold=True))
            y += 19 * (len(lines) - 1)
            x += 14 + wide + 34
        return marks, y + 22

    def _row(self, marks: list[Mark], line: sides.Line, pair: Pair, y: float) -> float:
        whole = bool(self.telling.about.domains) and line.level == line.domain
        lines = letters.lines(line.label, self.labels + 0.1, theme.LABEL)
        middle = y + LEADING * (len(lines) - 1) / 2
        marks += [Word(text, 0, y + LEADING * at, bold=whole) for at, text in enumerate(lines)]
        known = [one.value for one in pair if one is not None and one.value is not None]
        if len(known) == 2:
            x, x2 = sorted(self.scale.x(value) for value in known)
            marks.append(Line(x, middle, x2, middle, theme.COAST, width=3))
        for number, one in enumerate(pair):
            if one is not None and one.value is not None:
                marks += self._dot(one, one.value, number, middle)
        marks += self._values(pair, middle)
        gone = self._withheld(pair)
        if gone:
            marks.append(Word(gone, INNER, middle, 13, theme.QUIET, italic=True, align="right"))
        return y + LEADING * (len(lines) - 1) + ROW

    def _dot(self, one: Estimate, value: float, number: int, y: float) -> list[Mark]:
        colour, aside = theme.SERIES[number], APART if number else -APART
        marks: list[Mark] = []
        if one.low is not None and one.high is not None:
            ends = self.scale.x(one.low), self.scale.x(one.high)
            marks.append(Line(ends[0], y + aside, ends[1], y + aside, colour, width=1.75))
        careful = one.quality == "caution"
        return [*marks, Dot(self.scale.x(value), y, colour, careful, OUTLINES[number])]

    def _values(self, pair: Pair, y: float) -> list[Mark]:
        """The lesser value to the left of everything in its row, the greater to the right."""
        ranked = sorted(
            ((one.value, number, one) for number, one in enumerate(pair)
             if one is not None and one.value is not None),
            key=lambda each: (each[0], each[1]),
        )  # fmt: skip
        ends = [
            end for value, _, one in ranked for end in (value, one.low, one.high) if end is not None
        ]
        marks: list[Mark] = []
        for place, (_, number, one) in enumerate(ranked):
            left = place == 0 and len(ranked) == 2
            x = self.scale.x(min(ends)) - 11 if left else self.scale.x(max(ends)) + 11
            said = Word(
                self.telling.marked(one), x, y, theme.VALUE, theme.SERIES[number], bold=True,
                align="right" if left else "left",
            )  # fmt: skip
            marks += clear(said)
        return marks

    def _withheld(self, pair: Pair) -> str:
        """What stands in place of a side that has no value in this row."""
        marks = ["–" if one is None else self.telling.value(one) for one in pair]
        gone = [one is None or one.value is None for one in pair]
        if all(gone) and len(set(marks)) == 1:
            return marks[0]
        stop = word("stop", self.telling.language)
        said = [
            f"{part.title}{stop}{mark}"
            for part, mark, missing in zip(self.parts, marks, gone, strict=True)
            if missing
        ]
        return self.telling.text(", ".join(said))
