"""Small areas: direct estimates drawn towards a regression. Method: docs/methods/models.md."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg, optimize

from phare.errors import Problems
from phare.stats.arguments import Arguments, vector
from phare.stats.arrays import FloatArray


@dataclass(frozen=True, eq=False)
class AreaEstimates:
    """Fay and Herriot's estimates of D areas, to be shown beside the direct ones.

    Parameters
    ----------
    estimate, std_error : EBLUP and the root of its estimated mean squared error (D,)
    shrinkage : weight of the direct estimate, from 0 (all regression) to 1 (D,)
    coefficients, covariance : of the regression (p,), (p, p)
    model_variance : variance of the areas around the regression; 0 if none can be seen
    """

    estimate: FloatArray
    std_error: FloatArray
    shrinkage: FloatArray
    coefficients: FloatArray
    covariance: FloatArray
    model_variance: float


def fay_herriot(
    direct: FloatArray, variances: FloatArray, columns: FloatArray, where: str = "areas"
) -> AreaEstimates:
    """Return the composite estimates of D areas.

    Parameters
    ----------
    direct, variances : direct estimates and their variances, taken as known (D,); an area
        without a direct estimate is NaN in both, and gets the regression alone
    columns : what is known of every area (D, p), a column of ones among it

    Raises
    ------
    PhareError : no more areas than columns; variances that are not above 0
    """
    y = vector(direct, f"{where}, direct estimates")
    arguments = Arguments(where, len(y))
    seen = ~np.isnan(y)
    y = np.where(seen, arguments.numbers("direct estimates", y, seen), np.nan)
    psi = arguments.numbers("variances", variances, seen)
    x = arguments.columns("columns", columns)
    arguments.check()
    _check(psi[seen], x[seen], int(seen.sum()), where)
    model_variance = _restricted_likelihood(y[seen], psi[seen], x[seen])
    total = psi[seen] + model_variance
    covariance = linalg.inv(x[seen].T @ (x[seen] / total[:, None]))
    beta = covariance @ (x[seen].T @ (y[seen] / total))
    shrinkage = np.zeros(len(y))
    shrinkage[seen] = model_variance / total
    regression = x @ beta
    estimate = np.where(
        seen, shrinkage * np.nan_to_num(y) + (1 - shrinkage) * regression, regression
    )
    leverage = np.einsum("dp,pq,dq->d", x, covariance, x)
    # Prasad and Rao: the noise that is left, the regression's, and that of the shrinkage.
    known = np.where(seen, shrinkage * np.nan_to_num(psi), model_variance)
    of_regression = (1 - shrinkage) ** 2 * leverage
    of_variance = np.zeros(len(y))
    spread = 2 / float(np.sum(total**-2))
    of_variance[seen] = psi[seen] ** 2 / total**3 * spread
    error = np.sqrt(known + of_regression + 2 * of_variance)
    return AreaEstimates(estimate, error, shrinkage, beta, covariance, model_variance)


def _restricted_likelihood(y: FloatArray, psi: FloatArray, x: FloatArray) -> float:
    """Return the variance (0 or more) at which the restricted likelihood is largest."""

    def score(variance: float) -> float:
        inverse = 1 / (psi + variance)
        weighted = x * inverse[:, None]
        hat = linalg.solve(x.T @ weighted, weighted.T, assume_a="sym")
        residual = inverse * (y - x @ (hat @ y))
        projection = inverse - np.einsum("dp,pd->d", weighted, hat)
        return float(residual @ residual - projection.sum())

    if score(0.0) <= 0:
        return 0.0
    high = float(np.var(y)) + float(psi.max())
    while score(high) > 0:
        high *= 2
    return float(optimize.brentq(score, 0.0, high, xtol=1e-14 * high, rtol=1e-12))


def _check(psi: FloatArray, x: FloatArray, n_areas: int, where: str) -> None:
    found = Problems()
    if n_areas <= x.shape[1]:
        found.add(
            where,
            f"{n_areas} areas with a direct estimate and {x.shape[1]} columns",
            "more areas than columns",
            "leave out columns",
        )
    bad = int(np.sum(~(psi > 0)))
    if bad:
        found.add(
            f"{where}, variances",
            f"{bad} that are not above 0",
            "a variance for each direct estimate",
            "leave these areas without a direct estimate, or smooth the variances",
        )
    rank = int(np.linalg.matrix_rank(x)) if len(x) else 0
    if n_areas > x.shape[1] > rank:
        found.add(
            f"{where}, columns",
            f"{x.shape[1]} columns of which {rank} are independent",
            "independent columns among the areas with a direct estimate",
            "leave out those that follow from the others",
        )
    found.raise_if_any()
