"""Quantiles and their intervals, against numpy and against the definitions themselves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from phare.errors import PhareError
from phare.stats.design import Design
from phare.stats.quantiles import estimate_quantiles, weighted_quantiles

P = np.array([0.03, 0.1, 0.25, 0.37, 0.5, 0.75, 0.9, 0.99])
# numpy's names of Hyndman and Fan's nine definitions.
NUMPY = [
    "inverted_cdf",
    "averaged_inverted_cdf",
    "closest_observation",
    "interpolated_inverted_cdf",
    "hazen",
    "weibull",
    "linear",
    "median_unbiased",
    "normal_unbiased",
]


@pytest.mark.parametrize("number", range(1, 10))
@pytest.mark.parametrize("n", [1, 2, 7, 10, 40])
def test_equal_weights_give_hyndman_and_fan(number: int, n: int) -> None:
    x = np.random.default_rng(n).normal(size=n)
    ours = weighted_quantiles(x, np.full(n, 2.5), P, f"hf{number}")
    np.testing.assert_allclose(ours, np.quantile(x, P, method=NUMPY[number - 1]), rtol=1e-12)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 4)), min_size=1, max_size=12))
def test_a_weight_is_so_many_rows(rows: list[tuple[int, int]]) -> None:
    x = np.array([value for value, _ in rows], dtype=float)
    w = np.array([count for _, count in rows])
    repeated = np.repeat(x, w)
    for rule in ("math", "school"):
        ours = weighted_quantiles(x, w.astype(float), P, rule)
        told = weighted_quantiles(repeated, np.ones(len(repeated)), P, rule)
        np.testing.assert_array_equal(ours, told)


def test_rows_of_weight_0_do_not_count() -> None:
    x, w = np.array([1.0, 2.0, 3.0, -99.0]), np.array([1.0, 1.0, 1.0, 0.0])
    for rule in ("math", "shahvaish", "hf6", "hf7"):
        ours = weighted_quantiles(x, w, P, rule)
        np.testing.assert_array_equal(ours, weighted_quantiles(x[:3], w[:3], P, rule))


def test_a_share_met_exactly_is_met_whatever_the_unit_of_weights() -> None:
    x = np.arange(1.0, 201.0)
    for unit in (1.0, 30.97, 1 / 3, 0.1):
        assert weighted_quantiles(x, np.full(200, unit), np.array([0.9]))[0] == 180.0


def test_nobody_has_no_quantile() -> None:
    assert np.isnan(weighted_quantiles(np.ones(2), np.zeros(2), np.array([0.5]))[0])


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(PhareError, match="write 'hf7'"):
        weighted_quantiles(np.ones(2), np.ones(2), P, "hf77")


def test_woodruff_limits_are_quantiles_of_the_limits_of_the_share() -> None:
    rng = np.random.default_rng(4)
    x = rng.normal(size=400)
    found = estimate_quantiles(Design(np.ones(400)), x, np.array([0.5]))
    half = 1.9659272959208 * np.sqrt(0.25 / 399)  # t at 399 df, share of exactly one half
    told = weighted_quantiles(x, np.ones(400), np.array([0.5 - half, 0.5 + half]))
    np.testing.assert_array_equal([found.low[0], found.high[0]], told)
    assert found.std_error[0] == pytest.approx((told[1] - told[0]) / (2 * 1.9659272959208))


def test_score_limits_are_the_values_not_rejected() -> None:
    rng = np.random.default_rng(5)
    x, w = rng.integers(0, 60, 150).astype(float), rng.gamma(3.0, 1.0, 150)
    design = Design(w, psu=np.repeat(np.arange(30), 5))
    found = estimate_quantiles(design, x, np.array([0.3]), method="score")
    t = 2.045229642132703  # 29 df
    low, high = [], []
    for value in np.unique(x):
        below = (x <= value).astype(float)
        share = below @ w / w.sum()
        error = np.sqrt(design.variance((w * (below - share) / w.sum())[:, None])[0])
        low.append((share - 0.3) / error >= -t if error > 0 else share > 0.3)
        high.append((share - 0.3) / error >= t if error > 0 else share > 0.3)
    assert found.low[0] == np.unique(x)[np.argmax(low)]
    assert found.high[0] == np.unique(x)[np.argmax(high)]


def test_a_limit_beyond_the_distribution_is_unknown() -> None:
    found = estimate_quantiles(Design(np.ones(10)), np.arange(10.0), np.array([0.9]))
    assert np.isnan(found.high[0])
    assert np.isnan(found.std_error[0])


def test_a_domain_leaves_the_rest_out() -> None:
    rng = np.random.default_rng(6)
    x, inside = rng.normal(size=100), np.arange(100) < 60
    whole = Design(np.ones(100))
    ours = estimate_quantiles(whole, np.where(inside, x, np.nan), P, rows=inside)
    np.testing.assert_array_equal(ours.estimate, weighted_quantiles(x[:60], np.ones(60), P))
