"""Intervals where they are known in closed form, and at the edges."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from phare.errors import PhareError
from phare.stats.intervals import mean_interval, proportion_interval

METHODS = ("mean", "logit", "beta", "wilson")


def simple(method: str, cases: float, n: int, df: float = np.inf) -> tuple[float, float]:
    """Interval under simple random sampling with a known variance."""
    p = cases / n
    found = proportion_interval(
        method,  # type: ignore[arg-type]
        np.array(p),
        np.array(np.sqrt(p * (1 - p) / n)),
        np.array(df),
        np.array(n),
        np.array(float(n)),
    )
    return float(found.low), float(found.high)


@pytest.mark.parametrize(("cases", "n"), [(3, 40), (17, 40), (39, 40), (0, 40), (40, 40)])
def test_wilson_of_a_simple_sample(cases: int, n: int) -> None:
    wanted = proportion_confint(cases, n, method="wilson")
    assert simple("wilson", cases, n) == pytest.approx(wanted, abs=1e-12)


@pytest.mark.parametrize(("cases", "n"), [(3, 40), (17, 40), (39, 40), (0, 40), (40, 40)])
def test_beta_of_a_simple_sample_is_clopper_and_pearson(cases: int, n: int) -> None:
    wanted = proportion_confint(cases, n, method="beta")
    assert simple("beta", cases, n, df=n - 1) == pytest.approx(wanted, abs=1e-12)


@given(st.floats(0.001, 0.999), st.floats(1e-4, 0.2), st.floats(2, 500), st.sampled_from(METHODS))
@settings(deadline=None)
def test_interval_holds_the_estimate(p: float, se: float, df: float, method: str) -> None:
    found = proportion_interval(method, p, se, df, df + 1, df + 1)  # type: ignore[arg-type]
    assert found.low <= p <= found.high
    if method != "mean":
        assert found.low >= 0
        assert found.high <= 1


@pytest.mark.parametrize("method", ["logit", "beta", "wilson"])
def test_nobody_and_everybody_leave_a_width(method: str) -> None:
    low, high = simple(method, 0, 30, df=29)
    assert low == 0.0
    assert 0.05 < high < 0.2
    assert simple(method, 30, 30, df=29) == pytest.approx((1 - high, 1.0))


def test_a_share_that_calibration_fixes_has_no_width() -> None:
    for method in METHODS:
        found = proportion_interval(method, 0.3, 0.0, 100, 101, 101)  # type: ignore[arg-type]
        assert (float(found.low), float(found.high)) == pytest.approx((0.3, 0.3))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("p", "se", "df"), [(np.nan, np.nan, 10), (0.3, 0.1, 0)])
def test_no_interval_without_estimate_or_df(method: str, p: float, se: float, df: float) -> None:
    found = proportion_interval(method, p, se, df, 20, 20)  # type: ignore[arg-type]
    assert np.isnan(found.low)
    assert np.isnan(found.high)


def test_mean_interval_widens_with_fewer_df() -> None:
    many = mean_interval(np.array([5.0]), np.array([1.0]), np.array([np.inf]))
    few = mean_interval(np.array([5.0]), np.array([1.0]), np.array([4.0]))
    assert many.high[0] == pytest.approx(5 + 1.959963984540054)
    assert few.high[0] == pytest.approx(5 + 2.7764451051977987)


def test_margin_of_the_mayors() -> None:
    # n_effective 138: 8.3 points at 50 %, where n = 302 would claim 5.6.
    half = [1.96 * np.sqrt(0.25 / n) for n in (138, 302)]
    assert half == pytest.approx([0.083, 0.056], abs=5e-4)


def test_unknown_method_is_refused() -> None:
    with pytest.raises(PhareError, match="write 'wilson'"):
        proportion_interval("wilsen", 0.3, 0.1, 10, 20, 20)  # type: ignore[arg-type]


def test_the_arcsine_does_not_come_back_from_beyond_its_ends() -> None:
    # With so wide a standard error 5 points less the half-width is an angle below 0.
    found = proportion_interval("asin", *map(np.array, (0.05, 0.2, 20.0, 21.0, 21.0)))
    assert found.low == 0.0
    assert 0.05 < float(found.high) < 1.0


def test_a_share_over_1_by_a_rounding_is_1() -> None:
    above = np.array([1.0 + 1e-15, 1.0, 1.1])
    found = proportion_interval("logit", above, *map(np.array, (0.0, 20.0, 21.0, 21.0)))
    assert found.low[0] == found.low[1]
    assert found.high[0] == 1.0
    assert np.isnan(found.low[2])
