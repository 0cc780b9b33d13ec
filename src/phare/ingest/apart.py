"""A dictionary delivered apart from the file it describes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from phare.config.reader import CodebookSheet, Reader
from phare.contracts import ANY, refuse
from phare.ingest.codebook import codebook
from phare.ingest.delimited import read_delimited
from phare.ingest.delivery import Delivery
from phare.ingest.dictionary import Sheet, described, likeness
from phare.ingest.workbook import sheets_of

_SHARE = 0.5


def with_dictionary(delivery: Delivery, path: Path, wave: str) -> Delivery:
    """Return the delivery with the labels of a dictionary (.xlsx, .csv, .txt).

    Raises
    ------
    PhareError
        When it is absent, empty, or no column of it names the columns of the file.
    """
    where = str(path)
    if not path.is_file():
        raise refuse(where, "no such file", "the dictionary", "correct the path of --dictionary")
    columns = tuple(name for name in delivery.records.columns if name not in ("wave", "row"))
    candidates = [sheet for sheet in _sheets(path) if sheet.rows]
    if not candidates:
        raise refuse(
            where, "an empty dictionary", "a line for each code of each variable",
            "ask the institute for the dictionary, or leave --dictionary out",
        )  # fmt: skip
    best = max(candidates, key=lambda sheet: likeness(sheet, columns))
    if likeness(best, columns) < _SHARE:
        raise refuse(
            where, f"no column that names the {len(columns)} columns of the file",
            "one with the names of its variables", "name the dictionary of this very file",
        )  # fmt: skip
    lines = delivery.records[list(columns)]
    variables, _ = described(best, lines, CodebookSheet(), where)
    heads = delivery.codebook[delivery.codebook["code"] == ANY]
    types = dict(zip(heads["variable"], heads["type"], strict=True))
    typed = tuple(replace(one, type=types[one.name]) for one in variables)
    return replace(delivery, codebook=codebook(typed, wave, where))


def _sheets(path: Path) -> list[Sheet]:
    if path.stat().st_size == 0:
        return []
    if path.suffix.lower() == ".xlsx":
        return sheets_of(path)
    lines = read_delimited(path, Reader()).lines
    cells = lines.astype("object").where(lines.notna(), None)
    rows = tuple(tuple(row) for row in cells.itertuples(index=False, name=None))
    return [Sheet(path.name, tuple(cells.columns), rows)] if len(lines) else []
