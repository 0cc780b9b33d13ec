"""Generalised linear models with design-based covariance. Method: docs/methods/models.md.

>>> model = fit_model(design, answers, columns, "binomial")
>>> model.estimate, model.std_error, term_test(model, [2, 3])
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import linalg, stats

from phare.errors import PhareError, Problem, Problems
from phare.stats.arguments import Arguments
from phare.stats.arrays import BoolArray, FloatArray
from phare.stats.crosstabs import HypothesisTest, wald
from phare.stats.design import Design
from phare.stats.families import Family, FamilyName, family_of
from phare.stats.fitting import Fit, FitSettings, Solution
from phare.stats.inference import Statistic, degrees_of_freedom, entering, infer

# A pivot this small beside the largest (columns at unit length) is a dependent column.
_DEPENDENT = 1e-9
# Log odds beyond which a fitted share is 0 or 1 to eight digits.
_CERTAIN = 18.0

__all__ = ["FamilyName", "FitSettings", "Model", "fit_model", "term_test"]


@dataclass(frozen=True, eq=False)
class Model:
    """A fitted model.

    Parameters
    ----------
    estimate, covariance : coefficients (p,) and their design-based covariance (p, p)
    df : degrees of freedom of the design less the coefficients other than the intercept
    predictor : linear predictor of every row (n,)
    rows : rows the model was fitted on (n, bool)
    remarks : what a reader should be told, in sentences
    """

    estimate: FloatArray
    covariance: FloatArray
    df: int
    family: Family
    predictor: FloatArray
    rows: BoolArray
    deviance: float
    iterations: int
    remarks: tuple[str, ...]
    _fit: Fit
    _solution: Solution

    def refit(self, weights: FloatArray) -> FloatArray:
        """Return the coefficients (p,) under other weights (n,)."""
        return self._fit.solve(weights[self.rows], self.estimate).beta

    def influence(self, weights: FloatArray) -> FloatArray:
        """Return the influence (n, p) of each row on the coefficients."""
        result = np.zeros((len(self.rows), len(self.estimate)))
        result[self.rows] = self._fit.influence(weights[self.rows], self._solution)
        return result

    @property
    def std_error(self) -> FloatArray:
        return np.sqrt(np.maximum(np.diag(self.covariance), 0.0))

    @cached_property
    def statistic(self) -> FloatArray:
        """Estimate over standard error; NaN without one."""
        error = self.std_error
        return np.divide(self.estimate, error, out=np.full_like(error, np.nan), where=error > 0)

    @cached_property
    def p_value(self) -> FloatArray:
        """Two-sided, by Student's law; NaN without degrees of freedom."""
        df = self.df if self.df > 0 else np.nan
        return np.asarray(2 * stats.t.sf(np.abs(self.statistic), df))

    @property
    def mean(self) -> FloatArray:
        """Fitted mean of every row (n,)."""
        return self.family.mean(self.predictor)


def fit_model(
    design: Design,
    answers: FloatArray,
    columns: FloatArray,
    family: FamilyName = "gaussian",
    *,
    rows: BoolArray | None = None,
    offset: FloatArray | None = None,
    settings: FitSettings | None = None,
) -> Model:
    """Fit E(y) = mean(X b + offset) with the weights of the design.

    Parameters
    ----------
    answers : y (n,), in 0..1 for binomial, 0 or more for poisson
    columns : X (n, p), a column of ones for the intercept among them
    rows : rows to fit on (n, bool); what stands in other rows is ignored

    Raises
    ------
    PhareError : answers outside the family; dependent columns; no convergence
    """
    here = family_of(family)
    inside = entering(design, rows)
    arguments = Arguments(f"{design.where}, model", design.n)
    y = arguments.numbers("answers", answers, inside)
    x = arguments.columns("columns", columns, inside)
    shift = arguments.numbers("offset", np.zeros(design.n) if offset is None else offset, inside)
    negative = int(np.sum(design.weights[inside] < 0))
    if negative:
        got = f"{negative} of {int(inside.sum())} rows with a negative weight"
        remedy = "calibrate by a method that keeps weights positive"
        arguments.refuse("weights", got, "weights above 0", remedy)
    if not np.any(inside):
        arguments.refuse("rows", "none with a weight", "rows to fit on", "widen the domain")
    arguments.check()
    _check(design.where, y, x, inside, family)
    fit = Fit(here, y[inside], x[inside], shift[inside], settings or FitSettings(), design.where)
    solution = fit.solve(design.weights[inside], None)
    bare = Model(
        solution.beta,
        np.full((x.shape[1], x.shape[1]), np.nan),
        degrees_of_freedom(design, inside) + 1 - x.shape[1],
        here,
        x @ solution.beta + shift,
        inside,
        solution.deviance,
        solution.iterations,
        _remarks(here, solution.predictor),
        fit,
        solution,
    )
    return replace(bare, covariance=infer(design, Statistic(bare.refit, bare.influence)).covariance)


def _remarks(family: Family, predictor: FloatArray) -> tuple[str, ...]:
    certain = int(np.sum(np.abs(predictor) > _CERTAIN)) if family.name == "binomial" else 0
    if not certain:
        return ()
    return (
        f"{certain} rows have a fitted share of 0 or 1: in some category every answer may be the "
        "same, and its coefficient has no finite value",
    )


def term_test(model: Model, coefficients: Sequence[int]) -> HypothesisTest:
    """Test by Wald's F that the coefficients at these positions are all 0."""
    kept, p = np.asarray(coefficients), len(model.estimate)
    if kept.ndim != 1 or not len(kept) or not set(kept.tolist()) <= set(range(p)):
        raise PhareError(
            Problem(
                "term test",
                f"coefficients {kept.tolist()}",
                f"some of the positions 0..{p - 1}",
                "name the columns of the term",
            )
        )
    beta, covariance = model.estimate[kept], model.covariance[np.ix_(kept, kept)]
    value = wald(beta, covariance) / len(kept)
    p_value = float(stats.f.sf(value, len(kept), model.df)) if model.df > 0 else float("nan")
    return HypothesisTest(value, (len(kept), model.df), p_value)


def _check(where: str, y: FloatArray, x: FloatArray, inside: BoolArray, family: FamilyName) -> None:
    found = Problems()
    ranges = {"gaussian": (-np.inf, np.inf), "binomial": (0.0, 1.0), "poisson": (0.0, np.inf)}
    low, high = ranges[family]
    outside = int(np.sum((y < low) | (y > high)))
    if outside:
        found.add(
            f"{where}, model",
            f"{outside} answers outside {low:g} to {high:g}",
            f"answers that a {family} model can give",
            "recode the answers or choose another family",
        )
    found.raise_if_any()
    length = np.sqrt(np.sum(x[inside] ** 2, axis=0))
    unit = x[inside] / np.where(length > 0, length, 1.0)
    _, r, order = linalg.qr(unit, mode="economic", pivoting=True)
    small = np.abs(np.diag(r)) < _DEPENDENT * max(abs(r[0, 0]), 1e-300)
    dependent = sorted({*order[len(r) :].tolist(), *order[: len(small)][small].tolist()})
    if dependent:
        raise PhareError(
            Problem(
                f"{where}, model",
                f"columns that follow from the others: {', '.join(str(j + 1) for j in dependent)}",
                "independent columns",
                "leave them out, or join the categories behind them",
            )
        )
