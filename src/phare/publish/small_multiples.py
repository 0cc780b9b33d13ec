"""The same bars many times, on one scale: a panel for each level of a domain, or each wave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from phare.config.figure_kinds import SmallMultiples
from phare.config.publishing import PublishSlice
from phare.contracts import TOTAL
from phare.publish import letters, sides, theme
from phare.publish.captions import wave_label
from phare.publish.drawing import Drawing
from phare.publish.estimates import Estimate, Key
from phare.publish.marks import INNER, Box, Line, Mark, Word, painted
from phare.publish.sides import Part
from phare.publish.telling import Telling
from phare.publish.wording import word

LABELS, GUTTER, ACROSS = 215, 22.0, 4
BAR, ROW, LEADING, BELOW = 11.0, 21.0, 15.0, 26.0
SIZE, TITLE = 13.0, 14.0
VALUE_ROOM = 48.0


@dataclass(frozen=True)
class _Panel:
    """One panel: an estimate for each row, and what its tick marks."""

    title: str
    ones: tuple[Estimate | None, ...]
    whole: tuple[Estimate | None, ...]


def draw(
    about: PublishSlice, language: str, found: Mapping[Key, Estimate]
) -> tuple[Drawing, list[Estimate]]:
    """Return the drawing of a `small_multiples` figure and the estimates that it shows."""
    spec, telling = about.figure, Telling(about, language)
    assert isinstance(spec, SmallMultiples)
    categories = {} if spec.category else about.indicators[spec.indicator].categories
    if categories:
        rows, panels = _of_categories(about, spec, telling, found)
    else:
        rows, panels = _of_levels(about, spec, telling, found)
    rows, panels, known = _chosen(rows, panels, spec)
    every = [one for panel in panels for one in (*panel.ones, *panel.whole) if one is not None]
    if not any(one for panel in panels for one in panel.ones):
        return Drawing((), 0.0), []
    marks, height = _Panels(rows, panels, telling).drawn()
    notes = [word("estimated", language, confidence=telling.confidence)]
    if any(one is not None for panel in panels for one in panel.whole):
        notes.append(word("total_tick", language))
    if len(rows) < known:
        notes.append(word("first_of", language, shown=len(rows), all=known))
    told = tuple(_told(panel, rows, telling) for panel in panels)
    return Drawing(tuple(marks), height, tuple(notes), told), list(dict.fromkeys(every))


def _of_categories(
    about: PublishSlice, spec: SmallMultiples, telling: Telling, found: Mapping[Key, Estimate]
) -> tuple[list[str], list[_Panel]]:
    """Rows are categories; panels the levels of a domain of the first wave, or the waves."""
    words = about.indicators[spec.indicator]
    parts = [_part(about, spec, wave, telling) for wave in words.waves]
    rows = sides.lines(about, parts[:1], None, telling)

    def of(part: Part, domain: str, level: str) -> tuple[Estimate | None, ...]:
        at = (sides.Line("", row.category, domain, level) for row in rows)
        return tuple(sides.estimate(about, found, part, line) for line in at)

    if spec.domain is None:
        panels = [_Panel(part.title, of(part, TOTAL, TOTAL), ()) for part in parts]
    else:
        whole = of(parts[0], TOTAL, TOTAL)
        panels = [
            _Panel(level.label, of(parts[0], level.domain, level.level), whole)
            for level in sides.levels(about, spec.domain, telling)
        ]
    return [row.label for row in rows], panels


def _of_levels(
    about: PublishSlice, spec: SmallMultiples, telling: Telling, found: Mapping[Key, Estimate]
) -> tuple[list[str], list[_Panel]]:
    """Rows are the levels of a domain; panels the waves, each with the line of its total."""
    parts = [_part(about, spec, wave, telling) for wave in about.indicators[spec.indicator].waves]
    if spec.domain is None:
        return [], []
    total, *rows = sides.lines(about, parts, spec.domain, telling)
    panels = []
    for part in parts:
        ones = tuple(sides.estimate(about, found, part, row) for row in rows)
        whole = sides.estimate(about, found, part, total)
        panels.append(_Panel(part.title, ones, tuple(whole for _ in rows)))
    return [row.label for row in rows], panels


def _part(about: PublishSlice, spec: SmallMultiples, wave: str, telling: Telling) -> Part:
    label = telling.text(wave_label(about, wave, telling.language))
    return Part(label, wave, spec.indicator, spec.category)


def _chosen(
    rows: list[str], panels: list[_Panel], spec: SmallMultiples
) -> tuple[list[str], list[_Panel], int]:
    """Return panels and rows that have an estimate, rows in order and the first of them."""
    panels = [panel for panel in panels if any(panel.ones)]
    order = [at for at in range(len(rows)) if any(panel.ones[at] for panel in panels)]
    if spec.ranked and panels:
        by = panels[0].whole if any(panels[0].whole) and not spec.category else panels[0].ones
        if len({id(one) for one in by}) == 1:  # one total for all rows says nothing of their order
            by = panels[0].ones
        order.sort(key=lambda at: sides.falling(by[at]))
    kept = order[: spec.top]
    chosen = [
        _Panel(
            panel.title,
            tuple(panel.ones[at] for at in kept),
            tuple(panel.whole[at] for at in kept) if panel.whole else (),
        )
        for panel in panels
    ]
    return [rows[at] for at in kept], chosen, len(order)


def _told(panel: _Panel, rows: list[str], telling: Telling) -> str:
    said = ", ".join(
        f"{label} {telling.marked(one)}"
        for label, one in zip(rows, panel.ones, strict=True)
        if one is not None
    )
    return f"{panel.title}{word('stop', telling.language)}{said}."


class _Panels:
    def __init__(self, rows: list[str], panels: list[_Panel], telling: Telling) -> None:
        self.panels, self.telling = panels, telling
        self.labels = letters.column(rows, LABELS, SIZE)
        self.lines = [letters.lines(label, self.labels + 0.1, SIZE) for label in rows]
        start = self.labels + 16
        self.across = min(len(panels), ACROSS)
        rest = len(panels) % self.across
        if rest and len(panels) > ACROSS and len(panels) % 3 == 0:
            self.across = 3
        self.width = (INNER - start - GUTTER * (self.across - 1)) / self.across
        self.start = start
        ends = [
            end
            for panel in panels
            for one in (*panel.ones, *panel.whole)
            if one is not None
            for end in (one.value, one.high)
            if end is not None
        ]
        self.scale = (self.width - VALUE_ROOM) / max([*ends, 1e-9])

    def drawn(self) -> tuple[list[Mark], float]:
        marks: list[Mark] = []
        y = 0.0
        for first in range(0, len(self.panels), self.across):
            y = self._across(marks, self.panels[first : first + self.across], y)
        return painted(marks), y - BELOW + 6

    def _across(self, marks: list[Mark], panels: list[_Panel], y: float) -> float:
        titles = [letters.name_lines(panel.title, self.width, TITLE, bold=True) for panel in panels]
        deep = max(len(lines) for lines in titles)
        top = y + 17 * deep + 16
        for column, (panel, lines) in enumerate(zip(panels, titles, strict=True)):
            left = self.start + column * (self.width + GUTTER)
            first = y + 17 * (deep - len(lines)) + 8
            marks += [
                Word(text, left, first + 17 * at, TITLE, theme.SERIES[0], bold=True)
                for at, text in enumerate(lines)
            ]
            rule = y + 17 * deep + 4
            marks.append(Line(left, rule, left + self.width, rule, theme.RULE, width=1))
            self._bars(marks, panel, left, top)
        down = top
        for lines in self.lines:
            marks += [Word(text, 0, down + LEADING * at, SIZE) for at, text in enumerate(lines)]
            down += self._high(lines)
        return down + BELOW - ROW / 2

    def _high(self, lines: list[str]) -> float:
        return ROW + LEADING * (len(lines) - 1)

    def _bars(self, marks: list[Mark], panel: _Panel, left: float, y: float) -> None:
        for at, (one, lines) in enumerate(zip(panel.ones, self.lines, strict=True)):
            middle = y + LEADING * (len(lines) - 1) / 2
            whole = panel.whole[at] if panel.whole else None
            marks += self._bar(one, whole, left, middle)
            y += self._high(lines)

    def _bar(
        self, one: Estimate | None, whole: Estimate | None, left: float, y: float
    ) -> list[Mark]:
        """A bar, its interval, its value; the tick of the whole over it."""
        telling, quiet = self.telling, theme.QUIET
        if one is None or one.value is None:
            said = "–" if one is None else telling.value(one)
            return [Word(said, left + 2, y, SIZE, quiet, italic=True)]
        colour, end = theme.SERIES[0], one.value
        careful = one.quality == "caution"
        fill = theme.tint(colour, 0.35 if careful else 0.6)
        marks: list[Mark] = [
            Box(left, y - BAR / 2, one.value * self.scale, BAR, fill, colour if careful else "")
        ]
        if one.low is not None and one.high is not None:
            low, high = (left + value * self.scale for value in (one.low, one.high))
            marks.append(Line(low, y, high, y, theme.INK, width=1.25))
            end = max(end, one.high)
        if whole is not None and whole.value is not None:
            x = left + whole.value * self.scale
            marks.append(Line(x, y - 8, x, y + 8, theme.SERIES[1], width=2))
            end = max(end, whole.value) if x < left + end * self.scale + 10 else end
        value = Word(telling.marked(one), left + end * self.scale + 6, y, 12.5, bold=True)
        return [*marks, value]
