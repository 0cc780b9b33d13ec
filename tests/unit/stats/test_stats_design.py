"""Variance of a sum under a design, against formulae worked out by hand."""

import numpy as np
import pytest
from stats_surveys import draw_survey

from phare.errors import PhareError
from phare.stats.calibration import CalibrationSettings, calibrate
from phare.stats.design import Design
from phare.stats.estimators import estimate_means, estimate_totals

Y = np.array([1.0, 4.0, 2.0, 8.0, 5.0, 7.0])


def variance(design: Design, influence: np.ndarray = Y) -> float:
    return float(design.variance(influence)[0])


def test_simple_random_sampling() -> None:
    assert variance(Design(np.ones(6))) == pytest.approx(6 * np.var(Y, ddof=1))


def test_finite_population_correction() -> None:
    design = Design(np.full(6, 2.0), stratum_population=np.full(6, 12.0))
    assert variance(design) == pytest.approx(0.5 * 6 * np.var(Y, ddof=1))


def test_strata_are_added_up() -> None:
    strata = np.array(["a", "a", "a", "b", "b", "b"])
    wanted = 3 * np.var(Y[:3], ddof=1) + 3 * np.var(Y[3:], ddof=1)
    assert variance(Design(np.ones(6), strata=strata)) == pytest.approx(wanted)
    assert Design(np.ones(6), strata=strata).degrees_of_freedom == 4


def test_psus_are_totalled_and_their_labels_read_within_strata() -> None:
    strata, psu = np.array([0, 0, 0, 1, 1, 1]), np.array([1, 1, 2, 1, 2, 2])
    totals = np.array([[5.0, 2.0], [8.0, 12.0]])
    wanted = sum(2 * np.var(row, ddof=1) for row in totals)
    design = Design(np.ones(6), strata=strata, psu=psu)
    assert variance(design) == pytest.approx(wanted)
    assert design.degrees_of_freedom == 2


def test_covariance_has_the_variances_on_its_diagonal() -> None:
    pair = np.column_stack([Y, Y**2])
    design = Design(np.ones(6), strata=np.array([0, 0, 0, 1, 1, 1]))
    np.testing.assert_allclose(np.diag(design.covariance(pair)), design.variance(pair))


def test_a_census_stratum_adds_nothing_even_with_one_psu() -> None:
    strata, population = np.array([0, 0, 0, 0, 0, 1]), np.array([50.0] * 5 + [1.0])
    design = Design(np.ones(6), strata=strata, stratum_population=population)
    assert variance(design) == pytest.approx(0.9 * 5 * np.var(Y[:5], ddof=1))


def test_a_lonely_psu_is_refused_by_name() -> None:
    strata = np.array(["north"] * 5 + ["islands"], dtype=object)
    with pytest.raises(PhareError, match="stratum 'islands': got a single PSU"):
        variance(Design(np.ones(6), strata=strata))


def test_a_lonely_psu_taken_as_certain_or_adjusted() -> None:
    strata = np.array([0] * 5 + [1])
    rest = 5 * np.var(Y[:5], ddof=1)
    certain = Design(np.ones(6), strata=strata, lonely="certainty")
    assert variance(certain) == pytest.approx(rest)
    adjusted = Design(np.ones(6), strata=strata, lonely="adjust")
    assert variance(adjusted) == pytest.approx(rest + 49.0)


def test_rows_of_weight_zero_count_as_drawn_but_not_in_the_df() -> None:
    weights = np.array([1.0, 1.0, 1.0, 1.0, 1.0, 0.0])
    design = Design(weights)
    assert design.degrees_of_freedom == 4
    assert design.structure.sizes[0] == 6


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"strata": np.array([0, 0, 1])}, "strata: got an array of shape"),
        ({"strata": np.array(["a", None, "a", "a", "a", "a"], dtype=object)}, "strata: got 1 miss"),
        ({"psu": np.array([1.0, np.nan, 2, 2, 1, 1])}, "PSUs: got 1 missing"),
        ({"stratum_population": np.array([9.0, 9, 9, 9, 9, 8])}, "several population counts"),
        ({"stratum_population": np.full(6, 5.0)}, "a population of 5 PSUs and 6 of them observed"),
    ],
)
def test_what_is_wrong_with_a_design_is_named(wrong: dict[str, np.ndarray], words: str) -> None:
    with pytest.raises(PhareError, match=words):
        variance(Design(np.ones(6), **wrong))  # type: ignore[arg-type]


def test_weights_must_be_numbers() -> None:
    with pytest.raises(PhareError, match="weights: got 1 of 2 rows missing"):
        Design(np.array([1.0, np.nan]))


def test_what_was_calibrated_has_no_variance() -> None:
    survey = draw_survey(11, 80, (3, 4))
    found = calibrate(survey.base, survey.margins)
    indicators = np.eye(3)[survey.margins[0].codes]
    totals = estimate_totals(Design(found.weights, calibration=found.basis), indicators)
    np.testing.assert_allclose(totals.estimate[0], survey.margins[0].totals)
    assert np.all(totals.std_error[0] <= 1e-12 * totals.estimate[0])


def test_scaling_calibrated_weights_leaves_the_error_of_a_mean() -> None:
    survey = draw_survey(12, 80, (3, 4))
    found = calibrate(survey.base, survey.margins, CalibrationSettings("linear"))
    values = np.random.default_rng(0).normal(size=(80, 1))
    plain = estimate_means(Design(found.weights, calibration=found.basis), values)
    scaled = estimate_means(Design(found.weights / 7, calibration=found.basis), values)
    np.testing.assert_allclose(scaled.estimates.std_error, plain.estimates.std_error, rtol=1e-12)
