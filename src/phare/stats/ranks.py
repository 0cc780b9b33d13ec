"""Two domains compared by their means or by their ranks. Method: docs/methods/tests.md."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from phare.stats.arguments import Arguments
from phare.stats.arrays import BoolArray, FloatArray
from phare.stats.design import Design
from phare.stats.inference import Estimated, Statistic, degrees_of_freedom, entering, infer
from phare.stats.intervals import t_quantile


@dataclass(frozen=True, eq=False)
class TwoDomainTest:
    """Second domain less first; `df` those of the design less 1, the interval of `level`."""

    difference: float
    std_error: float
    statistic: float
    df: int
    p_value: float
    low: float
    high: float


def mean_test(
    design: Design,
    values: FloatArray,
    second: BoolArray,
    *,
    rows: BoolArray | None = None,
    level: float = 0.95,
) -> TwoDomainTest:
    """Test that a variable (n,) has the same mean in the rows of `second` as in the others."""
    inside, y, second = _checked(design, values, second, rows, level)
    return _test(design, infer(design, _difference(y, second, inside)), inside, level)


def rank_test(
    design: Design,
    values: FloatArray,
    second: BoolArray,
    *,
    rows: BoolArray | None = None,
    level: float = 0.95,
) -> TwoDomainTest:
    """Test by mid-ranks (Wilcoxon) that a variable has the same law in two domains.

    Ranks are those estimated for the population, as shares of it; they are taken as known
    in the variance (Lumley and Scott), which is linearised under replicates as well.
    """
    inside, y, second = _checked(design, values, second, rows, level)
    ranks = np.zeros(design.n)
    if np.any(inside):
        ranks[inside] = population_ranks(y[inside], design.weights[inside])
    difference = _difference(ranks, second, inside)
    with np.errstate(invalid="ignore", divide="ignore"):  # a domain without a row: NaN
        influence = difference.influence(design.weights)
        found = Estimated(difference.values(design.weights), design.covariance(influence))
    return _test(design, found, inside, level)


def _checked(
    design: Design, values: FloatArray, second: BoolArray, rows: BoolArray | None, level: float
) -> tuple[BoolArray, FloatArray, BoolArray]:
    """Return the rows that enter, the values there and the second domain, (n,) each."""
    inside = entering(design, rows)
    arguments = Arguments(design.where, design.n)
    y = arguments.numbers("values", values, inside)
    second = arguments.rows("second domain", second)
    arguments.share("confidence level", level)
    arguments.check()
    return inside, y, second


def population_ranks(values: FloatArray, weights: FloatArray) -> FloatArray:
    """Return the estimated share of the population below each value, plus half of its ties."""
    order = np.argsort(values, kind="stable")
    _, first, inverse, counts = np.unique(
        values, return_index=True, return_inverse=True, return_counts=True
    )
    cumulated = np.cumsum(weights[order])
    if not cumulated[-1] > 0:
        return np.full(len(values), np.nan)
    middle = np.empty(len(values))
    middle[order] = cumulated - weights[order] / 2
    # Ties share the mean of their places.
    of_value = np.bincount(inverse, middle, len(first)) / counts
    return np.asarray(of_value[inverse] / cumulated[-1])


def _difference(y: FloatArray, second: BoolArray, inside: BoolArray) -> Statistic:
    sides = np.column_stack([inside & ~second, inside & second]).astype(np.float64)

    def values(w: FloatArray) -> FloatArray:
        first, other = (w * y) @ sides / (w @ sides)
        return np.array([other - first])

    def influence(w: FloatArray) -> FloatArray:
        means = (w * y) @ sides / (w @ sides)
        each = w[:, None] * sides * (y[:, None] - means) / (w @ sides)
        return np.asarray((each[:, 1] - each[:, 0])[:, None])

    return Statistic(values, influence)


def _test(design: Design, found: Estimated, inside: BoolArray, level: float) -> TwoDomainTest:
    difference, error = float(found.estimate[0]), float(found.std_error[0])
    df = degrees_of_freedom(design, inside) - 1
    value = difference / error if error > 0 else float("nan")
    p_value = float(2 * stats.t.sf(abs(value), df)) if df > 0 else float("nan")
    half = float(t_quantile(np.array(float(df)), level)) * error
    return TwoDomainTest(
        difference, error, value, df, p_value, difference - half, difference + half
    )
