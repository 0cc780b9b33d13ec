"""Tests of independence of two categorical variables. Method: docs/methods/tests.md."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from scipy import linalg, stats

from phare.errors import PhareError, Problem, nearest
from phare.stats.arguments import Arguments
from phare.stats.arrays import AnyArray, BoolArray, FloatArray, sums
from phare.stats.design import Design
from phare.stats.inference import Estimated, entering, infer, means_of, totals_of
from phare.stats.quadratic import tail_by_integration, tail_by_saddlepoint

# Correlations with an eigenvalue this small have lost a dimension.
_SINGULAR = 1e-12
# A mean design effect this small is the rounding of none.
_NONE = 1e-12

IndependenceStatistic = Literal["F", "Chisq", "Wald", "adjWald", "lincom", "saddlepoint"]


@dataclass(frozen=True, eq=False)
class Crosstab:
    """Two coded variables.

    Parameters
    ----------
    row, column : codes 0..n_rows-1 and 0..n_columns-1 (n,); -1 where unknown
    """

    row: AnyArray
    column: AnyArray
    n_rows: int
    n_columns: int

    def __post_init__(self) -> None:
        # Codes of 8 bits would not hold the number of a cell.
        for name in ("row", "column"):
            codes = np.asarray(getattr(self, name))
            codes = codes.astype(np.int64) if codes.dtype.kind in "iu" else codes
            object.__setattr__(self, name, codes)

    @property
    def known(self) -> BoolArray:
        return np.asarray((self.row >= 0) & (self.column >= 0))

    def weighted(self, weights: FloatArray) -> FloatArray:
        """Return the weighted table (n_rows, n_columns)."""
        inside = self.known & (weights != 0)
        key = self.row[inside] * self.n_columns + self.column[inside]
        size = self.n_rows * self.n_columns
        return sums(key, weights[inside], size).reshape(self.n_rows, self.n_columns)

    def indicators(self) -> FloatArray:
        """Return one 0/1 column per cell, row by row (n, n_rows n_columns)."""
        key = np.where(self.known, self.row * self.n_columns + self.column, -1)
        cells = key[:, None] == np.arange(self.n_rows * self.n_columns)
        return np.asarray(cells, dtype=np.float64)


@dataclass(frozen=True, eq=False)
class HypothesisTest:
    """A statistic, its degrees of freedom (none, one or two) and its p value."""

    statistic: float
    df: tuple[float, ...]
    p_value: float


@dataclass(frozen=True, eq=False)
class Pearson:
    """Pearson's statistic of a table, its weights summing to its rows.

    Under independence it is as the sum of `effects` (generalised design effects, k) times
    independent chi-squares of 1 degree of freedom. `design_df` are those of the design.
    """

    statistic: float
    effects: FloatArray
    design_df: int

    @property
    def df(self) -> float:
        """Satterthwaite's degrees of freedom of the sum (Rao and Scott, second order)."""
        return float(self.effects.sum()) ** 2 / float(self.effects @ self.effects)

    @property
    def denominator_df(self) -> float:
        """Those of the F law, and of what stands below the sum in ``lincom``."""
        return self.df * self.design_df


def independence_test(
    design: Design,
    table: Crosstab,
    statistic: IndependenceStatistic = "F",
    *,
    rows: BoolArray | None = None,
) -> HypothesisTest:
    """Test that two variables are independent in the population.

    Parameters
    ----------
    statistic : ``F`` and ``Chisq`` (Pearson's after Rao and Scott, second and first order),
        ``lincom`` and ``saddlepoint`` (Pearson's over an independent chi-square, by
        integration and by Kuonen's approximation), ``Wald`` and ``adjWald`` (on the residuals)
    rows : rows that take part (n, bool); unknown codes never do

    Raises
    ------
    PhareError : a category without weight; a table with one row or column

    The test is NaN where the design leaves no variance or no degree of freedom to test with.
    """
    if statistic not in get_args(IndependenceStatistic):
        known = get_args(IndependenceStatistic)
        raise PhareError(
            Problem("independence", f"'{statistic}'", ", ".join(known), nearest(statistic, known))
        )
    if statistic in ("Wald", "adjWald"):
        inside = _taking_part(design, table, rows)
        return _wald(design, table, inside, adjusted=statistic == "adjWald")
    return _rao_scott(pearson(design, table, rows=rows), statistic)


def pearson(design: Design, table: Crosstab, *, rows: BoolArray | None = None) -> Pearson:
    """Return Pearson's statistic with what its law under the design needs."""
    inside = _taking_part(design, table, rows)
    shares = infer(design, means_of(table.indicators(), inside))
    n = int(inside.sum())
    effects = _design_effects(shares, table, n)
    return Pearson(_distance(shares.estimate, table, n), effects, design.degrees_of_freedom)


def _taking_part(design: Design, table: Crosstab, rows: BoolArray | None) -> BoolArray:
    inside = entering(design, rows)
    arguments = Arguments(f"{design.where}, independence", design.n)
    arguments.codes("row", table.row, table.n_rows)
    arguments.codes("column", table.column, table.n_columns)
    arguments.check()
    inside = inside & table.known
    _check(design, table, inside)
    return inside


def _check(design: Design, table: Crosstab, inside: BoolArray) -> None:
    weighted = table.weighted(np.where(inside, design.weights, 0.0))
    if min(weighted.shape) < 2 or np.any(weighted.sum(0) == 0) or np.any(weighted.sum(1) == 0):
        raise PhareError(
            Problem(
                f"{design.where}, independence",
                f"a table of {np.sum(weighted.sum(1) != 0)} rows and "
                f"{np.sum(weighted.sum(0) != 0)} columns with weight, of {weighted.shape}",
                "two or more of each, all with a weight",
                "leave out the empty categories",
            )
        )


def _distance(shares: FloatArray, table: Crosstab, n: int) -> float:
    """Pearson's statistic of a table whose weights sum to n."""
    p = shares.reshape(table.n_rows, table.n_columns)
    expected = np.outer(p.sum(1), p.sum(0))
    return float(n * np.sum((p - expected) ** 2 / expected))


def _design_effects(shares: Estimated, table: Crosstab, n: int) -> FloatArray:
    """Return the generalised design effects: what the terms of Pearson's law weigh."""
    p = shares.estimate
    if not np.all(np.isfinite(shares.covariance)):
        return np.full((table.n_rows - 1) * (table.n_columns - 1), np.nan)
    inverse = np.where(p == 0, 0.0, 1 / np.where(p == 0, 1.0, p))
    contrasts = _interactions(table.n_rows, table.n_columns) * inverse[:, None]
    design = contrasts.T @ shares.covariance @ contrasts
    simple = contrasts.T @ (p[:, None] * contrasts) / n
    try:
        return np.asarray(linalg.eigh((design + design.T) / 2, simple, eigvals_only=True))
    except linalg.LinAlgError:
        empty = int(np.sum(p == 0))
        raise PhareError(
            Problem(
                "independence",
                f"{empty} of the {p.size} cells of the table without a respondent",
                "cells enough to estimate every interaction",
                "join categories",
            )
        ) from None


def _interactions(r: int, c: int) -> FloatArray:
    """Return a basis (r c, (r-1)(c-1)) of what no margin explains."""
    centre_r = (np.eye(r) - 1 / r)[:, 1:]
    centre_c = (np.eye(c) - 1 / c)[:, 1:]
    return np.asarray(np.kron(centre_r, centre_c), dtype=np.float64)


def _rao_scott(found: Pearson, statistic: IndependenceStatistic) -> HypothesisTest:
    x, effects = found.statistic, found.effects
    if found.design_df <= 0 or not float(effects.mean()) > _NONE:
        return HypothesisTest(float("nan"), (), float("nan"))
    below = found.denominator_df
    if statistic == "F":
        value = x / float(effects.sum())
        return HypothesisTest(value, (found.df, below), float(stats.f.sf(value, found.df, below)))
    if statistic == "Chisq":
        k = len(effects)
        return HypothesisTest(x, (k,), float(stats.chi2.sf(x / float(effects.mean()), k)))
    tail = tail_by_integration if statistic == "lincom" else tail_by_saddlepoint
    return HypothesisTest(x, (), tail(x, effects, below))


def _wald(design: Design, table: Crosstab, inside: BoolArray, *, adjusted: bool) -> HypothesisTest:
    """Koch's test that cell totals are those of independence, linearised."""
    degrees = design.degrees_of_freedom
    totals = infer(design, totals_of(table.indicators(), inside))
    r, c = table.n_rows, table.n_columns
    cells = totals.estimate.reshape(r, c)
    of_row, of_column, whole = cells.sum(1), cells.sum(0), cells.sum()
    # Derivative of N_ij - N_i. N_.j / N by each cell.
    in_row = np.kron(np.eye(r), np.ones((c, c))) * np.tile(of_column, r)[:, None]
    in_column = np.kron(np.ones((r, r)), np.eye(c)) * np.repeat(of_row, c)[:, None]
    product = np.outer(of_row, of_column).ravel()
    jacobian = np.eye(r * c) - (in_row + in_column) / whole + product[:, None] / whole**2
    kept = np.arange(r * c).reshape(r, c)[1:, 1:].ravel()
    residual = (totals.estimate - product / whole)[kept]
    covariance = (jacobian @ totals.covariance @ jacobian.T)[np.ix_(kept, kept)]
    value, k = wald(residual, covariance), (r - 1) * (c - 1)
    below = degrees - k + 1 if adjusted else degrees
    if below <= 0:
        return HypothesisTest(float("nan"), (k, below), float("nan"))
    value *= below / (k * degrees) if adjusted else 1 / k
    return HypothesisTest(
        value, (k, below), float(stats.f.sf(value, k, below)) if below > 0 else np.nan
    )


def wald(estimate: FloatArray, covariance: FloatArray) -> float:
    """Return estimate' covariance^-1 estimate; NaN for a covariance without an inverse."""
    unit = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    if not np.all(np.isfinite(covariance)) or not np.all(unit > 0):
        return float("nan")
    correlation = covariance / np.outer(unit, unit)
    if np.linalg.eigvalsh((correlation + correlation.T) / 2)[0] < _SINGULAR:
        return float("nan")
    z = estimate / unit
    return float(z @ linalg.solve(correlation, z, assume_a="sym"))
