"""What holds of any calibration, whatever the survey."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stats_surveys import Survey, surveys

from phare.stats.auxiliaries import Margin, Total
from phare.stats.calibration import CalibrationSettings, calibrate

METHODS = [
    CalibrationSettings("linear"),
    CalibrationSettings("raking"),
    CalibrationSettings("logit", (0.2, 4.0)),
    CalibrationSettings("truncated", (0.2, 4.0)),
    CalibrationSettings("raking", (0.2, 4.0)),
]
any_method = st.sampled_from(METHODS)


@given(surveys, any_method)
@settings(deadline=None, max_examples=60)
def test_margins_are_met(survey: Survey, method: CalibrationSettings) -> None:
    found = calibrate(survey.base, survey.margins, method)
    for margin in survey.margins:
        reached = np.bincount(margin.codes, found.weights, len(margin.categories))
        np.testing.assert_allclose(reached, margin.totals, rtol=1e-9)
    assert found.converged
    assert found.max_gap <= 1e-10
    np.testing.assert_array_equal(found.fit.after, found.basis.auxiliaries.totals(found.weights))


@given(surveys, any_method, st.floats(1e-3, 1e6))
@settings(deadline=None, max_examples=40)
def test_scaling_base_and_targets_scales_the_weights(
    survey: Survey, method: CalibrationSettings, scale: float
) -> None:
    larger = [Margin(m.name, m.codes, m.categories, m.totals * scale) for m in survey.margins]
    plain = calibrate(survey.base, survey.margins, method).weights
    scaled = calibrate(survey.base * scale, larger, method).weights
    np.testing.assert_allclose(scaled, plain * scale, rtol=1e-8)


@given(surveys, st.floats(1e-3, 1e6))
@settings(deadline=None, max_examples=30)
def test_raking_does_not_depend_on_the_scale_of_the_base(survey: Survey, scale: float) -> None:
    plain = calibrate(survey.base, survey.margins).weights
    scaled = calibrate(survey.base * scale, survey.margins).weights
    np.testing.assert_allclose(scaled, plain, rtol=1e-8)


@given(surveys, any_method)
@settings(deadline=None, max_examples=40)
def test_order_of_rows_and_margins_does_not_matter(
    survey: Survey, method: CalibrationSettings
) -> None:
    order = np.random.default_rng(survey.n).permutation(survey.n)
    turned = [
        Margin(m.name, m.codes[order], m.categories, m.totals) for m in reversed(survey.margins)
    ]
    plain = calibrate(survey.base, survey.margins, method).weights
    permuted = calibrate(survey.base[order], turned, method).weights
    np.testing.assert_allclose(permuted, plain[order], rtol=1e-8)


@given(surveys, any_method)
@settings(deadline=None, max_examples=40)
def test_cells_and_rows_give_the_same_weights(survey: Survey, method: CalibrationSettings) -> None:
    # A total that the margins imply changes nothing, but takes the path by rows.
    population = float(survey.margins[0].totals.sum())
    size = Total("population", np.ones(survey.n), population)
    cells = calibrate(survey.base, survey.margins, method)
    rows = calibrate(survey.base, [*survey.margins, size], method)
    np.testing.assert_allclose(rows.weights, cells.weights, rtol=1e-9)


@given(surveys, st.sampled_from(METHODS[2:]))
@settings(deadline=None, max_examples=30)
def test_bounds_hold(survey: Survey, method: CalibrationSettings) -> None:
    g = calibrate(survey.base, survey.margins, method).g
    assert g.min() >= 0.2 - 1e-12
    assert g.max() <= 4.0 + 1e-12


@given(surveys)
@settings(deadline=None, max_examples=30)
def test_raking_is_what_iterative_fitting_tends_to(survey: Survey) -> None:
    weights = survey.base.copy()
    for _ in range(2000):
        for m in survey.margins:
            weights *= (m.totals / np.bincount(m.codes, weights, len(m.categories)))[m.codes]
    found = calibrate(survey.base, survey.margins).weights
    np.testing.assert_allclose(found, weights, rtol=1e-6)


@given(surveys)
@settings(deadline=None, max_examples=30)
def test_targets_already_met_leave_the_weights(survey: Survey) -> None:
    met = [
        Margin(m.name, m.codes, m.categories, np.bincount(m.codes, survey.base, len(m.categories)))
        for m in survey.margins
    ]
    np.testing.assert_allclose(calibrate(survey.base, met).weights, survey.base, rtol=1e-9)


def test_every_method_starts_with_g_1_and_slope_1() -> None:
    for method in METHODS:
        g, slope = method.distance.response(np.zeros(1))
        assert g[0] == pytest.approx(1.0)
        assert slope[0] == pytest.approx(1.0)
