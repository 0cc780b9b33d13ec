"""A table as a workbook: numbers stay numbers, and no text is taken for a formula."""

from __future__ import annotations

import io
from textwrap import wrap

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from phare.publish import theme
from phare.publish.package import CREATED, normalised
from phare.publish.table import Cell, Column, Row, Table

_WIDE = 44
_CELL = {
    "value": 12,
    "interval": 15,
    "n": 9,
    "n_effective": 11,
    "gap": 17,
    "change": 17,
    "p_value": 9,
    "stability": 11,
}


def xlsx_of(table: Table) -> bytes:
    """Return the workbook: one sheet, captions above, notes below, heads that stay in sight."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(
        written, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    )
    book.set_properties(
        {"title": table.captions.title, "created": CREATED, "comments": table.captions.notice}
    )
    _Sheet(book, table).write()
    book.close()
    return normalised(written.getvalue())


class _Sheet:
    def __init__(self, book: Workbook, table: Table) -> None:
        self.book, self.table = book, table
        self.sheet: Worksheet = book.add_worksheet(table.name.replace(".", " ")[:31])
        self.formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self.last = len(table.columns)
        self.line = 0

    def write(self) -> None:
        self._page()
        self._captions()
        top = self.line
        self._heads()
        self.sheet.freeze_panes(self.line, 1)
        self.sheet.repeat_rows(top, self.line - 1)
        self._body()
        self._notes()
        self.sheet.print_area(0, 0, self.line - 1, self.last)

    def _page(self) -> None:
        self.sheet.hide_gridlines(2)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(0.5, 0.5, 0.6, 0.6)
        self.sheet.set_footer("&L&8&A&R&8&P / &N")
        self.sheet.set_column(0, 0, _WIDE)
        for number, column in enumerate(self.table.columns, start=1):
            self.sheet.set_column(number, number, self._width(column))

    def _width(self, column: Column) -> float:
        return _CELL[column.measure] + (4 if self.last < 4 else 0)

    def _style(self, **wanted: object) -> Format:
        settings = {"font_name": theme.SHEET_FONT, "font_size": 10, "font_color": theme.INK,
                    "valign": "vcenter"} | wanted  # fmt: skip
        key = tuple(sorted(settings.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(settings)
        return self.formats[key]

    def _text(self, column: int, text: str, style: Format) -> None:
        # Never `write`: it would turn "=..." into a formula.
        if text:
            self.sheet.write_string(self.line, column, text, style)
        else:
            self.sheet.write_blank(self.line, column, None, style)

    def _paragraph(self, text: str, size: float = 10, **wanted: object) -> None:
        """One text over the width of the table, as high as its lines need."""
        style = self._style(text_wrap=True, font_size=size, valign="top", **wanted)
        width = _WIDE + sum(self._width(column) for column in self.table.columns)
        # Letters are about as wide as 0.9 of a column's unit, at size 10.
        lines = -(-len(text) * 0.9 * size // (10 * width))
        if self.last > 0:
            self.sheet.merge_range(self.line, 0, self.line, max(self.last, 1), "", style)
        self._text(0, text, style)
        self.sheet.set_row(self.line, 1.42 * size * max(lines, 1) + 3)
        self.line += 1

    def _captions(self) -> None:
        words = self.table.captions
        if words.notice:
            notice = words.notice[:1].upper() + words.notice[1:]
            self._paragraph(notice, bold=True, font_color=theme.ALERT, bg_color=theme.ALERT_WASH)
        self._paragraph(words.title, size=15, bold=True)
        for line in words.questions:
            self._paragraph(line, italic=True, font_color=theme.QUIET)
        self._paragraph(words.base, font_color=theme.QUIET)
        self.line += 1

    def _heads(self) -> None:
        for level in range(self.table.depth):
            last = level == self.table.depth - 1
            edge: dict[str, object] = {"top": 2} if level == 0 else {}
            edge |= {"bottom": 1} if last else {"bottom": 1, "bottom_color": theme.RULE}
            style = {"bold": True, "text_wrap": True, "valign": "bottom"} | edge
            self._text(0, self.table.stub if last else "", self._style(align="left", **style))
            position, high = 1, 1
            for label, span in self.table.spanners(level):
                columns = self.table.columns[position - 1 : position - 1 + span]
                room = sum(self._width(column) for column in columns)
                # Words are wrapped whole: as many lines as they need, not as their letters do.
                high = max(high, len(wrap(label, max(int(room * 0.92), 1))))
                quiet = last and columns[0].measure != "value"
                tone = {"bold": False, "font_color": theme.QUIET} if quiet else {}
                look = self._style(**(style | {"align": "right" if last else "center"} | tone))
                if span > 1:
                    self.sheet.merge_range(
                        self.line, position, self.line, position + span - 1, "", look
                    )
                self._text(position, label, look)
                position += span
            self.sheet.set_row(self.line, 13.5 * high + 5)
            self.line += 1

    def _body(self) -> None:
        before: tuple[str, ...] = ()
        for row in self.table.rows:
            if row.headings and row.headings != before:
                style = self._style(bold=True, font_color=theme.SERIES[0], bottom=1,
                                    bottom_color=theme.RULE, valign="bottom")  # fmt: skip
                for column in range(self.last + 1):
                    self._text(column, " – ".join(row.headings) if column == 0 else "", style)
                self.sheet.set_row(self.line, 22)
                self.line += 1
            before = row.headings
            self._row(row)

    def _row(self, row: Row) -> None:
        fill: dict[str, object] = {"bottom": 1, "bottom_color": theme.WASH}
        if row.total:
            fill |= {"bg_color": theme.WASH, "bold": True}
        label = self._style(text_wrap=True, indent=1 if row.headings else 0, **fill)
        self._text(0, row.label, label)
        for number, (cell, column) in enumerate(
            zip(row.cells, self.table.columns, strict=True), start=1
        ):
            self._cell(number, cell, column.measure, fill)
        self.sheet.set_row(self.line, 13.5 * max(1, -(-len(row.label) * 0.9 // _WIDE)) + 4)
        self.line += 1

    def _cell(self, number: int, cell: Cell, measure: str, fill: dict[str, object]) -> None:
        style: dict[str, object] = {"align": "right", **fill}
        if measure == "value":
            style["bold"] = cell.quality == "ok"
        if measure != "value":
            style["font_color"] = theme.QUIET
        elif cell.quality != "ok":
            style |= {"italic": True, "font_color": theme.QUIET}
        if cell.number is None:
            self._text(number, cell.shown, self._style(**style))
        else:
            self.sheet.write_number(
                self.line, number, cell.number, self._style(num_format=cell.pattern, **style)
            )

    def _notes(self) -> None:
        style = self._style(top=2)
        for column in range(self.last + 1):
            self._text(column, "", style)
        self.line += 1
        for line in (*self.table.captions.notes, *self.table.captions.sources):
            self._paragraph(line, size=9, font_color=theme.QUIET)
