"""A cell of colour for each row and column, in the classes of a map, its value written on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from phare.config.publishing import PublishSlice
from phare.config.side_figures import HeatMap
from phare.contracts import TOTAL
from phare.publish import sides
from phare.publish.drawing import Drawing
from phare.publish.estimates import Estimate, Key
from phare.publish.heat_grid import Grid, Head
from phare.publish.map_classes import classes
from phare.publish.map_look import Look
from phare.publish.sides import Part
from phare.publish.telling import Telling
from phare.publish.wording import MARKS, word


@dataclass(frozen=True)
class _Column:
    """A column: a side, or a level of its domain; `apart`, what keeps it from the one before."""

    title: str
    part: Part
    line: sides.Line
    apart: bool


def draw(
    about: PublishSlice, language: str, found: Mapping[Key, Estimate]
) -> tuple[Drawing, list[Estimate]]:
    """Return the drawing of a `heat_map` figure and the estimates that it shows."""
    spec, telling = about.figure, Telling(about, language)
    assert isinstance(spec, HeatMap)
    columns = _columns(about, spec, telling)
    rows = sides.lines(about, [column.part for column in columns], None, telling)
    rows = rows or [sides.Line(telling.text(word("value", language)), TOTAL)]
    cells = {
        (row.category, number): _cell(about, found, column, row)
        for row in rows
        for number, column in enumerate(columns)
    }
    rows = [row for row in rows if any(cells[row.category, at] for at in range(len(columns)))]
    if not rows:
        return Drawing((), 0.0), []
    if spec.ranked:
        rows.sort(key=lambda row: sides.falling(cells[row.category, 0]))
    shown = [one for row in rows for at in range(len(columns)) if (one := cells[row.category, at])]
    values = [one.value for one in shown if one.value is not None]
    words = about.indicators[shown[0].indicator]
    named = {f"{one.key}": one for one in shown}
    holes = len(shown) < len(rows) * len(columns)
    look = Look("", named, dict.fromkeys([*named, *([""] if holes else [])], ""),
                classes(values, words, spec.step), telling)  # fmt: skip
    grid = [[cells[row.category, at] for at in range(len(columns))] for row in rows]
    heads = [Head(column.title, column.apart) for column in columns]
    marks, height = Grid(look, heads, [row.label for row in rows], grid).drawn()
    told = tuple(
        _told(row.label, line, columns, telling) for row, line in zip(rows, grid, strict=True)
    )
    return Drawing(tuple(marks), height, tuple(_notes(columns, holes, language)), told), shown


def _columns(about: PublishSlice, spec: HeatMap, telling: Telling) -> list[_Column]:
    parts = sides.parts(about, spec.columns, telling)
    if spec.domain and parts:
        whole, *others = sides.lines(about, parts, spec.domain, telling)
        return [
            _Column(whole.label, parts[0], whole, apart=False),
            *(_Column(one.label, parts[0], one, at == 0) for at, one in enumerate(others)),
        ]
    whole = sides.Line("", TOTAL)
    before = [None, *(part.indicator for part in parts)]
    return [
        _Column(part.title, part, whole, last not in (None, part.indicator))
        for part, last in zip(parts, before, strict=False)
    ]


def _cell(
    about: PublishSlice, found: Mapping[Key, Estimate], column: _Column, row: sides.Line
) -> Estimate | None:
    at = sides.Line("", row.category, column.line.domain, column.line.level)
    return sides.estimate(about, found, column.part, at)


def _notes(columns: list[_Column], holes: bool, language: str) -> list[str]:
    notes = [word("absent", language)] if holes else []
    if len({column.part.indicator for column in columns}) > 1:
        notes.append(word("column_apart", language))
    return notes


def _told(label: str, ones: list[Estimate | None], columns: list[_Column], telling: Telling) -> str:
    said = (
        f"{column.title} {MARKS['absent'] if one is None else telling.marked(one)}"
        for column, one in zip(columns, ones, strict=True)
    )
    return f"{label}{word('stop', telling.language)}{', '.join(said)}."
