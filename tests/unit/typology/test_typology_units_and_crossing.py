"""Segments joined into units, and two trees crossed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_tables import themed
from scipy.stats import chi2_contingency

from phare.config.typologies import Classification, DoubleClassification
from phare.errors import PhareError
from phare.typology.agreement import adjusted_rand, best_jaccard, renumbered
from phare.typology.crossing import candidates, double_reinert, signed_yates
from phare.typology.incidence import incidence
from phare.typology.units import joined, units_of_segments


def of_sizes(sizes: list[int]) -> np.ndarray:
    return np.arange(10)[None, :] < np.array(sizes)[:, None]


@pytest.mark.parametrize(
    ("sizes", "documents", "least", "expected"),
    [
        ([3, 3, 3, 3], [0, 0, 0, 0], 6, [0, 0, 1, 1]),
        ([3, 3, 3], [0, 0, 0], 6, [0, 0, 0]),  # the rest goes to the unit before
        ([3, 2], [0, 1], 6, [0, 1]),  # nothing is joined across texts
        ([2, 2, 8, 1], [0, 0, 0, 0], 4, [0, 0, 1, 1]),
        ([3, 0, 3], [5, 5, 2], 0, [0, 1, 2]),
        ([1, 1, 1], ["b", "b", "a"], 9, [0, 0, 1]),
    ],
)
def test_units_of_segments(sizes: list[int], documents: list, least: int, expected: list) -> None:
    matrix = incidence(of_sizes(sizes))
    assert units_of_segments(matrix, documents, least).tolist() == expected


def test_a_unit_has_each_term_once() -> None:
    matrix = incidence(of_sizes([3, 2, 4]))
    assert joined(matrix, np.array([0, 0, 1])).toarray().sum(1).tolist() == [3, 4]


def test_segments_of_a_text_stand_together() -> None:
    with pytest.raises(PhareError, match="a text in two places"):
        units_of_segments(incidence(of_sizes([1, 1, 1])), ["a", "b", "a"], 2)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=40), st.integers(1, 15), st.integers(1, 6))
@settings(max_examples=80, deadline=None)
def test_units_are_large_enough_or_are_a_whole_text(
    sizes: list[int], least: int, texts: int
) -> None:
    documents = np.sort(np.arange(len(sizes)) % texts)
    units = units_of_segments(incidence(of_sizes(sizes)), documents, least)
    assert (np.diff(units) >= 0).all()
    assert sorted(set(units)) == list(range(units.max() + 1))
    for unit in range(units.max() + 1):
        inside = units == unit
        assert len(set(documents[inside])) == 1
        enough = np.array(sizes)[inside].sum() >= least
        assert enough or inside.sum() == (documents == documents[inside][0]).sum()


@pytest.mark.parametrize("both", [0, 3, 4, 12, 13, 20])
def test_crossings_are_corrected_after_yates(both: int) -> None:
    # 30 and 41 of 100: 12.3 expected. Half a unit at most, and never past what is expected.
    one, other, n = 30, 41, 100
    table = np.array([[both, one - both], [other - both, n - one - other + both]])
    expected = chi2_contingency(table, correction=True).statistic
    got = float(signed_yates(np.array(float(both)), np.array(one), np.array(other), n))
    assert abs(got) == pytest.approx(expected, abs=1e-12)
    assert (got > 0) == (both > one * other / n + 0.5)


def test_unclassified_segments_are_never_a_class() -> None:
    levels = np.array([[0]] * 40 + [[1]] * 40 + [[-1]] * 40)
    found = candidates(levels, levels, DoubleClassification())
    assert len(found) == 2
    assert not found.members[:, 80:].any()


def test_texts_of_one_segment_are_refused() -> None:
    matrix = themed(np.random.default_rng(1), units=60)
    with pytest.raises(PhareError, match="use the simple classification"):
        double_reinert(matrix, np.arange(60), DoubleClassification(), Classification())


def test_too_many_sets_are_refused() -> None:
    matrix = themed(np.random.default_rng(2), units=600)
    documents = np.arange(600) // 3
    settings = DoubleClassification(most_sets=3)
    with pytest.raises(PhareError, match="sets of 2 crossings; expected at most 3"):
        double_reinert(matrix, documents, settings, Classification())


def test_agreement_of_partitions() -> None:
    first = np.array([0, 0, 0, 1, 1, 1, -1])
    assert adjusted_rand(first, np.array([1, 1, 1, 0, 0, 0, 0])) == 1.0
    assert adjusted_rand([0, 0, 0, 0], [0, 0, 0, 0]) == 1.0
    # Hubert and Arabie's formula by hand: table ((2, 1), (0, 3)).
    found = adjusted_rand([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 1, 1])
    assert found == pytest.approx((4 - 6 * 7 / 15) / ((6 + 7) / 2 - 6 * 7 / 15))
    assert best_jaccard([0, 0, 1, 1], [0, 0, 0, 1]).tolist() == pytest.approx([2 / 3, 1 / 2])
    assert renumbered([0, 1, 1, 2, 2, 2, -1]).tolist() == [2, 1, 1, 0, 0, 0, -1]
