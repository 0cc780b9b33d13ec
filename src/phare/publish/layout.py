"""Tables on paper: which way the page lies, how large the letters are, how wide each column.

Widths are measured in the font that phare carries, in points; the fonts of other programs
run narrower at the same size.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from phare.publish import letters
from phare.publish.table import Table

A4 = (595.28, 841.89)
MARGIN = 51.0

_TRIES = ((False, 9.0), (False, 8.0), (True, 9.0), (True, 8.0), (True, 7.0))
_STUB = 0.32
"""The part of a page's width that labels may ask for; a long word, half of it."""
_LEAST = 0.58
"""The part of a page's width that a table takes, be its columns few."""
_SHORT = 11
"""Heads up to so many times the size of their letters stay on one line."""

WHOLE = 12
"""Rows of a table that is kept on one page."""


@dataclass(frozen=True)
class Page:
    """A page of A4; `size` of the letters in tables, in points.

    `stretch` makes room for a font that runs wider than ours.
    """

    landscape: bool
    size: float
    stretch: float = 1.0

    @property
    def room(self) -> float:
        """What the margins leave across."""
        return A4[1 if self.landscape else 0] - 2 * MARGIN

    @property
    def pad(self) -> float:
        """What is left free on each side of a cell's text."""
        return 0.5 * self.size

    def width(self, text: str) -> float:
        """Return the width of a line in tables, in bold letters."""
        return letters.width(text, self.size, bold=True) * self.stretch

    def word(self, text: str) -> float:
        """Return the width of the longest piece that a line break leaves whole."""
        return max(self.width(piece) for piece in re.split(r" |(?<=[-/])", text))


@dataclass(frozen=True)
class Block:
    """As many columns of a table as a page is wide, with their widths in points."""

    table: Table
    stub: float
    columns: tuple[float, ...]


def page(tables: Iterable[Table], stretch: float = 1.0) -> Page:
    """Return the first page, from upright with large letters on, on which all tables fit."""
    shown = list(tables)
    for landscape, size in _TRIES:
        one = Page(landscape, size, stretch)
        if all(_stub(table, one) + sum(_needs(table, one)) <= one.room for table in shown):
            return one
    return Page(*_TRIES[-1], stretch)


def blocks(table: Table, on: Page) -> list[Block]:
    """Return a table as blocks of columns that fit the page, all with the labels of the rows.

    What stands under one spanner stays together.
    """
    room = on.room - _stub(table, on)
    needs = _needs(table, on)
    parts: list[list[int]] = [[]]
    at = 0
    for _, span in table.spanners(0):
        columns = list(range(at, at + span))
        at += span
        if parts[-1] and sum(needs[i] for i in parts[-1] + columns) > room:
            parts.append([])
        parts[-1] += columns
    return [_block(table.only(part), on) for part in parts]


def _block(table: Table, on: Page) -> Block:
    stub, needs = _stub(table, on), _needs(table, on)
    room = on.room - stub
    if sum(needs) > room:  # no page is wide enough: words are broken
        return Block(table, stub, tuple(need * room / sum(needs) for need in needs))
    grown = _grown(needs, _wanted(table, needs, on), room)
    label = max(on.width(text) for text in _labels(table)) + 3 * on.pad
    spare = on.room - sum(grown)
    stub = max(stub, min(label, spare))
    short = max(_LEAST * on.room - stub - sum(grown), 0.0)
    return Block(table, stub, tuple(width + short / len(grown) for width in grown))


def _grown(needs: list[float], wanted: list[float], room: float) -> list[float]:
    """Return widths between what is needed and what is wanted, as far as the room goes."""
    more = [max(want - need, 0.0) for need, want in zip(needs, wanted, strict=True)]
    part = min(1.0, (room - sum(needs)) / sum(more)) if sum(more) else 0.0
    return [need + part * extra for need, extra in zip(needs, more, strict=True)]


def _stub(table: Table, on: Page) -> float:
    """The least width of the labels of the rows."""
    whole = max(on.width(text) for text in _labels(table))
    word = max(on.word(text) for text in _labels(table))
    return max(min(whole, _STUB * on.room), min(word, on.room / 2)) + 3 * on.pad


def _labels(table: Table) -> list[str]:
    return [table.stub, *(row.label for row in table.rows)]


def _needs(table: Table, on: Page) -> list[float]:
    """The least width of each column: its values on one line, its head at one word a line."""
    needs = []
    for i, column in enumerate(table.columns):
        values = [on.width(row.cells[i].shown) for row in table.rows]
        needs.append(max([*values, on.word(column.path[-1])]) + 2 * on.pad)
    for level in range(table.depth - 1):
        at = 0
        for label, span in table.spanners(level):
            short = on.word(label) + 2 * on.pad - sum(needs[at : at + span])
            for i in range(at, at + span):
                needs[i] += max(short, 0.0) / span
            at += span
    return needs


def _wanted(table: Table, needs: list[float], on: Page) -> list[float]:
    """The width at which each head takes one line where it is short, else about two."""
    wanted = [
        max(need, _easy(column.path[-1], on))
        for need, column in zip(needs, table.columns, strict=True)
    ]
    for level in range(table.depth - 1):
        at = 0
        for label, span in table.spanners(level):
            short = _easy(label, on) - sum(wanted[at : at + span])
            for i in range(at, at + span):
                wanted[i] += max(short, 0.0) / span
            at += span
    return wanted


def _easy(label: str, on: Page) -> float:
    wide = on.width(label)
    return (wide if wide <= _SHORT * on.size else 0.6 * wide) + 3 * on.pad
