"""Bins of weights: nobody lost, none thinner than it may be, the mean in the middle of one."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from phare.stats.weight_distribution import weight_bins


def test_equal_weights_are_one_bin_around_the_mean():
    (one,) = weight_bins(np.full(50, 7.0))
    assert one.n == 50
    assert math.sqrt(one.low * one.high) == pytest.approx(1)


def test_two_weights_of_as_many_stand_at_their_ratio_to_the_mean():
    low, high = (weight_bins(np.repeat([1.0, 3.0], 40))[at] for at in (0, -1))
    assert low.low <= 0.5 < low.high and low.n == 40
    assert high.low <= 1.5 < high.high and high.n == 40


def test_rows_without_weight_are_left_out():
    assert weight_bins(np.array([0.0] * 30 + [2.0] * 20)) == weight_bins(np.full(20, 2.0))


def test_a_few_extreme_weights_join_their_neighbours():
    bins = weight_bins(np.array([1.0] * 60 + [2.0] * 30 + [40.0]))
    assert all(one.n == 0 or one.n >= 10 for one in bins)
    assert bins[-1].high > 40 / ((60 + 60 + 40) / 91)


def test_what_lies_between_two_heaps_is_empty():
    """A heap is not smeared over the bins without anybody beside it."""
    bins = weight_bins(np.repeat([1.0, 30.0], 50))
    heaps = [one for one in bins if one.n]
    assert [one.n for one in heaps] == [50, 50]
    assert all(one.high / one.low < 1.2 for one in heaps)


@given(st.lists(st.floats(0.01, 1e6), min_size=1, max_size=200))
def test_every_respondent_is_in_one_bin(weights):
    bins = weight_bins(np.array(weights))
    assert sum(one.n for one in bins) == len(weights)
    assert all(one.n == 0 or one.n >= min(10, len(weights)) for one in bins)
    for before, after in pairwise(bins):
        assert before.high == pytest.approx(after.low)
    ratios = np.array(weights) / np.mean(weights)
    assert bins[0].low <= ratios.min() * 1.0001 and ratios.max() <= bins[-1].high * 1.0001


@given(st.lists(st.floats(0.1, 100), min_size=30, max_size=60), st.floats(0.001, 1000))
def test_the_scale_of_weights_does_not_matter(weights, scale):
    one, other = (weight_bins(np.array(weights) * by) for by in (1.0, scale))
    assert [each.n for each in one] == pytest.approx([each.n for each in other], abs=1)
