"""A banner book as a workbook: an index, then a sheet per question, linked back and forth.

Texts are written as texts: none is taken for a formula or a link.
"""

from __future__ import annotations

import re
from pathlib import Path

import xlsxwriter

from phare.config.book_slices import BookSlice
from phare.numbers import typeset
from phare.publish import theme
from phare.publish.book_page import Page, Styles
from phare.publish.book_parts import Sheet
from phare.publish.book_sheet import SheetPage
from phare.publish.book_sheets import tests_told
from phare.publish.book_words import told
from phare.publish.package import CREATED
from phare.publish.telling import Telling

_TAB = 31
"""The most letters that a spreadsheet takes for the name of a sheet."""
_INDEX = (6.0, 62.0, 88.0)
"""Widths of the columns of the index."""


def write_book(about: BookSlice, language: str, sheets: tuple[Sheet, ...], path: Path) -> None:
    """Write the workbook of one language."""
    book = xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    )
    title = typeset(about.title[language], language)
    book.set_properties({"title": title, "created": CREATED, "comments": sheets[0].captions.notice})
    footer = " – ".join((about.organisation[language], title))
    tabs = [tab(number, sheet) for number, sheet in enumerate(sheets, start=1)]
    styles = Styles(book)
    index = _Index(Page(styles, told("contents", language), footer), about, language)
    index.write(title, sheets, tabs)
    for number, sheet in enumerate(sheets):
        after = tabs[number + 1] if number + 1 < len(tabs) else ""
        page = Page(styles, tabs[number], footer)
        SheetPage(page, sheet, language).write(index.page.name, after)
    book.close()


def tab(number: int, sheet: Sheet) -> str:
    """Return the name of a sheet: its number, and as much of its title as there is room for."""
    words = re.sub(r"[\[\]:*?/\\'\u202f\s]+", " ", f"{number} {sheet.captions.title}").strip()
    if len(words) > _TAB:
        cut = words[: _TAB - 1]
        words = (cut.rpartition(" ")[0] if " " in cut.strip()[3:] else cut).rstrip(" ,;–-") + "…"
    return words


class _Index:
    def __init__(self, page: Page, about: BookSlice, language: str) -> None:
        self.page, self.about, self.language = page, about, language

    def write(self, title: str, sheets: tuple[Sheet, ...], tabs: list[str]) -> None:
        page, words = self.page, sheets[0].captions
        page.widths(_INDEX)
        page.notice(words.notice, len(_INDEX) - 1)
        page.paragraph(title, size=16, bold=True)
        page.paragraph(
            typeset(f"{self.about.study[self.language]}", self.language),
            font_color=theme.QUIET,
        )
        page.skip()
        top = page.line
        head = page.style(bold=True, top=2, bottom=1, valign="vcenter")
        names = ("number", "question", "wording")
        for column, name in enumerate(names):
            page.text(column, told(name, self.language), head)
        page.end_line(20)
        page.sheet.freeze_panes(page.line, 0)
        page.sheet.repeat_rows(top)
        for number, (sheet, name) in enumerate(zip(sheets, tabs, strict=True), start=1):
            self._entry(number, sheet, name)
        page.rule(len(_INDEX))
        self._legend(sheets)
        page.end(len(_INDEX) - 1)

    def _entry(self, number: int, sheet: Sheet, name: str) -> None:
        page = self.page
        edge = {"bottom": 1, "bottom_color": theme.WASH, "valign": "top"}
        page.number(0, number, page.style(align="left", font_color=theme.QUIET, **edge))
        link = page.style(text_wrap=True, font_color=theme.SERIES[0], underline=1, **edge)
        page.link(1, name, sheet.captions.title, link)
        told_of = (*sheet.captions.questions, sheet.captions.base)
        page.text(2, "\n".join(told_of), page.style(text_wrap=True, font_color=theme.QUIET, **edge))
        lines = max(
            page.lines(sheet.captions.title, _INDEX[1]),
            sum(page.lines(line, _INDEX[2]) for line in told_of),
        )
        page.end_line(13.5 * lines + 5)

    def _legend(self, sheets: tuple[Sheet, ...]) -> None:
        """How to read the book, and where it comes from."""
        telling = Telling(self.about.whole, self.language)
        notes = [told("marks", self.language), *tests_told(self.about, telling)]
        if len(self.about.waves) > 1:
            notes.append(told("wave_letters", self.language))
        notes.append(told("bases", self.language))
        # The sheet of the most waves names them all.
        sources = max((sheet.captions.sources for sheet in sheets), key=lambda s: len("".join(s)))
        for line in (*notes, *(note[self.language] for note in self.about.notes), *sources):
            self.page.paragraph(typeset(line, self.language), size=9, font_color=theme.QUIET)
