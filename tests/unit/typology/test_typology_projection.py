"""Answers in the classes of a codebook: the score by hand, the threshold, shares and drift."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit, logit

from phare.config.typologies import ProjectionSettings
from phare.errors import PhareError
from phare.stats.design import Design
from phare.typology.calibration import agreement_of, calibrate, held_out_projection
from phare.typology.drift import aligned, bridge, cosines, deviations
from phare.typology.incidence import incidence
from phare.typology.keyness import class_table
from phare.typology.projection import log_lift, project
from phare.typology.shares import profile_shares, shift_of_shares

COUNTS = np.array([[8.0, 1.0], [2.0, 6.0], [0.0, 3.0]])


def test_the_score_is_the_smoothed_log_lift() -> None:
    lift = log_lift(COUNTS)
    assert lift[0, 0] == pytest.approx(np.log(8.5 / 11.5) - np.log(9.5 / 21.5))
    assert lift[2, 0] == pytest.approx(np.log(0.5 / 11.5) - np.log(3.5 / 21.5))
    found = project(incidence(np.array([[1, 0, 1], [0, 0, 0], [0, 1, 0]])), COUNTS)
    assert found.scores[0].tolist() == pytest.approx((lift[0] + lift[2]).tolist())
    odds = logit(found.posteriors[0, 0])
    assert odds == pytest.approx(found.scores[0, 0] - found.scores[0, 1])
    assert found.posteriors[1].tolist() == [0.5, 0.5]


def test_no_known_term_is_never_a_class() -> None:
    found = project(incidence(np.array([[0, 0, 0], [1, 0, 0]])), COUNTS)
    assert found.classes(0.0).tolist() == [-1, 0]
    assert found.classes(0.99).tolist() == [-1, -1]


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_a_higher_threshold_classifies_fewer_and_no_other(seed: int) -> None:
    rng = np.random.default_rng(seed)
    found = project(incidence(rng.random((30, 6)) < 0.3), rng.integers(0, 20, (6, 3)).astype(float))
    low, high = found.classes(0.4), found.classes(0.7)
    assert (high[low < 0] < 0).all()
    assert (high[high >= 0] == low[high >= 0]).all()


def clear(rng: np.random.Generator, n: int = 300) -> tuple[np.ndarray, np.ndarray]:
    """Answers of two classes, a third of them of words that both use."""
    classes = rng.integers(0, 2, n)
    table = np.zeros((n, 25))
    for i, own in enumerate(classes):
        if rng.random() < 1 / 3:
            table[i, 20 + rng.integers(0, 5, 2)] = 1
        else:
            table[i, own * 10 + rng.integers(0, 10, 3)] = 1
    return table, classes


def test_the_threshold_is_where_held_out_answers_are_right_often_enough() -> None:
    table, classes = clear(np.random.default_rng(1))
    asked = ProjectionSettings(least_agreement=0.9)
    found = calibrate(incidence(table), classes, 2, asked, np.random.default_rng(2))
    shared = table[:, 20:].any(1)
    held_out = found.held_out
    assert (held_out[shared] < 0).mean() > 0.9
    assert (held_out[~shared] == classes[~shared]).all()
    assert found.table.sum() == len(classes)
    assert found.table[:, 2].sum() == (held_out < 0).sum()
    assert found.agreement > 0.95


def test_log_odds_to_be_right_are_fitted() -> None:
    rng = np.random.default_rng(5)
    certainty = rng.uniform(0.3, 0.999, 40_000)
    right = rng.random(40_000) < expit(0.3 + 0.6 * logit(certainty))
    assert agreement_of(certainty, right) == pytest.approx((0.3, 0.6), abs=0.05)
    # All right: finite, and surer than stated.
    intercept, slope = agreement_of(np.full(50, 0.9), np.ones(50, dtype=bool))
    assert 0.95 < expit(intercept + slope * logit(0.9)) < 1
    assert slope > 0


def test_held_out_answers_do_not_see_themselves() -> None:
    """Classes drawn at random: a codebook with the answers in it would agree with them."""
    rng = np.random.default_rng(3)
    presence = incidence(rng.random((200, 150)) < 0.05)
    classes = rng.integers(0, 4, 200)
    seen = project(presence, class_table(presence, classes, 4).T)
    held_out = held_out_projection(presence, classes, 4, 10, np.random.default_rng(4))
    assert (seen.nearest == classes).mean() > 0.7
    assert (held_out.nearest == classes).mean() < 0.4
    with pytest.raises(PhareError, match=r"in their own class in \d+% of cases at best"):
        calibrate(
            presence, classes, 4, ProjectionSettings(least_agreement=0.99), np.random.default_rng(4)
        )


def test_fewer_answers_than_folds_are_refused() -> None:
    with pytest.raises(
        PhareError, match="5 answers with a class; expected one or more in each of 10"
    ):
        calibrate(
            incidence(np.eye(5)),
            np.arange(5) % 2,
            2,
            ProjectionSettings(),
            np.random.default_rng(1),
        )


def test_shares_by_base() -> None:
    classes = np.array([0, 0, 1, -1, -1])
    answered = np.array([True, True, True, True, False])
    found = profile_shares(Design(np.array([1.0, 1, 2, 4, 99])), classes, answered, 2)
    assert [one.estimate for one in found.of_answers] == pytest.approx([2 / 8, 2 / 8, 4 / 8])
    assert [one.estimate for one in found.of_classified] == pytest.approx([0.5, 0.5])
    assert found.n.tolist() == [2, 1, 1]
    with pytest.raises(PhareError, match="1 classes without an answer"):
        profile_shares(Design(np.ones(5)), np.zeros(5, int), answered, 2)


def test_the_shift_of_shares_is_what_projection_changes() -> None:
    # Of 100, 60 and 40; 10 of the first go to the second, 20 of the second nowhere.
    assert shift_of_shares(np.array([[50.0, 10, 0], [0, 20, 20]])).tolist() == pytest.approx(
        [50 / 80 - 0.6, 30 / 80 - 0.4]
    )


def test_profiles_are_compared_over_the_terms_of_both() -> None:
    first, second = aligned(("a", "b"), np.array([[1.0], [2]]), ("b", "c"), np.array([[3.0], [4]]))
    assert first.ravel().tolist() == [1, 2, 0]
    assert second.ravel().tolist() == [0, 3, 4]
    deviation = deviations(COUNTS)
    assert deviation[0, 0] == pytest.approx((8 - 4.5) / np.sqrt(4.5))
    assert np.diag(cosines(deviation, deviation)).tolist() == pytest.approx([1, 1])
    assert cosines(deviation, deviation)[0, 1] < 0


def test_a_bridge_counts_everybody_once() -> None:
    found = bridge(np.array([0, 1, -1, 0]), np.array([1, 1, 0, -1]), 2, 2)
    assert found.tolist() == [[0, 1, 1], [0, 1, 0], [1, 0, 0]]
