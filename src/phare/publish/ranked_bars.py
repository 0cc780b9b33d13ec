"""Panels of bars in falling order, each with its interval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from phare.config.figure_kinds import Panel, RankedBars
from phare.config.publishing import PublishSlice
from phare.contracts import TOTAL
from phare.publish import letters, theme
from phare.publish.captions import wave_label
from phare.publish.drawing import Drawing
from phare.publish.estimates import Estimate, Key
from phare.publish.marks import INNER, Box, Line, Mark, Word, interval
from phare.publish.telling import Telling
from phare.publish.wording import word

GUTTER = 36
BAR = 17
LABELS = 250
VALUE_ROOM = 58


@dataclass(frozen=True)
class Row:
    """One bar, with the estimate told beside it."""

    label: str
    one: Estimate
    callout: Estimate | None = None


@dataclass(frozen=True)
class Block:
    """One panel; `known`, how many rows there are, shown or not."""

    title: str
    colour: str
    rows: tuple[Row, ...]
    known: int


def draw(
    about: PublishSlice, language: str, found: Mapping[Key, Estimate]
) -> tuple[Drawing, list[Estimate]]:
    """Return the drawing of a `ranked_bars` figure and the estimates that it shows."""
    spec, telling = about.figure, Telling(about, language)
    assert isinstance(spec, RankedBars)
    blocks = ordered(about, telling, found)
    label = telling.text(spec.callout_label[language]) if spec.callout_label else ""
    panels = _Panels(blocks, telling, label)
    marks, height = panels.drawn()
    notes = [
        word("estimated", language, confidence=telling.confidence),
        *cut_told(blocks, language),
    ]
    shown = [one for block in blocks for row in block.rows for one in (row.one, row.callout) if one]
    told = tuple(panels.told())
    return Drawing(tuple(marks), height, tuple(notes), told), shown


def ordered(about: PublishSlice, telling: Telling, found: Mapping[Key, Estimate]) -> list[Block]:
    """Return the panels of a `ranked_bars` figure, each with its rows in falling order."""
    spec = about.figure
    assert isinstance(spec, RankedBars)
    blocks = [
        _block(about, spec, panel, telling, found, theme.SERIES[number % len(theme.SERIES)])
        for number, panel in enumerate(spec.panels)
    ]
    return [block for block in blocks if block.rows]


def cut_told(blocks: list[Block], language: str) -> list[str]:
    """Return a note where a panel shows only its first rows."""
    cut = {(len(block.rows), block.known) for block in blocks if len(block.rows) < block.known}
    return [word("first_of", language, shown=few, all=known) for few, known in sorted(cut)]


def _block(
    about: PublishSlice, spec: RankedBars, panel: Panel, telling: Telling,
    found: Mapping[Key, Estimate], colour: str,
) -> Block:  # fmt: skip
    words = about.indicators.get(panel.indicator)
    if words is None or not words.waves:
        return Block("", colour, (), 0)
    wave = panel.wave or words.waves[0]

    def at(indicator: str, category: str) -> Estimate | None:
        return found.get((wave, about.reference_scheme, indicator, category, TOTAL, TOTAL))

    rows = [
        Row(telling.text(label[telling.language]), one)
        for category, label in words.categories.items()
        if (one := at(panel.indicator, category)) is not None
    ]
    rows.sort(key=lambda row: -row.one.value if row.one.value is not None else 1.0)
    kept = rows[: spec.top]
    if panel.callout and kept:
        first = kept[0]
        kept[0] = Row(first.label, first.one, at(panel.callout, first.one.category))
    same = len({other.indicator for other in spec.panels}) == 1
    title = wave_label(about, wave, telling.language) if same else words.label[telling.language]
    if panel.title is not None:
        title = panel.title[telling.language]
    return Block(telling.text(title), colour, tuple(kept), len(rows))


class _Panels:
    def __init__(self, blocks: list[Block], telling: Telling, callout: str) -> None:
        self.blocks, self.telling, self.callout = blocks, telling, callout
        count = max(len(blocks), 1)
        self.width = (INNER - GUTTER * (count - 1)) / count
        # One panel has room for labels beside its bars; several carry them above.
        self.beside = count == 1
        rows = [row for block in blocks for row in block.rows]
        self.labels = letters.column([row.label for row in rows], LABELS, theme.LABEL)
        self.start = self.labels + 16 if self.beside else 0.0
        ends = [row.one.high or row.one.value or 0.0 for row in rows]
        beyond = [row.callout.value or 0.0 for row in rows if row.callout]
        room = self.width - self.start
        self.scale = min((room - VALUE_ROOM) / max([*ends, 1e-9]), room / max([*beyond, 1e-9]))

    def drawn(self) -> tuple[list[Mark], float]:
        marks: list[Mark] = []
        height = 0.0
        for number, block in enumerate(self.blocks):
            left = number * (self.width + GUTTER)
            y = 8.0
            if len(self.blocks) > 1:
                marks.append(Word(block.title, left, y, 16, block.colour, bold=True))
                marks.append(Line(left, y + 15, left + self.width, y + 15, block.colour, width=1.5))
                y += 34
            for place, row in enumerate(block.rows):
                if self.beside:
                    y = self._beside(marks, block, row, left, y)
                else:
                    y = self._above(marks, block, row, left, y + self._slack(row, place))
            height = max(height, y)
        return marks, height

    def _beside(self, marks: list[Mark], block: Block, row: Row, left: float, y: float) -> float:
        lines = letters.lines(row.label, self.labels + 0.1, theme.LABEL)
        step = 17.0
        middle = y + step * (len(lines) - 1) / 2
        marks += [Word(line, left, y + step * i) for i, line in enumerate(lines)]
        self._bar(marks, block, row, left + self.start, middle)
        return y + step * (len(lines) - 1) + 27

    def _pill(self, row: Row) -> tuple[str, float]:
        """The call-out beside a label, and the width that it takes."""
        if row.callout is None:
            return "", 0.0
        text = f"{self.callout} {self.telling.marked(row.callout)}".strip()
        return text, letters.width(text, 13, bold=True) + 16

    def _lines(self, row: Row) -> list[str]:
        pill = self._pill(row)[1]
        return letters.lines(row.label, self.width - (pill + 10 if pill else 0), theme.LABEL)

    def _slack(self, row: Row, place: int) -> float:
        """What keeps the bars of one rank on one line over all panels."""
        peers = (block.rows[place] for block in self.blocks if place < len(block.rows))
        return 18.0 * (max(len(self._lines(peer)) for peer in peers) - len(self._lines(row)))

    def _above(self, marks: list[Mark], block: Block, row: Row, left: float, y: float) -> float:
        text, wide = self._pill(row)
        if text:
            x, pale = left + self.width - wide, theme.tint(block.colour, 0.14)
            marks.append(Box(x, y - 14, wide, 21, pale, block.colour))
            marks.append(
                Word(text, x + wide / 2, y - 3.5, 13, block.colour, bold=True, align="center")
            )
        for line in self._lines(row):
            marks.append(Word(line, left, y))
            y += 18
        y += 4
        self._bar(marks, block, row, left, y)
        return y + 36

    def _bar(self, marks: list[Mark], block: Block, row: Row, x: float, y: float) -> None:
        one, top = row.one, y - BAR / 2
        if one.value is None:
            marks.append(
                Word(self.telling.value(one), x + 2, y, theme.VALUE, theme.QUIET, italic=True)
            )
            return
        if row.callout is not None and row.callout.value is not None:
            pale = theme.tint(block.colour, 0.14)
            marks.append(Box(x, top, row.callout.value * self.scale, BAR, pale, block.colour))
        careful = one.quality == "caution"
        colour = theme.tint(block.colour, 0.35) if careful else block.colour
        marks.append(
            Box(x, top, one.value * self.scale, BAR, colour, block.colour if careful else "")
        )
        end = one.value
        if one.low is not None and one.high is not None:
            low, high, to = (x + value * self.scale for value in (one.low, one.high, one.value))
            marks += interval(low, high, to, y, colour)
            end = one.high
        marks.append(self._value(row, x, y, end * self.scale, colour))

    def _value(self, row: Row, x: float, y: float, end: float, fill: str) -> Word:
        """A value after its interval; beside a call-out, whose bar goes on, within its own bar."""
        said, one = self.telling.marked(row.one), row.one
        start = one.value if one.low is None else one.low
        room = (start or 0.0) * self.scale - letters.width(said, theme.VALUE, bold=True)
        if row.callout is not None and room > 16:
            return Word(said, x + 8, y, theme.VALUE, theme.readable_on(fill), bold=True)
        return Word(said, x + end + 8, y, theme.VALUE, bold=True)

    def told(self) -> list[str]:
        stop = word("stop", self.telling.language)
        said = []
        for block in self.blocks:
            values = ", ".join(self._row_told(row) for row in block.rows)
            said.append(f"{block.title}{stop}{values}." if len(self.blocks) > 1 else f"{values}.")
        return said

    def _row_told(self, row: Row) -> str:
        beside = f" ({self._pill(row)[0]})" if row.callout else ""
        return f"{row.label} {self.telling.marked(row.one)}{beside}"
