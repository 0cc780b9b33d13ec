"""One page of a book: how it prints, and what writing on it line by line needs."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from phare.publish import theme

A4, A3 = 9, 8
_WIDE = 190
"""Units of width over which a page is printed on A3."""
_PARAGRAPH = 130
"""Units of width of a line that is read."""
_FOOTER = 180


class Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.known: dict[tuple[tuple[str, object], ...], Format] = {}

    def of(self, **wanted: object) -> Format:
        plain = {"font_name": theme.SHEET_FONT, "font_size": 10, "font_color": theme.INK}
        key = tuple(sorted((plain | wanted).items()))
        if key not in self.known:
            self.known[key] = self.book.add_format(dict(key))
        return self.known[key]


class Page:
    """A sheet of the workbook, and the line that is being written."""

    def __init__(self, styles: Styles, name: str, footer: str) -> None:
        self.name, self.style = name, styles.of
        self.sheet = styles.book.add_worksheet(name)
        self.line = 0
        self.across: tuple[float, ...] = ()
        self.sheet.hide_gridlines(2)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(0.45, 0.45, 0.5, 0.6)
        words = footer[:_FOOTER].replace("&", "&&")
        self.sheet.set_footer(f"&L&8{words}&R&8&P / &N")

    def widths(self, widths: Sequence[float]) -> None:
        """Set the widths of the columns, and of the paper."""
        self.across = tuple(widths)
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        self.sheet.set_paper(A3 if sum(widths) > _WIDE else A4)

    def text(self, column: int, text: str, style: Format) -> None:
        # Never `write`: it would turn "=..." into a formula.
        if text:
            self.sheet.write_string(self.line, column, text, style)
        else:
            self.sheet.write_blank(self.line, column, None, style)

    def number(self, column: int, value: float, style: Format) -> None:
        self.sheet.write_number(self.line, column, value, style)

    def link(self, column: int, name: str, text: str, style: Format) -> None:
        """Write a text that leads to another sheet of the book."""
        self.sheet.write_url(self.line, column, f"internal:'{name}'!A1", style, text)

    def end_line(self, height: float) -> None:
        self.sheet.set_row(self.line, height)
        self.line += 1

    def skip(self, height: float = 6) -> None:
        self.end_line(height)

    def rule(self, columns: int) -> None:
        """Close a table with a line."""
        for column in range(columns):
            self.text(column, "", self.style(top=2))
        self.end_line(8)

    @property
    def _reach(self) -> int:
        """The last of the columns that a paragraph runs over."""
        width = 0.0
        for column, one in enumerate(self.across):
            width += one
            if width >= _PARAGRAPH:
                return column
        return len(self.across) - 1

    def lines(self, text: str, width: float, size: float = 10) -> int:
        """Return how many lines a text needs; words are wrapped whole."""
        # Letters are about as wide as 0.93 of a column's unit, at size 10.
        return max(1, len(wrap(text, max(int(width * 10.8 / size), 4))))

    def paragraph(
        self, text: str, size: float = 10, last: int | None = None, **wanted: object
    ) -> None:
        """One text up to the column `last`, as high as its lines need."""
        style = self.style(text_wrap=True, font_size=size, valign="top", **wanted)
        last = self._reach if last is None else max(last, self._reach)
        room = sum(self.across[: last + 1])
        if last > 0:
            self.sheet.merge_range(self.line, 0, self.line, last, "", style)
        self.text(0, text, style)
        self.end_line(1.38 * size * self.lines(text, room, size) + 3)

    def notice(self, text: str, last: int) -> None:
        """The notice on reconstructed answers, where there is one."""
        if text:
            words = text[:1].upper() + text[1:]
            self.paragraph(
                words, last=last, bold=True, font_color=theme.ALERT, bg_color=theme.ALERT_WASH
            )

    def end(self, last: int) -> None:
        """Say what is printed: what was written, up to the column `last`."""
        self.sheet.print_area(0, 0, self.line - 1, max(last, self._reach))
