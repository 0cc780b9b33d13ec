"""Classes of the propensity to respond, each with one factor.

Method: docs/methods/nonresponse.md.
"""

from __future__ import annotations

import numpy as np

from phare.errors import Problems
from phare.stats.arrays import BoolArray, FloatArray, IntArray, sums
from phare.stats.quantiles import weighted_quantiles

# Propensities this near (in 0..1) are the same one, whatever the order of the sums.
_DIGITS = 12


def classes_of(propensity: FloatArray, weights: FloatArray, classes: int) -> IntArray:
    """Return the quantile class 0..classes-1 of each pattern (m,), cut with `weights` (m,)."""
    rounded = np.round(propensity, _DIGITS)
    cuts = weighted_quantiles(rounded, weights, np.arange(1, classes) / classes)
    return np.searchsorted(cuts, rounded, side="left").astype(np.int64)


def factors_of_classes(
    class_of_pattern: IntArray, weights: FloatArray, responded: BoolArray, classes: int
) -> FloatArray:
    """Return weight of all over weight of respondents in each class (classes,).

    NaN for a class with weight and no respondent; 1 for an empty one.
    """
    drawn = sums(class_of_pattern, weights, classes)
    kept = sums(class_of_pattern, np.where(responded, weights, 0.0), classes)
    factors = np.divide(drawn, kept, out=np.ones_like(drawn), where=kept > 0)
    return np.where((drawn > 0) & ~(kept > 0), np.nan, factors)


def check_classes(of_class: FloatArray, where: str) -> None:
    found, k = Problems(), len(of_class)
    for at in np.flatnonzero(np.isnan(of_class)):
        found.add(
            f"{where}, propensity class {at + 1} of {k}",
            "no respondent",
            "a respondent in each class",
            "ask for fewer classes",
        )
    found.raise_if_any()
