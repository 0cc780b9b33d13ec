"""The levels of a domain against the whole: bars with intervals, gaps beside them."""

from __future__ import annotations

from collections.abc import Mapping

from phare.config.figure_kinds import Levels
from phare.config.publishing import PublishSlice
from phare.contracts import TOTAL
from phare.publish import letters, theme
from phare.publish.drawing import Drawing
from phare.publish.estimates import Estimate, Key
from phare.publish.marks import INNER, Box, Line, Mark, Word, interval
from phare.publish.telling import Telling
from phare.publish.wording import word

LABELS = 250
SIZE_COLUMN, GAP_COLUMN, VALUE_COLUMN = INNER, INNER - 80, INNER - 190
BAR = 16
UNSURE = "#8A9BA8"
"""Bars whose gap the test finds nothing in."""


def draw(
    about: PublishSlice, language: str, found: Mapping[Key, Estimate]
) -> tuple[Drawing, list[Estimate]]:
    """Return the drawing of a `levels` figure and the estimates that it shows."""
    telling = Telling(about, language)
    rows, total = ordered(about, telling, found)
    ones = [one for _, one in rows] + ([total] if total else [])
    chart = _Chart(rows, total, telling)
    marks, y = chart.drawn()
    notes = (
        word("estimated", language, confidence=telling.confidence),
        word("from_total", language, threshold=telling.threshold),
    )
    told = [f"{label} {telling.marked(one)} {telling.arrow(one)}".rstrip() for label, one in rows]
    if total:
        told.insert(0, f"{telling.text(word('total', language))} {telling.marked(total)}")
    return Drawing(tuple(marks), y, notes, (", ".join(told) + ".",)), ones


def colour_of(one: Estimate, telling: Telling) -> str:
    """Return the colour of a level: strong where its gap is significant, above or below."""
    if not telling.significant(one):
        return UNSURE
    return theme.SERIES[0 if (one.gap or 0) > 0 else 1]


def ordered(
    about: PublishSlice, telling: Telling, found: Mapping[Key, Estimate]
) -> tuple[list[tuple[str, Estimate]], Estimate | None]:
    """Return the levels that a `levels` figure shows, as it orders them, and the total."""
    spec = about.figure
    assert isinstance(spec, Levels)
    wave, category = next(iter(about.indicators[spec.indicator].waves)), spec.category or TOTAL
    at = (wave, about.reference_scheme, spec.indicator, category)
    rows = [
        (telling.text(label[telling.language]), found[key])
        for level, label in about.domains[spec.domain].levels.items()
        if (key := (*at, spec.domain, level)) in found
    ]
    if spec.ranked:
        rows.sort(key=lambda row: -row[1].value if row[1].value is not None else 1.0)
    return rows, found.get((*at, TOTAL, TOTAL))


class _Chart:
    def __init__(
        self, rows: list[tuple[str, Estimate]], total: Estimate | None, telling: Telling
    ) -> None:
        self.rows, self.total, self.telling = rows, total, telling
        self.labels = letters.column([label for label, _ in rows], LABELS, theme.LABEL)
        self.start = self.labels + 18
        ends = [one.high or one.value or 0.0 for one in (*(one for _, one in rows), total) if one]
        self.scale = (VALUE_COLUMN - 64 - self.start) / max([*ends, 1e-9])

    def x(self, value: float) -> float:
        return self.start + value * self.scale

    def drawn(self) -> tuple[list[Mark], float]:
        y = 38.0
        bars: list[Mark] = []
        for label, one in self.rows:
            y = self._row(bars, label, one, y)
        return [*self._heads(), *self._line(y), *bars, *self._line_over(y)], y

    def _heads(self) -> list[Mark]:
        heads = ((VALUE_COLUMN, "value"), (GAP_COLUMN, "gap_short"), (SIZE_COLUMN, "n"))
        return [
            Word(word(name, self.telling.language), x, 10, 12, theme.QUIET, align="right")
            for x, name in heads
        ]

    def _line(self, bottom: float) -> list[Mark]:
        """The value of the whole, said above its line."""
        if self.total is None or self.total.value is None:
            return []
        x = self.x(self.total.value)
        text = f"{word('total', self.telling.language)} {self.telling.marked(self.total)}"
        half = letters.width(text, 13, bold=True) / 2
        middle = min(x, VALUE_COLUMN - 60 - half)
        return [Word(text, middle, 10, 13, theme.INK, bold=True, align="center"),
                Line(x, 20, x, bottom - 6, theme.INK, width=1)]  # fmt: skip

    def _line_over(self, bottom: float) -> list[Mark]:
        """The same line, light and dashed, where bars cover it."""
        if self.total is None or self.total.value is None:
            return []
        x = self.x(self.total.value)
        return [Line(x, 22, x, bottom - 6, theme.PAPER, width=1, dashed=True)]

    def _row(self, marks: list[Mark], label: str, one: Estimate, y: float) -> float:
        lines = letters.lines(label, self.labels + 0.1, theme.LABEL)
        middle = y + 17 * (len(lines) - 1) / 2
        marks += [Word(line, 0, y + 17 * number) for number, line in enumerate(lines)]
        if one.value is None:
            marks.append(Word(self.telling.value(one), VALUE_COLUMN, middle, theme.VALUE,
                              theme.QUIET, italic=True, align="right"))  # fmt: skip
        else:
            colour = colour_of(one, self.telling)
            marks += self._bar(one, one.value, colour, middle)
            marks += self._figures(one, colour, middle)
        return y + 17 * (len(lines) - 1) + 28

    def _bar(self, one: Estimate, value: float, colour: str, y: float) -> list[Mark]:
        careful = one.quality == "caution"
        fill = theme.tint(colour, 0.35) if careful else colour
        bar = Box(self.start, y - BAR / 2, value * self.scale, BAR, fill, colour if careful else "")
        if one.low is None or one.high is None:
            return [bar]
        return [bar, *interval(self.x(one.low), self.x(one.high), self.x(value), y, fill)]

    def _figures(self, one: Estimate, colour: str, y: float) -> list[Mark]:
        sure, telling = self.telling.significant(one), self.telling
        tone = colour if sure else theme.QUIET
        size = "" if one.n is None else telling.size(one.n)
        return [
            Word(telling.value(one), VALUE_COLUMN, y, theme.VALUE, bold=True, align="right"),
            Word(telling.mark(one), VALUE_COLUMN + 2, y, theme.VALUE, bold=True),
            Word(telling.gap(one), GAP_COLUMN, y, 13, tone, bold=sure, align="right"),
            Word(telling.arrow(one), GAP_COLUMN + 5, y, 11, tone),
            Word(size, SIZE_COLUMN, y, 13, theme.QUIET, align="right"),
        ]
