"""New answers put into the classes of a codebook, by the words they have in common.

The score of class k for an answer is the sum, over its distinct terms j, of
log[(n_jk + 1/2) / (n_k + p/2)] - log[(n_j + 1/2) / (N + p/2)], with n_jk the answers of the
class that have the term, n_k their sum over terms, n_j over classes and N over both. The
posterior is the softmax of the scores: classes are as likely before anything is read.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from phare.typology.incidence import FloatArray, Incidence, IntArray, row_sums
from phare.typology.tree import UNCLASSIFIED


@dataclass(frozen=True, eq=False)
class Projection:
    """Scores and posteriors (n, k) of answers; where no term is known, every score is 0.

    Parameters
    ----------
    forms : distinct terms of the vocabulary in each answer (n,)
    """

    scores: FloatArray
    posteriors: FloatArray
    forms: FloatArray

    @property
    def nearest(self) -> IntArray:
        """The class of largest posterior (n,), the first of equals."""
        return np.asarray(np.argmax(self.posteriors, axis=1), dtype=np.int64)

    @property
    def certainty(self) -> FloatArray:
        """The largest posterior (n,)."""
        return np.asarray(self.posteriors.max(axis=1))

    def classes(self, threshold: float) -> IntArray:
        """Return the classes (n,): UNCLASSIFIED below the threshold or without a known term."""
        sure = (self.certainty >= threshold) & (self.forms > 0)
        return np.where(sure, self.nearest, UNCLASSIFIED)


def project(presence: Incidence, counts: FloatArray) -> Projection:
    """Project answers (n, p) on term x class counts (p, k)."""
    lift = log_lift(counts)
    scores: FloatArray = presence @ lift
    return Projection(scores, np.asarray(special.softmax(scores, axis=1)), row_sums(presence))


def log_lift(counts: FloatArray) -> FloatArray:
    """Return what each term adds to the score of each class (p, k)."""
    p = counts.shape[0]
    within = np.log((counts + 0.5) / (counts.sum(0) + p / 2))
    overall = np.log((counts.sum(1) + 0.5) / (counts.sum() + p / 2))
    return np.asarray(within - overall[:, None])
