"""Whether the weighting moves a figure, with its error, and the tests that are usual beside.

Method: docs/methods/audit.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from phare.stats.arrays import FloatArray
from phare.stats.auxiliaries import Margin

# Of the largest, a singular value this small is none: the columns of margins overlap.
_RANK = 1e-10


@dataclass(frozen=True)
class FTest:
    """An F test."""

    statistic: float
    df1: int
    df2: int
    p_value: float


@dataclass(frozen=True)
class Informativeness:
    """What weighting does to a mean: weighted, unweighted, their difference and its error.

    `weight_only`: does the weight predict the answer (y ~ 1 against y ~ w). `given_margins`:
    does it say more than the margins (y ~ margins against y ~ margins + w).
    """

    n: int
    unweighted: float
    weighted: float
    shift_error: float
    correlation: float
    weight_only: FTest | None
    given_margins: FTest | None

    @property
    def shift(self) -> float:
        return self.weighted - self.unweighted


def informativeness(
    values: FloatArray, weights: FloatArray, margins: Sequence[Margin]
) -> Informativeness:
    """Return what weights (n,) do to the mean of values (n,), NaN outside the base."""
    inside = ~np.isnan(values)
    y, w = values[inside], weights[inside] / weights[inside].mean()
    n = len(y)
    plain, weighted = float(y.mean()), float(w @ y / w.sum())
    u = w * (y - weighted) / w.sum() - (y - plain) / n
    error = float(np.sqrt(n / (n - 1) * np.sum((u - u.mean()) ** 2))) if n > 1 else float("nan")
    ones = np.ones((n, 1))
    columns = [np.eye(len(m.categories))[np.asarray(m.codes)[inside]] for m in margins]
    spread = y.std() * w.std()
    correlation = float(np.mean((y - plain) * (w - 1.0)) / spread) if spread > 0 else float("nan")
    return Informativeness(
        n,
        plain,
        weighted,
        error,
        correlation,
        _adds(y, w, ones),
        _adds(y, w, np.hstack([ones, *columns])) if columns else None,
    )


def _adds(y: FloatArray, w: FloatArray, columns: FloatArray) -> FTest | None:
    """Return the F test of one more column w; None where it adds nothing that columns lack."""
    u, singular, _ = np.linalg.svd(columns, full_matrices=False)
    basis = u[:, singular > _RANK * singular[0]]
    left_y, left_w = y - basis @ (basis.T @ y), w - basis @ (basis.T @ w)
    spread, rest = float(left_w @ left_w), float(left_y @ left_y)
    df2 = len(y) - basis.shape[1] - 1
    # Rounding is no information: w may be a sum of the margins' own columns.
    if df2 < 1 or spread <= 1e-18 * float(w @ w) or rest <= 1e-18 * float(y @ y):
        return None
    gained = float(left_y @ left_w) ** 2 / spread
    statistic = gained / ((rest - gained) / df2)
    return FTest(statistic, 1, df2, float(special.fdtrc(1, df2, statistic)))
