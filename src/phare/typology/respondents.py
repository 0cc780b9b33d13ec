"""Answers brought to the respondents of a wave, and classes of units to their answers."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from phare.contracts import refuse
from phare.contracts.typology import ANSWERS
from phare.stats.design import Design
from phare.typology.incidence import Incidence, IntArray
from phare.typology.preparation import Corpus
from phare.typology.tree import UNCLASSIFIED
from phare.typology.units import joined


@dataclass(frozen=True, eq=False)
class Respondents:
    """The respondents of a wave, in the rows of their design.

    Parameters
    ----------
    ids : respondent_id of each row (n)
    design : how they were drawn and weighted (n rows)
    variables : study variables by name (n rows), categories as text; for ``describe.by``
    """

    wave: str
    ids: tuple[str, ...]
    design: Design
    variables: pd.DataFrame = field(default_factory=pd.DataFrame)

    def codes(self, variable: str) -> tuple[IntArray, list[str]]:
        """Return the level of each respondent, below 0 where unknown, and the levels in order.

        Raises
        ------
        PhareError : no such variable
        """
        if variable not in self.variables.columns:
            known = ", ".join(map(str, self.variables.columns)) or "none"
            raise refuse(
                f"{self.wave}: typology", f"variable '{variable}'", known, "name one of these"
            )
        values = self.variables[variable]
        if isinstance(values.dtype, pd.CategoricalDtype):
            return values.cat.codes.to_numpy(np.int64), [str(one) for one in values.cat.categories]
        codes, levels = pd.factorize(values, sort=True)
        return codes.astype(np.int64), [str(one) for one in levels]


def texts_of(
    answers: pd.DataFrame, respondents: Respondents, questions: tuple[str, ...]
) -> list[str | None]:
    """Return the text of each respondent (n): the answers to the questions, in their order.

    Raises
    ------
    PhareError : the table is none of ANSWERS, of another wave, or of unknown respondents
    """
    checked = ANSWERS.check(answers, f"{respondents.wave}: open answers")
    row = {one: number for number, one in enumerate(respondents.ids)}
    own = checked[checked["question"].isin(questions) & checked["text"].notna()]
    strange = sorted(set(own["wave"]) - {respondents.wave}) or sorted(
        set(own["respondent_id"]) - set(row)
    )
    if strange:
        raise refuse(
            f"{respondents.wave}: open answers", f"answers of '{strange[0]}'",
            "answers of this wave and its respondents", "give those of this wave only",
        )  # fmt: skip
    parts: dict[int, list[str]] = {}
    rank = {question: number for number, question in enumerate(questions)}
    ordered = own.assign(_rank=own["question"].map(rank)).sort_values(["respondent_id", "_rank"])
    for identity, text in zip(ordered["respondent_id"], ordered["text"], strict=True):
        parts.setdefault(row[identity], []).append(text)
    return ["\n".join(parts[i]) if i in parts else None for i in range(len(respondents.ids))]


def by_answer(corpus: Corpus) -> Incidence:
    """Return presence (answers, terms) of a corpus of segments."""
    return joined(corpus.presence, corpus.answers, len(corpus.set_aside))


def of_answers(classes: IntArray, owners: IntArray, n: int, k: int) -> IntArray:
    """Return the class that most units of an answer are in (n,), of equals the larger class.

    Parameters
    ----------
    classes, owners : class and answer of each unit; unclassified units do not count
    """
    votes = np.zeros((n, k))
    known = classes >= 0
    np.add.at(votes, (owners[known], classes[known]), 1)
    return np.where(votes.sum(1) > 0, np.argmax(votes, axis=1), UNCLASSIFIED).astype(np.int64)
