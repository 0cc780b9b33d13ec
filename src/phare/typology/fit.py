"""How well the classes of a codebook fit the answers of a wave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from phare.typology.incidence import BoolArray, IntArray
from phare.typology.preparation import Corpus
from phare.typology.projection import Projection
from phare.typology.tree import UNCLASSIFIED


@dataclass(frozen=True)
class Fit:
    """Of the answers of a wave that are not empty.

    Parameters
    ----------
    unclassified : share without a class
    unknown_words : share of the occurrences of their terms that the vocabulary does not have
    certainty : mean of the largest posterior; answers without a known term count with 1 / k
    """

    unclassified: float
    unknown_words: float
    certainty: float


def unreadable(corpus: Corpus) -> BoolArray:
    """Return which answers (n,) no class is looked for: empty, or in another language."""
    return np.array(
        [one in ("empty", "other_language") for one in corpus.set_aside], dtype=np.bool_
    )


def projected_classes(corpus: Corpus, projection: Projection, threshold: float) -> IntArray:
    """Return the classes of the answers (n,), UNCLASSIFIED where there is none."""
    return np.where(unreadable(corpus), UNCLASSIFIED, projection.classes(threshold))


def fit_of(corpus: Corpus, projection: Projection, threshold: float) -> Fit:
    """Return how a codebook fits the wave whose answers it projected."""
    answered = np.array([one != "empty" for one in corpus.set_aside], dtype=np.bool_)
    classes = projected_classes(corpus, projection, threshold)[answered]
    known, total = float(corpus.counts.sum()), sum(map(len, corpus.words))
    return Fit(
        float(np.mean(classes == UNCLASSIFIED)),
        1 - known / total if total else 0.0,
        float(projection.certainty[answered].mean()),
    )
