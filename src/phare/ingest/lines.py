"""Lines of a delivered file that are not respondents, and identifiers that repeat."""

from __future__ import annotations

import numpy as np
import pandas as pd

from phare.config import code_text
from phare.contracts import refuse
from phare.errors import nearest
from phare.ingest.columns import matching
from phare.ingest.delivery import Finding, Source

# How a table's bottom line is called, in the first column or in that of the identifier.
_TOTAL = (
    r"(?i)^\s*(grand |sous-)?(total|totaux|totals|ensemble|somme|sum)( général| general)?\s*:?\s*$"
)


def stray_lines(source: Source, identifier: str | None) -> tuple[pd.Series, list[Finding]]:
    """Return which lines are respondents, and a finding for each run of those that are not.

    Not respondents are empty lines, headings that come again, and totals: a word such as
    Total or Ensemble where the identifier should stand. Without `identifier` the first
    column is taken for it where its other values are all different.

    Raises
    ------
    PhareError
        When `identifier` is no column of the file.
    """
    lines = source.lines
    stray = {
        "empty_row": _empty(source),
        "repeated_header": _headings_again(lines),
        "total_row": _totals(lines, identifier),
    }
    keep = pd.Series(True, index=lines.index)
    findings = []
    for name, mask in stray.items():
        findings += [Finding(name, place, "left out") for place in _runs(lines.index[mask & keep])]
        keep &= ~mask
    return keep, findings


def check_identifier(lines: pd.DataFrame, identifier: str | None, where: str) -> None:
    """Raise a PhareError when `identifier` is given and is no column of the file."""
    if identifier is not None and identifier not in lines.columns:
        raise refuse(
            where, f"no column '{identifier}' to identify respondents", "it",
            nearest(identifier, lines.columns),
        )  # fmt: skip


def identifier_findings(lines: pd.DataFrame, identifier: str | None) -> list[Finding]:
    """Return how many identifiers are missing or repeated, and the first of each."""
    if identifier is None:
        return []
    column = lines[identifier]
    findings = []
    missing = column.isna() | (column == "")
    if missing.any():
        first = lines.index[missing][0]
        value = f"{int(missing.sum())}, the first in row {first}"
        findings.append(Finding("missing_identifier", identifier, value))
    repeated = column[~missing].duplicated()
    if repeated.any():
        again = repeated.index[repeated][0]
        earlier = column.index[column == column[again]][0]
        one = code_text(column[again])
        value = f"{int(repeated.sum())}, the first '{one}' in rows {earlier} and {again}"
        findings.append(Finding("duplicate_identifier", identifier, value))
    return findings


def _blank(column: pd.Series) -> pd.Series:
    if isinstance(column.dtype, pd.CategoricalDtype) or not _is_text(column):
        return column.isna()
    return column.isna() | (column == "")


def _is_text(column: pd.Series) -> bool:
    return isinstance(column.dtype, pd.CategoricalDtype | pd.StringDtype) or column.dtype == object


def _empty(source: Source) -> pd.Series:
    lines = source.lines
    empty = pd.Series(True, index=lines.index)
    for name in lines.columns:
        empty &= _blank(lines[name])
        if not empty.any():
            return empty
    # A line of tagged missing values is somebody's.
    empty[empty.index.isin([row for row, _, _ in source.tagged])] = False
    return empty


def _headings_again(lines: pd.DataFrame) -> pd.Series:
    again = pd.Series(True, index=lines.index)
    for name in lines.columns:
        column = lines[name]
        again &= (column == name) if _is_text(column) else False
        if not again.any():
            break
    return again.astype(bool)


def _totals(lines: pd.DataFrame, identifier: str | None) -> pd.Series:
    none = pd.Series(False, index=lines.index)
    column = lines[identifier if identifier is not None else lines.columns[0]]
    if not _is_text(column):
        return none
    words = matching(column, _TOTAL)
    if not len(words):
        return none
    found = column.isin(words)
    if identifier is None and column[~found].duplicated().any():
        return none
    return found


def _runs(rows: pd.Index) -> list[str]:
    """Say the numbers of lines, those that follow each other at once."""
    if not len(rows):
        return []
    numbers = rows.to_numpy()
    parts = np.split(numbers, np.flatnonzero(np.diff(numbers) > 1) + 1)
    return [
        f"row {part[0]}" if len(part) == 1 else f"rows {part[0]} to {part[-1]}" for part in parts
    ]
