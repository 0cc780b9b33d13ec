"""Scales hold their values and have two round ticks at least."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phare.publish.scale import round_scale


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([0.14, 0.61], [0.0, 0.2, 0.4, 0.6]),
        ([0.85, 0.95], [0.86, 0.88, 0.9, 0.92, 0.94]),
        ([0.911], [0.91, 0.92]),
        ([0.0, 0.0], [0.0, 0.01]),
    ],
)
def test_ticks_of_shares(values, ticks):
    assert round_scale(values, 0, 100, digits=2).ticks == pytest.approx(ticks)


@given(
    st.lists(st.floats(-1000, 1000), min_size=1, max_size=20),
    st.integers(0, 3),
    st.integers(2, 6),
)
def test_every_value_stands_between_the_ends(values, digits, most):
    scale = round_scale(values, 10, 200, digits, most)
    assert 2 <= len(scale.ticks) <= max(most, 3)
    for value in values:
        assert 10 - 1e-6 <= scale.x(value) <= 200 + 1e-6
    for tick in scale.ticks:
        assert 10 - 1e-6 <= scale.x(tick) <= 200 + 1e-6
        assert round(tick, digits) == pytest.approx(tick, abs=1e-9)
