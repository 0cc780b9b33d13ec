"""Rows alike in all that a model of response sees, and that model on them.

Method: docs/methods/nonresponse.md.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from phare.errors import Problem
from phare.stats.arrays import BoolArray, FloatArray, IntArray, floats

# Log odds beyond which an answer is certain: the coefficients behind them are running away.
_CERTAIN = 15.0
_TOLERANCE = 1e-10
_MAX_ITERATIONS = 60


@dataclass(frozen=True, eq=False)
class Patterns:
    """Rows alike in all that the model sees, taken together.

    Parameters
    ----------
    of_row : pattern of each row (n,)
    columns, responded : of the patterns (m, p), (m,)
    """

    of_row: IntArray
    columns: FloatArray
    responded: BoolArray

    @classmethod
    def of(cls, columns: FloatArray, responded: BoolArray) -> Patterns:
        key: IntArray = np.asarray(responded, dtype=np.int64)
        for column in columns.T:
            _, codes = np.unique(column, return_inverse=True)
            _, key = np.unique(key * (int(codes.max()) + 1) + codes, return_inverse=True)
        _, first, of_row = np.unique(key, return_index=True, return_inverse=True)
        return cls(of_row.astype(np.int64), columns[first], responded[first])

    @property
    def size(self) -> int:
        return len(self.responded)

    def fit(self, weights: FloatArray, start: FloatArray | None = None) -> FloatArray:
        """Return the coefficients (p,) of the logistic model under weights (m,).

        NaN where a coefficient has no finite value: there, or somewhere, response is certain.
        """
        # Here, and not above: it takes a second to load, and few surveys need it.
        from statsmodels.genmod.families import Binomial
        from statsmodels.genmod.generalized_linear_model import GLM

        used = weights > 0
        x, w = self.columns[used], weights[used] / float(np.mean(weights[used]))
        model = GLM(self.responded[used].astype(np.float64), x, Binomial(), freq_weights=w)
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            found = model.fit(
                start_params=start, maxiter=_MAX_ITERATIONS, tol=_TOLERANCE, tol_criterion="params"
            )
        beta = floats(found.params)
        runaway = np.abs(beta) * np.max(np.abs(x), axis=0) > _CERTAIN
        certain = bool(np.any(np.abs(x @ beta) > _CERTAIN))
        if certain or not found.converged:
            return np.where(runaway if np.any(runaway) else True, np.nan, beta)
        return beta

    def propensity(self, coefficients: FloatArray) -> FloatArray:
        """Return the probability of response (m,) or, for several models (p, b), (m, b)."""
        return np.asarray(special.expit(self.columns @ coefficients))


def separated(names: Sequence[str], beta: FloatArray, where: str) -> Problem:
    """Say which columns, by name, have no finite coefficient in `beta` (p,)."""
    guilty = ", ".join(f"'{names[int(j)]}'" for j in np.flatnonzero(np.isnan(beta)))
    return Problem(
        f"{where}, propensity",
        f"no finite coefficient for {guilty}: somewhere everybody, or nobody, responded",
        "respondents and non-respondents at every value",
        "join the categories behind it with others that answer alike, or leave it out",
    )
