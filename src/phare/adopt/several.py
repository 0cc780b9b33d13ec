"""Columns that hold several answers: one cell with a separator, mentions, sets, 0/1 blocks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from phare.adopt.asked import Answer, Asked
from phare.adopt.wording import missing_kind, normal
from phare.config.adoption import Adoption
from phare.config.base import code_text

Form = Literal["cell", "mentions"]
_SEPARATORS = "|;,/"
_PIECES = 40


@dataclass(frozen=True)
class Several:
    """Columns of a file that together hold the answers to one question.

    name : the column, or the first of them
    separator : between the codes of one cell; None for a column per mention
    codes : code -> label, in order
    empty : rows where nothing stands
    """

    name: str
    form: Form
    columns: tuple[str, ...]
    separator: str | None
    codes: Mapping[str, str | None]
    label: str | None
    empty: int

    def piece(self, code: str) -> str:
        """Return the name of the variable that says whether `code` was given."""
        return f"{self.name}={code}"


def several_of(
    asked: Sequence[Asked], records: pd.DataFrame, settings: Adoption
) -> tuple[Several, ...]:
    """Return the questions of several answers in one cell or in columns of mentions."""
    cells = [found for one in asked if (found := _cell(one, records, settings)) is not None]
    return (*cells, *_mentions(asked, records))


def expanded(
    asked: Sequence[Asked], several: Sequence[Several], records: pd.DataFrame, settings: Adoption
) -> tuple[Asked, ...]:
    """Return the variables with one yes/no variable for each answer of each of `several`."""
    gone = {column for one in several for column in one.columns}
    kept = [one for one in asked if one.name not in gone]
    places = {one.name: one.place for one in asked}
    made = [
        piece for one in several for piece in _pieces(one, records, places[one.name], settings)
    ]  # fmt: skip
    return tuple(sorted([*kept, *made], key=lambda one: one.place))


def _cell(one: Asked, records: pd.DataFrame, settings: Adoption) -> Several | None:
    column = records[one.column]
    if one.kind not in ("text", "category") or not pd.api.types.is_string_dtype(column):
        return None
    cells = column.dropna()
    cells = cells[cells != ""]
    known = {
        a.code: a.label for a in one.answers if a.label is not None and not one.codes_are_labels
    }
    for separator in _SEPARATORS:
        joined = cells.str.contains(separator, regex=False)
        if not len(cells) or joined.mean() < settings.thresholds.cells:
            continue
        pieces = cells.str.split(separator, regex=False).explode().str.strip()
        found = pieces[pieces != ""].value_counts()
        whole = set(cells[~joined].str.strip())
        if (
            not 2 <= len(found) <= _PIECES
            or found.min() < 2
            or (known and not set(found.index) <= set(known))
        ):
            continue
        # The label of one answer may hold a comma; the pieces of several also stand alone.
        if not known and (
            len(whole & set(found.index)) < 2 or 2 * len(found) > cells.nunique() + 2
        ):
            continue
        repeated = cells[joined].str.split(separator, regex=False).map(
            lambda parts: len({part.strip() for part in parts}) < len(parts)
        )  # fmt: skip
        if repeated.any():
            continue
        codes = known or {str(code): str(code) for code in sorted(found.index)}
        return Several(
            one.name, "cell", (one.column,), separator, codes, one.label, len(column) - len(cells)
        )
    return None


def _mentions(asked: Sequence[Asked], records: pd.DataFrame) -> list[Several]:
    """Return runs of columns with one list of answers, filled from the first to the last."""
    found, run = [], list[Asked]()
    for one in [*asked, None]:
        if one is not None and run and _next_mention(run[-1], one):
            run.append(one)
            continue
        if len(run) > 1 and _filled_in_turn(run, records):
            codes: dict[str, str | None] = {a.code: a.label for a in run[0].categories}
            label = _stem(run[0].label)
            empty = int(records[run[0].column].isna().sum())
            columns = tuple(member.column for member in run)
            found.append(Several(run[0].name, "mentions", columns, None, codes, label, empty))
        run = [one] if one is not None and len(one.categories) >= 3 else []
    return found


def _next_mention(before: Asked, one: Asked) -> bool:
    if one.kind != "category" or not one.categories or one.set != before.set:
        return False
    if not one.codes_are_labels and _frame(one) != _frame(before):
        return False
    if one.codes_are_labels != before.codes_are_labels:
        return False
    if one.set is not None:
        return True
    if one.label is None or before.label is None:
        return _stem(one.name) == _stem(before.name) and one.name != before.name
    return one.label != before.label and _stem(one.label) == _stem(before.label)


def _frame(one: Asked) -> tuple[tuple[str, str | None], ...]:
    return tuple((a.code, a.label) for a in one.categories)


_ORDINAL = re.compile(
    r"\b(?:\d+(?:er|ere|re|e|eme|st|nd|rd|th)?|premiere?|deuxieme|seconde?|troisieme|quatrieme|"
    r"first|second|third|fourth)\b"
)


def _stem(text: str | None) -> str | None:
    if text is None:
        return None
    spaced = re.sub(r"(?<=[a-z])(?=\d)", " ", normal(text))
    return " ".join(_ORDINAL.sub(" ", spaced).split())


def _filled_in_turn(run: Sequence[Asked], records: pd.DataFrame) -> bool:
    """Whether no row skips a mention or gives one answer twice, and some stop early."""
    values = [records[one.column] for one in run]
    filled = np.array([column.notna().to_numpy() for column in values])
    if (filled[1:] & ~filled[:-1]).any() or filled[-1].all():
        return False
    codes = [column.map(code_text, na_action="ignore") for column in values]
    for at, first in enumerate(codes):
        for second in codes[at + 1 :]:
            if (first.notna() & second.notna() & (first == second)).any():
                return False
    return True


def _pieces(one: Several, records: pd.DataFrame, place: float, settings: Adoption) -> list[Asked]:
    given = answers_given(one, records)
    rows = len(records)
    pieces = []
    for at, (code, label) in enumerate(one.codes.items()):
        if missing_kind(label, settings.words) is not None:
            continue
        cited = int(given[code].sum())
        answers = (Answer("0", "no", rows - cited), Answer("1", "yes", cited))
        pieces.append(
            Asked(
                name=one.piece(code), column=one.name, label=label or code, kind="category",
                answers=answers, place=place + at / 1000, n=rows, blank=0, distinct=2,
                numbers=np.empty(0), set=one.name,
                wordings=(f"{one.label} - {label}",) if one.label and label else (),
            )
        )  # fmt: skip
    return pieces


def answers_given(one: Several, records: pd.DataFrame) -> pd.DataFrame:
    """Return for each row and code whether it was given."""
    if one.separator is not None:
        cells = records[one.columns[0]].fillna("").astype("str")
        split = cells.str.split(one.separator, regex=False)
        sets = [{part.strip() for part in parts} for parts in split]
    else:
        texts = [records[name].map(code_text, na_action="ignore") for name in one.columns]
        sets = [set(row) for row in zip(*texts, strict=True)]
    return pd.DataFrame(
        {code: [code in row for row in sets] for code in one.codes}, index=records.index
    )


def cited_or_blank(one: Asked) -> bool:
    """Whether a column holds one code or nothing: not cited, or not asked, nobody can tell."""
    return (
        one.blank > 0
        and one.distinct == 1
        and sum(a.n > 0 for a in one.answers) <= 1
        and one.kind != "text"
    )
