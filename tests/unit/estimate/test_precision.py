"""Sizes, margins of error and margins before and after, from their definitions."""

import math
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from phare.config.slices import EstimateSlice
from phare.estimate import Estimated
from phare.estimate.blocks import Levels
from phare.estimate.precision import margin_share_rows, precision_rows

Run = Callable[..., Estimated]
Z = 1.959963984540054


@pytest.fixture
def found(estimated: Run) -> Estimated:
    return estimated(statistic="share", variable="partner", categories="yes")


def card(least: int = 5) -> EstimateSlice:
    return EstimateSlice.model_validate(
        {
            "wave": "firms-2015", "scheme": "reference", "design": {}, "steps": [],
            "indicators": {}, "bases": {}, "domains": {}, "variables": {"variables": {}},
            "estimation": {"quality": {"disclosure_n": least}},
        }
    )  # fmt: skip


def levels(*sizes: int) -> Levels:
    names = tuple(f"r{i}" for i in range(len(sizes)))
    return Levels("region", names, np.repeat(np.arange(len(sizes)), sizes))


def test_the_whole_has_kish_n_and_the_width_at_one_half(found: Estimated) -> None:
    whole = found.precision.set_index("domain").loc["all"]
    total, squares = 20 * 30 + 40 * 10, 20 * 30**2 + 40 * 10**2
    assert whole["n"] == 60
    assert whole["n_effective"] == pytest.approx(total**2 / squares)
    assert whole["deff_kish"] == pytest.approx(60 * squares / total**2)
    assert whole["margin_of_error"] == pytest.approx(Z / 2 / math.sqrt(total**2 / squares))
    assert whole["margin_if_unweighted"] == pytest.approx(Z / 2 / math.sqrt(60))


def test_a_level_is_told_alone(found: Estimated) -> None:
    north = found.precision.set_index("level").loc["north"]
    assert north["n"] == 20
    assert north["n_effective"] == pytest.approx(20)
    assert north["deff_kish"] == pytest.approx(1)
    assert north["quality"] == "caution"
    assert north["reason"] == "effective sample under 30"


def test_what_three_hundred_mayors_are_worth() -> None:
    """Equal thirds of sizes that are 84, 14 and 2 % of the municipalities (issue 4)."""
    weights = np.repeat([29269 / 101, 4878 / 101, 695 / 100], [101, 101, 100])
    (row,) = precision_rows(weights, [Levels("all", ("all",), None)], card()).to_dict("records")
    assert row["n"] == 302
    assert round(row["n_effective"]) == 139
    assert round(100 * row["margin_of_error"], 1) == 8.3
    assert round(100 * row["margin_if_unweighted"], 1) == 5.6


def test_a_small_level_is_withheld_with_the_next_that_would_give_it_away() -> None:
    rows = precision_rows(np.ones(60), [levels(3, 17, 40)], card()).set_index("level")
    assert list(rows["quality"]) == ["suppressed", "suppressed", "ok"]
    assert rows.loc["r0", "reason"] == "fewer than 5 respondents"
    assert rows.loc["r1", "reason"] == "withheld to protect another value"


def test_an_empty_level_has_no_width() -> None:
    rows = precision_rows(np.ones(40), [levels(40, 0)], card())
    assert list(rows["n"]) == [40, 0]
    assert rows["margin_of_error"].isna().tolist() == [False, True]


def test_rows_of_weight_0_count_for_nothing() -> None:
    weights = np.repeat([0.0, 1.0], [20, 40])
    rows = precision_rows(weights, [levels(20, 40)], card())
    assert list(rows["n"]) == [0, 40]


def test_margins_before_and_after(found: Estimated) -> None:
    rows = found.margin_shares.set_index("category")
    assert list(rows["n"]) == [20, 40]
    assert rows["unweighted_share"].tolist() == pytest.approx([1 / 3, 2 / 3])
    assert rows["weighted_share"].tolist() == pytest.approx([0.6, 0.4])
    assert rows["target_share"].tolist() == pytest.approx([0.6, 0.4])
    assert rows["gap"].tolist() == pytest.approx([0.0, 0.0])


def fitted(margin: str, totals: dict[str, float]) -> pd.DataFrame:
    return pd.DataFrame(
        {"margin": margin, "category": list(totals), "step": "calibrate",
         "target": list(totals.values()), "achieved": 0.0, "gap": 0.0}
    )  # fmt: skip


def test_crossed_margins_and_those_without_an_answer() -> None:
    people = pd.DataFrame({"a": ["x", "x", "y", None] * 10, "b": ["u", "v", "u", "u"] * 10})
    totals = {"x*u": 10.0, "x*v": 10.0, "y*u": 10.0, "missing": 10.0}
    rows = margin_share_rows(people, np.ones(40), fitted("a*b", totals), card())
    assert list(rows["n"]) == [10, 10, 10, 10]


def test_a_total_of_a_number_is_no_margin_of_shares() -> None:
    people = pd.DataFrame({"staff": [1.0, 2.0]})
    rows = margin_share_rows(people, np.ones(2), fitted("staff", {"all": 3.0}), card())
    assert rows.empty
