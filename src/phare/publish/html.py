"""A document as one self-contained page: no script, no request, readable by a screen reader."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from importlib import resources
from itertools import groupby

from phare import numbers
from phare.publish import theme
from phare.publish.document import Document, Prose
from phare.publish.table import Cell, Row, Table
from phare.publish.wording import word

WIDE = 9
"""Columns from which a page takes the whole window."""


def html_text(document: Document) -> str:
    """Return the page."""
    style = resources.files("phare.publish").joinpath("table.css").read_text(encoding="utf-8")
    colours = {
        "ink": theme.INK, "quiet": theme.QUIET, "rule": theme.RULE, "wash": theme.WASH,
        "paper": theme.PAPER, "accent": theme.SERIES[0], "alert": theme.ALERT,
        "alert-wash": theme.ALERT_WASH,
    }  # fmt: skip
    palette = "".join(f"--{name}:{colour};" for name, colour in colours.items())
    warning = document.warning
    notice = f'<p class="notice" role="note">{escape(warning)}</p>\n' if warning else ""
    most = max((len(table.columns) for table in document.tables), default=0)
    wide = ' class="wide"' if most > WIDE else ""
    parts = "".join(
        _prose(one) if isinstance(one, Prose) else _part(document.heading(one), one)
        for one in document.parts
    )
    return (
        f'<!doctype html>\n<html lang="{document.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(document.title)}</title>\n"
        f"<style>:root{{{palette}--face:{theme.PAGE_STACK}}}\n{style}</style>\n"
        f"</head>\n<body>\n<main{wide}>\n{notice}<h1>{escape(document.title)}</h1>\n"
        f"{_paragraphs('base', document.lead)}{parts}"
        f"<footer>\n{_paragraphs('source', document.sources)}</footer>\n</main>\n</body>\n</html>\n"
    )


def _part(heading: str, table: Table) -> str:
    """One table with the words around it; a part of its own where there are several."""
    words = table.captions
    inside = (
        _paragraphs("question", words.questions)
        + _paragraphs("base", filter(None, (words.base,)))
        + _table(table)
        + _paragraphs("note", words.notes)
    )
    return f"<section>\n<h2>{escape(heading)}</h2>\n{inside}</section>\n" if heading else inside


def _prose(part: Prose) -> str:
    """One part in words."""
    terms = "".join(
        f"<dt>{escape(term)}</dt><dd>{escape(said)}</dd>\n" for term, said in part.terms
    )
    points = "".join(f"<li>{escape(point)}</li>\n" for point in part.points)
    kind = "ol" if part.ordered else "ul"
    return (
        f"<section>\n<h2>{escape(part.heading)}</h2>\n{_paragraphs('said', part.lines)}"
        + (f"<dl>\n{terms}</dl>\n" if terms else "")
        + (f"<{kind}>\n{points}</{kind}>\n" if points else "")
        + "</section>\n"
    )


def _paragraphs(kind: str, lines: Iterable[str]) -> str:
    return "".join(f'<p class="{kind}">{escape(line)}</p>\n' for line in lines)


def _table(table: Table) -> str:
    head = "".join(f"<tr>{_header(table, level)}</tr>\n" for level in range(table.depth))
    body = "".join(
        f"<tbody>\n{_heading(table, headings)}{''.join(_row(table, row) for row in rows)}</tbody>\n"
        for headings, rows in groupby(table.rows, key=lambda row: row.headings)
    )
    wide = len(table.columns) > WIDE
    swipe = numbers.typeset(word("swipe", table.language), table.language)
    hint = f'<p class="swipe">{escape(swipe)}</p>\n' if wide else ""
    return (
        f'{hint}<div class="scroll" tabindex="0" role="region" aria-label="{escape(table.captions.title)}">\n'
        f"<table>\n<caption>{escape(table.captions.title)}</caption>\n"
        f"<thead>\n{head}</thead>\n{body}</table>\n</div>\n"
    )


def _header(table: Table, level: int) -> str:
    stub = ""
    if level == 0:
        stub = f'<th scope="col" class="stub" rowspan="{table.depth}">{escape(table.stub)}</th>'
    last = level == table.depth - 1
    cells = []
    position = 0
    for label, span in table.spanners(level):
        kind = "leaf" if last else "spanner"
        scope = "col" if span == 1 else "colgroup"
        measure = table.columns[position].measure if last else "value"
        wide = f' colspan="{span}"' if span > 1 else ""
        tag = "th" if label else "td"
        scoped = f' scope="{scope}"' if label else ""
        cells.append(f'<{tag}{scoped} class="{kind} {measure}"{wide}>{escape(label)}</{tag}>')
        position += span
    return stub + "".join(cells)


def _heading(table: Table, headings: tuple[str, ...]) -> str:
    if not headings:
        return ""
    wide = len(table.columns) + 1
    return (
        f'<tr class="heading"><th scope="rowgroup" colspan="{wide}">'
        f"{escape(' – '.join(headings))}</th></tr>\n"
    )


def _row(table: Table, row: Row) -> str:
    kinds = [name for name, on in (("total", row.total), ("inner", row.headings)) if on]
    name = f' class="{" ".join(kinds)}"' if kinds else ""
    cells = "".join(
        _cell(cell, column.measure) for cell, column in zip(row.cells, table.columns, strict=True)
    )
    return f'<tr{name}><th scope="row">{escape(row.label)}</th>{cells}</tr>\n'


def _cell(cell: Cell, measure: str) -> str:
    mark = f'<span class="mark">{escape(cell.mark)}</span>' if cell.mark else ""
    return f'<td class="{measure} {cell.quality}">{escape(cell.text)}{mark}</td>'
