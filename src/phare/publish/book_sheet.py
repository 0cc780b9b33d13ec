"""The sheet of one question: captions, banner, bases, rows with what tests say, notes."""

from __future__ import annotations

from itertools import groupby
from textwrap import wrap

from xlsxwriter.format import Format

from phare.contracts import TOTAL
from phare.publish import theme
from phare.publish.book_columns import Column
from phare.publish.book_page import Page
from phare.publish.book_parts import Bases, Block, Cell, Row, Sheet
from phare.publish.book_words import told

_STUB = 46.0
_LEAST, _MOST = 8.6, 14.0
"""Widths of a column of the banner, by its longest word."""
_PARAGRAPH = 130.0
_TURNS = {1: theme.SERIES[0], -1: theme.SERIES[1], 0: theme.QUIET}


class SheetPage:
    """Writes one sheet on its page."""

    def __init__(self, page: Page, sheet: Sheet, language: str) -> None:
        self.page, self.sheet, self.language = page, sheet, language
        self.last = len(sheet.columns)
        places = [(one.wave, one.domain) for one in sheet.columns]
        self.edged = {
            number
            for number, (before, place) in enumerate(zip([None, *places], places, strict=False))
            if before != place
        }
        self.totals = {n for n, one in enumerate(sheet.columns) if one.domain == TOTAL}
        self.styles: dict[tuple[bool, bool, str, str], Format] = {}

    def write(self, index: str, after: str) -> None:
        """Write it, with links to the sheet of contents and to the next one."""
        page = self.page
        widths = [_STUB, *(_width(one) for one in self.sheet.columns)]
        while sum(widths) < _PARAGRAPH:  # few columns: room for the sentences all the same
            widths.append(_LEAST)
        page.widths(widths)
        self._links(index, after)
        self._captions()
        top = page.line
        self._banner()
        self._hidden_addresses(len(widths))
        first, *others = self.sheet.parts
        assert isinstance(first, Bases)
        self._bases(first)
        page.sheet.freeze_panes(page.line, 1)
        page.sheet.repeat_rows(top, page.line - 1)
        for part in others:
            if isinstance(part, Bases):
                self._bases(part)
            else:
                self._block(part, len(widths))
        page.rule(self.last + 1)
        for line in (*self.sheet.captions.notes, *self.sheet.captions.sources):
            page.paragraph(line, size=9, font_color=theme.QUIET)
        page.end(self.last)

    def _links(self, index: str, after: str) -> None:
        style = self.page.style(font_size=9, font_color=theme.SERIES[0], underline=1)
        self.page.link(0, index, told("back", self.language), style)
        if after:
            self.page.link(1, after, told("next", self.language), style)
        self.page.end_line(15)

    def _captions(self) -> None:
        words, page = self.sheet.captions, self.page
        page.notice(words.notice, self.last)
        page.paragraph(words.title, size=14, bold=True)
        for line in words.questions:
            page.paragraph(line, italic=True, font_color=theme.QUIET)
        page.paragraph(words.base, font_color=theme.QUIET)
        page.skip()

    def _hidden_addresses(self, column: int) -> None:
        """What each column and each row shows, hidden: a cell is traced to its estimate."""
        style = self.page.style(font_color=theme.QUIET)
        for number, address in enumerate(self.sheet.addresses, start=1):
            self.page.text(number, address, style)
        self.page.sheet.set_row(self.page.line, None, None, {"hidden": True})
        self.page.line += 1
        self.page.sheet.set_column(column, column, None, None, {"hidden": True})

    def _edge(self, number: int) -> dict[str, object]:
        """A line where a domain begins."""
        return {"left": 1, "left_color": theme.RULE} if number in self.edged else {}

    def _banner(self) -> None:
        """Heads of domains, levels and letters; a question asked of the whole has levels only."""
        if any(one.head for one in self.sheet.columns):
            self._heads()
        page, labels, high = self.page, [one.label for one in self.sheet.columns], 1
        lettered = any(one.letter for one in self.sheet.columns)
        edge = {} if lettered else {"bottom": 1}
        edge |= {} if any(one.head for one in self.sheet.columns) else {"top": 2}
        page.text(0, "", page.style(**edge))
        for number, label in enumerate(labels):
            high = max(high, page.lines(label, page.across[number + 1] - 0.5))
            look = page.style(
                bold=True, text_wrap=True, align="center", valign="bottom", **edge,
                **self._edge(number),
            )  # fmt: skip
            page.text(number + 1, label, look)
        page.end_line(13.2 * high + 4)
        if lettered:
            self._letters()

    def _heads(self) -> None:
        page, columns = self.page, self.sheet.columns
        page.text(0, "", page.style(top=2))
        at, high = 1, 1
        for (_, head), under in groupby(columns, lambda c: (c.domain, c.head)):
            span = len(list(under))
            line = {"bottom": 1, "bottom_color": theme.RULE} if head else {}
            look = page.style(
                bold=True, top=2, align="center", valign="bottom", text_wrap=True,
                font_color=theme.SERIES[0], **line, **self._edge(at - 1),
            )  # fmt: skip
            if span > 1:
                page.sheet.merge_range(page.line, at, page.line, at + span - 1, "", look)
            page.text(at, head, look)
            high = max(high, page.lines(head, sum(page.across[at : at + span])))
            at += span
        page.end_line(14 * high + 5)

    def _letters(self) -> None:
        page = self.page
        page.text(0, "", page.style(bottom=1))
        for number, one in enumerate(self.sheet.columns):
            look = page.style(align="center", font_size=9, font_color=theme.QUIET, bottom=1,
                              **self._edge(number))  # fmt: skip
            page.text(number + 1, one.letter, look)
        page.end_line(14)

    def _bases(self, bases: Bases) -> None:
        page = self.page
        if bases.label:
            page.text(0, bases.label, page.style(italic=True, valign="bottom", text_wrap=True))
            page.end_line(14 * page.lines(bases.label, _STUB) + 6)
        for place, row in enumerate(bases.rows):
            last = place == len(bases.rows) - 1
            line: dict[str, object] = {"font_size": 9, "font_color": theme.QUIET}
            line |= {"valign": "vcenter"}
            line |= {"bg_color": theme.WASH}
            line |= {"bottom": 1, "bottom_color": theme.RULE} if last else {}
            page.text(0, row.label, page.style(**line))
            for number, cell in enumerate(row.cells):
                self._value(number, cell, line | {"align": "center"} | self._edge(number))
            page.end_line(14.5)

    def _block(self, block: Block, address: int) -> None:
        page = self.page
        if block.heading:
            style = page.style(bold=True, font_color=theme.SERIES[0], valign="bottom")
            page.text(0, block.heading, style)
            for number in range(self.last):
                page.text(number + 1, "", page.style(**self._edge(number)))
            page.end_line(21)
        for row in block.rows:
            self._row(row, block, address)

    def _row(self, row: Row, block: Block, address: int) -> None:
        page = self.page
        # The line between rows is above them: letters are written where there are some.
        line: dict[str, object] = {"top": 1, "top_color": theme.WASH}
        label = page.style(
            text_wrap=True, valign="vcenter", indent=1 if block.heading else 0,
            bold=not block.heading, **line,
        )  # fmt: skip
        page.text(0, row.label, label)
        page.text(address, row.address, page.style())
        for number, cell in enumerate(row.cells):
            kind = (number in self.edged, number in self.totals, cell.pattern, cell.quality)
            style = self.styles.get(kind)
            if style is None:
                style = self.styles[kind] = self._look(number, cell, line)
            if cell.number is None:
                page.text(number + 1, cell.text, style)
            else:
                page.number(number + 1, cell.number, style)
        room = _STUB - (3 if block.heading else 1)
        page.end_line(14.0 * page.lines(row.label, room, 10.5 if block.heading else 11) + 2)
        if block.tested:
            self._tests(row)

    def _look(self, number: int, cell: Cell, line: dict[str, object]) -> Format:
        look: dict[str, object] = {"align": "center", "valign": "vcenter"}
        if cell.quality == "ok":
            look["bold"] = number in self.totals
        else:
            look |= {"italic": True, "font_color": theme.QUIET}
        if cell.pattern:
            look["num_format"] = cell.pattern
        return self.page.style(**line, **look, **self._edge(number))

    def _tests(self, row: Row) -> None:
        page = self.page
        for number, cell in enumerate(row.cells):
            edged = number in self.edged
            if cell.tests or edged:
                look = page.style(
                    align="center", valign="top", font_size=9, font_color=_TURNS[cell.turn],
                    **self._edge(number),
                )  # fmt: skip
                page.text(number + 1, cell.tests, look)
        page.end_line(13)

    def _value(self, number: int, cell: Cell, look: dict[str, object]) -> None:
        if cell.number is None:
            self.page.text(number + 1, cell.text, self.page.style(**look))
        else:
            style = self.page.style(num_format=cell.pattern, **look)
            self.page.number(number + 1, cell.number, style)


def _width(column: Column) -> float:
    pieces = wrap(column.label, 1, break_long_words=False)
    longest = max((len(piece) for piece in pieces), default=1)
    return min(max(_LEAST, longest * 1.08 + 1.0), _MOST)
