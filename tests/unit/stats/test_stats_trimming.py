"""Large weights are limited, and margins that were met stay met."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stats_surveys import draw_survey, margin

from phare.errors import PhareError
from phare.stats.auxiliaries import Total
from phare.stats.calibration import CalibrationSettings, calibrate
from phare.stats.trimming import Trimming, trim, trim_and_recalibrate
from phare.stats.weights import kish_design_effect

skewed = st.integers(0, 2**32 - 1).map(
    lambda seed: np.random.default_rng(seed).lognormal(0.0, 1.0, 60)
)


@given(skewed, st.floats(1.2, 4.0))
@settings(deadline=None)
def test_trimmed_weights_keep_their_sum_and_order(weights: np.ndarray, k: float) -> None:
    found = trim(weights, Trimming(median_multiple=k + 1.5))
    assert found.cap == pytest.approx((k + 1.5) * np.median(weights))
    assert found.weights.sum() == pytest.approx(weights.sum())
    assert found.weights.max() <= found.cap * (1 + 1e-12)
    assert np.all(np.diff(found.weights[np.argsort(weights)]) >= -1e-9)


@given(skewed, st.floats(1.05, 1.8))
@settings(deadline=None)
def test_trimming_to_a_design_effect_trims_no_more_than_needed(
    weights: np.ndarray, target: float
) -> None:
    effect = kish_design_effect(trim(weights, Trimming(design_effect=target)).weights)
    assert effect <= target
    assert effect == pytest.approx(min(target, kish_design_effect(weights)), rel=1e-4)


def test_a_cap_by_quartiles() -> None:
    weights = np.array([1.0, 2.0, 3.0, 4.0, 20.0])
    assert trim(weights, Trimming(iqr_multiple=2.0)).cap == pytest.approx(3.0 + 2 * 2.0)


def test_a_cap_above_all_weights_changes_nothing() -> None:
    weights = np.array([1.0, 2.0, 3.0])
    np.testing.assert_array_equal(trim(weights, Trimming(cap=4.0)).weights, weights)


def test_a_cap_without_room_is_refused() -> None:
    with pytest.raises(PhareError, match="raise the cap to 2 or more"):
        trim(np.array([1.0, 2.0, 3.0]), Trimming(cap=1.5))


@pytest.mark.parametrize("limits", [{}, {"cap": 2.0, "design_effect": 1.5}, {"cap": 0.0}])
def test_one_positive_limit_is_asked_for(limits: dict[str, float]) -> None:
    with pytest.raises(PhareError, match="one positive limit"):
        Trimming(**limits)


METHODS = [
    CalibrationSettings("raking"),
    CalibrationSettings("linear"),
    CalibrationSettings("logit", (0.2, 4.0)),
    CalibrationSettings("truncated", (0.2, 4.0)),
]


@pytest.mark.parametrize("method", METHODS, ids=lambda m: m.method)
def test_cap_and_margins_hold_together(method: CalibrationSettings) -> None:
    survey = draw_survey(21, 300, (4, 3))
    free = calibrate(survey.base, survey.margins, method)
    cap = 0.8 * free.weights.max()
    found = trim_and_recalibrate(survey.base, survey.margins, method, Trimming(cap=cap))
    assert found.weights.max() <= cap * (1 + 1e-12)
    assert found.max_gap <= 1e-10
    assert found.cap == cap
    assert found.share_at_upper > 0
    # The path by rows finds the same solution.
    size = Total("size", np.ones(300), float(survey.margins[0].totals.sum()))
    rows = calibrate(survey.base, [*survey.margins, size], method, cap=cap)
    np.testing.assert_allclose(rows.weights, found.weights, rtol=1e-8)


def test_calibration_is_left_alone_under_a_high_cap() -> None:
    survey = draw_survey(22, 100, (4, 3))
    free = calibrate(survey.base, survey.margins)
    found = trim_and_recalibrate(survey.base, survey.margins, None, Trimming(cap=1e9))
    np.testing.assert_array_equal(found.weights, free.weights)


def test_design_effect_and_margins_hold_together() -> None:
    survey = draw_survey(23, 300, (4, 3))
    free = kish_design_effect(calibrate(survey.base, survey.margins).weights)
    target = 1 + 0.7 * (free - 1)
    found = trim_and_recalibrate(survey.base, survey.margins, None, Trimming(design_effect=target))
    assert found.max_gap <= 1e-10
    assert kish_design_effect(found.weights) == pytest.approx(target, rel=1e-4)
    assert kish_design_effect(found.weights) <= target


CODES, OTHER = np.array([0, 0, 0, 1]), np.array([0, 0, 1, 1])


def test_a_cap_that_a_margin_forbids_is_refused_with_the_smallest_that_would_do() -> None:
    margins = [margin("size", CODES, [60.0, 40.0]), margin("region", OTHER, [45.0, 55.0])]
    with pytest.raises(PhareError) as caught:
        trim_and_recalibrate(np.full(4, 25.0), margins, None, Trimming(cap=30.0))
    assert "margins 'size': got targets that no weights under the cap 30 meet" in str(caught.value)
    assert "a cap of at least 40" in str(caught.value)


def test_a_design_effect_that_the_margins_forbid_is_refused_with_the_lowest() -> None:
    margins = [margin("size", CODES, [60.0, 40.0])]
    with pytest.raises(PhareError, match=r"margins that leave at least 1\.133 under any cap"):
        trim_and_recalibrate(
            np.array([25.0, 20.0, 30.0, 25.0]), margins, None, Trimming(design_effect=1.01)
        )
