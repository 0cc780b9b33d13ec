"""Columns of text or of cells, given their type by their values."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from phare.config import code_text
from phare.ingest.delivery import Finding, Type

_MOMENTS: dict[Type, str] = {
    "date": r"^\d{4}-\d{2}-\d{2}$",
    "datetime": r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.]\d{1,6})?)?$",
}
_ERRORS = ("#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")


def number_pattern(decimal: str) -> str:
    """Return the pattern of a number with this mark.

    Not numbers: leading zeros (01 is a code) and more digits than a float64 holds. An
    exponent needs its sign, for 12E5 is a code too.
    """
    mark = "[.]" if decimal == "." else ","
    figures = rf"(?:0|[1-9]\d{{0,14}})(?:{mark}\d*)?|{mark}\d+"
    return rf"^\s*[+-]?(?:{figures})(?:[eE][+-]\d{{1,3}})?\s*$"


def from_arrow(text: pa.ChunkedArray) -> pd.Series:
    """Return dictionary-encoded text, as categories where it pays and as `str` elsewhere."""
    distinct = sum(len(chunk.dictionary) for chunk in text.chunks)
    if 2 * distinct > len(text):
        return _as_str(text.cast(pa.large_string()))
    whole = text.unify_dictionaries().combine_chunks()
    codes = whole.indices.fill_null(-1).to_numpy()
    held = pd.Categorical.from_codes(codes, whole.dictionary.to_pylist())
    return pd.Series(held, copy=False)


def typed_text(column: pd.Series, decimal: str) -> tuple[pd.Series, Type, list[Finding]]:
    """Return a column of text (`str` or its categories) with the type all its values have.

    Numbers become float64; dates written in the ISO way, datetime64[ms]; the rest stays
    text, with a finding where only leading zeros or too many digits keep it so.
    """
    values, name = _values(column), str(column.name)
    if values.null_count == len(values):
        return _spread(values, column), "text", [Finding("empty_column", name)]
    if _match(values, number_pattern(decimal)):
        return _spread(_numbers(values, decimal), column), "number", []
    for kind, pattern in _MOMENTS.items():
        if _match(values, pattern):
            try:
                moments = pc.cast(values, pa.timestamp("us"))
                return _spread(pc.cast(moments, pa.timestamp("ms"), safe=False), column), kind, []
            except pa.ArrowInvalid:  # a thirteenth month
                break
    digits = _match(values, r"^\s*[+-]?\d+\s*$")
    findings = [Finding("digits_kept_as_text", name, values[0].as_py())] if digits else []
    return _spread(values, column), "text", findings


def decimal_votes(columns: Iterable[pd.Series]) -> dict[str, list[str]]:
    """Return, for '.' and ',', the names of the columns that are numbers with that mark only."""
    votes: dict[str, list[str]] = {".": [], ",": []}
    for column in columns:
        values = _values(column)
        fits = {mark: _match(values, number_pattern(mark)) for mark in votes}
        if fits["."] != fits[","]:
            votes["." if fits["."] else ","].append(str(column.name))
    return votes


def matching(column: pd.Series, pattern: str) -> pd.Series:
    """Return the distinct texts of a column (text, its categories, or cells) that match."""
    if column.dtype == object:
        column = column[column.map(lambda value: isinstance(value, str))].astype("str")
    values = _values(column)
    return _as_str(pc.unique(values.filter(pc.match_substring_regex(values, pattern))))


def _values(column: pd.Series) -> pa.Array:
    """Return the values of a column of text, each once where it has categories."""
    categorical = isinstance(column.dtype, pd.CategoricalDtype)
    values = column.cat.categories if categorical else column
    return pa.array(values, type=pa.large_string(), from_pandas=True)


def _match(values: pa.Array, pattern: str) -> bool:
    """Whether there are values and all of them match a pattern of RE2."""
    return pc.all(pc.match_substring_regex(values, pattern)).as_py() or False


def _numbers(text: pa.Array, decimal: str) -> pa.Array:
    plain = pc.replace_substring(text, ",", ".") if decimal == "," else text
    try:
        return pc.cast(plain, pa.float64())
    except pa.ArrowInvalid:  # blanks around it, or a plus sign
        bare = pc.replace_substring_regex(pc.utf8_trim_whitespace(plain), r"^[+]", "")
        return pc.cast(bare, pa.float64())


def _spread(values: pa.Array, column: pd.Series) -> pd.Series:
    """Return what `_values` gave, once changed, at its place in each line of `column`."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes = column.cat.codes.to_numpy()
        values = values.take(pa.array(codes, mask=codes < 0))
    if pa.types.is_large_string(values.type):
        spread = _as_str(values)
    else:
        spread = pd.Series(values.to_numpy(zero_copy_only=False), copy=False)
    spread.index, spread.name = column.index, column.name
    return spread


def _as_str(text: pa.Array | pa.ChunkedArray) -> pd.Series:
    held: Any = pd.StringDtype("pyarrow", na_value=np.nan)
    return pd.Series(held.__from_arrow__(text))


def typed_cells(column: pd.Series) -> tuple[pd.Series, Type, list[Finding]]:
    """Return a column of cells (objects, None for an empty one) with their common type.

    Cells of several types become text. Errors of the workbook (#N/A) become missing, with
    a finding.
    """
    name, findings = str(column.name), []
    errors = column.isin(_ERRORS)
    if errors.any():
        place = f"{name}, row {column.index[errors][0]}"
        findings.append(
            Finding("cell_error", place, f"{column[errors].iloc[0]}, {int(errors.sum())} cells")
        )
        column = column.mask(errors, None)
    present = column.dropna()
    if present.empty:
        return column.astype("str"), "text", [*findings, Finding("empty_column", name)]
    kinds = {_cell_type(value) for value in present}
    if kinds == {"date", "datetime"}:
        kinds = {"datetime"}
    if len(kinds) > 1:
        findings.append(Finding("mixed_cells", name, f"{', '.join(sorted(kinds))}: kept as text"))
        return column.map(code_text, na_action="ignore").astype("str"), "text", findings
    kind = kinds.pop()
    return _cells_as(column, kind), kind, findings


def _cell_type(value: object) -> Type:
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, datetime.datetime):
        return "date" if value.time() == datetime.time() else "datetime"
    if isinstance(value, datetime.date):
        return "date"
    return "time" if isinstance(value, datetime.time | datetime.timedelta) else "text"


def _cells_as(column: pd.Series, kind: Type) -> pd.Series:
    match kind:
        case "number":
            return column.astype("float64")
        case "flag":
            return column.astype("boolean")
        case "date" | "datetime":
            return pd.to_datetime(column).astype("datetime64[ms]")
        case "time":
            return column.map(_seconds, na_action="ignore").astype("float64")
        case _:
            return column.astype("str")


def _seconds(value: datetime.time | datetime.timedelta) -> float:
    if isinstance(value, datetime.timedelta):
        return value.total_seconds()
    return value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
