"""What a model says on the scale of its answers. Method: docs/methods/models.md."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from phare.stats.arrays import FloatArray
from phare.stats.design import Design
from phare.stats.inference import Estimated, Statistic, infer
from phare.stats.models import Model

# Coefficients (p,) to the effect of each row (n, k) and its gradient (n, k, p).
_Effect = Callable[[FloatArray], tuple[FloatArray, FloatArray]]


def average_difference(
    design: Design, model: Model, high: FloatArray, low: FloatArray
) -> Estimated:
    """Estimate how much the fitted mean moves, on average, from `low` to `high`.

    Both are the columns of the model (n, p) with the variable of interest set to one value
    and to another in every row: the average marginal effect of a category. The average is
    over the population that the fitted rows stand for; the covariance counts both the
    coefficients and the rows as estimated.
    """
    mean, slope = model.family.mean, model.family.slope

    def effect(beta: FloatArray) -> tuple[FloatArray, FloatArray]:
        above, below = high @ beta, low @ beta
        each = mean(above) - mean(below)
        gradient = slope(above)[:, None] * high - slope(below)[:, None] * low
        return each[:, None], gradient[:, None, :]

    return _average(design, model, effect)


def average_slope(design: Design, model: Model, columns: FloatArray, position: int) -> Estimated:
    """Estimate the average slope of the fitted mean along one column of the model (n, p)."""

    def effect(beta: FloatArray) -> tuple[FloatArray, FloatArray]:
        eta = columns @ beta
        slope = model.family.slope(eta)
        gradient = (model.family.curve(eta) * beta[position])[:, None] * columns
        gradient[:, position] += slope
        return (slope * beta[position])[:, None], gradient[:, None, :]

    return _average(design, model, effect)


def _average(design: Design, model: Model, effect: _Effect) -> Estimated:
    def values(weights: FloatArray) -> FloatArray:
        w = np.where(model.rows, weights, 0.0)
        each, _ = effect(model.refit(weights))
        return np.asarray(w @ np.where(model.rows[:, None], each, 0.0) / w.sum())

    def influence(weights: FloatArray) -> FloatArray:
        w = np.where(model.rows, weights, 0.0)
        each, gradient = effect(model.estimate)
        each = np.where(model.rows[:, None], each, 0.0)
        gradient = np.where(model.rows[:, None, None], gradient, 0.0)
        average = w @ each / w.sum()
        by_beta = np.einsum("n,nkp->kp", w, gradient) / w.sum()
        own = w[:, None] * (each - average) / w.sum()
        return np.asarray(own + model.influence(weights) @ by_beta.T)

    return infer(design, Statistic(values, influence))
