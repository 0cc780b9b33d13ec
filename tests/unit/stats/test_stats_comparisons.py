"""Tests between independent estimates, and of many at a time."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_ind_from_stats
from statsmodels.stats.multitest import multipletests

from phare.stats.comparisons import against_zero, benjamini_hochberg, compare_independent, holm

p_values = st.lists(st.floats(0, 1), min_size=1, max_size=30).map(np.array)


@given(p_values)
@settings(deadline=None, max_examples=20)
def test_holm(p: np.ndarray) -> None:
    np.testing.assert_allclose(holm(p), multipletests(p, method="holm")[1], atol=1e-15)


@given(p_values)
@settings(deadline=None)
def test_benjamini_hochberg(p: np.ndarray) -> None:
    wanted = multipletests(p, method="fdr_bh")[1]
    np.testing.assert_allclose(benjamini_hochberg(p), wanted, atol=1e-15)


def test_tests_that_were_not_made_do_not_count() -> None:
    with_gaps = holm(np.array([0.01, np.nan, 0.04]))
    np.testing.assert_allclose(with_gaps[[0, 2]], holm(np.array([0.01, 0.04])))
    assert np.isnan(with_gaps[1])


def test_two_simple_samples_are_compared_as_by_welch() -> None:
    first, second = (5.0, 2.0, 40), (4.2, 1.5, 25)
    wanted = ttest_ind_from_stats(*first, *second, equal_var=False)
    found = compare_independent(
        *(np.array([x]) for m, s, n in (first, second) for x in (m, s / np.sqrt(n), n - 1))
    )
    assert found.statistic[0] == pytest.approx(wanted.statistic)
    assert found.p_value[0] == pytest.approx(wanted.pvalue)


def test_infinite_df_make_a_z_test() -> None:
    found = against_zero(np.array([1.959963984540054]), np.array([1.0]), np.array([np.inf]))
    assert found.p_value[0] == pytest.approx(0.05)


def test_no_standard_error_no_test() -> None:
    found = against_zero(np.array([1.0, 0.0]), np.array([0.0, np.nan]), np.array([5.0, 5.0]))
    assert np.all(np.isnan(found.p_value))
