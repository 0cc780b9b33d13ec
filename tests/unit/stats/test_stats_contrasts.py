"""Differences with covariance, and letters for columns."""

from __future__ import annotations

import numpy as np
import pytest

from phare.stats.contrasts import column_letters, contrast, letter, pairwise, ratio_of
from phare.stats.design import Design
from phare.stats.inference import Estimated, infer, means_of, ratios_of


def found(estimate: list[float], covariance: np.ndarray | None = None) -> Estimated:
    k = len(estimate)
    return Estimated(np.array(estimate), np.eye(k) if covariance is None else covariance)


def test_a_difference_of_dependent_estimates_counts_their_covariance() -> None:
    one = contrast(found([5.0, 3.0], np.array([[4.0, 3.0], [3.0, 4.0]])), np.array([1.0, -1.0]))
    assert one.estimate.tolist() == [2.0]
    assert one.std_error[0] == pytest.approx(np.sqrt(4 + 4 - 2 * 3))


def test_a_ratio_of_means_is_the_ratio_of_totals() -> None:
    rng = np.random.default_rng(1)
    y, x = rng.gamma(3.0, 1.0, (2, 200))
    design = Design(rng.gamma(2.0, 1.0, 200))
    means = infer(design, means_of(np.column_stack([y, x])))
    told = infer(design, ratios_of(y[:, None], x[:, None]))
    ours = ratio_of(means, 0, 1)
    assert ours.estimate[0] == pytest.approx(told.estimate[0])
    assert ours.std_error[0] == pytest.approx(told.std_error[0])


def test_all_pairs_in_order() -> None:
    tested = pairwise(found([3.0, 1.0, 2.0]), 100)
    assert tested.difference.tolist() == [2.0, 1.0, -1.0]
    assert tested.std_error == pytest.approx(np.sqrt([2.0, 2.0, 2.0]))


def test_letters_name_the_columns_that_one_is_above() -> None:
    small = np.eye(4) * 0.01
    assert column_letters(found([9.0, 5.0, 5.0, 1.0], small), 200) == ("BCD", "D", "D", "")


def test_many_comparisons_need_more_evidence() -> None:
    estimates = found([0.0, 0.0, 0.0, 3.0])
    assert column_letters(estimates, 500, "none")[3] == "ABC"
    assert column_letters(estimates, 500, "holm")[3] == ""


def test_a_column_without_an_estimate_takes_no_part() -> None:
    covariance = np.eye(3) * 0.01
    covariance[1] = covariance[:, 1] = np.nan
    assert column_letters(found([9.0, np.nan, 1.0], covariance), 200) == ("C", "", "")


def test_columns_go_on_after_z() -> None:
    assert [letter(i) for i in (0, 25, 26, 27, 52)] == ["A", "Z", "AA", "AB", "BA"]
