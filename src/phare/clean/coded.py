"""From what a delivered column holds to categories, numbers and citations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from phare.clean.missing import Answers, categorical, kinds_from, position
from phare.config.base import code_text
from phare.config.card import Mapping
from phare.contracts import ANY
from phare.errors import Problems

NO_ANSWER = position("no_answer")
_SHOWN = 5


@dataclass(frozen=True)
class SourceColumn:
    """One column of a delivered file, with what the file says of it.

    name : heading in the file
    codes : (n,) position of each line's value in `texts`, -1 where blank
    texts : distinct values, as code texts ('1', '.a', 'Femme')
    numbers : distinct values as numbers, nan where they are not
    labels : code text -> value label
    declared : code text -> True where the file declares the code missing
    """

    name: str
    codes: np.ndarray
    texts: tuple[str, ...]
    numbers: np.ndarray
    labels: dict[str, str]
    declared: frozenset[str]


def source_column(
    records: pd.DataFrame, codebook: pd.DataFrame, tagged: pd.DataFrame, name: str
) -> SourceColumn:
    """Return one column of RECORDS beside its rows of CODEBOOK and its tagged missings."""
    codes, distinct = pd.factorize(records[name], use_na_sentinel=True)
    texts = [code_text(value) for value in distinct]
    # Blanks of a fixed-width text file are blanks.
    blank = np.array([text == "" for text in texts] + [False])
    codes = np.where(blank[codes], -1, codes)
    about = codebook[codebook["variable"] == name]
    about = about[about["code"] != ANY]
    tags = tagged[tagged["variable"] == name] if len(tagged) else tagged
    if len(tags):
        rows = pd.Index(records["row"]).get_indexer(tags["row"])
        for tag in sorted(set(tags["tag"])):
            codes[rows[(tags["tag"] == tag).to_numpy()]] = len(texts)
            texts.append(tag)
    numbers = pd.to_numeric(pd.Series(texts, dtype="object"), errors="coerce").to_numpy(float)
    return SourceColumn(
        name=name,
        codes=codes,
        texts=tuple(texts),
        numbers=numbers,
        labels={
            row.code: row.code_label
            for row in about.itertuples()
            if isinstance(row.code_label, str)
        },
        declared=frozenset(_declared(about, texts, numbers)),
    )


def _declared(about: pd.DataFrame, texts: list[str], numbers: np.ndarray) -> set[str]:
    found = set()
    for code in about.loc[about["missing_kind"].notna(), "code"]:
        if " thru " in code:
            low, high = (float(part) for part in code.split(" thru "))
            inside = (numbers >= low) & (numbers <= high)
            found |= {text for text, within in zip(texts, inside, strict=True) if within}
        else:
            found.add(code)
    return found


def _positions(
    column: SourceColumn, mapping: Mapping, where: str, place: Callable[[str], int | None],
    problems: Problems, expected: str,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Return for each distinct value its target position and its missing kind, -1 for none."""
    missing = {code: position(kind) for kind, codes in mapping.missing.items() for code in codes}
    targets = np.full(len(column.texts) + 1, -1)
    kinds = np.full(len(column.texts) + 1, -1)
    kinds[-1] = missing.get("", NO_ANSWER)
    counts = np.bincount(column.codes[column.codes >= 0], minlength=len(column.texts))
    for at, text in enumerate(column.texts):
        if text in missing:
            kinds[at] = missing[text]
        elif not counts[at]:
            continue
        elif text in column.declared:
            label = f" ('{column.labels[text]}')" if text in column.labels else ""
            problems.add(
                where, f"code {text}{label} declared missing in the file, {counts[at]} rows",
                "its kind in the card", f"add it under missing of this variable: refused: [{text}]",
            )  # fmt: skip
        else:
            target = place(text)
            if target is None:
                problems.add(
                    where, f"'{text}' in {column.name}, {counts[at]} rows", expected,
                    "add its code to the crosswalk, under a category or under missing",
                )  # fmt: skip
            else:
                targets[at] = target
    return targets, kinds


def categories_of(
    column: SourceColumn, mapping: Mapping, categories: list[str], ordered: bool, where: str,
    problems: Problems,
) -> Answers:  # fmt: skip
    """Return a column as study categories.

    A value is one of the codes of a category or, in a file delivered with labels instead
    of codes, one of its labels. Where file and card both label a code, they must agree.
    """
    entries = mapping.categories or {}
    by_code = {code: name for name, entry in entries.items() for code in entry.code}
    by_label = {label: name for name, entry in entries.items() for label in entry.label}
    for name, entry in entries.items():
        for code in entry.code:
            said = column.labels.get(code)
            if said is not None and entry.label and said not in entry.label:
                problems.add(
                    where, f"code {code} of {column.name} labelled '{said}'",
                    f"'{entry.label[0]}' for {name}",
                    "correct the code or the label in the crosswalk: the delivery may be recoded",
                )  # fmt: skip

    def place(text: str) -> int | None:
        name = by_code.get(text, by_label.get(text, mapping.otherwise))
        return None if name is None else categories.index(name)

    shown = [f"{code} ({name})" for code, name in by_code.items()][:_SHOWN]
    shown = shown or [f"'{label}' ({name})" for label, name in by_label.items()][:_SHOWN]
    expected = (
        "a code of the crosswalk: "
        + ", ".join(shown)
        + (", ..." if max(len(by_code), len(by_label)) > _SHOWN else "")
    )
    targets, kinds = _positions(column, mapping, where, place, problems, expected)
    values = categorical(targets[column.codes], categories, ordered)
    return Answers(values, kinds_from(kinds[column.codes]))


def numbers_of(column: SourceColumn, mapping: Mapping, where: str, problems: Problems) -> Answers:
    """Return a column as numbers."""

    numbers = dict(zip(column.texts, column.numbers, strict=True))

    def place(text: str) -> int | None:
        return None if np.isnan(numbers[text]) else 0

    targets, kinds = _positions(column, mapping, where, place, problems, "a number")
    table = np.where(targets[:-1] == 0, column.numbers, np.nan)
    if mapping.subtracted_from is not None:
        table = mapping.subtracted_from - table
    values = np.append(table, np.nan)[column.codes]
    return Answers(pd.Series(values), kinds_from(kinds[column.codes]))


def citations_of(column: SourceColumn, mapping: Mapping, where: str, problems: Problems) -> Answers:
    """Return a column of a multiple response as cited (True) or not (False).

    Where `not_cited` holds the empty code, a blank is an answer.
    """
    cited, not_cited = set(mapping.cited), set(mapping.not_cited)

    def place(text: str) -> int | None:
        return 1 if text in cited else 0 if text in not_cited else None

    expected = f"cited ({', '.join(mapping.cited)}) or not ({', '.join(mapping.not_cited)})"
    targets, kinds = _positions(column, mapping, where, place, problems, expected)
    if "" in not_cited:
        targets[-1], kinds[-1] = 0, -1
    at = targets[column.codes]
    values = pd.arrays.BooleanArray(at == 1, at < 0)
    return Answers(pd.Series(values), kinds_from(kinds[column.codes]))


def texts_of(column: SourceColumn, mapping: Mapping) -> Answers:
    """Return a column as free text."""
    targets, kinds = _positions(column, mapping, "", lambda _: 0, Problems(), "")
    texts = np.array([*column.texts, ""], dtype=object)
    texts[targets < 0] = None
    return Answers(pd.Series(texts[column.codes]).astype("str"), kinds_from(kinds[column.codes]))
