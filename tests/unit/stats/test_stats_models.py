"""Models with design-based covariance, against closed forms and statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from phare.errors import PhareError
from phare.stats.design import Design
from phare.stats.models import FitSettings, fit_model, term_test
from phare.stats.replication import jackknife


def draw(seed: int, n: int = 400) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(n), rng.normal(size=n), rng.integers(0, 2, n)])
    return x, rng.gamma(3.0, 1.0, n), rng.normal(size=n)


def answers(family: str, x: np.ndarray, noise: np.ndarray) -> np.ndarray:
    eta = x @ np.array([0.2, 0.5, -0.4])
    if family == "gaussian":
        return eta + noise
    if family == "binomial":
        return (noise < eta).astype(float)
    return np.random.default_rng(0).poisson(np.exp(eta)).astype(float)


FAMILIES = {
    "gaussian": sm.families.Gaussian(),
    "binomial": sm.families.Binomial(),
    "poisson": sm.families.Poisson(),
}


@pytest.mark.parametrize("family", FAMILIES)
def test_coefficients_and_sandwich_equal_statsmodels(family: str) -> None:
    x, w, noise = draw(1)
    y = answers(family, x, noise)
    ours = fit_model(Design(w), y, x, family)
    told = sm.GLM(y, x, family=FAMILIES[family], freq_weights=w).fit(tol=1e-14)
    np.testing.assert_allclose(ours.estimate, told.params, rtol=1e-8)
    score = (w * (y - told.fittedvalues))[:, None] * x
    inverse = np.linalg.inv(x.T @ (x * (w * ours.family.slope(x @ told.params))[:, None]))
    around = score - score.mean(axis=0)
    sandwich = inverse @ (around.T @ around * 400 / 399) @ inverse
    np.testing.assert_allclose(ours.covariance, sandwich, rtol=1e-7)
    assert ours.df == 399 + 1 - 3


@pytest.mark.parametrize("family", FAMILIES)
def test_the_jackknife_comes_near(family: str) -> None:
    x, w, noise = draw(2)
    y = answers(family, x, noise)
    design = Design(w, psu=np.repeat(np.arange(80), 5))
    repeated = fit_model(Design.of_replicates(jackknife(design, "JK1")), y, x, family)
    linear = fit_model(design, y, x, family)
    np.testing.assert_allclose(repeated.estimate, linear.estimate, rtol=1e-9)
    np.testing.assert_allclose(repeated.std_error, linear.std_error, rtol=0.1)


def test_an_offset_is_an_exposure() -> None:
    x, w, noise = draw(3)
    exposure = np.exp(noise)
    y = np.random.default_rng(3).poisson(exposure * np.exp(x @ [0.1, 0.3, 0.2])).astype(float)
    ours = fit_model(Design(w), y, x, "poisson", offset=noise)
    told = sm.GLM(y, x, family=sm.families.Poisson(), freq_weights=w, offset=noise).fit(tol=1e-14)
    np.testing.assert_allclose(ours.estimate, told.params, rtol=1e-7)


def test_a_test_of_one_coefficient_is_its_t_test() -> None:
    x, w, noise = draw(4)
    ours = fit_model(Design(w), answers("gaussian", x, noise), x)
    test = term_test(ours, [1])
    assert test.statistic == pytest.approx(ours.statistic[1] ** 2)
    assert test.p_value == pytest.approx(ours.p_value[1])


def test_a_test_does_not_depend_on_the_coding() -> None:
    rng = np.random.default_rng(5)
    codes = rng.integers(0, 3, 300)
    y, w = rng.normal(size=300) + codes, rng.gamma(2.0, 1.0, 300)
    every = (codes[:, None] == np.arange(3)).astype(float)
    first = np.column_stack([np.ones(300), every[:, 1:]])
    last = np.column_stack([np.ones(300), every[:, :2]])
    tests = [term_test(fit_model(Design(w), y, x), [1, 2]).statistic for x in (first, last)]
    assert tests[0] == pytest.approx(tests[1], rel=1e-9)


def test_rows_outside_do_not_count_but_stay_in_the_design() -> None:
    x, w, noise = draw(6)
    y = answers("gaussian", x, noise)
    inside = np.arange(400) < 250
    ours = fit_model(Design(w), np.where(inside, y, np.nan), x, rows=inside)
    alone = fit_model(Design(w[:250]), y[:250], x[:250])
    np.testing.assert_allclose(ours.estimate, alone.estimate, rtol=1e-10)
    # n (n - 1) of the design that was drawn, not of the domain.
    np.testing.assert_allclose(
        ours.covariance, alone.covariance * (400 / 399) / (250 / 249), rtol=1e-10
    )


def test_a_category_where_everybody_answers_alike_is_remarked() -> None:
    x, w, _ = draw(7)
    y = np.where(x[:, 2] == 1, 1.0, (x[:, 1] > 0.3) * 1.0)
    y[:20] = 1 - y[:20] * (x[:20, 2] == 0)
    y = np.where(x[:, 2] == 1, 1.0, y)
    ours = fit_model(Design(w), y, x[:, [0, 2]], "binomial", settings=FitSettings(1e-8, 50))
    assert ours.remarks == () or "no finite value" in ours.remarks[0]
    strict = fit_model(Design(w), y, x[:, [0, 2]], "binomial")
    assert "no finite value" in strict.remarks[0]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda x, y: (np.column_stack([x, x[:, 1] + x[:, 2]]), y), "follow from the others"),
        (lambda x, y: (x, y + 2), "answers outside 0 to 1"),
        (
            lambda x, y: (x, np.where(np.arange(len(y)) == 3, np.nan, y)),
            "missing or infinite value in",
        ),
        (lambda x, y: (np.full_like(x, np.inf), y), "missing or infinite value in"),
    ],
)
def test_what_cannot_be_fitted_is_refused(change: object, words: str) -> None:
    x, w, noise = draw(8)
    x, y = change(x, answers("binomial", x, noise))  # type: ignore[operator]
    with pytest.raises(PhareError, match=words):
        fit_model(Design(w), y, x, "binomial")


def test_an_unknown_family_is_refused_by_name() -> None:
    x, w, noise = draw(9)
    with pytest.raises(PhareError, match="write 'binomial'"):
        fit_model(Design(w), noise, x, "binomal")  # type: ignore[arg-type]
