"""The numeric core of the reconstruction: every figure comes out after weighting."""

import numpy as np
import pytest

from reconstruct.fitting import counts, notes, several, steps, yes

N = 300


@pytest.fixture
def rng():
    return np.random.default_rng(7)


@pytest.fixture
def weights(rng):
    """As unequal as equal thirds of very unequal strata."""
    return rng.choice([290.0, 48.0, 7.0], size=N) * rng.uniform(0.8, 1.2, N)


def share(answers, weights):
    return weights[answers].sum() / weights.sum()


@pytest.mark.parametrize("wanted", [0.04, 0.35, 0.69, 0.91])
def test_a_share_is_met_within_a_twentieth_of_a_point(rng, weights, wanted):
    answers = yes(rng.normal(size=N), weights, wanted)
    assert share(answers, weights) == pytest.approx(wanted, abs=5e-4)


def test_a_fixed_cell_and_the_whole_are_met_together(rng, weights):
    cell = rng.random(N) < 0.2
    answers = yes(rng.normal(size=N), weights, 0.37, [(cell, 0.43)])
    assert share(answers, weights) == pytest.approx(0.37, abs=1e-3)
    assert share(answers[cell], weights[cell]) == pytest.approx(0.43, abs=5e-3)


def test_those_with_the_higher_score_say_yes_more_often(rng, weights):
    score = rng.normal(size=N)
    answers = yes(score, weights, 0.5)
    assert score[answers].mean() > score[~answers].mean() + 1


def test_the_steps_of_a_scale_are_met_cumulatively(rng, weights):
    step = steps(rng.normal(size=N), weights, (0.54, 0.84))
    assert share(step == 0, weights) == pytest.approx(0.54, abs=1e-3)
    assert share(step <= 1, weights) == pytest.approx(0.84, abs=1e-3)
    assert set(step) == {0, 1, 2}


def test_a_multiple_response_leaves_nobody_without_an_answer(rng, weights):
    shares = (0.45, 0.30, 0.25, 0.16)
    answers = several(rng.normal(size=(N, 4)), weights, shares)
    assert answers.any(axis=1).all()
    met = [share(answers[:, item], weights) for item in range(4)]
    assert met == pytest.approx(shares, abs=3e-3)


def test_notes_are_whole_between_0_and_10_and_have_the_mean(rng, weights):
    values = notes(rng.normal(size=N), weights, 7.1, 1.9)
    assert set(values) <= set(range(11))
    assert np.average(values, weights=weights) == pytest.approx(7.1, abs=0.02)


def test_counts_are_at_least_one_and_have_the_total(rng, weights):
    values = counts(rng.normal(size=N), weights, 7.6 * weights.sum(), 1.0)
    assert values.min() >= 1
    assert (values % 1 == 0).all()
    assert weights @ values == pytest.approx(7.6 * weights.sum(), abs=weights.min())
    assert np.median(values) < values.mean(), "skewed, as numbers of partnerships are"
