"""A calibration that cannot be is refused before it is tried, and the refusal names why."""

import numpy as np
import pytest
from stats_surveys import margin

from phare.errors import PhareError
from phare.stats.auxiliaries import Margin, Total
from phare.stats.calibration import CalibrationSettings, calibrate

CODES = np.array([0, 0, 1, 1])
OTHER = np.array([0, 1, 0, 1])
BASE = np.full(4, 25.0)
SIZE = margin("size", CODES, [60.0, 40.0])


def refusal(*margins: Margin | Total, base: np.ndarray = BASE, **settings: object) -> str:
    with pytest.raises(PhareError) as caught:
        calibrate(
            base,
            margins,
            CalibrationSettings(**settings),  # type: ignore[arg-type]
            where="mayors-2024, scheme reference",
        )
    return str(caught.value)


def test_margins_with_different_sums_are_named_with_both() -> None:
    told = refusal(SIZE, margin("region", OTHER, [60.0, 41.0]))
    assert "margins 'size' and 'region'" in told
    assert "sum to 100 and 101" in told
    assert told.startswith("mayors-2024, scheme reference")


def test_a_difference_within_the_tolerance_is_scaled_away() -> None:
    region = margin("region", OTHER, [60.0, 40.001])
    found = calibrate(BASE, [SIZE, region], CalibrationSettings(margin_tolerance=1e-4))
    assert found.weights.sum() == pytest.approx(100.0, rel=1e-12)
    assert found.fit.target[2:].sum() == pytest.approx(100.0, rel=1e-12)


def test_category_without_target() -> None:
    told = refusal(margin("size", CODES, [60.0, np.nan]))
    assert "margin 'size', category 'size1': got 2 respondents and no target" in told


def test_category_without_target_and_without_respondent_is_ignored() -> None:
    assert calibrate(BASE, [margin("size", CODES, [60.0, 40.0, np.nan])]).converged


def test_target_without_respondent_proposes_to_collapse() -> None:
    told = refusal(margin("size", CODES, [60.0, 30.0, 10.0]))
    assert "category 'size2': got a target of 10 and no respondent" in told
    assert "collapse" in told


def test_zero_target_without_respondent_is_no_problem() -> None:
    assert calibrate(BASE, [margin("size", CODES, [60.0, 40.0, 0.0])]).converged


def test_target_whose_respondents_weigh_nothing() -> None:
    told = refusal(SIZE, base=np.array([25.0, 25.0, 0.0, 0.0]))
    assert "category 'size1': got 2 respondents whose base weights are all 0" in told


def test_missing_value_in_a_margin() -> None:
    told = refusal(margin("size", np.array([0, -1, 1, 1]), [60.0, 40.0]))
    assert "margin 'size': got a missing value in 1 of 4 rows" in told


def test_code_beyond_the_categories() -> None:
    assert "codes outside 0..1" in refusal(margin("size", np.array([0, 2, 1, 1]), [60.0, 40.0]))


@pytest.mark.parametrize("total", [-1.0, np.inf])
def test_target_that_is_not_a_count(total: float) -> None:
    assert "category 'size1': got a target of" in refusal(margin("size", CODES, [60.0, total]))


@pytest.mark.parametrize(
    ("base", "words"),
    [
        ([25.0, np.nan, 25.0, 25.0], "1 of 4 rows missing or infinite"),
        ([25.0, -1.0, 25.0, 25.0], "1 of 4 rows negative"),
        ([0.0, 0.0, 0.0, 0.0], "a sum of 0"),
    ],
)
def test_base_weights(base: list[float], words: str) -> None:
    assert f"base weights: got {words}" in refusal(SIZE, base=np.array(base))


def test_missing_value_of_a_total() -> None:
    told = refusal(SIZE, Total("income", np.array([1.0, np.nan, 2.0, 3.0]), 100.0))
    assert "total 'income': got a missing or infinite value in 1 of 4 rows" in told


def test_every_problem_is_told_at_once() -> None:
    told = refusal(
        margin("size", np.array([0, -1, 1, 1]), [60.0, 40.0]),
        margin("region", OTHER, [60.0, 30.0, 20.0]),
    )
    assert "missing value" in told
    assert "'region2'" in told
    assert "sum to 100 and 110" in told


def test_arrays_that_do_not_align() -> None:
    assert "one value for each of 4 rows" in refusal(margin("size", CODES[:3], [60.0, 40.0]))


def test_two_margins_of_one_name() -> None:
    assert "2 margins of this name" in refusal(SIZE, SIZE)


def test_categories_that_coincide_but_not_their_targets() -> None:
    told = refusal(SIZE, margin("twin", CODES, [55.0, 45.0]))
    assert "margin 'twin'" in told or "margin 'size'" in told
    assert "imply for these respondents" in told


def test_bounds_on_weights_that_are_far_from_the_population() -> None:
    told = refusal(SIZE, base=np.ones(4), method="logit", bounds=(0.5, 2.0))
    assert "25 times the sum of the base weights" in told
    assert "scale the base weights" in told


def test_bounds_without_solution_name_the_margin_and_the_tightest_bounds() -> None:
    region = margin("region", OTHER, [50.0, 50.0])
    size = margin("size", CODES, [80.0, 20.0])
    told = refusal(size, region, method="truncated", bounds=(0.5, 1.5))
    assert "margins 'size': got targets that no weights within the bounds [0.5, 1.5]" in told
    assert "a lower bound of at most 0.4 and an upper of at least 1.6" in told
    told = refusal(size, region, method="logit", bounds=(0.3, 1.3))
    assert "an upper bound of at least 1.6 with the lower 0.3" in told


def test_targets_without_non_negative_solution_name_the_conflict() -> None:
    # Region 0 is one row, which size 0 allows 60 and region 0 asks 70.
    region = margin("region", np.array([0, 1, 1, 1]), [70.0, 30.0])
    told = refusal(SIZE, region, margin("other", OTHER, [80.0, 20.0]))
    assert "margins 'size', 'region': got targets that no weights of 0 or more meet" in told


def test_zero_target_under_a_positive_lower_bound() -> None:
    told = refusal(margin("size", CODES, [100.0, 0.0]), method="truncated", bounds=(0.5, 3.0))
    assert "category 'size1': got a target of 0 and respondents who keep 0.5" in told


def test_not_converging_tells_the_worst_constraint() -> None:
    region = margin("region", np.array([0, 1, 1, 1]), [20.0, 80.0])
    told = refusal(SIZE, region, max_iterations=1)
    assert "the worst after 1 iterations" in told
    assert "margin '" in told


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"method": "rakin"}, "write 'raking'"),
        ({"method": "logit"}, "declare bounds"),
        ({"method": "linear", "bounds": (0.5, 2)}, "choose the method truncated"),
        ({"method": "truncated", "bounds": (1.1, 2)}, "a lower bound under 1"),
    ],
)
def test_settings(wrong: dict[str, object], words: str) -> None:
    assert words in refusal(SIZE, **wrong)
