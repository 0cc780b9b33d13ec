"""The answers most typical of a class."""

from __future__ import annotations

from typing import Literal

import numpy as np

from phare.typology.incidence import FloatArray, Incidence, IntArray, row_sums
from phare.typology.keyness import FIVE_PER_CENT, Keyness

Score = Literal["sum", "mean"]


def typicality(
    presence: Incidence, found: Keyness, profile: int, score: Score = "sum"
) -> FloatArray:
    """Return how typical each unit is of a class (n,).

    The sum of the chi-squares of its distinct terms that the class has more of, at 5 % or
    better; or that sum over all its terms, which favours short answers.
    """
    chi2 = found.chi2[profile]
    total: FloatArray = presence @ np.where(chi2 >= FIVE_PER_CENT, chi2, 0.0)
    return total if score == "sum" else total / np.maximum(row_sums(presence), 1.0)


def most_typical(
    presence: Incidence,
    classes: IntArray,
    found: Keyness,
    profile: int,
    count: int = 5,
    score: Score = "sum",
) -> IntArray:
    """Return the units of a class, the most typical first; of equals, the first."""
    own = np.flatnonzero(classes == profile)
    scores = typicality(presence, found, profile, score)[own]
    return own[np.argsort(-scores, kind="stable")][:count].astype(np.int64)
