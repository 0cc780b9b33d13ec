"""Declared edits: each change and each exclusion leaves a row with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from phare.clean.missing import PREFIX
from phare.config.card import (
    ConsistencyEdit,
    DuplicateEdit,
    Edit,
    Filter,
    RangeEdit,
    SpeederEdit,
    StraightLineEdit,
)
from phare.config.variables import Variables
from phare.contracts import TOTAL
from phare.errors import Problems


def holds(responses: pd.DataFrame, kept: Filter) -> np.ndarray:
    """Return (n,) whether a respondent gave one of the named categories in each variable."""
    rows = np.ones(len(responses), dtype=bool)
    for variable, categories in kept.items():
        rows &= responses[variable].isin(categories).to_numpy(bool)
    return rows


def _shown(values: pd.Series) -> list[str | None]:
    return [None if pd.isna(value) else f"{value:g}" if isinstance(value, float) else str(value)
            for value in values]  # fmt: skip


@dataclass
class _Book:
    """The responses as edited so far, and the rows written on the way."""

    wave: str
    responses: pd.DataFrame
    variables: Variables
    excluded: pd.Series
    rows: list[pd.DataFrame] = field(default_factory=list)

    @property
    def kept(self) -> np.ndarray:
        return np.asarray(self.excluded.isna())

    def write(
        self, rows: np.ndarray, column: str, rule: str, reason: str,
        old: Iterable[str | None], new: str | None,
    ) -> None:  # fmt: skip
        if rows.any():
            respondents = self.responses.loc[rows, "respondent_id"]
            self.rows.append(
                pd.DataFrame(
                    {
                        "wave": self.wave, "respondent_id": respondents.to_numpy(),
                        "variable": column, "rule": rule, "old": list(old), "new": new,
                        "reason": reason,
                    }
                )
            )  # fmt: skip

    def exclude(self, rows: np.ndarray, edit: Edit) -> None:
        rows = rows & self.kept
        self.write(rows, TOTAL, edit.rule, edit.reason, [None] * int(rows.sum()), None)
        self.excluded = self.excluded.mask(rows, edit.rule)

    def set_aside(self, rows: np.ndarray, column: str, edit: Edit, kind: str) -> None:
        rows = rows & self.kept & self.responses[column].notna().to_numpy()
        old = _shown(self.responses.loc[rows, column])
        self.write(rows, column, edit.rule, edit.reason, old, None)
        self.responses[column] = self.responses[column].mask(rows)
        missing = PREFIX + column
        self.responses[missing] = self.responses[missing].mask(rows, kind)

    def replace(self, rows: np.ndarray, column: str, edit: Edit, value: float | str) -> None:
        rows = rows & self.kept
        shown = f"{value:g}" if isinstance(value, float) else str(value)
        self.write(rows, column, edit.rule, edit.reason,
                   _shown(self.responses.loc[rows, column]), shown)  # fmt: skip
        self.responses[column] = self.responses[column].mask(rows, value)
        missing = PREFIX + column
        self.responses[missing] = self.responses[missing].mask(rows)


def apply_edits(
    responses: pd.DataFrame, edits: Iterable[Edit], variables: Variables, where: str
) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """Return the edited responses, the rows of EDITS, and the rule that excluded each.

    Parameters
    ----------
    responses : a row per line of the file; not changed
    edits : in the order of the card; each sees what the former left

    Returns
    -------
    responses : as many rows; edits : EDITS without contract order; excluded : (n,) rule or missing

    Raises
    ------
    PhareError
        When identifiers repeat and no edit says what to do.
    """
    wave = str(responses["wave"].iloc[0]) if len(responses) else ""
    book = _Book(
        wave, responses.copy(), variables, pd.Series([None] * len(responses), dtype="object")
    )
    edits = tuple(edits)
    _refuse_duplicates(responses, edits, where)
    for edit in edits:
        _APPLY[type(edit)](book, edit)
    written = pd.concat(book.rows, ignore_index=True) if book.rows else pd.DataFrame()
    return book.responses, written, book.excluded


def _refuse_duplicates(responses: pd.DataFrame, edits: tuple[Edit, ...], where: str) -> None:
    repeated = responses["respondent_id"].duplicated()
    if repeated.any() and not any(isinstance(edit, DuplicateEdit) for edit in edits):
        problems = Problems()
        first = responses.loc[repeated, "respondent_id"].iloc[0]
        problems.add(
            f"{where}: respondent_id", f"{int(repeated.sum())} repeated, the first '{first}'",
            "each respondent once", "declare an edit of kind duplicate, or correct the file",
        )  # fmt: skip
        problems.raise_if_any()


def _duplicate(book: _Book, edit: DuplicateEdit) -> None:
    repeated = book.responses["respondent_id"].duplicated().to_numpy()
    # Both lines carry one identifier; the excluded one is told apart by its line.
    lines = book.responses["line"].astype(str)
    named = book.responses["respondent_id"] + " (line " + lines + ")"
    book.responses["respondent_id"] = book.responses["respondent_id"].mask(repeated, named)
    book.exclude(repeated, edit)


def _range(book: _Book, edit: RangeEdit) -> None:
    for column in book.variables.columns(edit.variable):
        if column not in book.responses:
            continue
        values = book.responses[column].astype("float64")
        outside = np.zeros(len(values), dtype=bool)
        if edit.low is not None:
            outside |= (values < edit.low).to_numpy()
        if edit.high is not None:
            outside |= (values > edit.high).to_numpy()
        if edit.action == "exclude":
            book.exclude(outside, edit)
        else:
            book.set_aside(outside, column, edit, "no_answer")


def _consistency(book: _Book, edit: ConsistencyEdit) -> None:
    when = holds(book.responses, edit.when)
    for column, value in edit.then.items():
        values = book.responses[column]
        broken = when & values.notna().to_numpy() & (values != value).to_numpy(bool)
        if edit.action == "exclude":
            book.exclude(broken, edit)
        elif edit.action == "set_missing":
            book.set_aside(broken, column, edit, "no_answer")
        else:
            book.replace(broken, column, edit, value)


def _speeder(book: _Book, edit: SpeederEdit) -> None:
    duration = book.responses[edit.variable]
    floor = edit.fraction_of_median * duration[book.kept].median()
    book.exclude((duration < floor).to_numpy(), edit)


def _straight_line(book: _Book, edit: StraightLineEdit) -> None:
    columns = [c for c in book.variables.columns(edit.variable) if c in book.responses]
    answers = np.column_stack([_as_numbers(book.responses[column]) for column in columns])
    given = ~np.isnan(answers)
    lowest = np.where(given, answers, np.inf).min(axis=1)
    highest = np.where(given, answers, -np.inf).max(axis=1)
    one, answered = lowest == highest, given.sum(axis=1)
    book.exclude(one & (answered >= edit.least_items), edit)


def _as_numbers(values: pd.Series) -> np.ndarray:
    if isinstance(values.dtype, pd.CategoricalDtype):
        codes = values.cat.codes.to_numpy(float)
        return np.where(codes < 0, np.nan, codes)
    return np.asarray(values.to_numpy(float, na_value=np.nan))


_APPLY: dict[type, Callable[..., None]] = {
    DuplicateEdit: _duplicate,
    RangeEdit: _range,
    ConsistencyEdit: _consistency,
    SpeederEdit: _speeder,
    StraightLineEdit: _straight_line,
}
