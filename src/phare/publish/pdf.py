"""A document as PDF, tagged for screen readers, the same bytes on every machine.

`document.typ` lays it out and reads all its texts as JSON: Typst takes none of them for
markup. The only fonts are those that phare carries.
"""

from __future__ import annotations

from phare.publish import theme
from phare.publish.document import Document, Prose
from phare.publish.layout import MARGIN, WHOLE, Block, Page, blocks, page
from phare.publish.table import Cell, Row, Table
from phare.publish.typst_pdf import compiled, source
from phare.publish.wording import word


def pdf_of(document: Document) -> bytes:
    """Return the document as PDF."""
    return compiled("document.typ", "document", source_of(document))


def source_of(document: Document) -> str:
    """Return everything that the PDF says and how it looks, as JSON."""
    on = page(document.tables)
    told = {
        "language": document.language,
        "title": document.title,
        "warning": document.warning,
        "lead": document.lead,
        "parts": [
            _prose(one) if isinstance(one, Prose) else _table(document.heading(one), one, on)
            for one in document.parts
        ],
        "sources": document.sources,
        "landscape": on.landscape,
        "size": on.size,
        "margin": MARGIN,
        "pad": on.pad,
        "font": theme.FONT,
        "page": word("page", document.language),
        "colours": {
            "ink": theme.INK, "quiet": theme.QUIET, "rule": theme.RULE, "wash": theme.WASH,
            "accent": theme.SERIES[0], "alert": theme.ALERT, "alert-wash": theme.ALERT_WASH,
        },
    }  # fmt: skip
    return source(told)


def _prose(part: Prose) -> dict[str, object]:
    return {
        "kind": "prose",
        "heading": part.heading,
        "lines": part.lines,
        "terms": part.terms,
        "points": part.points,
        "ordered": part.ordered,
    }


def _table(heading: str, table: Table, on: Page) -> dict[str, object]:
    words = table.captions
    return {
        "kind": "table",
        "heading": heading,
        "title": words.title,
        "questions": words.questions,
        "base": words.base,
        "blocks": [_block(block) for block in blocks(table, on)],
        "notes": words.notes,
    }


def _block(block: Block) -> dict[str, object]:
    table = block.table
    return {
        "widths": (block.stub, *block.columns),
        "stub": table.stub,
        "heads": [
            [{"text": label, "span": span} for label, span in table.spanners(level)]
            for level in range(table.depth)
        ],
        "measures": [column.measure for column in table.columns],
        "rows": [_row(row) for row in table.rows],
        "whole": len(table.rows) <= WHOLE,
    }


def _row(row: Row) -> dict[str, object]:
    return {
        "heading": " – ".join(row.headings),
        "label": row.label,
        "total": row.total,
        "cells": [_cell(cell) for cell in row.cells],
    }


def _cell(cell: Cell) -> dict[str, str]:
    return {"text": cell.text, "mark": cell.mark, "quality": cell.quality}
