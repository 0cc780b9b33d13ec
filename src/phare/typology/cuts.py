"""The chi-square of splitting units in two, for every cut of an order at once.

With n_j the units of one side that have term j, c_j all that have it, S = sum n_j^2 / c_j,
R = sum n_j and N = sum c_j, the 2 x p table of the two sides has
chi2 = N^2 / (R (N - R)) (S - R^2 / N).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from phare.typology.incidence import BoolArray, FloatArray, Incidence, IntArray, column_sums


@dataclass(frozen=True, eq=False)
class Cut:
    """Which units are on the first side (n,) and the chi-square of the two sides."""

    inside: BoolArray
    chi2: float


def chi2_of(matrix: Incidence, inside: BoolArray) -> float:
    """Return the chi-square of one split; 0 where a side is empty."""
    c = column_sums(matrix)
    n = matrix.T @ inside.astype(np.float64)
    within, total = float(n.sum()), float(c.sum())
    if not 0 < within < total:
        return 0.0
    s = float(np.sum(n * n / c))
    return total**2 / (within * (total - within)) * (s - within**2 / total)


def chi2_of_cuts(matrix: Incidence, order: IntArray) -> FloatArray:
    """Return the chi-square of every cut of an order (n - 1,): its first 1, 2, ... units.

    The t-th unit met that has term j adds (t^2 - (t - 1)^2) / c_j = (2t - 1) / c_j to S.
    """
    n, c = matrix.shape[0], column_sums(matrix)
    lengths = np.diff(matrix.indptr)[order]
    met = np.repeat(np.arange(n), lengths)  # where along the order each one stands
    starts = np.repeat(matrix.indptr[:-1][order], lengths)
    within = np.arange(len(met)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    terms = matrix.indices[starts + within]
    by_term = np.argsort(terms, kind="stable")
    first = np.concatenate([[0], np.cumsum(c)[:-1]]).astype(np.int64)
    sorted_terms = terms[by_term]
    turn = np.arange(1, len(met) + 1) - first[sorted_terms]
    added = np.bincount(met[by_term], (2.0 * turn - 1.0) / c[sorted_terms], minlength=n)
    s, r = np.cumsum(added)[:-1], np.cumsum(lengths, dtype=np.float64)[:-1]
    total = float(c.sum())
    found: FloatArray = total**2 / (r * (total - r)) * (s - r**2 / total)
    return found


def best_cut(matrix: Incidence, order: IntArray, least: int = 1) -> Cut | None:
    """Return the cut of largest chi-square among those that leave `least` units on each side."""
    values = chi2_of_cuts(matrix, order)[least - 1 : len(order) - least]
    if len(values) == 0:
        return None
    at = int(np.argmax(values))
    inside = np.zeros(len(order), dtype=np.bool_)
    inside[order[: at + least]] = True
    return Cut(inside, float(values[at]))
