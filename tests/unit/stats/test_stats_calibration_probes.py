"""Thirteen probes that other engines fail, in the order of the list below, and some more.

1. contradictory margin totals          8. weights of zero
2. target category absent               9. a margin of one category
3. category without target             10. perfectly collinear margins
4. missing values in a margin          11. ten thousand cells with one row each
5. one iteration only                  12. negative GREG weights
6. infeasible bounds                   13. trimming that breaks margins
7. zero total
"""

import numpy as np
import pytest
from stats_surveys import draw_survey, margin

from phare.errors import PhareError
from phare.stats.auxiliaries import Auxiliaries, Margin
from phare.stats.calibration import CalibrationSettings, calibrate
from phare.stats.trimming import Trimming, trim, trim_and_recalibrate

CODES = np.array([0, 0, 1, 1, 2, 2])
OTHER = np.array([0, 1, 0, 1, 0, 1])
BASE = np.array([10.0, 12.0, 8.0, 10.0, 9.0, 11.0])


METHODS = {
    "linear": CalibrationSettings("linear"),
    "raking": CalibrationSettings("raking"),
    "sinh": CalibrationSettings("sinh"),
    "logit": CalibrationSettings("logit", (0.2, 5.0)),
    "truncated": CalibrationSettings("truncated", (0.2, 5.0)),
}
every_method = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
SIZE, REGION = margin("size", CODES, [30.0, 40.0, 30.0]), margin("region", OTHER, [55.0, 45.0])


def refusal(margins: list[Margin], method: CalibrationSettings | None = None) -> str:
    with pytest.raises(PhareError) as caught:
        calibrate(BASE, margins, method, where="mayors-2024, scheme reference")
    told = str(caught.value)
    assert told.startswith("mayors-2024, scheme reference"), told
    return told


# -- 1 to 4: what the totals and the respondents have to say to each other ---------------------


@every_method
def test_1_contradictory_margin_totals_are_refused_with_both_sums(
    method: CalibrationSettings,
) -> None:
    told = refusal([SIZE, margin("region", OTHER, [55.0, 47.5])], method)
    assert "margins 'size' and 'region': got totals that sum to 100 and 102.5, 2.5 apart" in told
    assert "within 1e-06" in told


@every_method
def test_2_a_target_whose_category_is_absent_from_the_sample(method: CalibrationSettings) -> None:
    told = refusal([margin("size", CODES, [30.0, 40.0, 25.0, 5.0]), REGION], method)
    assert "margin 'size', category 'size3': got a target of 5 and no respondent" in told
    assert "collapse it with a neighbouring category" in told


@every_method
def test_3_a_category_of_the_sample_without_a_target(method: CalibrationSettings) -> None:
    told = refusal([margin("size", CODES, [30.0, 70.0, np.nan]), REGION], method)
    assert "margin 'size', category 'size2': got 2 respondents and no target" in told


@every_method
def test_4_missing_values_in_a_margin(method: CalibrationSettings) -> None:
    codes = np.where(np.arange(6) == 2, -1, CODES)
    told = refusal([margin("size", codes, [30.0, 40.0, 30.0]), REGION], method)
    assert "margin 'size': got a missing value in 1 of 6 rows" in told
    assert "impute on a calibration copy, or make missing a category" in told


# -- 5 and 6: converged, or refused -------------------------------------------------------------


def test_5_one_iteration_only_is_an_error_that_names_the_worst_constraint() -> None:
    unequal = [margin("size", CODES, [60.0, 30.0, 10.0]), margin("region", OTHER, [80.0, 20.0])]
    told = refusal(unequal, CalibrationSettings("raking", max_iterations=1))
    assert "the worst after 1 iterations" in told
    assert "a relative gap of" in told
    # One iteration is enough where the equations are linear; that is seen, not assumed.
    found = calibrate(BASE, unequal, CalibrationSettings("linear", max_iterations=1))
    np.testing.assert_allclose(np.bincount(CODES, found.weights), [60, 30, 10], rtol=1e-10)


@pytest.mark.parametrize("method", ["logit", "truncated", "raking", "sinh"])
def test_6_infeasible_bounds_name_the_conflict_and_the_tightest_that_would_do(method: str) -> None:
    margins = [margin("size", CODES, [40.0, 10.0, 10.0]), margin("region", OTHER, [27.0, 33.0])]
    within = CalibrationSettings(method, (0.5, 1.5))  # type: ignore[arg-type]
    told = refusal(margins, within)
    assert "'size': got targets that no weights within the bounds [0.5, 1.5] meet" in told
    # Two rows of base weight 22 must weigh 40, the four others, of 38, 20.
    assert "an upper bound of at least 1.81818 with the lower 0.5" in told
    enough = CalibrationSettings(method, (0.4, 1.9))  # type: ignore[arg-type]
    assert calibrate(BASE, margins, enough).converged


# -- 7 to 11: weights and margins at their edges ------------------------------------------------


@pytest.mark.parametrize("method", ["raking", "linear"])
def test_7_zero_target_with_respondents_is_met(method: str) -> None:
    margins = [margin("size", CODES, [60.0, 40.0, 0.0]), margin("region", OTHER, [50.0, 50.0])]
    found = calibrate(BASE, margins, CalibrationSettings(method))  # type: ignore[arg-type]
    assert abs(found.weights[4:].sum()) <= 1e-10
    assert found.weights.sum() == pytest.approx(100.0)
    if method == "raking":
        assert np.all(found.weights[4:] == 0.0)
        assert "2 rows weigh 0" in found.remarks[0]


def test_7_zero_targets_that_leave_nobody_are_refused() -> None:
    nested = margin("region", np.array([0, 0, 0, 0, 1, 1]), [90.0, 10.0])
    with pytest.raises(PhareError, match="category 'region1'"):
        calibrate(BASE, [margin("size", CODES, [60.0, 40.0, 0.0]), nested])


def test_8_base_weights_of_zero_stay_zero() -> None:
    base = BASE * np.array([1, 0, 1, 1, 1, 1])
    found = calibrate(base, [margin("size", CODES, [30.0, 40.0, 30.0])])
    assert found.weights[1] == 0.0
    assert found.weights[0] == pytest.approx(30.0)


def test_9_a_margin_of_one_category_is_the_population() -> None:
    found = calibrate(BASE, [margin("all", np.zeros(6, dtype=int), [120.0])])
    np.testing.assert_allclose(found.weights, BASE * 2, rtol=1e-14)


@pytest.mark.parametrize("method", ["linear", "raking"])
def test_10_perfectly_collinear_margins_are_one(method: str) -> None:
    settings = CalibrationSettings(method)  # type: ignore[arg-type]
    size, region = margin("size", CODES, [30, 40, 30]), margin("region", OTHER, [55.0, 45.0])
    twin = margin("twin", CODES[:], [30, 40, 30])
    merged = margin("merged", np.minimum(CODES, 1), [30.0, 70.0])
    plain = calibrate(BASE, [size, region], settings).weights
    np.testing.assert_allclose(
        calibrate(BASE, [size, region, twin, merged], settings).weights, plain, rtol=1e-12
    )


def test_11_ten_thousand_cells_of_one_row() -> None:
    rng = np.random.default_rng(1)
    margins = []
    for j, size in enumerate((10, 10, 10, 10)):
        codes = np.arange(10_000) // 10**j % 10
        totals = np.bincount(codes, minlength=size) * rng.uniform(0.8, 1.2, size)
        margins.append(margin(f"m{j}", codes, totals / totals.sum() * 10_000))
    found = calibrate(np.ones(10_000), margins, CalibrationSettings("logit", (0.3, 3.0)))
    assert found.max_gap <= 1e-10


# -- 12 and 13: weights that nobody wants -------------------------------------------------------


def test_12_negative_weights_are_reported_with_the_bounded_way_out() -> None:
    codes, other = np.array([0] * 9 + [1]), np.array([0] * 5 + [1] * 5)
    margins = [margin("size", codes, [1.0, 9.0]), margin("region", other, [6.5, 3.5])]
    with pytest.raises(PhareError, match="no weights of 0 or more"):
        calibrate(np.ones(10), margins)
    found = calibrate(np.ones(10), margins, CalibrationSettings("linear"))
    assert found.n_negative == int(np.sum(found.weights < 0)) > 0
    assert "truncated" in found.remarks[0]


def test_13_trimming_that_breaks_margins_is_solved_again_with_them_or_refused() -> None:
    survey = draw_survey(11, 400, (5, 4), spread=0.6)
    free = calibrate(survey.base, survey.margins)
    two_medians = Trimming(median_multiple=2.0)
    cut = trim(free.weights, two_medians)
    worst = max(
        float(np.max(np.abs(np.bincount(m.codes, cut.weights) / m.totals - 1)))
        for m in survey.margins
    )
    assert worst > 1e-3  # trimming alone breaks them
    joint = trim_and_recalibrate(survey.base, survey.margins, None, two_medians)
    assert joint.cap is not None
    assert joint.weights.max() <= joint.cap * (1 + 1e-12)
    for m in survey.margins:
        np.testing.assert_allclose(np.bincount(m.codes, joint.weights), m.totals, rtol=1e-9)
    with pytest.raises(PhareError, match=r"room for|cap of at least"):
        trim_and_recalibrate(survey.base, survey.margins, None, Trimming(cap=cut.cap / 2))


# -- and some more ------------------------------------------------------------------------------


def test_many_categories_are_keyed_without_a_table_of_all_cells() -> None:
    rng = np.random.default_rng(3)
    sizes = (300, 250, 200, 180, 160, 150)  # 65 million million crossings
    codes = tuple(rng.integers(0, size, 900) for size in sizes)
    doubled = Auxiliaries(tuple(np.tile(c, 2) for c in codes), sizes, ())
    cell_of_row, cells = doubled.collapse()
    assert cells.n == len(np.unique(np.column_stack(codes), axis=0))
    for own, reached in zip(doubled.codes, cells.codes, strict=True):
        np.testing.assert_array_equal(reached[cell_of_row], own)


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


def test_sinh_from_weights_of_one_to_a_hundred_times_the_population() -> None:
    survey = draw_survey(6, 300, (4, 3))
    margins = [margin(m.name, m.codes, m.totals * 100) for m in survey.margins]
    found = calibrate(survey.base, margins, CalibrationSettings("sinh"))
    assert found.max_gap <= 1e-10


def test_base_weights_out_of_all_proportion_are_told_to_be_scaled_first() -> None:
    told = refusal(
        [margin("size", CODES, [3e9, 4e9, 3e9]), margin("region", OTHER, [5e9, 5e9])],
        CalibrationSettings("sinh"),
    )
    assert "scale the base weights, of sum 60, to the population first" in told
