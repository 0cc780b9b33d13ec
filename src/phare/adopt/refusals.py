"""What stops an adoption, and what a person must know of the file as a whole."""

from __future__ import annotations

import numpy as np
import pandas as pd

from phare.adopt.asked import Asked
from phare.adopt.match import Matching
from phare.adopt.notes import Note, note
from phare.adopt.verdicts import Line
from phare.config.adoption import Adoption
from phare.config.base import code_text
from phare.config.card import Card
from phare.errors import Problem, Problems, nearest


def refused(
    matching: Matching, records: pd.DataFrame, where: str, like: str, settings: Adoption,
    identifier: str | None, weight: str | None,
) -> list[Problem]:  # fmt: skip
    """Return what stops the adoption of a file.

    Parameters
    ----------
    where, like : the file and the earlier wave, for the messages
    identifier, weight : names of the old columns that identify and weight respondents
    """
    problems = Problems()
    least = settings.thresholds.recognised
    if matching.recognised < least:
        problems.add(
            where, f"{100 * matching.recognised:.0f} % of the variables near one of {like}",
            f"{100 * least:.0f} % at least: this does not look like that survey",
            "name the wave it continues with --like, or ask for the right file",
        )  # fmt: skip
        return list(problems)
    found = {
        line.old.name: line.new for line in matching.lines if line.old and line.verdict != "new"
    }
    if identifier in found:
        column = found[identifier].column
        keys = records[column].map(code_text, na_action="ignore")
        repeated = keys[keys.notna() & keys.duplicated()]
        if len(repeated):
            problems.add(
                f"{where}: {column}", f"{len(repeated)} identifiers that repeat, the first '{repeated.iloc[0]}'",
                "each respondent once",
                f"ask which line is right or, to keep the first of each, add an edit of kind duplicate to {like}",
            )  # fmt: skip
    if weight in found:
        _weight(found[weight], records, where, problems)
    return list(problems)


def repeated(matching: Matching, records: pd.DataFrame, like: Card, rule: str) -> tuple[Note, ...]:
    """Say how many identifiers repeat, where the earlier card has a rule for them."""
    for line in matching.lines:
        if line.old is not None and line.old.name == like.respondent_id and line.proposed:
            count = int(records[line.new.column].dropna().duplicated().sum())
            told = note("repeated_identifiers", n=count, rule=rule, like=like.wave)
            return (told,) if count else ()
    return ()


def _weight(one: Asked, records: pd.DataFrame, where: str, problems: Problems) -> None:
    values = pd.to_numeric(records[one.column], errors="coerce").to_numpy(float)
    wrong = ~(values > 0)
    if wrong.any():
        what = "zeros only" if not np.nan_to_num(values).any() else (
            f"{int(wrong.sum())} weights that are not positive, the first in row {int(wrong.argmax()) + 1}"
        )  # fmt: skip
        problems.add(
            f"{where}: {one.column}", what, "a positive weight for each respondent",
            "ask the institute for the weights",
        )  # fmt: skip


def column_of(key: str, records: pd.DataFrame, where: str) -> Problem | None:
    """Return what is wrong with the name of a linking key, None where the file has it."""
    columns = [str(name) for name in records.columns if name not in ("wave", "row")]
    if key in columns:
        return None
    return Problem(
        where, f"no column '{key}'", "the key of --link in both files", nearest(key, columns)
    )


def file_notes(
    matching: Matching, old: pd.DataFrame, new: pd.DataFrame, weight: str | None
) -> tuple[Note, ...]:
    """Return what is to be known of the file: weights, repeated rows, overlap, universe."""
    found: list[Note] = []
    pairs = {
        line.old.name: (line.old, line.new) for line in matching.lines if line.old and line.proposed
    }
    answers = new.drop(columns=["wave", "row"])
    identifiers = [one.column for one in matching.new if one.role == "identifier"]
    rest = answers.drop(columns=[name for name in identifiers if name in answers])
    repeated = int(rest.duplicated().sum()) if rest.shape[1] > 1 else 0
    if repeated:
        found.append(note("repeated_rows", n=repeated))
    if matching.linked_rows:
        share = f"{100 * matching.linked_rows / len(new):.0f}"
        found.append(note("overlap", n=matching.linked_rows, share=share))
    if weight in pairs:
        before, now = (
            pd.to_numeric(side[one.column], errors="coerce")
            for side, one in zip((old, new), pairs[weight], strict=True)
        )
        found.append(
            note("weight", total=f"{now.sum():,.0f}", mean=f"{now.mean():.3g}",
                 old_total=f"{before.sum():,.0f}", old_mean=f"{before.mean():.3g}")
        )  # fmt: skip
    weights = [one for one in matching.new if one.role == "weight" and one.kind == "number"]
    if len(weights) > 1:
        found.append(note("second_weight", codes=", ".join(one.column for one in weights)))
    for line in matching.lines:
        found += _universe(line) if line.proposed else []
    return tuple(found)


def _universe(line: Line) -> list[Note]:
    """Say whose range or whose levels show another universe."""
    old, new = line.old, line.new
    assert old is not None
    if (
        old.role == "age"
        and old.kind == new.kind == "number"
        and len(old.numbers)
        and len(new.numbers)
    ):
        ends = [f"{side.numbers[at]:g}" for side in (new, old) for at in (0, -1)]
        if ends[:2] != ends[2:]:
            return [note("range", variable=old.name, low=ends[0], high=ends[1],
                         old_low=ends[2], old_high=ends[3])]  # fmt: skip
    if old.role == "region" and line.links is not None:
        given = {one.code for one in new.categories if one.n}
        held = {link.old for link in line.links.links if link.new in given}
        gone = [one.label or one.code for one in old.categories if one.n and one.code not in held]
        if gone and held:
            return [note("absent", variable=old.name, codes=", ".join(gone))]
    return []
