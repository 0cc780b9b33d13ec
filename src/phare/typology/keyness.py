"""Which terms, expressions or modalities a class has more of, or less of, than the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from phare.stats.comparisons import benjamini_hochberg
from phare.typology.incidence import FloatArray, Incidence, IntArray, column_sums

FIVE_PER_CENT = 3.84
"""The chi-square of one degree of freedom that chance exceeds once in twenty."""


@dataclass(frozen=True, eq=False)
class Keyness:
    """Classes (k) by features (p).

    Parameters
    ----------
    n : units of the class that have the feature (k, p)
    n_features : classified units that have it (p,)
    n_classes : units of each class (k,)
    chi2 : Pearson's, without correction, positive where the class has more than its share (k, p)
    p_value, p_adjusted : of that chi-square, and after Benjamini and Hochberg over the whole
        table. The classes were made from these very words: a scale, not a test.
    """

    n: FloatArray
    n_features: FloatArray
    n_classes: FloatArray
    chi2: FloatArray
    p_value: FloatArray
    p_adjusted: FloatArray

    def first(self, profile: int, count: int, *, under: bool = False) -> IntArray:
        """Return the features a class has most more of (or less of) than the others.

        Only those at 5 % before adjustment; of equals, the more frequent, then the first.
        """
        score = -self.chi2[profile] if under else self.chi2[profile]
        order = np.lexsort((-self.n_features, -score))
        return np.asarray(order[score[order] >= FIVE_PER_CENT][:count], dtype=np.int64)


def keyness(presence: Incidence, classes: IntArray, k: int) -> Keyness:
    """Compare k classes on the units (n, p) that have a class (n,), 0 or more."""
    inside = classes >= 0
    table = class_table(presence, classes, k)
    n_features = column_sums(presence[np.flatnonzero(inside)])
    sizes = np.bincount(classes[inside], minlength=k).astype(np.float64)
    chi2 = signed_chi2(table, sizes[:, None], n_features[None, :], float(inside.sum()))
    p_value = np.asarray(special.chdtrc(1.0, np.abs(chi2)), dtype=np.float64)
    adjusted = benjamini_hochberg(p_value.ravel()).reshape(p_value.shape)
    return Keyness(table, n_features, sizes, chi2, p_value, adjusted)


def class_table(counts: Incidence, classes: IntArray, k: int) -> FloatArray:
    """Return the sums of rows (n, p) by class (k, p)."""
    table = np.zeros((k, counts.shape[1]))
    for number in range(k):
        table[number] = counts[np.flatnonzero(classes == number)].sum(axis=0)
    return table


def signed_chi2(both: FloatArray, one: FloatArray, other: FloatArray, n: float) -> FloatArray:
    """Return Pearson's chi-square of 2 x 2 tables of n, signed as both less what is expected.

    0 where a margin is empty.
    """
    gap = both * n - one * other
    below = one * (n - one) * other * (n - other)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(below > 0, np.sign(gap) * gap**2 * n / below, 0.0))


def token_chi2(counts: Incidence, classes: IntArray, k: int) -> FloatArray:
    """Return the chi-square of occurrences of a class against all others (k, p), signed.

    As quanteda has it, to compare with programs that use it: unclassified units are among
    the others, and Yates' correction is made where |ad - bc| >= n / 2 and one of the products
    of margins it looks at is below 5 n.
    """
    a = class_table(counts, classes, k)
    totals = np.asarray(counts.sum(axis=0), dtype=np.float64)[None, :]
    b = totals - a
    c, d = a.sum(1, keepdims=True) - a, b.sum(1, keepdims=True) - b
    n = a + b + c + d
    cross = np.abs(a * d - b * c)
    products = ((a + b) * (a + c), (a + b) * (b + d), (a + c) * (c + d), (c + d) * (b + d))
    small = np.any([product / n < 5 for product in products], axis=0)
    corrected = np.where((cross >= n / 2) & small, cross - n / 2, cross)
    below = (a + b) * (c + d) * (a + c) * (b + d)
    with np.errstate(invalid="ignore", divide="ignore"):
        chi2 = np.where(below > 0, corrected**2 * n / below, 0.0)
    return np.asarray(np.where(a * n >= (a + b) * (a + c), chi2, -chi2))
