"""Fay and Herriot's estimates, against closed forms, the likelihood and simulation."""

from __future__ import annotations

import numpy as np
import pytest

from phare.errors import PhareError
from phare.stats.areas import fay_herriot

ONES = np.ones((30, 1))


def test_equal_variances_have_a_closed_form() -> None:
    y = np.random.default_rng(1).normal(10, 2, 30)
    ours = fay_herriot(y, np.full(30, 1.5), ONES)
    assert ours.model_variance == pytest.approx(y.var(ddof=1) - 1.5)
    shrinkage = 1 - 1.5 / y.var(ddof=1)
    np.testing.assert_allclose(ours.estimate, y.mean() + shrinkage * (y - y.mean()))


def test_areas_no_more_different_than_chance_get_the_regression() -> None:
    y = 5 + np.random.default_rng(2).normal(0, 0.1, 30)
    ours = fay_herriot(y, np.full(30, 4.0), ONES)
    assert ours.model_variance == 0
    np.testing.assert_allclose(ours.estimate, y.mean())


def test_the_variance_is_where_the_restricted_likelihood_is_largest() -> None:
    rng = np.random.default_rng(3)
    psi, x = rng.uniform(0.5, 3, 30), np.column_stack([ONES, rng.normal(size=30)])
    y = x @ [1.0, 2.0] + rng.normal(0, 1.2, 30) + rng.normal(0, np.sqrt(psi))

    def likelihood(variance: float) -> float:
        v = psi + variance
        information = x.T @ (x / v[:, None])
        residual = y - x @ np.linalg.solve(information, x.T @ (y / v))
        return -0.5 * (
            np.log(v).sum() + np.linalg.slogdet(information)[1] + residual @ (residual / v)
        )

    best = fay_herriot(y, psi, x).model_variance
    assert best > 0
    assert likelihood(best) >= max(likelihood(best * f) for f in (0.999, 1.001, 0.5, 2))


def test_the_error_is_the_error() -> None:
    rng = np.random.default_rng(4)
    psi, x = np.linspace(0.3, 2.0, 40), np.column_stack([np.ones(40), np.linspace(-1, 1, 40)])
    squared, told = np.zeros(40), np.zeros(40)
    runs = 1500
    for _ in range(runs):
        truth = x @ [2.0, 1.0] + rng.normal(0, 1.0, 40)
        ours = fay_herriot(truth + rng.normal(0, np.sqrt(psi)), psi, x)
        squared += (ours.estimate - truth) ** 2 / runs
        told += ours.std_error**2 / runs
    np.testing.assert_allclose(told, squared, rtol=0.15)
    assert told.mean() == pytest.approx(squared.mean(), rel=0.03)
    assert np.all(told < psi)


def test_an_area_without_a_direct_estimate_gets_the_regression_and_its_doubt() -> None:
    y = np.random.default_rng(5).normal(10, 2, 30)
    y[7] = np.nan
    psi = np.where(np.isnan(y), np.nan, 1.0)
    ours = fay_herriot(y, psi, ONES)
    assert ours.estimate[7] == pytest.approx(ours.coefficients[0])
    assert ours.std_error[7] > np.sqrt(ours.model_variance)
    assert ours.shrinkage[7] == 0


def test_what_cannot_be_fitted_is_refused() -> None:
    with pytest.raises(PhareError, match="not above 0"):
        fay_herriot(np.ones(30), np.zeros(30), ONES)
    with pytest.raises(PhareError, match="more areas than columns"):
        fay_herriot(np.ones(2), np.ones(2), np.eye(2))
