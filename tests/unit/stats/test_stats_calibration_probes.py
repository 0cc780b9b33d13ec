"""Cases that other engines get wrong."""

import numpy as np
import pytest
from stats_surveys import draw_survey, margin

from phare.errors import PhareError
from phare.stats.auxiliaries import Auxiliaries, Margin
from phare.stats.calibration import CalibrationSettings, calibrate

CODES = np.array([0, 0, 1, 1, 2, 2])
OTHER = np.array([0, 1, 0, 1, 0, 1])
BASE = np.array([10.0, 12.0, 8.0, 10.0, 9.0, 11.0])


@pytest.mark.parametrize("method", ["raking", "linear"])
def test_zero_target_with_respondents_is_met(method: str) -> None:
    margins = [margin("size", CODES, [60.0, 40.0, 0.0]), margin("region", OTHER, [50.0, 50.0])]
    found = calibrate(BASE, margins, CalibrationSettings(method))  # type: ignore[arg-type]
    assert abs(found.weights[4:].sum()) <= 1e-10
    assert found.weights.sum() == pytest.approx(100.0)
    if method == "raking":
        assert np.all(found.weights[4:] == 0.0)
        assert "2 rows weigh 0" in found.remarks[0]


def test_zero_targets_that_leave_nobody_are_refused() -> None:
    nested = margin("region", np.array([0, 0, 0, 0, 1, 1]), [90.0, 10.0])
    with pytest.raises(PhareError, match="category 'region1'"):
        calibrate(BASE, [margin("size", CODES, [60.0, 40.0, 0.0]), nested])


def test_base_weights_of_zero_stay_zero() -> None:
    base = BASE * np.array([1, 0, 1, 1, 1, 1])
    found = calibrate(base, [margin("size", CODES, [30.0, 40.0, 30.0])])
    assert found.weights[1] == 0.0
    assert found.weights[0] == pytest.approx(30.0)


def test_a_margin_of_one_category_is_the_population() -> None:
    found = calibrate(BASE, [margin("all", np.zeros(6, dtype=int), [120.0])])
    np.testing.assert_allclose(found.weights, BASE * 2, rtol=1e-14)


@pytest.mark.parametrize("method", ["linear", "raking"])
def test_collinear_margins_are_one(method: str) -> None:
    settings = CalibrationSettings(method)  # type: ignore[arg-type]
    size, region = margin("size", CODES, [30, 40, 30]), margin("region", OTHER, [55.0, 45.0])
    twin = margin("twin", CODES[:], [30, 40, 30])
    merged = margin("merged", np.minimum(CODES, 1), [30.0, 70.0])
    plain = calibrate(BASE, [size, region], settings).weights
    np.testing.assert_allclose(
        calibrate(BASE, [size, region, twin, merged], settings).weights, plain, rtol=1e-12
    )


def test_ten_thousand_cells_of_one_row() -> None:
    rng = np.random.default_rng(1)
    margins = []
    for j, size in enumerate((10, 10, 10, 10)):
        codes = np.arange(10_000) // 10**j % 10
        totals = np.bincount(codes, minlength=size) * rng.uniform(0.8, 1.2, size)
        margins.append(margin(f"m{j}", codes, totals / totals.sum() * 10_000))
    found = calibrate(np.ones(10_000), margins, CalibrationSettings("logit", (0.3, 3.0)))
    assert found.max_gap <= 1e-10


def test_many_categories_are_keyed_without_a_table_of_all_cells() -> None:
    rng = np.random.default_rng(3)
    sizes = (300, 250, 200, 180, 160, 150)  # 65 million million crossings
    codes = tuple(rng.integers(0, size, 900) for size in sizes)
    doubled = Auxiliaries(tuple(np.tile(c, 2) for c in codes), sizes, ())
    cell_of_row, cells = doubled.collapse()
    assert cells.n == len(np.unique(np.column_stack(codes), axis=0))
    for own, reached in zip(doubled.codes, cells.codes, strict=True):
        np.testing.assert_array_equal(reached[cell_of_row], own)


def test_negative_weights_are_reported_with_the_bounded_way_out() -> None:
    codes, other = np.array([0] * 9 + [1]), np.array([0] * 5 + [1] * 5)
    margins = [margin("size", codes, [1.0, 9.0]), margin("region", other, [6.5, 3.5])]
    with pytest.raises(PhareError, match="no weights of 0 or more"):
        calibrate(np.ones(10), margins)
    found = calibrate(np.ones(10), margins, CalibrationSettings("linear"))
    assert found.n_negative == int(np.sum(found.weights < 0)) > 0
    assert "truncated" in found.remarks[0]


def test_raking_from_weights_of_one_to_a_population_of_millions() -> None:
    survey = draw_survey(5, 2000, (5, 4, 3))
    margins = [Margin(m.name, m.codes, m.categories, m.totals * 1e6) for m in survey.margins]
    found = calibrate(np.ones(2000), margins)
    assert found.max_gap <= 1e-10
    assert found.iterations < 20


def test_bounds_nearly_too_tight_are_still_met() -> None:
    codes = np.array([0] * 50 + [1] * 50)
    margins = [margin("size", codes, [74.9999, 25.0001])]
    found = calibrate(np.ones(100), margins, CalibrationSettings("truncated", (0.5, 1.5)))
    assert found.max_gap <= 1e-10
    found = calibrate(np.ones(100), margins, CalibrationSettings("logit", (0.5, 1.5)))
    assert found.max_gap <= 1e-10


def test_arguments_are_left_as_they_were() -> None:
    survey = draw_survey(7, 60, (3, 2))
    before = survey.base.copy(), [m.totals.copy() for m in survey.margins]
    calibrate(survey.base, survey.margins)
    np.testing.assert_array_equal(survey.base, before[0])
    for m, totals in zip(survey.margins, before[1], strict=True):
        np.testing.assert_array_equal(m.totals, totals)
