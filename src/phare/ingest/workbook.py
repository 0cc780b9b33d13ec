"""Workbooks: respondents on one sheet, the codebook on another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

from phare.config.reader import CodebookSheet, Reader
from phare.contracts import refuse
from phare.errors import nearest
from phare.ingest.delivery import Finding, Source, SourceVariable
from phare.ingest.dictionary import Sheet, described, likeness
from phare.ingest.headings import headings

# A column is a dictionary's list of variables when it names this share of the headings.
_SHARE = 0.8


def read_workbook(path: Path, reader: Reader) -> Source:
    """Return the respondents of a workbook, as cells, with the codebook of another sheet.

    Raises
    ------
    PhareError
        When a declared sheet or heading is not there, or no sheet stands out.
    """
    sheets = sheets_of(path)
    declared = reader.codebook or CodebookSheet()
    names = [sheet.name for sheet in sheets]
    for wanted in (reader.sheet, declared.sheet):
        if wanted is not None and wanted not in names:
            raise refuse(str(path), f"no sheet '{wanted}'", "it", nearest(wanted, names))
    records, dictionary = _chosen(sheets, reader.sheet, declared, path)
    lines, found = _lines(records, path)
    findings = [*found, Finding("sheet", path.name, records.name)]
    variables = tuple(SourceVariable(str(name)) for name in lines.columns)
    if dictionary is not None:
        findings.append(Finding("codebook_sheet", path.name, dictionary.name))
        variables, noticed = described(dictionary, lines, declared, str(path))
        findings += noticed
    ignored = [sheet.name for sheet in sheets if sheet is not records and sheet is not dictionary]
    findings += [Finding("ignored_sheet", name) for name in ignored]
    return Source(lines, variables, tuple(findings))


def sheets_of(path: Path) -> list[Sheet]:
    """Return the sheets that hold anything, from their line of headings on."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        found = []
        for page in book.worksheets:
            page.reset_dimensions()  # what is declared there is often wrong
            rows = [_trimmed(row) for row in page.iter_rows(values_only=True)]
            if any(rows):
                found.append(_from_headings(page.title, rows))
        return found
    finally:
        book.close()


def _trimmed(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a row with empty text as None and without its empty end."""
    cells = [None if isinstance(cell, str) and not cell.strip() else cell for cell in row]
    while cells and cells[-1] is None:
        cells.pop()
    return tuple(cells)


def _from_headings(name: str, rows: list[tuple[Any, ...]]) -> Sheet:
    """Return the sheet from its first line that is filled for half of its width.

    A title above the table is one cell in a wide sheet.
    """
    filled = [sum(cell is not None for cell in row) for row in rows]
    first = next(place for place, count in enumerate(filled) if 2 * count >= max(filled))
    while rows and not rows[-1]:
        rows.pop()
    return Sheet(name, rows[first], tuple(rows[first + 1 :]), first)


def _chosen(
    sheets: list[Sheet], wanted: str | None, declared: CodebookSheet, path: Path
) -> tuple[Sheet, Sheet | None]:
    """Return the sheet of the respondents and, where there is one, that of the codebook."""
    codebooks = [sheet for sheet in sheets if declared.sheet in (None, sheet.name)]
    pairs = [
        (likeness(codebook, records.headings), records, codebook)
        for records in sheets if wanted in (None, records.name)
        for codebook in codebooks if codebook is not records
    ]  # fmt: skip
    if declared.sheet is None:
        pairs = [pair for pair in pairs if pair[0] >= _SHARE]
    if pairs:
        _, records, codebook = max(pairs, key=lambda pair: (pair[0], len(pair[1].rows)))
        return records, codebook
    candidates = [sheet for sheet in sheets if wanted in (None, sheet.name)]
    if not candidates:
        raise refuse(str(path), "no filled sheet", "respondents", "ask for the file again")
    if len(candidates) > 1:
        raise refuse(
            str(path),
            f"sheets {', '.join(sheet.name for sheet in candidates)}, none a codebook of another",
            "one sheet of respondents",
            "declare reader.sheet in the card",
        )
    return candidates[0], None


def _lines(sheet: Sheet, path: Path) -> tuple[pd.DataFrame, list[Finding]]:
    """Return the lines below the headings; a column without heading and value is left out."""
    width = max(len(sheet.headings), *(len(row) for row in sheet.rows), 0)
    places = [
        place for place in range(width)
        if _cell(sheet.headings, place) is not None
        or any(_cell(row, place) is not None for row in sheet.rows)
    ]  # fmt: skip
    names, findings = headings([_cell(sheet.headings, place) for place in places], str(path))
    columns = {
        name: pd.Series([_cell(row, place) for row in sheet.rows], dtype="object")
        for name, place in zip(names, places, strict=True)
    }
    lines = pd.DataFrame(columns, columns=pd.Index(names, dtype="str"))
    lines.index = pd.RangeIndex(1, len(lines) + 1)
    if sheet.above:
        findings.append(Finding("lines_above_headings", sheet.name, str(sheet.above)))
    return lines, findings


def _cell(row: tuple[Any, ...], place: int) -> Any:
    return row[place] if place < len(row) else None
