"""What stands between the head and the foot of a slide: charts, pictures, numbers, words."""

from __future__ import annotations

import re

from phare.publish import theme
from phare.publish.deck import Big, Picture, Slide, WordColumn
from phare.publish.deck_charts import PALE, Chart
from phare.publish.deck_fit import fits
from phare.publish.deck_look import LEADING, Box, fitted, one_size, width
from phare.publish.pptx_chart import add_chart
from phare.publish.pptx_page import Page, describe
from phare.publish.render import png_bytes, svg_text

_GUTTER = 34.0
_KEY = 13.0
_PILL = 19.0
_KEYS = (14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0)
_HEADS = (17.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0)
_WORDS = (16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0)
_FIGURES = (60.0, 54.0, 48.0, 42.0, 36.0, 30.0, 24.0, 18.0, 14.0)
_UNDER = (12.0, 11.0, 10.0, 9.0, 8.0, 7.0)
_ALONE_DOWN = 0.16
"""A single bar stands that part of the free height down."""


def add_body(page: Page, slide: Slide, box: Box) -> None:
    """Put the pieces of a slide into the room that is left for them."""
    charts = [piece for piece in slide.body if isinstance(piece, Chart)]
    pictures = [piece for piece in slide.body if isinstance(piece, Picture)]
    numbers = [piece for piece in slide.body if isinstance(piece, Big)]
    columns = [piece for piece in slide.body if isinstance(piece, WordColumn)]
    if charts:
        _charts(page, slide, charts, box)
    if columns:
        _columns(page, columns, box)
    if numbers and pictures:
        side = 0.27 * box.width
        _stacked_numbers(page, numbers, Box(box.x, box.y, side, box.height))
        rest = Box(box.x + side + 16, box.y, box.width - side - 16, box.height)
        _picture(page, pictures[0], rest)
    elif numbers:
        _numbers_across(page, numbers, box)
    elif pictures:
        _picture(page, pictures[0], box)


def _charts(page: Page, slide: Slide, charts: list[Chart], box: Box) -> None:
    first = charts[0]
    if first.form == "stacked":
        alone = len(first.rows) == 1
        box = box.below(_ALONE_DOWN * box.height) if alone else box
        box = box.below(_key(page, first, box) + 10)
    boxes = box.across(len(charts), _GUTTER)
    heads = max(_head_height(chart, one) for chart, one in zip(charts, boxes, strict=True))
    pills = _PILL if any(chart.callout for chart in charts) else 0.0
    boxes = [one.below(heads + pills / 2) for one in boxes]
    for chart, one, how in zip(charts, boxes, fits(charts, boxes), strict=True):
        if heads:
            _head(page, chart, Box(one.x, one.y - pills / 2 - heads, one.width, heads))
        frame = add_chart(page.slide, chart, how)
        title = f"{slide.title} – {chart.title}" if chart.title else slide.title
        describe(frame, f"{title}\n{chart.told}")
        if chart.callout:
            bar = one.y + (how.row - how.bar) / 2
            _pill(page, chart, Box(one.x, bar - _PILL - 3, one.width, _PILL))


def _pill(page: Page, chart: Chart, box: Box) -> None:
    """Tell what stands beside the first bar, over its end."""
    set_ = fitted(chart.callout, box.width - 16, box.height, (12.0, 11.0, 10.0, 9.0), bold=True)
    long = min(width(set_.text, set_.size, bold=True) + 16, box.width)
    there = Box(box.x + box.width - long, box.y, long, box.height)
    page.fill(there, theme.tint(chart.colour, PALE), chart.colour)
    page.text(there, (set_.text,), set_.size, bold=True, colour=chart.colour, side="center",
              middle=True)  # fmt: skip


def _head_height(chart: Chart, box: Box) -> float:
    if not chart.title:
        return 0.0
    return fitted(chart.title, box.width, 44, _HEADS, bold=True).height + 12


def _head(page: Page, chart: Chart, box: Box) -> None:
    """Write the title of a panel over a line."""
    set_ = fitted(chart.title, box.width, 44, _HEADS, bold=True)
    place = Box(box.x, box.y + box.height - 12 - set_.height, box.width, set_.height)
    page.text(place, (set_.text,), set_.size, bold=True, colour=chart.colour)
    page.fill(Box(box.x, box.y + box.height - 9, box.width, 1.5), chart.colour)


def _key(page: Page, chart: Chart, box: Box) -> float:
    """Write what each colour means, over as many lines as it needs; return their height."""
    names = [series.name for series in chart.series]
    size = one_size(names, box.width - _KEY - 30, _KEYS[0] * LEADING, _KEYS)
    x, y, step = box.x, box.y, size * LEADING + 5
    for series in chart.series:
        set_ = fitted(series.name, box.width - _KEY - 30, size * LEADING, (size,))
        long = width(set_.text, size) + 4
        if x > box.x and x + _KEY + 7 + long > box.x + box.width:
            x, y = box.x, y + step
        page.fill(Box(x, y + (size * LEADING - _KEY) / 2, _KEY, _KEY), series.colour, theme.QUIET)
        page.text(Box(x + _KEY + 7, y, long, size * LEADING), (set_.text,), size)
        x += _KEY + 7 + long + 20
    return y - box.y + step


def _picture(page: Page, picture: Picture, box: Box) -> None:
    drawing = picture.specification
    drawn = svg_text(drawing, picture.title, picture.told, picture.language)
    shape = drawing["width"] / drawing["height"]
    page.picture(png_bytes(drawn), box, shape, picture.told)


def _stacked_numbers(page: Page, numbers: list[Big], box: Box) -> None:
    step = min(box.height / len(numbers), 190.0)
    size = _common_size(numbers, box.width)
    for place, big in enumerate(numbers):
        _number(page, big, Box(box.x, box.y + place * step, box.width, step - 14), size)


def _numbers_across(page: Page, numbers: list[Big], box: Box) -> None:
    """Put numbers beside each other, four of them in two rows."""
    across = 2 if len(numbers) == 4 else len(numbers)
    rows = [numbers[i : i + across] for i in range(0, len(numbers), across)]
    high = min((box.height - 24 * (len(rows) - 1)) / len(rows), 190.0)
    size = _common_size(numbers, box.across(across, 2 * _GUTTER)[0].width)
    for place, row in enumerate(rows):
        line = Box(box.x, box.y + 8 + place * (high + 24), box.width, high)
        for big, one in zip(row, line.across(across, 2 * _GUTTER), strict=False):
            page.fill(Box(one.x, one.y, one.width, 3), big.colour)
            _number(page, big, one.below(10), size)


def _common_size(numbers: list[Big], room: float) -> float:
    return one_size(
        [big.value for big in numbers], room, _FIGURES[0] * LEADING, _FIGURES, bold=True
    )


def _number(page: Page, big: Big, box: Box, size: float) -> None:
    room = min(30.0, 0.3 * box.height / max(len(big.under), 1))
    under_size = one_size(big.under, box.width, room, _UNDER)
    under = [fitted(line, box.width, room, (under_size,)) for line in big.under]
    low = sum(one.height for one in under) + 4
    size = min(size, box.height * 0.4)
    value = fitted(big.value, box.width, size * LEADING, (size,), bold=True)
    colour = big.colour if big.quality == "ok" else theme.QUIET
    page.text(Box(box.x, box.y, box.width, value.height), (value.text,), value.size, bold=True,
              colour=colour)  # fmt: skip
    y = box.y + value.height
    label = fitted(big.label, box.width, box.height - value.height - low, _WORDS)
    page.text(Box(box.x, y, box.width, label.height), (label.text,), label.size)
    page.text(Box(box.x, y + label.height + 4, box.width, low), [one.text for one in under],
              under_size, colour=theme.QUIET)  # fmt: skip


def _columns(page: Page, columns: list[WordColumn], box: Box) -> None:
    boxes = box.across(len(columns), _GUTTER)
    wide = boxes[0].width
    head = one_size([one.title for one in columns], wide, 48, _HEADS, bold=True)
    head_high = max(fitted(one.title, wide, 48, (head,), bold=True).height for one in columns)
    text = one_size([one.text for one in columns], wide, 60, _WORDS[2:])
    text_high = max(
        (fitted(one.text, wide, 60, (text,)).height for one in columns if one.text), default=0.0
    )
    top = head_high + 12 + (text_high + 10 if text_high else 0)
    size = min(_list_size(one, wide, box.height - top) for one in columns)
    for column, one in zip(columns, boxes, strict=True):
        title = fitted(column.title, wide, 48, (head,), bold=True)
        page.text(Box(one.x, one.y, wide, title.height), (title.text,), head, bold=True,
                  colour=column.colour)  # fmt: skip
        page.fill(Box(one.x, one.y + head_high + 3, wide, 1.5), column.colour)
        said = fitted(column.text, wide, 60, (text,))
        page.text(Box(one.x, one.y + head_high + 12, wide, said.height), (said.text,), text,
                  colour=theme.QUIET)  # fmt: skip
        rest = one.below(top)
        page.text(rest, _kept(column, wide, rest.height, size), size, gap=_gap(size))


def _gap(size: float) -> float:
    return round(size * 0.28, 1)


def _list_height(column: WordColumn, wide: float, size: float) -> float:
    return sum(fitted(line, wide, 1e6, (size,)).height + _gap(size) for line in column.lines)


def _list_size(column: WordColumn, wide: float, room: float) -> float:
    return next((size for size in _WORDS if _list_height(column, wide, size) <= room), _WORDS[-1])


def _kept(column: WordColumn, wide: float, room: float, size: float) -> list[str]:
    """Return the lines of a list that have room."""
    kept: list[str] = []
    used = 0.0
    for line in column.lines:
        used += fitted(line, wide, 1e6, (size,)).height + _gap(size)
        if used > room:
            return [*kept, "…"]
        kept.append(re.sub(r"\s+", " ", line) if "\n" in line else line)
    return kept
