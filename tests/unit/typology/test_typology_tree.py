"""The tree: what it keeps, where it stops, and that order, process and threads change nothing."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_tables import tables, themed

from phare.config.typologies import Classification, Guard
from phare.errors import PhareError
from phare.typology.agreement import adjusted_rand
from phare.typology.incidence import Incidence, incidence
from phare.typology.terms import terms_kept
from phare.typology.tree import UNCLASSIFIED, reinert

STRICT = Classification(k=6, guard="off")


def test_row_order_changes_no_partition() -> None:
    rng = np.random.default_rng(1)
    matrix = themed(rng)
    tree = reinert(matrix, STRICT)
    assert tree.most == 6
    for _ in range(5):
        order = rng.permutation(matrix.shape[0])
        again = reinert(matrix[order], STRICT)
        for k in range(2, 7):
            assert adjusted_rand(tree.classes(k)[order], again.classes(k)) == 1.0
        assert [step.chi2 for step in again.steps] == [step.chi2 for step in tree.steps]


@given(tables(), st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=40)
def test_row_order_changes_no_chi2_of_any_table(matrix: Incidence, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(matrix.shape[0])
    asked = Classification(k=4, guard="off", least_units=3, least_term=1)
    chi2 = [step.chi2 for step in reinert(matrix, asked).steps]
    assert [step.chi2 for step in reinert(matrix[order], asked).steps] == chi2


def test_levels_are_nested_and_numbered_by_size() -> None:
    tree = reinert(themed(np.random.default_rng(2)), STRICT)
    for k in range(2, 7):
        sizes = np.bincount(tree.classes(k)[tree.classes(k) >= 0])
        assert len(sizes) == k
        assert (np.diff(sizes) <= 0).all()
        assert [len(tree.nodes[leaf].units) for leaf in tree.leaves(k)] == sizes.tolist()
        for finer in range(k + 1, 7):
            pairs = set(zip(tree.classes(finer), tree.classes(k), strict=True))
            assert len({one for one, _ in pairs if one >= 0}) == len(
                {pair for pair in pairs if pair[0] >= 0}
            )
    assert tree.heights == sorted(tree.heights, reverse=True)
    assert tree.heights[-1] == tree.steps[-1].chi2


def test_a_unit_without_terms_is_unclassified_everywhere() -> None:
    matrix = themed(np.random.default_rng(3), units=120).toarray()
    matrix[7] = 0
    tree = reinert(incidence(matrix), STRICT)
    assert (tree.levels[7] == UNCLASSIFIED).all()
    assert (tree.levels[6, :1] != UNCLASSIFIED).all()


def test_terms_stay_by_frequency_and_contingency() -> None:
    # Term 0 is only inside, term 1 balanced, term 2 rare, term 3 mostly outside.
    inside = np.arange(20) < 10
    table = np.zeros((20, 4))
    table[:10, 0] = 1
    table[5:15, 1] = 1
    table[[0, 15], 2] = 1
    table[[0, 1, 2, *range(10, 20)], 3] = 1
    first, other = terms_kept(incidence(table), inside)
    assert first.tolist() == [True, True, False, False]
    assert other.tolist() == [False, True, False, True]


def test_the_guard_refuses_to_peel_off_a_handful() -> None:
    """Four units with words of their own are a block: chi2 = N, and the whole first axis."""
    rng = np.random.default_rng(4)
    themes = themed(rng, units=300).toarray()
    table = np.zeros((304, themes.shape[1] + 3))
    table[:300, :-3], table[300:, -3:] = themes, 1
    matrix = incidence(table)
    strict = reinert(matrix, STRICT.model_copy(update={"k": 2}))
    assert np.bincount(strict.classes(2)).tolist() == [300, 4]
    guarded = reinert(matrix, Classification(k=2))
    assert guarded.steps[0].guarded
    assert guarded.steps[0].axis > 1
    assert np.bincount(guarded.classes(2)).min() >= 0.05 * 304


def test_blocks_without_a_word_in_common_are_found_in_any_order() -> None:
    """Several singular values of 1: the first axis is any mixture of the blocks."""
    rng = np.random.default_rng(8)
    themes = themed(rng, units=200).toarray()
    table = np.zeros((215, themes.shape[1] + 9))
    table[:200, :-9] = themes
    for block in range(3):
        table[200 + 5 * block : 205 + 5 * block, themes.shape[1] + 3 * block :][:, :3] = 1
    for asked in (STRICT, Classification(k=6)):
        tree = reinert(incidence(table), asked)
        if asked is STRICT:
            assert tree.steps[0].singular_value == pytest.approx(1)
        for _ in range(3):
            order = rng.permutation(215)
            again = reinert(incidence(table[order]), asked)
            for k in range(2, min(tree.most, again.most) + 1):
                assert adjusted_rand(tree.classes(k)[order], again.classes(k)) == 1.0


def test_the_guard_changes_nothing_where_no_split_is_unequal() -> None:
    matrix = themed(np.random.default_rng(5), units=600)
    guarded, strict = (reinert(matrix, Classification(k=4, guard=one)) for one in (Guard(), "off"))
    assert not any(step.guarded for step in guarded.steps)
    assert (guarded.levels == strict.levels).all()


def test_a_class_too_small_stops_with_its_reason() -> None:
    rng = np.random.default_rng(6)
    tree = reinert(themed(rng, units=24), Classification(k=20, guard="off"))
    assert tree.most < 20
    assert "under 10" in tree.stopped
    with pytest.raises(PhareError, match=r"k = 19; expected a number of classes from 2 to \d+"):
        tree.classes(19)


def test_the_guard_goes_on_with_the_next_class_where_the_largest_is_of_one_sort() -> None:
    table = np.zeros((100, 14))
    table[:60, :4] = 1
    table[60:80, 4:8], table[80:, 8:12], table[60:, 12:] = 1, 1, 1
    matrix = incidence(table)
    guarded = reinert(matrix, Classification(k=3))
    assert np.bincount(guarded.classes(3)).tolist() == [60, 20, 20]
    strict = reinert(matrix, Classification(k=3, guard="off"))
    assert strict.most == 2
    assert "no two sides" in strict.stopped


def test_identical_units_cannot_be_split() -> None:
    tree = reinert(incidence(np.ones((50, 6))), Classification(k=3))
    assert tree.most == 1
    assert tree.stopped
    with pytest.raises(PhareError, match="no split at all"):
        tree.classes(2)


CHILD = """
import sys; sys.path.insert(0, sys.argv[1])
import hashlib, numpy as np
from made_up_tables import themed
from phare.config.typologies import Classification
from phare.typology.tree import reinert
tree = reinert(themed(np.random.default_rng(7), units=1500), Classification(k=6))
print(hashlib.sha256(tree.levels.tobytes() + repr([s.chi2 for s in tree.steps]).encode()).hexdigest())
"""


def test_processes_hash_seeds_and_threads_change_no_bit() -> None:
    here = str(Path(__file__).parent)
    tree = reinert(themed(np.random.default_rng(7), units=1500), Classification(k=6))
    chi2 = repr([step.chi2 for step in tree.steps]).encode()
    said = {hashlib.sha256(tree.levels.tobytes() + chi2).hexdigest()}
    for threads, seed in (("1", "0"), ("2", "1"), ("4", "2")):
        run = subprocess.run(
            [sys.executable, "-c", CHILD, here],
            env={**os.environ, "OPENBLAS_NUM_THREADS": threads, "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        said.add(run.stdout.strip())
    assert len(said) == 1
