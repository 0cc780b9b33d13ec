"""What a delivered file asked: each variable with its wording, its answers and their counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import pandas as pd

from phare.adopt.wording import missing_kind, role_of
from phare.config.adoption import Words
from phare.config.base import code_text
from phare.contracts import ANY

Kind = Literal["category", "number", "text", "date"]
_CLOSED = 60
"""Distinct texts up to which a column of text is a closed list of answers."""

MissingCodes = Mapping[str, Mapping[str, str]]
"""Column -> code -> kind of missing answer, as a card declares it."""


@dataclass(frozen=True)
class Answer:
    """One code of a variable. `missing`: the kind of missing answer; `told`: the file says so."""

    code: str
    label: str | None
    n: int
    missing: str | None = None
    told: bool = False


@dataclass(frozen=True)
class Asked:
    """One variable of a delivered file.

    Parameters
    ----------
    name : its own; of one answer of a column that holds several, `column=code`
    column : the column of the file
    place : where it stands in the file
    wordings : other labels under which the study has met it
    n : rows with an answer, missing codes left out
    blank : rows without a value
    numbers : (n,) sorted, for a number
    integers : the distinct values, where they are few whole numbers without labels
    codes_are_labels : the file holds the labels themselves
    """

    name: str
    column: str
    label: str | None
    kind: Kind
    answers: tuple[Answer, ...]
    place: float
    n: int
    blank: int
    distinct: int
    numbers: np.ndarray = field(repr=False, compare=False)
    role: str | None = None
    integers: tuple[int, ...] = ()
    codes_are_labels: bool = False
    set: str | None = None
    wordings: tuple[str, ...] = ()

    @property
    def categories(self) -> tuple[Answer, ...]:
        """The answers that are not missing ones."""
        return tuple(one for one in self.answers if one.missing is None)

    @property
    def labelled(self) -> bool:
        """Whether every category has a label."""
        return bool(self.categories) and all(one.label is not None for one in self.categories)

    @property
    def shown(self) -> str:
        """Its label, or its name where it has none."""
        return self.label or self.column

    @property
    def counted(self) -> tuple[float, ...]:
        """The share of each category, in their order."""
        return tuple(self.shares[one.code] for one in self.categories)

    @property
    def shares(self) -> dict[str, float]:
        """Category -> share of the rows with an answer."""
        total = sum(one.n for one in self.categories)
        return {one.code: one.n / total if total else 0.0 for one in self.categories}


def asked_of(
    records: pd.DataFrame, codebook: pd.DataFrame, words: Words, missing: MissingCodes | None = None
) -> tuple[Asked, ...]:
    """Return the variables of a delivered file, in its order.

    Parameters
    ----------
    records, codebook : RECORDS and CODEBOOK of one wave
    missing : what a card declares; without it, labels and the file's own ranges say it
    """
    told = _told(codebook)
    columns = [str(name) for name in records.columns if name not in ("wave", "row")]
    return tuple(
        _asked(records[name], told[name], place, words, (missing or {}).get(name))
        for place, name in enumerate(columns)
    )


@dataclass
class _Told:
    """What a codebook says of one variable."""

    label: str | None = None
    type: str = "text"
    set: str | None = None
    labels: dict[str, str] = field(default_factory=dict)
    declared: list[str] = field(default_factory=list)


def _told(codebook: pd.DataFrame) -> dict[str, _Told]:
    parts = ("variable", "code", "variable_label", "code_label", "missing_kind", "type", "set")
    columns = [
        codebook[name].astype("object").where(codebook[name].notna(), None).tolist()
        for name in parts
    ]
    found: dict[str, _Told] = {}
    for variable, code, label, code_label, missing, type_, set_ in zip(*columns, strict=True):
        one = found.setdefault(str(variable), _Told())
        if code == ANY:
            one.label, one.type, one.set = label, str(type_), set_
            continue
        if code_label is not None and str(code_label).strip():
            one.labels[str(code)] = str(code_label)
        if missing is not None:
            one.declared.append(str(code))
    return found


def _asked(
    column: pd.Series, about: _Told, place: int, words: Words, known: Mapping[str, str] | None
) -> Asked:
    name, label, labels = str(column.name), about.label, about.labels
    found: dict[str, int] = {}
    for value, count in column.value_counts(dropna=True).items():
        found[code_text(value)] = found.get(code_text(value), 0) + int(count)
    blank = int(column.isna().sum()) + found.pop("", 0)
    answers = _answers(found, labels, _declared(about.declared, list(found)), known, words)
    kind = _kind(about.type, found, answers, len(column))
    numbers = np.empty(0)
    integers: tuple[int, ...] = ()
    bare = kind == "category" and not labels and about.type == "text"
    if bare:
        answers = tuple(
            Answer(
                one.code, one.code, one.n, one.missing or missing_kind(one.code, words), one.told
            )
            for one in answers
        )
    if kind == "number":
        gone = {one.code for one in answers if one.missing is not None}
        kept = [
            (float(code), count)
            for code, count in found.items()
            if code not in gone and _is_number(code)
        ]
        numbers = (
            np.sort(np.repeat([v for v, _ in kept], [c for _, c in kept])) if kept else numbers
        )
        values = [v for v, _ in kept]
        if 2 <= len(values) <= 12 and all(v.is_integer() and abs(v) < 100 for v in values):
            integers = tuple(sorted(int(v) for v in values))
        answers = tuple(one for one in answers if one.label is not None or one.missing is not None)
    if kind in ("text", "date"):
        answers = ()
    lost = sum(one.n for one in answers if one.missing is not None)
    return Asked(
        name=name, column=name, label=label, kind=kind, answers=answers, place=place,
        n=len(column) - blank - lost, blank=blank, distinct=len(found), numbers=numbers,
        role=role_of(name, label, words), integers=integers, codes_are_labels=bare,
        set=about.set,
    )  # fmt: skip


def _answers(
    found: dict[str, int], labels: dict[str, str], declared: set[str],
    known: Mapping[str, str] | None, words: Words,
) -> tuple[Answer, ...]:  # fmt: skip
    codes = [*labels, *(code for code in sorted(found) if code not in labels)]
    if len(codes) > 10 * _CLOSED:
        codes = [code for code in codes if code in labels or code in declared]
    answers = []
    for code in codes:
        label = labels.get(code)
        kind = missing_kind(label, words)
        if known is not None:
            kind = known.get(code)
        elif code in declared:
            kind = kind or "no_answer"
        told = code in declared or (known is not None and code in known)
        answers.append(Answer(code, label, found.get(code, 0), kind, told))
    return tuple(answers)


def _kind(type_: str, found: dict[str, int], answers: tuple[Answer, ...], rows: int) -> Kind:
    if type_ in ("date", "datetime", "time"):
        return "date"
    named = [one for one in answers if one.label is not None and one.missing is None]
    unnamed = [one for one in answers if one.label is None and one.missing is None]
    if type_ == "text":
        if named or (0 < len(found) <= _CLOSED and 5 * len(found) <= max(rows, 15)):
            return "category"
        return "text"
    if type_ == "flag" or (named and len(named) >= len(unnamed)):
        return "category"
    return "number"


def _declared(codes: list[str], found: list[str]) -> set[str]:
    declared: set[str] = set()
    for code in codes:
        if " thru " in code:
            low, high = (float(part) for part in str(code).split(" thru "))
            declared |= {one for one in found if _is_number(one) and low <= float(one) <= high}
        else:
            declared.add(code)
    return declared


def _is_number(code: str) -> bool:
    try:
        float(code)
    except ValueError:
        return False
    return True


def as_answers(one: Asked, column: pd.Series) -> Asked:
    """Return a number as a list of answers without labels, one for each of its values."""
    counts = column.map(code_text, na_action="ignore").value_counts()
    known = {answer.code: answer for answer in one.answers}
    answers = tuple(
        known.get(code) or Answer(code, None, int(counts[code])) for code in sorted(counts.index)
    )
    return replace(one, kind="category", answers=answers, numbers=np.empty(0), integers=())
