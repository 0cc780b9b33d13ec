"""Two domains compared by means and by ranks."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from phare.stats.design import Design
from phare.stats.ranks import mean_test, population_ranks, rank_test
from phare.stats.replication import jackknife


def draw(seed: int, n: int = 300, gap: float = 0.3) -> tuple[np.ndarray, np.ndarray, Design]:
    rng = np.random.default_rng(seed)
    second = rng.random(n) < 0.4
    return rng.normal(size=n) + gap * second, second, Design(np.ones(n))


def test_under_simple_random_sampling_it_is_nearly_welchs_test() -> None:
    y, second, design = draw(1)
    told = stats.ttest_ind(y[second], y[~second], equal_var=False)
    ours = mean_test(design, y, second)
    assert ours.difference == pytest.approx(y[second].mean() - y[~second].mean())
    assert ours.statistic == pytest.approx(told.statistic, rel=0.02)
    assert ours.df == 298
    assert ours.low < ours.difference < ours.high


def test_ranks_come_near_wilcoxon() -> None:
    y, second, design = draw(2)
    told = stats.mannwhitneyu(y[second], y[~second])
    ours = abs(rank_test(design, y, second).statistic)
    assert ours == pytest.approx(stats.norm.isf(told.pvalue / 2), rel=0.05)


def test_ranks_ignore_the_scale_and_change_sign_with_it() -> None:
    y, second, design = draw(3)
    ours = rank_test(design, y, second)
    assert rank_test(design, np.exp(y), second).statistic == pytest.approx(ours.statistic)
    assert rank_test(design, -y, second).statistic == pytest.approx(-ours.statistic)
    assert rank_test(design, y, ~second).statistic == pytest.approx(-ours.statistic)


def test_ties_share_the_mean_of_their_places() -> None:
    ranks = population_ranks(np.array([3.0, 1.0, 3.0, 2.0]), np.array([1.0, 2.0, 1.0, 4.0]))
    np.testing.assert_allclose(ranks, [7 / 8, 1 / 8, 7 / 8, 4 / 8])


def test_replicates_of_a_simple_sample_agree() -> None:
    y, second, design = draw(4)
    repeated = Design.of_replicates(jackknife(design, "JK1"))
    for test in (mean_test, rank_test):
        ours, linear = test(repeated, y, second), test(design, y, second)
        assert ours.std_error == pytest.approx(linear.std_error, rel=0.01)


def test_one_domain_alone_has_no_test() -> None:
    y, _, design = draw(5)
    with np.errstate(invalid="ignore"):
        assert np.isnan(mean_test(design, y, np.zeros(300, dtype=bool)).p_value)
