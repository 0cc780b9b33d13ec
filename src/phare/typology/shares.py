"""Shares of the profiles among respondents, weighted, with their intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from phare.contracts import refuse
from phare.stats.design import Design
from phare.stats.intervals import ProportionMethod
from phare.stats.shares import Share, estimate_share
from phare.typology.incidence import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class Shares:
    """Shares of k profiles and, last, of no profile.

    Parameters
    ----------
    n : respondents (k + 1,)
    of_answers : among all who answered (k + 1)
    of_classified : among those with a profile (k)
    """

    n: IntArray
    of_answers: tuple[Share, ...]
    of_classified: tuple[Share, ...]


def profile_shares(
    design: Design,
    classes: IntArray,
    answered: BoolArray,
    k: int,
    method: ProportionMethod = "logit",
    level: float = 0.95,
) -> Shares:
    """Estimate the share of each profile.

    Parameters
    ----------
    design : of all respondents, those without an answer included
    classes : below 0 for none (n,); answered : who gave an answer (n,)

    Raises
    ------
    PhareError : arrays of other lengths; a class without an answer; nobody answered
    """
    if not len(classes) == len(answered) == design.n:
        raise refuse(
            "profile shares", f"{len(classes)} classes and {len(answered)} answers",
            f"one of each per respondent, {design.n}", "give them in the rows of the design",
        )  # fmt: skip
    silent = int(np.sum((classes >= 0) & ~answered))
    if silent or not np.any(answered):
        raise refuse(
            "profile shares", f"{silent} classes without an answer, {int(answered.sum())} answers",
            "a class only with an answer", "classify answers, not respondents",
        )  # fmt: skip
    numbers = np.where(classes >= 0, classes, k)
    cases = [(answered & (numbers == one)).astype(np.float64) for one in range(k + 1)]
    classified = answered & (classes >= 0)
    of_answers = tuple(
        estimate_share(design, one, method, rows=answered, level=level) for one in cases
    )
    of_classified = tuple(
        estimate_share(design, one, method, rows=classified, level=level) for one in cases[:k]
    ) if np.any(classified) else ()  # fmt: skip
    return Shares(
        np.array([int(one.sum()) for one in cases], dtype=np.int64), of_answers, of_classified
    )


def shift_of_shares(table: FloatArray) -> FloatArray:
    """Return by how much projection moves the share of each class (k,), in 0..1.

    From the held-out table of a codebook (k, k + 1): shares among the projected answers that
    are classified, less the shares of the classes themselves.
    """
    inside = table[:, :-1]
    if not inside.sum():
        return np.full(len(table), np.nan)
    return np.asarray(inside.sum(0) / inside.sum() - table.sum(1) / table.sum())
