"""Statistics as functions of weights, and their covariance under any design.

Method: docs/methods/variance.md. A statistic says what it is worth under given weights, and
how much each row moves it. A linearised design asks for the second, a replicated one
repeats the first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from phare.stats.arguments import Arguments
from phare.stats.arrays import AnyArray, BoolArray, FloatArray
from phare.stats.design import Design


@dataclass(frozen=True, eq=False)
class Statistic:
    """k numbers that follow from weights.

    Parameters
    ----------
    values : weights (n,) to the numbers (k,)
    influence : weights (n,) to w_i z_i (n, k), as ``Design.covariance`` takes it
    """

    values: Callable[[FloatArray], FloatArray]
    influence: Callable[[FloatArray], FloatArray]


@dataclass(frozen=True, eq=False)
class Estimated:
    """k numbers with their covariance (k, k)."""

    estimate: FloatArray
    covariance: FloatArray

    @property
    def std_error(self) -> FloatArray:
        return np.sqrt(np.maximum(np.diag(self.covariance), 0.0))


def infer(design: Design, statistic: Statistic) -> Estimated:
    """Return a statistic under the weights of the design, with its covariance."""
    # Without a row of a domain there is no estimate: NaN. A replicate without one takes no part.
    with np.errstate(invalid="ignore", divide="ignore"):
        estimate = statistic.values(design.weights)
        if design.replicates is None:
            return Estimated(estimate, design.covariance(statistic.influence(design.weights)))
        if np.any(np.isnan(estimate)):
            return Estimated(estimate, np.full((len(estimate), len(estimate)), np.nan))
        repeated = design.replicates.redo(statistic.values)
    return Estimated(estimate, design.replicates.covariance(estimate, repeated))


def means_of(columns: FloatArray, rows: AnyArray | None = None) -> Statistic:
    """Means of columns (n, k) over `rows` (n, bool); what stands in other rows is ignored."""
    return ratios_of(columns, np.ones((len(columns), 1)), rows)


def totals_of(columns: FloatArray, rows: AnyArray | None = None) -> Statistic:
    """Totals of columns (n, k) over `rows`."""
    y = _inside(columns, rows)
    return Statistic(lambda w: w @ y, lambda w: w[:, None] * y)


def ratios_of(
    numerators: FloatArray, denominators: FloatArray, rows: AnyArray | None = None
) -> Statistic:
    """Ratios of the totals of columns (n, k) to those of (n, k) or (n, 1), over `rows`."""
    y, x = _inside(numerators, rows), _inside(denominators, rows)

    def influence(w: FloatArray) -> FloatArray:
        below = w @ x
        return np.asarray(w[:, None] * (y - (w @ y / below) * x) / below)

    return Statistic(lambda w: (w @ y) / (w @ x), influence)


def entering(design: Design, rows: BoolArray | None) -> BoolArray:
    """Return the rows of `rows` (None for all) that have a weight (n, bool)."""
    arguments = Arguments(design.where, design.n)
    inside = arguments.rows("rows", rows)
    arguments.check()
    return np.asarray(inside & (design.weights != 0))


def _inside(columns: FloatArray, rows: AnyArray | None) -> FloatArray:
    return columns if rows is None else np.where(rows[:, None], columns, 0.0)


def degrees_of_freedom(design: Design, rows: BoolArray) -> int:
    """Return the degrees of freedom of an estimate from `rows` (n, bool)."""
    if design.replicates is None:
        return design.structure.degrees_of_freedom(rows)
    return design.replicates.degrees_of_freedom_of(rows)
