"""What a variance must know of the calibration that made the weights."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from phare.stats.arrays import FloatArray
from phare.stats.auxiliaries import Auxiliaries
from phare.stats.columns import Columns


@dataclass(frozen=True, eq=False)
class CalibrationBasis:
    """Weights before a calibration, its factors g and the columns it was calibrated to.

    The variance of a calibrated total is that of the residuals of its variable from a
    regression on these columns, *with the base weights*, times g
    (docs/methods/variance.md). Rows of weight 0 take no part.

    Parameters
    ----------
    q : weights q of the distance (n,), which the regression takes too; None for 1
    relax : what each column was allowed to miss (p,), a ridge of the regression; None for 0
    """

    base: FloatArray
    g: FloatArray
    auxiliaries: Auxiliaries
    q: FloatArray | None = None
    relax: FloatArray | None = None

    @cached_property
    def weights(self) -> FloatArray:
        """The calibrated weights (n,)."""
        return self.base * self.g

    @cached_property
    def inverse_g(self) -> FloatArray:
        """q / g (n,), and 0 for the rows that take no part."""
        alive = self.weights != 0
        q = 1.0 if self.q is None else self.q
        return np.divide(q, self.g, out=np.zeros_like(self.g), where=alive)

    @cached_property
    def regression_weights(self) -> FloatArray:
        """base x q (n,), and 0 for the rows that take no part."""
        q = 1.0 if self.q is None else self.q
        return np.where(self.weights != 0, self.base * q, 0.0)

    @cached_property
    def _gram(self) -> FloatArray:
        gram = self.auxiliaries.gram(self.regression_weights)
        return gram if self.relax is None else Columns.ridged(gram, self.relax)

    @cached_property
    def _columns(self) -> Columns:
        return Columns.of(self._gram)

    def coefficients(self, cross: FloatArray) -> FloatArray:
        """Return the regression coefficients (p, k) from X'(u q / g): (p, k)."""
        return self._columns.solve(self._gram, cross)

    def residuals(self, influence: FloatArray) -> FloatArray:
        """Return u - w x'B of each column of `influence` (n, k)."""
        result = np.empty_like(influence)
        for j in range(influence.shape[1]):
            b = self.coefficients(self.auxiliaries.totals(influence[:, j] * self.inverse_g))
            result[:, j] = influence[:, j] - self.weights * self.auxiliaries.combine(b)
        return result
