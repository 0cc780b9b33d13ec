"""How much of its own answer a PSU explains, and what its residuals are worth for it.

A calibration fits its residuals to the respondents it has: they are smaller than the errors
they stand for, the more so the more a PSU weighs in the fit. Method: docs/methods/variance.md.
"""

from __future__ import annotations

import numpy as np

from phare.stats.arrays import FloatArray, sums
from phare.stats.auxiliaries import Auxiliaries
from phare.stats.basis import CalibrationBasis
from phare.stats.structure import Structure

# That of either of two equal PSUs alone in a category. Beyond it hardly anything is left of
# the residual, and a factor would inflate rounding and chance.
_MOST = 0.5


def leverage(structure: Structure, basis: CalibrationBasis) -> FloatArray:
    """Return the leverage h of each row's PSU in the regression of the calibration (n,), 0..1.

    h = t'(X'DX)^-1 t / sum of d, with d the regression's weights and t the sum of d x over the
    PSU: that of the row where rows are PSUs, d x'(X'DX)^-1 x.
    """
    x, d = basis.auxiliaries, basis.regression_weights
    inverse = basis.coefficients(np.eye(x.p))
    if structure.psu_of_row is None:
        return np.asarray(d * _forms(x, inverse))
    psu, n_psu = structure.psu_of_row, structure.n_psu
    totals, weights = x.table(d, psu, n_psu), sums(psu, d, n_psu)
    squares = np.sum(totals * (inverse @ totals), axis=0)
    of_psu = np.divide(squares, weights, out=np.zeros(n_psu), where=weights > 0)
    return np.asarray(of_psu[psu])


def leverage_factors(structure: Structure, basis: CalibrationBasis) -> FloatArray:
    """Return what to multiply the residual of each row by (n,): 1 / sqrt(1 - h), at most sqrt 2."""
    return np.asarray(1.0 / np.sqrt(1.0 - np.minimum(leverage(structure, basis), _MOST)))


def _forms(x: Auxiliaries, matrix: FloatArray) -> FloatArray:
    """Return x'M x of each row (n,), for a symmetric M (p, p)."""
    result = np.zeros(x.n)
    starts = x.offsets
    for i, codes in enumerate(x.codes):
        rows = starts[i] + codes.astype(np.int64)
        result += matrix[rows, rows]
        for j in range(i + 1, len(x.codes)):
            result += 2.0 * matrix[rows, starts[j] + x.codes[j]]
        for j, value in enumerate(x.values):
            result += 2.0 * value * matrix[rows, starts[-1] + j]
    for i, value in enumerate(x.values):
        inner = matrix[starts[-1] :, starts[-1] :]
        result += value * sum(inner[i, j] * other for j, other in enumerate(x.values))
    return result
