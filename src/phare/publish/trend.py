"""One indicator over the years: a panel per population, on one scale."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from phare.config.figure_kinds import Trend
from phare.config.publishing import PublishSlice
from phare.contracts import TOTAL
from phare.publish import letters, theme
from phare.publish.captions import year
from phare.publish.drawing import Drawing
from phare.publish.estimates import Estimate, Key
from phare.publish.marks import INNER, Box, Dot, Line, Mark, Word
from phare.publish.telling import Telling
from phare.publish.wording import word

AXIS = 48
GUTTER = 26
HEIGHT = 250
ACROSS = 4
"""Panels in one row."""

Points = list[tuple[int, Estimate]]


def draw(
    about: PublishSlice, language: str, found: Mapping[Key, Estimate]
) -> tuple[Drawing, list[Estimate]]:
    """Return the drawing of a `trend` figure and the estimates that it shows."""
    spec, telling = about.figure, Telling(about, language)
    assert isinstance(spec, Trend)
    series = ordered(about, telling, found)
    shown = [one for points in series.values() for _, one in points]
    percent = about.indicators[spec.indicator].unit == "percent"
    top = 1.0 if percent else max([one.high or one.value or 0.0 for one in shown] + [1e-9])
    panels = _Panels(series, telling, spec.indicator, top)
    marks, height = panels.drawn()
    told = tuple(
        f"{label}{word('stop', language)}"
        + ", ".join(f"{when} {telling.marked(one)}" for when, one in points)
        + "."
        for label, points in series.items()
    )
    notes = [word("estimated", language, confidence=telling.confidence)]
    if panels.breaks:
        notes.append(word("break", language))
    return Drawing(tuple(marks), height, tuple(notes), told), shown


def ordered(
    about: PublishSlice, telling: Telling, found: Mapping[Key, Estimate]
) -> dict[str, Points]:
    """Return the points of a `trend` figure, by population in the order of its panels."""
    spec = about.figure
    assert isinstance(spec, Trend)
    series: dict[str, Points] = {}
    for wave in about.indicators[spec.indicator].waves:
        key = (wave, about.reference_scheme, spec.indicator, spec.category or TOTAL, TOTAL, TOTAL)
        if key in found:
            label = telling.text(about.waves[wave].population_label[telling.language])
            series.setdefault(label, []).append((int(year(wave)), found[key]))
    return series


class _Panels:
    def __init__(
        self, series: dict[str, Points], telling: Telling, indicator: str, top: float
    ) -> None:
        self.series, self.telling, self.indicator, self.top = series, telling, indicator, top
        self.years = sorted({when for points in series.values() for when, _ in points})
        self.across = min(max(len(series), 1), ACROSS)
        self.width = (INNER - AXIS - GUTTER * (self.across - 1)) / self.across
        names = [letters.name_lines(label, self.width, 16, bold=True) for label in series]
        self.head = 20.0 * (max([len(lines) for lines in names] + [1]) - 1)
        self.names = dict(zip(series, names, strict=True))

    @property
    def breaks(self) -> bool:
        """Whether two neighbours of a series may not be compared."""
        return any(
            not self._joined(when) for points in self.series.values() for when, _ in points[:-1]
        )

    def _joined(self, when: int) -> bool:
        """Whether a year may be compared with the next of its series."""
        words = self.telling.about.indicators[self.indicator]
        since = words.comparable_since
        return words.over_waves and (since is None or when >= int(year(since)))

    def drawn(self) -> tuple[list[Mark], float]:
        marks: list[Mark] = []
        step = HEIGHT + 78 + self.head
        for number, (label, points) in enumerate(self.series.items()):
            row, column = divmod(number, self.across)
            left = AXIS + column * (self.width + GUTTER)
            colour = theme.SERIES[number % len(theme.SERIES)]
            self._frame(marks, label, colour, left, row * step, first=column == 0)
            self._points(marks, points, colour, left, row * step)
        rows = -(-len(self.series) // self.across)
        return marks, rows * step - 12.0

    def _x(self, left: float, when: int) -> float:
        first, last = self.years[0], self.years[-1]
        room = self.width - 64
        return left + 32 + (room / 2 if first == last else room * (when - first) / (last - first))

    def _y(self, down: float, value: float) -> float:
        return down + self.head + 40 + HEIGHT * (1 - value / self.top)

    def _frame(
        self, marks: list[Mark], label: str, colour: str, left: float, down: float, first: bool
    ) -> None:
        marks += [
            Word(line, left, down + 8 + 20 * at, 16, colour, bold=True)
            for at, line in enumerate(self.names[label])
        ]
        for part in range(5):
            tick = self.top * part / 4
            y = self._y(down, tick)
            marks.append(Line(left, y, left + self.width, y, theme.RULE, width=1))
            if first:
                text = self.telling.number(self.indicator, tick)
                marks.append(Word(text, left - 8, y, 12, theme.QUIET, align="right"))

    def _points(
        self, marks: list[Mark], points: Points, colour: str, left: float, down: float
    ) -> None:
        for (when, one), (then, other) in pairwise(points):
            x, x2 = self._x(left, when), self._x(left, then)
            if not self._joined(when):
                middle = (x + x2) / 2
                top, bottom = self._y(down, self.top), self._y(down, 0.0)
                marks.append(Line(middle, top, middle, bottom, theme.QUIET, dashed=True))
            elif one.value is not None and other.value is not None:
                y, y2 = self._y(down, one.value), self._y(down, other.value)
                marks.append(Line(x, y, x2, y2, theme.tint(colour, 0.55), width=2.5))
        before: float | None = None
        for when, one in points:
            x = self._x(left, when)
            marks.append(
                Word(str(when), x, down + self.head + HEIGHT + 56, 12, theme.QUIET, align="center")
            )
            if one.value is None:
                at = self._y(down, 0.0) - 14
                marks.append(Word(self.telling.value(one), x, at, colour=theme.QUIET, italic=True,
                                  align="center"))  # fmt: skip
                continue
            falls = before is not None and before > one.value
            marks += self._point(one, one.value, falls, colour, x, down)
            before = one.value

    def _point(
        self, one: Estimate, value: float, falls: bool, colour: str, x: float, down: float
    ) -> list[Mark]:
        """A dot with its interval and its value, on the side that the line leaves free."""
        low, high = (value if end is None else end for end in (one.low, one.high))
        text = self.telling.marked(one)
        above = min(self._y(down, high), self._y(down, value) - 6) - 12
        below = max(self._y(down, low), self._y(down, value) + 6) + 13
        y = below if falls else above
        wide = letters.width(text, 15, bold=True) + 8
        return [
            Box(x - wide / 2, y - 9, wide, 18, theme.PAPER),
            Line(x, self._y(down, low), x, self._y(down, high), colour, width=2),
            Dot(x, self._y(down, value), colour, one.quality == "caution"),
            Word(text, x, y, 15, colour, bold=True, align="center"),
        ]
