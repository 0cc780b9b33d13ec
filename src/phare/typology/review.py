"""Verbatims: what is put before a reviewer, and what leaves after the review."""

from __future__ import annotations

import numpy as np
import pandas as pd

from phare.config.typologies import Privacy
from phare.contracts import refuse
from phare.contracts.typology import VERBATIM_REVIEW, VERBATIMS
from phare.errors import PhareError, Problem
from phare.typology.describe import Row, profile, table
from phare.typology.incidence import Incidence, IntArray
from phare.typology.keyness import Keyness
from phare.typology.masking import Masked, mask
from phare.typology.respondents import Respondents
from phare.typology.typical import most_typical, typicality


def review_rows(
    respondents: Respondents,
    masked: Masked,
    presence: Incidence,
    classes: IntArray,
    found: Keyness,
    count: int,
    privacy: Privacy,
    typology: str,
) -> pd.DataFrame:
    """Return VERBATIM_REVIEW: the most typical answers of each class, by either score, masked.

    Parameters
    ----------
    presence, classes : of the respondents (n rows)
    """
    level = _levels(respondents, classes, len(found.n_classes), privacy)
    rows: list[Row] = []
    for number in range(len(found.n_classes)):
        total = typicality(presence, found, number)
        mean = typicality(presence, found, number, "mean")
        first = [
            *most_typical(presence, classes, found, number, count).tolist(),
            *most_typical(presence, classes, found, number, count, "mean").tolist(),
        ]
        rows += [
            {
                "profile": profile(number), "respondent_id": respondents.ids[at], "rank": rank,
                "score": total[at], "mean_score": mean[at], "masks": masked.masks[at],
                "text": masked.texts[at], "variable": privacy.shown_with if level[at] else None,
                "level": level[at], "decision": None, "edited": None, "reviewer": None,
            }
            for rank, at in enumerate(dict.fromkeys(first), 1)
        ]  # fmt: skip
    return table(rows, VERBATIM_REVIEW, typology=typology, wave=respondents.wave)


def _levels(
    respondents: Respondents, classes: IntArray, k: int, privacy: Privacy
) -> list[str | None]:
    """Return the level that may stand beside each respondent's text: shared by enough of a class."""
    none: list[str | None] = [None] * len(respondents.ids)
    if privacy.shown_with is None:
        return none
    codes, names = respondents.codes(privacy.shown_with)
    shared = np.zeros((k, len(names)))
    known = (classes >= 0) & (codes >= 0)
    np.add.at(shared, (classes[known], codes[known]), 1)
    return [
        names[code] if is_known and shared[own, code] >= privacy.least_cell else None
        for own, code, is_known in zip(classes, codes, known, strict=True)
    ]


def verbatims(reviewed: pd.DataFrame, proposed: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return VERBATIMS: the answers a reviewer accepted, without their respondents.

    Parameters
    ----------
    reviewed : VERBATIM_REVIEW with the decisions
    proposed : VERBATIM_REVIEW as it was made

    Raises
    ------
    PhareError : an accepted answer that was not proposed, or whose text, variable or level
        is not as proposed; one without a reviewer; an edited text that has something to mask
    """
    key = list(VERBATIM_REVIEW.key)
    accepted = VERBATIM_REVIEW.check(reviewed, "verbatims, reviewed")
    accepted = accepted[accepted["decision"] == "accept"]
    made = VERBATIM_REVIEW.check(proposed, "verbatims, proposed").set_index(key)
    problems: list[Problem] = []
    for row in accepted.to_dict("records"):
        at = tuple(row[one] for one in key)
        where = f"verbatims, reviewed: profile {row['profile']}, respondent {row['respondent_id']}"
        for got, expected, remedy in _mistakes(row, made, at, language):
            problems += refuse(where, got, expected, remedy).problems
    if problems:
        raise PhareError(*problems)
    shown = accepted.sort_values([*key[:3], "rank"])
    number = shown.groupby(key[:3]).cumcount() + 1
    text = shown["edited"].where(shown["edited"].notna(), shown["text"])
    found = shown.assign(number=number, text=text)[VERBATIMS.names]
    return VERBATIMS.check(found.reset_index(drop=True), "verbatims")


def _mistakes(
    row: Row, made: pd.DataFrame, at: tuple[object, ...], language: str
) -> list[tuple[str, str, str]]:
    if at not in made.index:
        return [("an answer that was not proposed", "one of the proposed", "take it out")]
    found = []
    before = made.loc[at]
    for column in ("text", "variable", "level"):
        one, other = row[column], before[column]
        if not (pd.isna(one) and pd.isna(other)) and one != other:
            found.append((f"another {column} than proposed", "it unchanged",
                          "put changes in the column edited"))  # fmt: skip
    if pd.isna(row["reviewer"]):
        found.append(("no reviewer", "a name", "fill it in"))
    if not pd.isna(row["edited"]) and mask([row["edited"]], language).masks[0]:
        found.append(("an edited text that names somebody", "one that does not", "mask it"))
    return found
