"""The grammar of a contract: columns, key, checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from phare.errors import PhareError, Problems, nearest

Kind = Literal["text", "integer", "number", "flag"]

# How each kind is held in memory. Text is `str`, whatever the file said.
_DTYPES: dict[Kind, str] = {
    "text": "str",
    "integer": "Int64",
    "number": "float64",
    "flag": "boolean",
}


@dataclass(frozen=True)
class Column:
    """One column: its name, kind, and what its values may be."""

    name: str
    kind: Kind = "text"
    nullable: bool = False
    allowed: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    unit: str = ""


@dataclass(frozen=True)
class Contract:
    """A long table that one stage hands to another.

    Parameters
    ----------
    name : the table's name, in capitals
    row : what one row is, in words
    key : the columns that identify a row; never missing, never repeated
    columns : every column, in the order of the file
    open : whether further columns may follow (tables with a column per variable)
    """

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    open: bool = False

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def empty(self) -> pd.DataFrame:
        """Return the table with no row."""
        return pd.DataFrame(
            {column.name: pd.Series(dtype=_DTYPES[column.kind]) for column in self.columns}
        )

    def check(self, frame: pd.DataFrame, where: str) -> pd.DataFrame:
        """Return `frame` with this contract's columns, order and types.

        Parameters
        ----------
        frame : a row per `self.row`
        where : file or stage, for the messages

        Raises
        ------
        PhareError
            With every violation: columns absent or unknown, types, missing values,
            values outside what is allowed and, last, repeated keys.
        """
        problems = Problems()
        self._check_columns(frame, where, problems)
        problems.raise_if_any()
        typed = {
            column.name: self._typed(frame[column.name], column, where, problems)
            for column in self.columns
        }
        problems.raise_if_any()
        table = pd.DataFrame(typed, index=frame.index)
        if self.open:
            rest = [name for name in frame.columns if name not in typed]
            table = pd.concat([table, frame[rest]], axis="columns")
        repeated = table.duplicated(list(self.key))
        if repeated.any():
            row = table.loc[repeated, list(self.key)].iloc[0]
            problems.add(
                f"{where}: {self.name} key ({', '.join(self.key)})",
                f"{int(repeated.sum())} repeated, the first ({', '.join(map(str, row))})",
                f"one row per {self.row}",
                "keep one row of each",
            )
        problems.raise_if_any()
        return table

    def _check_columns(self, frame: pd.DataFrame, where: str, problems: Problems) -> None:
        known, found = self.names, [str(name) for name in frame.columns]
        for name in known:
            if name not in found:
                problems.add(f"{where}: {self.name}", f"no column '{name}'", "it", "add it")
        for name in found:
            if name not in known and not self.open:
                remedy = nearest(name, set(known) - set(found))
                problems.add(f"{where}: {self.name}", f"column '{name}'", ", ".join(known), remedy)

    def _typed(
        self, values: pd.Series, column: Column, where: str, problems: Problems
    ) -> pd.Series:
        place = f"{where}: {self.name}.{column.name}"
        missing = values.isna()
        if not column.nullable and missing.any():
            problems.add(place, f"no value in {_row(missing)}", "a value", "fill it in")
        try:
            if column.kind == "text":
                typed = values.astype("str").where(~missing, None).astype("str")
            else:
                if column.kind == "flag" and values.dtype == "str":  # as a CSV holds it
                    words: dict[str, object] = {"True": True, "False": False}
                    values = values.map(lambda word: words.get(word, word), na_action="ignore")
                typed = values.astype(_DTYPES[column.kind])
        except (ValueError, TypeError):
            wrong = ~missing & pd.to_numeric(values, errors="coerce").isna()
            got = f"'{values[wrong].iloc[0]}' in {_row(wrong)}" if wrong.any() else "mixed types"
            problems.add(place, got, f"a {column.kind}", "correct it")
            return values
        self._check_values(typed, column, place, problems)
        return typed

    def _check_values(
        self, values: pd.Series, column: Column, place: str, problems: Problems
    ) -> None:
        present = values.dropna()
        if column.allowed:
            for value in sorted(set(present) - set(column.allowed)):
                problems.add(
                    place, f"'{value}'", " or ".join(column.allowed), nearest(value, column.allowed)
                )
        if column.low is not None and (values < column.low).any():
            got = f"{present.min()} in {_row(values == present.min())}"
            problems.add(place, got, f"at least {column.low}", "correct it")
        if column.high is not None and (values > column.high).any():
            got = f"{present.max()} in {_row(values == present.max())}"
            problems.add(place, got, f"at most {column.high}", "correct it")


def _row(found: pd.Series) -> str:
    """Return the first row found, numbered as a sheet shows it: the header is row 1."""
    return f"row {int(found.to_numpy(bool, na_value=False).argmax()) + 2}"


def refuse(where: str, got: str, expected: str, remedy: str) -> PhareError:
    """Return an error of one finding, to be raised by the caller."""
    problems = Problems()
    problems.add(where, got, expected, remedy)
    return PhareError(*problems)
