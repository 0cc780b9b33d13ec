"""The same estimate under every weighting scheme: what the choice of weights changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from phare.config.publishing import PublishSlice
from phare.config.side_figures import SchemeComparison
from phare.contracts import TOTAL
from phare.publish import axis, letters, sides, theme
from phare.publish.drawing import Drawing
from phare.publish.estimates import Estimate, Key
from phare.publish.marks import INNER, Box, Dot, Line, Mark, Outline, Word, painted
from phare.publish.telling import Telling
from phare.publish.wording import MARKS, word

LABELS, GUTTER = 230, 24.0
ROW, LEADING = 36.0, 17.0
VALUE_ROOM = 56.0


@dataclass(frozen=True)
class _Panel:
    """One indicator of one wave: its estimate under each scheme, in the order of the rows."""

    title: str
    ones: tuple[Estimate | None, ...]


def draw(
    about: PublishSlice, language: str, found: Mapping[Key, Estimate]
) -> tuple[Drawing, list[Estimate]]:
    """Return the drawing of a `scheme_comparison` figure and the estimates that it shows."""
    spec, telling = about.figure, Telling(about, language)
    assert isinstance(spec, SchemeComparison)
    parts, whole = sides.parts(about, spec.panels, telling), sides.Line("", TOTAL)
    table = {
        scheme: [sides.estimate(about, found, part, whole, scheme) for part in parts]
        for scheme in about.schemes
    }
    table = {scheme: ones for scheme, ones in table.items() if any(ones)}
    if len(parts) == 1:
        table = dict(sorted(table.items(), key=lambda row: -sides.falling(row[1][0])))
    panels = [
        _Panel(part.title, tuple(ones[at] for ones in table.values()))
        for at, part in enumerate(parts)
    ]
    panels = [panel for panel in panels if any(panel.ones)]
    shown = [one for panel in panels for one in panel.ones if one is not None]
    if not shown:
        return Drawing((), 0.0), []
    marks, height = _Panels(list(table), panels, telling).drawn()
    notes = [word("estimated", language, confidence=telling.confidence)]
    reference = about.schemes.get(about.reference_scheme)
    if reference is not None and about.reference_scheme in table:
        notes.append(word("reference_line", language, label=reference[language]))
    if len(shown) < len(table) * len(panels):
        notes.append(word("not_weighted", language))
    told = tuple(_told(panel, telling) for panel in panels)
    return Drawing(tuple(marks), height, tuple(notes), told), shown


def _told(panel: _Panel, telling: Telling) -> str:
    said = ", ".join(
        f"{telling.about.schemes[one.scheme][telling.language]} {telling.marked(one)}"
        for one in panel.ones
        if one is not None
    )
    return f"{panel.title}{word('stop', telling.language)}{said}."


class _Panels:
    def __init__(self, schemes: list[str], panels: list[_Panel], telling: Telling) -> None:
        self.schemes, self.panels, self.telling = schemes, panels, telling
        self.reference = telling.about.reference_scheme
        labels = [telling.text(telling.about.schemes[one][telling.language]) for one in schemes]
        column = letters.column(labels, LABELS, theme.LABEL, bold=True)
        self.labels = [letters.lines(one, column + 0.1, theme.LABEL, bold=True) for one in labels]
        self.start = column + 24
        room = INNER - self.start - GUTTER * (len(panels) - 1)
        self.width = room / len(panels)

    def drawn(self) -> tuple[list[Mark], float]:
        titles = [letters.lines(one.title, self.width, 15, bold=True) for one in self.panels]
        deep = max(len(lines) for lines in titles) if len(self.panels) > 1 else 0
        top = 19.0 * deep + (10 if deep else 0)
        marks: list[Mark] = []
        rows = self._rows(top + 46)
        bottom = 2 * rows[-1][1] - rows[-1][0] + ROW / 2
        for number, (panel, lines) in enumerate(zip(self.panels, titles, strict=True)):
            left = self.start + number * (self.width + GUTTER)
            first = 19.0 * (deep - len(lines)) + 8
            marks += [
                Word(text, left, first + 19 * at, 15, theme.SERIES[0], bold=True)
                for at, text in enumerate(lines if deep else ())
            ]
            marks += self._panel(panel, left, top, [y for _, y in rows], bottom)
        for (first, _), lines, scheme in zip(rows, self.labels, self.schemes, strict=True):
            marks += [
                Word(text, 0, first + LEADING * at, bold=scheme == self.reference)
                for at, text in enumerate(lines)
            ]
        return painted(marks), bottom + 4

    def _rows(self, y: float) -> list[tuple[float, float]]:
        """Where the label of each row begins, and its middle."""
        rows = []
        for lines in self.labels:
            more = LEADING * (len(lines) - 1)
            rows.append((y, y + more / 2))
            y += ROW + more
        return rows

    def _panel(
        self, panel: _Panel, left: float, top: float, rows: list[float], bottom: float
    ) -> list[Mark]:
        ones = [one for one in panel.ones if one is not None]
        scale = axis.scale_of(ones, self.telling, left + 14, left + self.width - VALUE_ROOM, most=4)
        marks: list[Mark] = []
        reference = next((one for one in ones if one.scheme == self.reference), None)
        if reference is not None and reference.value is not None:
            if reference.low is not None and reference.high is not None:
                low, high = scale.x(reference.low), scale.x(reference.high)
                marks.append(Box(low, top + 22, high - low, bottom - top - 22, theme.WASH))
            x = scale.x(reference.value)
            line = Line(x, top + 22, x, bottom, theme.COAST, width=1.5, dashed=True)
            marks += [*axis.grid(scale, top + 22, bottom), line]
        else:
            marks += axis.grid(scale, top + 22, bottom)
        marks += axis.ticks(scale, self.telling, ones[0].indicator, top + 10)
        for one, y in zip(panel.ones, rows, strict=True):
            said = MARKS["absent"] if one is None else self.telling.marked(one)
            end = left + self.width
            if one is None or one.value is None:
                marks.append(Word(said, end, y, 13, theme.QUIET, italic=True, align="right"))
                continue
            of_reference = one.scheme == self.reference
            colour = theme.SERIES[0] if of_reference else theme.QUIET
            if one.low is not None and one.high is not None:
                marks.append(Line(scale.x(one.low), y, scale.x(one.high), y, colour, width=2.25))
            outline: Outline = "diamond" if of_reference else "circle"
            marks.append(Dot(scale.x(one.value), y, colour, one.quality == "caution", outline))
            ink = theme.SERIES[0] if of_reference else theme.INK
            marks.append(Word(said, end, y, theme.VALUE, ink, bold=True, align="right"))
        return marks
