"""Hidden cells cannot be worked out: shown by linear programmes, independently."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from phare.stats.suppression import complementary


def reach(hidden: np.ndarray, counts: np.ndarray, cell: tuple[int, int]) -> float:
    """How far the value of a hidden cell can move (either way) with all totals unchanged."""
    rows, columns = np.nonzero(hidden)
    totals = np.vstack([rows == i for i in range(counts.shape[0])])
    totals = np.vstack([totals, *(columns == j for j in range(counts.shape[1]))]).astype(float)
    goal = ((rows == cell[0]) & (columns == cell[1])).astype(float)
    ends = [
        optimize.linprog(s * goal, A_eq=totals, b_eq=np.zeros(len(totals)), bounds=(-1, 1)).fun
        for s in (1, -1)
    ]
    return -sum(ends)


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 5), st.integers(2, 5), st.integers(0, 2**32 - 1))
def test_no_hidden_cell_can_be_worked_out(r: int, c: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    counts = rng.integers(1, 60, (r, c)).astype(float)
    hidden = rng.random((r, c)) < 0.15
    ours = complementary(hidden, counts)
    assert np.all(ours[hidden])
    for cell in zip(*np.nonzero(hidden), strict=True):
        assert reach(ours, counts, cell) > 1e-6


def test_nothing_hidden_hides_nothing() -> None:
    assert not complementary(np.zeros((3, 3), dtype=bool), np.ones((3, 3))).any()


def test_one_cell_takes_three_more_and_the_smallest() -> None:
    counts = np.array([[3.0, 50.0, 9.0], [60.0, 70.0, 80.0], [8.0, 40.0, 7.0]])
    hidden = counts == 3
    ours = complementary(hidden, counts)
    assert ours.tolist() == [[True, False, True], [False, False, False], [True, False, True]]


def test_in_one_row_a_second_cell_is_enough() -> None:
    hidden = np.array([[True, False, False, False]])
    ours = complementary(hidden, np.array([[2.0, 30.0, 6.0, 90.0]]))
    assert ours.tolist() == [[True, False, True, False]]


def test_a_protected_pattern_is_left_as_it_is() -> None:
    hidden = np.array([[True, True, False], [True, True, False], [False, False, False]])
    assert complementary(hidden, np.ones((3, 3))).tolist() == hidden.tolist()
