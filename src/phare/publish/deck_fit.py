"""Where a chart stands on a slide, and how large everything in it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from phare.publish.deck_charts import Chart
from phare.publish.deck_look import LEADING, Box, fitted, lines, one_size, width

_LABELS = (14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0)
_LABEL_ROOM = 0.44
"""The part of a chart's width that the labels of its rows may ask for."""
_THICK, _ALONE, _ALONE_VALUE = 38.0, 120.0, 28.0
_TALLEST = 76.0
"""A row is no higher than this, however few there are."""
_PAD = 8.0


@dataclass(frozen=True)
class Fit:
    """Where a chart stands and how it is set.

    `plot` is where its bars are, within `box`; `label` the size of what names the rows,
    `value` of the figures on the bars; `bar` and `row` how thick they are; `most` the end of
    the axis; `label_room` and `label_height` what each label may take.
    """

    box: Box
    plot: Box
    label: float
    value: float
    bar: float
    row: float
    most: float
    label_room: float
    label_height: float


def fits(charts: Sequence[Chart], boxes: Sequence[Box]) -> list[Fit]:
    """Return how charts beside each other are set: in one size, on one scale."""
    first, box = charts[0], boxes[0]
    if first.form == "columns":
        return [_columns(chart, one) for chart, one in zip(charts, boxes, strict=True)]
    alone = first.form == "stacked" and len(first.rows) == 1
    row = min(box.height / max(len(chart.rows) for chart in charts), _TALLEST)
    row = min(box.height, _ALONE * 1.3) if alone else row
    labels = [label for chart in charts for label in chart.rows]
    size = one_size(labels, _LABEL_ROOM * box.width, row * 0.96, _LABELS)
    column = 0.0 if alone else _column(labels, _LABEL_ROOM * box.width, size)
    value = _ALONE_VALUE if alone else min(max(size, 10.0), 15.0, 0.9 * row)
    room = box.width - column
    most = first.top if first.form == "stacked" else _most(charts, value, room)
    bar = min(_ALONE if alone else _THICK, row * 0.66)
    return [
        Fit(
            Box(one.x, one.y, one.width, row * len(chart.rows)),
            Box(column, 0.0, room, row * len(chart.rows)),
            size, value, bar, row, most,
            _LABEL_ROOM * box.width, row,
        )
        for chart, one in zip(charts, boxes, strict=True)
    ]  # fmt: skip


def _column(labels: list[str], room: float, size: float) -> float:
    broken = (line for one in labels for line in lines(one, room, size))
    return min(max(width(line, size) for line in broken), room) + _PAD


def _most(charts: Sequence[Chart], size: float, room: float) -> float:
    """Return the end of the axis: the longest bar with its figure, or the longest behind."""
    bars = [bar for chart in charts for bar in chart.series[-1].bars]
    wide = max((width(bar.label, size, bold=True) for bar in bars), default=0.0) + 14
    first = charts[0]
    return max(first.top / max(1 - wide / room, 0.3), 1.02 * first.beyond)


def _columns(chart: Chart, box: Box) -> Fit:
    step, value = box.width / len(chart.rows), 16.0
    size = one_size(chart.rows, step - _PAD, 54.0, _LABELS)
    under = max(len(lines(one, step - _PAD, size)) for one in chart.rows) * size * LEADING + _PAD
    high = box.height - under
    most = chart.top / max(1 - 1.8 * value / high, 0.3)
    plot = Box(0.0, 0.0, box.width, high)
    bar = min(step * 0.5, 90.0)
    return Fit(box, plot, size, value, bar, step, most, step - _PAD, 54.0)


def cut_label(label: str, how: Fit) -> str:
    """Return the label of a row, cut where it has no room in the smallest letters."""
    return fitted(label, how.label_room, how.label_height, (how.label,)).text
