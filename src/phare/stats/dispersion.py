"""Variance and covariance of variables in the population. Method: docs/methods/variance.md."""

from __future__ import annotations

import numpy as np

from phare.stats.arguments import Arguments
from phare.stats.arrays import BoolArray, FloatArray
from phare.stats.design import Design
from phare.stats.inference import Estimated, Statistic, entering, infer


def population_covariances(
    design: Design, columns: FloatArray, *, rows: BoolArray | None = None
) -> Estimated:
    """Estimate the covariance matrix of k variables (n, k) in the population.

    Returns its k2 elements row by row, with their covariance (k2, k2). The divisor is
    n - 1 over n of the sum of weights, n the rows that enter; the means are taken as known
    in the linearisation, which costs nothing at first order.
    """
    known = entering(design, rows)
    arguments = Arguments(design.where, design.n)
    y = arguments.columns("columns", columns, known)
    arguments.check()
    n, k = int(known.sum()), y.shape[1]
    correction = n / (n - 1) if n > 1 else np.nan

    def products(w: FloatArray) -> FloatArray:
        inside = np.where(known, w, 0.0)
        around = y - inside @ y / inside.sum()
        crossed = around[:, :, None] * around[:, None, :] * correction
        return np.where(known[:, None], crossed.reshape(len(y), k * k), 0.0)

    def values(w: FloatArray) -> FloatArray:
        inside = np.where(known, w, 0.0)
        return np.asarray(inside @ products(w) / inside.sum())

    def influence(w: FloatArray) -> FloatArray:
        inside = np.where(known, w, 0.0)
        z = products(w)
        centred = z - inside @ z / inside.sum()
        return np.asarray(inside[:, None] * centred / inside.sum())

    return infer(design, Statistic(values, influence))
