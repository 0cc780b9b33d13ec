"""Parts of the answers classified again."""

import numpy as np
import pytest
from made_up_tables import themed

from phare.config.typologies import Classification, Naming, Stability
from phare.errors import PhareError
from phare.typology.stability import nameable, stabilities
from phare.typology.tree import reinert

ASKED = Classification(k=5)


def test_one_seed_gives_one_result_and_clear_themes_are_stable() -> None:
    matrix = themed(np.random.default_rng(1), units=500)
    tree = reinert(matrix, ASKED)
    first, again = (
        stabilities(matrix, tree, ASKED, Stability(replicates=5), np.random.default_rng(7))
        for _ in range(2)
    )
    assert np.array_equal(first.rand, again.rand)
    assert first.mean_rand(4) > 0.8
    assert first.least_rand(4) <= first.mean_rand(4) <= 1
    assert first.reached(4) == 5
    assert first.mean_jaccard(4).shape == (4,)
    assert first.mean_jaccard(4).min() > 0.7
    # A fifth class where four were planted.
    assert first.mean_rand(5) < first.mean_rand(4)


def test_answers_are_drawn_with_all_of_their_units() -> None:
    """Every answer twice: drawn by unit, copies would be parted; by answer they stay together."""
    rng = np.random.default_rng(2)
    matrix = themed(rng, units=200)
    twice = matrix[np.repeat(np.arange(200), 2)]
    tree = reinert(twice, ASKED)
    found = stabilities(
        twice, tree, ASKED, Stability(replicates=3), np.random.default_rng(3), np.repeat(np.arange(200), 2)
    )  # fmt: skip
    single = stabilities(
        matrix, reinert(matrix, ASKED), ASKED, Stability(replicates=3), np.random.default_rng(3)
    )
    # Counts are doubled and chi-squares with them: the classes are the same, where no
    # threshold on counts is in the way.
    assert found.mean_rand(2) == pytest.approx(single.mean_rand(2), abs=0.15)


def test_too_few_answers_are_refused() -> None:
    matrix = themed(np.random.default_rng(4), units=11)
    with pytest.raises(PhareError, match="11 answers, 9 in each part; expected 10 answers or more"):
        stabilities(matrix, reinert(matrix, ASKED), ASKED, Stability(), np.random.default_rng(1))


def test_small_classes_have_no_name() -> None:
    sizes = np.array([900, 60, 40, 29])
    assert nameable(sizes, Naming()).tolist() == [True, True, False, False]
    assert nameable(np.array([40, 31, 29]), Naming()).tolist() == [True, True, False]
