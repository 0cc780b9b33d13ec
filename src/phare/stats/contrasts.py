"""Differences between estimates that are not independent, and letters for columns.

Method: docs/methods/tests.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np

from phare.errors import PhareError, Problem, nearest
from phare.stats.arrays import FloatArray, floats
from phare.stats.comparisons import Comparison, against_zero, benjamini_hochberg, holm
from phare.stats.inference import Estimated

Adjustment = Literal["none", "holm", "benjamini-hochberg"]


def contrast(found: Estimated, coefficients: FloatArray) -> Estimated:
    """Return linear combinations of estimates: `coefficients` (m, k) of k estimates."""
    c, k = np.atleast_2d(floats(coefficients)), len(found.estimate)
    if c.shape[1] != k:
        raise PhareError(
            Problem(
                "contrast",
                f"{c.shape[1]} coefficients",
                f"one for each of {k} estimates",
                "give 0 to the estimates that it leaves out",
            )
        )
    return Estimated(c @ found.estimate, c @ found.covariance @ c.T)


def ratio_of(found: Estimated, above: int, below: int) -> Estimated:
    """Return the ratio of two of the estimates, linearised; NaN over an estimate of 0."""
    k = len(found.estimate)
    if not (0 <= above < k and 0 <= below < k):
        raise PhareError(
            Problem(
                "ratio", f"estimates {above} and {below}", f"places in 0..{k - 1}", "correct them"
            )
        )
    if not abs(found.estimate[below]) > 0:
        return Estimated(np.array([np.nan]), np.array([[np.nan]]))
    ratio = float(found.estimate[above] / found.estimate[below])
    gradient = np.zeros(len(found.estimate))
    gradient[above], gradient[below] = 1 / found.estimate[below], -ratio / found.estimate[below]
    variance = gradient @ found.covariance @ gradient
    return Estimated(np.array([ratio]), np.array([[variance]]))


def pairwise(found: Estimated, df: float) -> Comparison:
    """Test each estimate against each later one, their covariance counted.

    Arrays (k (k - 1) / 2,) in the order (0, 1), (0, 2) ... (1, 2) ...: first less second.
    """
    first, second = np.triu_indices(len(found.estimate), 1)
    v = found.covariance
    variance = v[first, first] + v[second, second] - 2 * v[first, second]
    difference = found.estimate[first] - found.estimate[second]
    return against_zero(difference, np.sqrt(np.maximum(variance, 0.0)), np.full(len(first), df))


def column_letters(
    found: Estimated,
    df: float,
    adjustment: Adjustment = "holm",
    alpha: float = 0.05,
) -> tuple[str, ...]:
    """Return, for each of k columns, the letters of the columns that it is above.

    Columns are A, B, C ... as printed tables have them; see :func:`columns_above`. After Z
    come AA, AB ...; with so many columns the letters are separated by spaces.
    """
    (above,) = columns_above(found, df, adjustment, (alpha,))
    between = "" if len(above) <= 26 else " "
    return tuple(between.join(sorted(letter(lower) for lower in one)) for one in above)


def columns_above(
    found: Estimated, df: float, adjustment: Adjustment, alphas: Sequence[float]
) -> list[list[list[int]]]:
    """Return, at each level of `alphas`, for each of k columns, the columns that it is above.

    All pairs are adjusted together. Columns without an estimate (NaN) take no part.

    Raises
    ------
    PhareError : an adjustment that is not known, or a level that is no share
    """
    if adjustment not in get_args(Adjustment):
        known = get_args(Adjustment)
        raise PhareError(
            Problem("letters", f"'{adjustment}'", ", ".join(known), nearest(adjustment, known))
        )
    for alpha in alphas:
        if not 0 < alpha < 1:
            remedy = "write 0.05 for five per cent"
            wanted = "a share between 0 and 1"
            raise PhareError(Problem("letters, alpha", f"{alpha:g}", wanted, remedy))
    k = len(found.estimate)
    tested = pairwise(found, df)
    adjust = {"none": floats, "holm": holm, "benjamini-hochberg": benjamini_hochberg}[adjustment]
    p_value = np.nan_to_num(adjust(tested.p_value), nan=1.0)
    first, second = np.triu_indices(k, 1)
    higher = np.where(tested.difference > 0, first, second)
    lower = np.where(tested.difference > 0, second, first)
    above: list[list[list[int]]] = [[[] for _ in range(k)] for _ in alphas]
    for place, alpha in enumerate(alphas):
        for pair in np.flatnonzero(p_value < alpha):
            above[place][int(higher[pair])].append(int(lower[pair]))
    return [[sorted(one) for one in each] for each in above]


def letter(column: int) -> str:
    """Return the name of a column: A ... Z, AA, AB ..."""
    first, last = divmod(column, 26)
    return (letter(first - 1) if first else "") + chr(ord("A") + last)
