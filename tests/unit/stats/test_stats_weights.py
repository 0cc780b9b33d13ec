"""Weights described and adjusted without margins."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phare.errors import PhareError
from phare.stats.weights import (
    class_factors,
    kish_design_effect,
    normalise,
    stratum_base_weights,
    summarise,
)

positive = st.lists(st.floats(0.01, 1e4), min_size=2, max_size=50).map(np.array)


def test_summary_of_equal_weights() -> None:
    found = summarise(np.full(8, 2.5))
    assert (found.n, found.total, found.cv, found.deff_kish) == (8, 20.0, 0.0, 1.0)
    assert found.n_effective == 8.0


@given(positive, st.floats(0.01, 100))
@settings(deadline=None)
def test_design_effect_does_not_depend_on_scale(weights: np.ndarray, scale: float) -> None:
    effect = kish_design_effect(weights)
    assert effect == pytest.approx(1 + (np.std(weights) / np.mean(weights)) ** 2)
    assert kish_design_effect(weights * scale) == pytest.approx(effect)


def test_rows_of_weight_zero_are_left_out() -> None:
    assert summarise(np.array([1.0, 1.0, 0.0])).n_effective == 2.0


def test_weights_of_nobody_are_refused() -> None:
    with pytest.raises(PhareError, match="none but 0"):
        summarise(np.zeros(3))


def test_mayors_allocated_equally_to_three_size_classes() -> None:
    # 302 mayors, equal allocation, against 35,000 communes of which 85 % are small.
    codes = np.repeat([0, 1, 2], [101, 101, 100])
    weights = stratum_base_weights(codes, ["S", "M", "L"], np.array([29_750.0, 4_550.0, 700.0]))
    assert weights.sum() == pytest.approx(35_000)
    assert kish_design_effect(weights) == pytest.approx(2.22, abs=0.01)


@pytest.mark.parametrize(
    ("codes", "populations", "words"),
    [
        ([0, 0, 0], [10.0, 5.0], "stratum 'b': got a population of 5 and no respondent"),
        ([0, 1, 1], [10.0, 1.0], "stratum 'b': got a population of 1 and 2 respondents"),
        ([0, -1, 1], [10.0, 5.0], "stratum: got codes outside 0..1 in 1 of 3 rows"),
        ([0, 1, 1], [10.0, 0.0], "stratum 'b': got a population of 0"),
    ],
)
def test_strata_that_cannot_be_weighted(
    codes: list[int], populations: list[float], words: str
) -> None:
    with pytest.raises(PhareError, match=words):
        stratum_base_weights(np.array(codes), ["a", "b"], np.array(populations))


def test_respondents_stand_for_their_class() -> None:
    base, codes = np.array([1.0, 2.0, 3.0, 4.0]), np.array([0, 0, 1, 1])
    responded = np.array([True, False, True, True])
    factors = class_factors(base, codes, ["young", "old"], responded)
    np.testing.assert_allclose(factors, [3.0, 0.0, 1.0, 1.0])
    assert (base * factors).sum() == pytest.approx(base.sum())


def test_a_class_without_respondent_is_refused_by_name() -> None:
    with pytest.raises(PhareError, match="class 'old': got a base weight of 2 and no respondent"):
        class_factors(
            np.ones(4), np.array([0, 0, 1, 1]), ["young", "old"], np.array([1, 1, 0, 0], dtype=bool)
        )


@given(positive, st.floats(1, 1e6))
@settings(deadline=None)
def test_normalised_weights_sum_to_what_is_asked(weights: np.ndarray, total: float) -> None:
    assert normalise(weights, total).sum() == pytest.approx(total)
