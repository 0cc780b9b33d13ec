"""The interval for rare shares of few effective respondents, against exact enumeration."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from phare.stats.intervals import ProportionMethod, proportion_interval


def limits(
    p: float, se: float, df: float, n: float, method: ProportionMethod = "kott-liu"
) -> tuple[float, float]:
    found = proportion_interval(method, *map(np.array, (p, se, df, n, n)))
    return float(found.low), float(found.high)


def covered_in_thirds(method: ProportionMethod, shares: tuple[float, ...]) -> float:
    """Exact coverage under independent draws of 101 from each of three very unequal strata.

    Every number of cases that each stratum can give is gone through with its probability.
    """
    sizes = np.array([29_269, 4_878, 695]) / 34_842
    n, top = 101, 60
    cases = np.stack(np.meshgrid(*[np.arange(top)] * 3, indexing="ij"), axis=-1).reshape(-1, 3)
    chance = np.prod([stats.binom.pmf(cases[:, h], n, shares[h]) for h in range(3)], axis=0)
    cases, chance = cases[chance > 1e-12], chance[chance > 1e-12]
    found = cases / n
    p = found @ sizes
    variance = (found * (1 - found) / (n - 1)) @ sizes**2
    kish = np.full(len(p), 1 / float(np.sum(sizes**2 / n)))
    inside = proportion_interval(
        method, p, np.sqrt(variance), 3 * n - 3.0 + 0 * p, 303 + 0 * p, kish
    )
    truth = float(sizes @ shares)
    return float(chance @ ((inside.low <= truth) & (truth <= inside.high)) / chance.sum())


def test_a_rare_answer_of_a_heavy_stratum_is_covered_as_promised() -> None:
    shares = (0.025, 0.17, 0.35)
    assert covered_in_thirds("logit", shares) < 0.92
    assert covered_in_thirds("beta", shares) < 0.93
    assert 0.93 < covered_in_thirds("kott-liu", shares) < 0.97


@pytest.mark.parametrize("p", [0.05, 0.08, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 0.95])
def test_coverage_of_a_simple_sample(p: float) -> None:
    n = 200
    cases = np.arange(n + 1)
    share = cases / n
    error = np.sqrt(share * (1 - share) / (n - 1))
    found = proportion_interval(
        "kott-liu", share, error, n - 1.0 + 0 * share, n + 0 * share, n + 0 * share
    )
    inside = (found.low <= p) & (p <= found.high)
    assert 0.93 < stats.binom.pmf(cases, n, p) @ inside < 0.97


def test_the_formula() -> None:
    p, se, df, kish = 0.05, 0.018, 90.0, 120.0
    t = stats.t.ppf(0.975, df)
    shift = (1 - 2 * p) / kish * (1 / 6 + t**2 / 3)  # the design is worth p q / se2 = 147
    half = np.hypot(t * se, shift)
    assert limits(p, se, df, kish) == pytest.approx((p + shift - half, p + shift + half), rel=1e-12)


def test_a_clustered_sample_is_as_skewed_as_it_is_worth() -> None:
    p, se, df = 0.05, 0.02, 59.0
    worth = p * (1 - p) / se**2
    assert limits(p, se, df, 1800.0) == pytest.approx(limits(p, se, df, worth), rel=1e-12)
    assert limits(p, se, df, 1800.0) != pytest.approx(limits(p, se, df, worth / 2), rel=1e-3)


@given(
    st.floats(0.001, 0.999), st.floats(1e-6, 0.3), st.floats(1, 500), st.floats(2, 5000)
)  # fmt: skip
@settings(deadline=None)
def test_the_interval_holds_the_estimate_and_mirrors(
    p: float, se: float, df: float, n: float
) -> None:
    low, high = limits(p, se, df, n)
    assert 0 <= low <= p <= high <= 1
    assert limits(1 - p, se, df, n) == pytest.approx((1 - high, 1 - low), abs=1e-9)


@pytest.mark.parametrize("p", [0.0, 1.0])
def test_nobody_and_everybody_have_the_limits_of_beta(p: float) -> None:
    assert limits(p, 0.0, 29.0, 30.0) == limits(p, 0.0, 29.0, 30.0, "beta")


def test_a_share_that_calibration_fixes_has_no_width() -> None:
    assert limits(0.3, 0.0, 40.0, 50.0) == (0.3, 0.3)
    assert limits(0.3, 1e-17, 40.0, 50.0) == pytest.approx((0.3, 0.3), abs=1e-15)


@pytest.mark.parametrize(
    ("p", "se", "df"), [(np.nan, 0.1, 9.0), (0.3, np.nan, 9.0), (0.3, 0.1, 0.0)]
)
def test_nothing_to_build_on_gives_nothing(p: float, se: float, df: float) -> None:
    assert np.all(np.isnan(limits(p, se, df, 10.0)))
