"""A table as Word's own XML: widths fixed, heads marked and repeated, alternative text."""

from __future__ import annotations

from itertools import groupby

from docx.oxml.ns import nsdecls

from phare.publish import theme
from phare.publish.escaping import xml_text
from phare.publish.layout import WHOLE, Block, Page
from phare.publish.table import Cell, Row, Table

_THICK, _THIN, _HAIR = (12, theme.INK), (6, theme.INK), (4, theme.RULE)
Border = dict[str, tuple[int, str]]


def table_xml(block: Block, on: Page) -> str:
    """Return the element `w:tbl` of some columns of a table."""
    table, widths = block.table, [_twips(one) for one in (block.stub, *block.columns)]
    words = table.captions
    told = " ".join(filter(None, (*words.questions, words.base, *words.notes)))
    pad = _twips(on.pad)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    heads = "".join(_head(table, level, widths) for level in range(table.depth))
    whole = len(table.rows) <= WHOLE
    body = "".join(
        _heading(headings, widths)
        + "".join(_row(row, table, widths, whole and row is not table.rows[-1]) for row in rows)
        for headings, rows in groupby(table.rows, key=lambda row: row.headings)
    )
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f"<w:tblBorders>{_border('bottom', *_THICK)}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="40" w:type="dxa"/>'
        f'<w:left w:w="{pad}" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>'
        f'<w:right w:w="{pad}" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:val="00A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{xml_text(words.title)}"/>'
        f'<w:tblDescription w:val="{xml_text(told)}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"{heads}{body}</w:tbl>"
    )


def _head(table: Table, level: int, widths: list[int]) -> str:
    first, last = level == 0, level == table.depth - 1
    edge: Border = {"top": _THICK} if first else {}
    merged = '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>"
    stub = _tc(
        table.stub if first else "", widths[0], edge | ({"bottom": _THIN} if last else {}),
        span=merged if table.depth > 1 else "", bold=True, lines="bottom", follows=True,
    )  # fmt: skip
    cells, at = [stub], 1
    for label, span in table.spanners(level):
        quiet = last and table.columns[at - 1].measure != "value"
        under = _THIN if last else _HAIR
        cells.append(
            _tc(
                label, sum(widths[at : at + span]), edge | ({"bottom": under} if label else {}),
                span=f'<w:gridSpan w:val="{span}"/>' if span > 1 else "", lines="bottom",
                bold=not quiet, colour=theme.QUIET if quiet else "", follows=True,
                side="right" if last else "center",
            )
        )  # fmt: skip
        at += span
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _heading(headings: tuple[str, ...], widths: list[int]) -> str:
    if not headings:
        return ""
    cell = _tc(
        " – ".join(headings), sum(widths), {"bottom": _HAIR}, before=120, bold=True, follows=True,
        span=f'<w:gridSpan w:val="{len(widths)}"/>', colour=theme.SERIES[0],
    )  # fmt: skip
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell}</w:tr>"


def _row(row: Row, table: Table, widths: list[int], follows: bool) -> str:
    fill = theme.WASH if row.total else ""
    edge: Border = {"bottom": (4, theme.WASH)}
    cells = [
        _tc(
            row.label,
            widths[0],
            edge,
            fill=fill,
            bold=row.total,
            indent=bool(row.headings),
            follows=follows,
        ),
        *(
            _figure(cell, column.measure, width, fill, row.total)
            for cell, column, width in zip(row.cells, table.columns, widths[1:], strict=True)
        ),
    ]
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _figure(cell: Cell, measure: str, width: int, fill: str, total: bool) -> str:
    said = measure == "value" and cell.quality in ("ok", "caution")
    return _tc(
        cell.shown, width, {"bottom": (4, theme.WASH)}, fill=fill, side="right",
        bold=total or (said and cell.quality == "ok"), colour="" if said else theme.QUIET,
    )  # fmt: skip


def _tc(
    text: str,
    width: int,
    edges: Border,
    *,
    span: str = "",
    fill: str = "",
    lines: str = "top",
    side: str = "left",
    bold: bool = False,
    colour: str = "",
    before: int = 0,
    indent: bool = False,
    follows: bool = False,
) -> str:
    sides = "".join(
        _border(name, *edges[name]) for name in ("top", "left", "bottom") if name in edges
    )
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill[1:]}"/>' if fill else ""
    look = ("<w:b/>" if bold else "") + (f'<w:color w:val="{colour[1:]}"/>' if colour else "")
    stays = "<w:keepNext/>" if follows else ""
    above = f'<w:spacing w:before="{before}"/>' if before else ""
    inside = '<w:ind w:left="140"/>' if indent else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}'
        f"<w:tcBorders>{sides}</w:tcBorders>{shade}"
        f'<w:vAlign w:val="{lines}"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="PhareTable"/>{stays}{above}{inside}<w:jc w:val="{side}"/></w:pPr>'
        f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{xml_text(text)}</w:t></w:r></w:p></w:tc>'
    )


def _border(side: str, size: int, colour: str) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{colour[1:]}"/>'


def _twips(points: float) -> int:
    return round(20 * points)
