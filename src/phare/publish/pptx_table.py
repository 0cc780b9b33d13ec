"""A table of a slide as PowerPoint's own: heads marked as such, rows apart by thin lines."""

from __future__ import annotations

from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.table import _Cell
from pptx.util import Pt

from phare.publish import theme
from phare.publish.deck import Grid, Line, Slide
from phare.publish.deck_look import LEADING, Box, fitted, lines, one_size, width
from phare.publish.pptx_page import Page, describe, say

_SIZES = (15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0, 7.0)
_SENTENCES = (14.0, 13.0, 12.0, 11.0, 10.0, 9.0)
_PAD_X, _PAD_Y = 7.0, 5.0
_GAP = 12.0
_FOOT = 0.35
"""The part of the body that sentences under a table may ask for."""
_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The style of PowerPoint without lines or colours."""


def add_words(page: Page, slide: Slide, box: Box) -> None:
    """Put the table of a slide into its body, and the sentences of the slide under it."""
    said = [piece.text for piece in slide.body if isinstance(piece, Line)]
    room = min(60.0, _FOOT * box.height / max(len(said), 1) - _GAP)
    size = one_size(said, box.width, room, _SENTENCES)
    kept = [fitted(text, box.width, room, (size,)) for text in said]
    low = sum(one.height + _GAP for one in kept)
    for grid in (piece for piece in slide.body if isinstance(piece, Grid)):
        used = _grid(page, grid, Box(box.x, box.y, box.width, box.height - low), slide.title)
        under = Box(box.x, box.y + used + _GAP, box.width, low - _GAP)
        page.text(under, [one.text for one in kept], size, gap=_GAP / 2)


def _grid(page: Page, grid: Grid, box: Box, told: str) -> float:
    """Put a table into a box in the largest letters in which it fits; return its height."""
    rows = (grid.heads, *grid.rows)
    for size in _SIZES:
        widths = _widths(grid, box.width, size)
        heights = [_height(row, widths, size, row is grid.heads) for row in rows]
        if sum(heights) <= box.height:
            break
    if sum(heights) > box.height:  # in no letters: every row is cut to its part
        heights = [box.height / len(rows)] * len(rows)
    frame = page.slide.shapes.add_table(
        len(rows), len(grid.heads), Pt(box.x), Pt(box.y), Pt(box.width), Pt(sum(heights))
    )
    describe(frame, told)
    table = frame.table
    table._tbl.tblPr.find("{*}tableStyleId").text = _PLAIN
    table.horz_banding = False
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = Pt(wide)
    for row, high, cells in zip(table.rows, heights, rows, strict=True):
        row.height = Pt(high)
        for number, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            head, first, last = cells is grid.heads, number == 0, number == len(cells) - 1
            room = Box(0, 0, widths[number] - 2 * _PAD_X, high - 2 * _PAD_Y + 0.1)
            set_ = fitted(text, room.width, room.height, (size,), bold=head or first)
            _cell(cell, set_.text, size, head, first, last)
    return sum(heights)


def _cell(cell: _Cell, text: str, size: float, head: bool, first: bool, last: bool) -> None:
    cell.margin_left = cell.margin_right = Pt(_PAD_X)
    cell.margin_top = cell.margin_bottom = Pt(_PAD_Y)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if head else MSO_ANCHOR.TOP
    colour = theme.QUIET if head else theme.INK
    side = "right" if last else "left"
    say(cell.text_frame, (text,), size, bold=head or first, colour=colour, side=side)
    line, wide = (theme.INK, 1.0) if head else (theme.RULE, 0.5)
    cell._tc.get_or_add_tcPr().insert(0, parse_xml(
        f'<a:lnB {nsdecls("a")} w="{Pt(wide)}"><a:solidFill><a:srgbClr val="{line[1:]}"/>'
        "</a:solidFill></a:lnB>"
    ))  # fmt: skip


def _widths(grid: Grid, room: float, size: float) -> list[float]:
    """Return widths in line with what each column says, its longest word whole where it can be."""
    least: list[float] = []
    whole: list[float] = []
    for number, (head, *cells) in enumerate(zip(grid.heads, *grid.rows, strict=True)):
        texts = [(head, True), *((cell, number == 0) for cell in cells)]
        words = [(word, bold) for text, bold in texts for word in text.split(" ")]
        for widths, pieces in ((least, words), (whole, texts)):
            widths.append(max(width(text, size, bold) for text, bold in pieces) + 2 * _PAD_X + 2)
    if sum(least) > room:
        return [room * one / sum(least) for one in least]
    wanted = [wide - need for wide, need in zip(whole, least, strict=True)]
    part = (room - sum(least)) / (sum(wanted) or 1.0)
    return [need + part * want for need, want in zip(least, wanted, strict=True)]


def _height(row: tuple[str, ...], widths: list[float], size: float, head: bool) -> float:
    counts = (
        len(lines(text, wide - 2 * _PAD_X, size, bold=head or number == 0))
        for number, (text, wide) in enumerate(zip(row, widths, strict=True))
    )
    return max(counts) * size * LEADING + 2 * _PAD_Y
