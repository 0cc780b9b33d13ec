"""Each weighting step redone in each replicate is what it would be alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stats_surveys import draw_survey, margin

from phare.errors import PhareError
from phare.stats.auxiliaries import Auxiliary, Total
from phare.stats.calibration import CalibrationSettings, calibrate
from phare.stats.design import Design
from phare.stats.estimators import estimate_means, estimate_totals
from phare.stats.replicate_steps import recalibrate, redo_classes, redo_normalise, redo_trim
from phare.stats.replicates import Replicates
from phare.stats.replication import bootstrap, half_samples, jackknife
from phare.stats.trimming import Trimming
from phare.stats.weights import class_factors

METHODS = [
    CalibrationSettings("linear"),
    CalibrationSettings("raking"),
    CalibrationSettings("sinh"),
    CalibrationSettings("logit", (0.1, 6.0)),
    CalibrationSettings("truncated", (0.1, 6.0)),
]
seeds = st.integers(0, 2**32 - 1)


def replicate(base: np.ndarray, seed: int) -> Replicates:
    """Bootstrap replicates of rows in PSUs of two."""
    design = Design(base, psu=np.arange(len(base)) // 2)
    return bootstrap(design, 12, np.random.default_rng(seed))


@given(seeds, st.sampled_from(METHODS))
@settings(deadline=None, max_examples=30)
def test_margins_are_met_in_each_replicate(seed: int, method: CalibrationSettings) -> None:
    survey = draw_survey(seed, 120, (3, 2))
    found = recalibrate(replicate(survey.base, seed), survey.margins, method)
    failed = {one.replicate - 1 for one in found.failed}
    met = [r for r in range(found.size) if r not in failed]
    for one in survey.margins:
        reached = found.sums(one.codes, np.ones(survey.n), len(one.categories))[:, met]
        np.testing.assert_allclose(reached, np.repeat(one.totals[:, None], len(met), axis=1))
    np.testing.assert_allclose(
        found.weights, calibrate(survey.base, survey.margins, method).weights, rtol=1e-12
    )


@given(seeds, st.sampled_from(METHODS))
@settings(deadline=None, max_examples=20)
def test_cells_and_rows_give_the_same_replicates(seed: int, method: CalibrationSettings) -> None:
    survey = draw_survey(seed, 100, (3, 2))
    before = replicate(survey.base, seed)
    size = Total("population", np.ones(survey.n), float(survey.margins[0].totals.sum()))
    cells = recalibrate(before, survey.margins, method)
    rows = recalibrate(before, [*survey.margins, size], method)
    assert [one.replicate for one in cells.failed] == [one.replicate for one in rows.failed]
    np.testing.assert_allclose(rows.replicate_weights(), cells.replicate_weights(), rtol=1e-8)


@given(seeds, st.sampled_from(METHODS))
@settings(deadline=None, max_examples=20)
def test_a_replicate_is_calibrated_as_if_it_were_alone(
    seed: int, method: CalibrationSettings
) -> None:
    survey = draw_survey(seed, 120, (3, 2))
    before = replicate(survey.base, seed)
    found = recalibrate(before, survey.margins, method)
    failed = {one.replicate - 1 for one in found.failed}
    bases, ours = before.replicate_weights(), found.replicate_weights()
    for r in range(found.size):
        if r in failed:
            assert np.all(np.isnan(ours[:, r]))
            continue
        alone = calibrate(bases[:, r], survey.margins, method).weights
        np.testing.assert_allclose(ours[:, r], alone, rtol=1e-8, atol=1e-12)


def test_a_replicate_without_a_category_is_counted_and_named() -> None:
    codes = np.array([0, 0, 0, 0, 0, 1])
    before = jackknife(Design(np.ones(6)), "JK1")
    found = recalibrate(before, [margin("m", codes, [40.0, 8.0])])
    assert [one.replicate for one in found.failed] == [6]
    assert "margin 'm', category 'm1'" in found.failed[0].reason
    y = np.array([1.0, 3.0, 2.0, 5.0, 4.0, 6.0])[:, None]
    ours = estimate_totals(Design.of_replicates(found), y)
    totals = [40 / 4 * (15 - drop) + 48 for drop in y[:5, 0]]
    wanted = 5 / 6 * np.sum((totals - np.mean(totals)) ** 2) * 6 / 5
    assert ours.std_error.item() == pytest.approx(np.sqrt(wanted))


def test_a_step_that_no_replicate_can_redo_is_refused() -> None:
    before = half_samples(Design(np.ones(4), np.array([0, 0, 1, 1])))
    codes = np.arange(4)
    with pytest.raises(PhareError, match="none of the 4 replicates can redo"):
        recalibrate(before, [margin("m", codes, [9.0, 9, 9, 9])])


def test_totals_that_the_calibration_knows_do_not_move() -> None:
    survey = draw_survey(3, 200, (4, 3))
    found = recalibrate(replicate(survey.base, 3), survey.margins)
    known = np.eye(4)[survey.margins[0].codes]
    ours = estimate_totals(Design.of_replicates(found), known)
    assert np.all(ours.std_error[0] <= 1e-9 * ours.estimate[0])


def test_replicates_agree_with_the_residual_technique() -> None:
    survey = draw_survey(4, 1500, (4, 3))
    rng = np.random.default_rng(4)
    y = (survey.margins[0].codes + rng.normal(size=survey.n))[:, None]
    calibration = calibrate(survey.base, survey.margins)
    linear = estimate_means(Design(calibration.weights, calibration=calibration.basis), y)
    before = bootstrap(Design(survey.base), 800, rng)
    ours = estimate_means(Design.of_replicates(recalibrate(before, survey.margins)), y)
    ratio = ours.estimates.std_error / linear.estimates.std_error
    assert ratio.item() == pytest.approx(1.0, abs=0.08)


@pytest.mark.parametrize("limit", [{"cap": 6.0}, {"floor": 2.0}])
def test_limits_on_weights_hold_for_each_copy(limit: dict[str, float]) -> None:
    survey = draw_survey(5, 150, (3, 2))
    found = recalibrate(jackknife(Design(survey.base), "JK1"), survey.margins, **limit)
    assert not found.failed
    times = found.row_multipliers(0, found.size)
    weights = np.where(times > 0, found.replicate_weights() / np.where(times > 0, times, 1), np.nan)
    assert np.nanmax(weights) <= limit.get("cap", np.inf) * (1 + 1e-9)
    assert np.nanmin(weights) >= limit.get("floor", 0.0) * (1 - 1e-9)
    for one in survey.margins:
        reached = found.sums(one.codes, np.ones(survey.n), len(one.categories))
        np.testing.assert_allclose(reached, np.repeat(one.totals[:, None], found.size, axis=1))


def test_classes_normalisation_and_margins_one_after_the_other() -> None:
    survey = draw_survey(6, 120, (3, 2))
    rng = np.random.default_rng(6)
    classes, responded = rng.integers(0, 2, survey.n), rng.random(survey.n) < 0.8
    before = replicate(survey.base, 6)
    found = redo_classes(before, classes, ("a", "b"), responded)
    found = redo_normalise(found, 1000.0)
    margins: list[Auxiliary] = [
        margin(m.name, m.codes, 1000.0 * m.totals / m.totals.sum()) for m in survey.margins
    ]
    found = recalibrate(found, margins)
    bases, ours = before.replicate_weights(), found.replicate_weights()
    for r in range(found.size):
        weights = bases[:, r] * class_factors(bases[:, r], classes, ("a", "b"), responded)
        alone = calibrate(weights * 1000.0 / weights.sum(), margins).weights
        np.testing.assert_allclose(ours[:, r], alone, rtol=1e-8, atol=1e-12)
    assert np.all(ours[~responded] == 0)
    assert np.all(found.weights[~responded] == 0)


def test_a_class_without_respondents_in_a_replicate_is_named() -> None:
    responded = np.array([True, True, False, True, True, True])
    classes = np.array([0, 0, 1, 1, 2, 2])
    before = jackknife(Design(np.ones(6)), "JK1")
    found = redo_classes(before, classes, ("a", "b", "c"), responded)
    assert [one.replicate for one in found.failed] == [4]
    assert "class 'b': no respondent" in found.failed[0].reason


def test_trimmed_replicates_keep_their_sums_under_the_cap() -> None:
    survey = draw_survey(7, 80, (2,))
    before = jackknife(Design(survey.base), "JK1")
    found = redo_trim(before, Trimming(median_multiple=1.5))
    cap = float(found.weights.max())
    times = found.row_multipliers(0, found.size)
    assert np.all(found.replicate_weights() <= times * cap * (1 + 1e-12))
    np.testing.assert_allclose(
        found.replicate_weights().sum(axis=0), before.replicate_weights().sum(axis=0)
    )


def test_a_target_of_0_empties_its_rows_in_each_replicate() -> None:
    codes = np.array([0, 0, 1, 1, 1, 2, 2, 0])
    before = jackknife(Design(np.ones(8)), "JK1")
    found = recalibrate(before, [margin("m", codes, [10.0, 20.0, 0.0])])
    assert not found.failed
    assert np.all(found.replicate_weights()[codes == 2] == 0)


def test_soft_margins_are_soft_in_each_replicate() -> None:
    survey = draw_survey(8, 100, (3, 2))
    first, second = survey.margins
    costs = {second.name: 2.0}
    before = replicate(survey.base, 8)
    found = recalibrate(before, survey.margins, costs=costs)
    bases, ours = before.replicate_weights(), found.replicate_weights()
    for r in range(found.size):
        alone = calibrate(bases[:, r], survey.margins, costs=costs).weights
        np.testing.assert_allclose(ours[:, r], alone, rtol=1e-7, atol=1e-10)
    reached = found.sums(first.codes, np.ones(survey.n), 3)
    np.testing.assert_allclose(reached, np.repeat(first.totals[:, None], found.size, axis=1))
