"""Tails of weighted sums of chi-squares, against closed forms and simulation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from phare.stats.quadratic import (
    tail_by_integration,
    tail_by_saddlepoint,
    tail_by_satterthwaite,
)

TAILS = (tail_by_integration, tail_by_saddlepoint, tail_by_satterthwaite)


@pytest.mark.parametrize("k", [2, 5])
@pytest.mark.parametrize("df", [8.0, 40.5, 3000.0])
def test_equal_weights_are_fishers_law(k: int, df: float) -> None:
    for x in (0.5 * k, 2.0 * k, 4.0 * k):
        told = stats.f.sf(x / k / 1.7, k, df)
        a = np.full(k, 1.7)
        assert tail_by_satterthwaite(x, a, df) == pytest.approx(told, rel=1e-12)
        assert tail_by_integration(x, a, df) == pytest.approx(told, rel=1e-6)
        assert tail_by_saddlepoint(x, a, df) == pytest.approx(told, rel=0.05)


def test_infinite_df_are_the_sum_itself() -> None:
    a = np.full(3, 0.8)
    told = stats.chi2.sf(12.0 / 0.8, 3)
    assert tail_by_satterthwaite(12.0, a) == pytest.approx(told, rel=1e-12)
    assert tail_by_saddlepoint(12.0, a) == pytest.approx(told, rel=0.03)


def test_unequal_weights_by_simulation() -> None:
    rng = np.random.default_rng(11)
    a, df = np.array([0.4, 1.0, 2.6]), 25.0
    draws = rng.chisquare(1, (400_000, 3)) @ a / (rng.chisquare(df, 400_000) / df)
    for x in (3.0, 8.0, 15.0):
        told = np.mean(draws > x)
        error = np.sqrt(told * (1 - told) / len(draws))
        assert abs(tail_by_integration(x, a, df) - told) < 4 * error
        assert tail_by_saddlepoint(x, a, df) == pytest.approx(told, rel=0.05)


def test_a_very_small_tail_is_small_and_positive() -> None:
    a = np.array([0.5, 1.5])
    tails = [tail(400.0, a, 500.0) for tail in TAILS]
    assert all(0 < tail < 1e-20 for tail in tails)


def test_at_the_mean_the_saddlepoint_gives_way() -> None:
    a = np.array([1.0, 2.0])
    assert tail_by_saddlepoint(3.0, a) == tail_by_satterthwaite(3.0, a)
