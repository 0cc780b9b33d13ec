"""Published figures beside their reproduction: rounding, verdict, cover."""

import pandas as pd
import pytest

from phare.contracts import COMPARISONS, ESTIMATES, PUBLISHED
from phare.estimate.published import published_check, rounded
from phare.release.check import tally


def estimates(estimate: float, **told: object) -> pd.DataFrame:
    row = {
        "wave": "shops-2020", "scheme": "reference", "indicator": "opens", "category": "all",
        "domain": "all", "level": "all", "statistic": "share", "estimate": estimate,
        "std_error": 0.01, "conf_low": estimate - 0.02, "conf_high": estimate + 0.02, "df": 9.0,
        "deff": 1.0, "n": 60, "n_weighted": 60.0, "n_effective": 60.0, "quality": "ok",
        "reason": None,
    }  # fmt: skip
    return ESTIMATES.check(pd.DataFrame([row | told]), "test")


def published(value: float, **told: object) -> pd.DataFrame:
    row = {
        "wave": "shops-2020", "indicator": "opens", "category": "all", "domain": "all",
        "level": "all", "value": value, "unit": "percent", "rounded_to": 1.0,
        "status": "verified", "source": "S1", "remark": None,
    }  # fmt: skip
    return PUBLISHED.check(pd.DataFrame([row | told]), "test")


def checked(printed: pd.DataFrame, found: pd.DataFrame, pairs: pd.DataFrame | None = None) -> dict:
    pairs = COMPARISONS.empty() if pairs is None else pairs
    return published_check(printed, found, pairs, "reference").iloc[0].to_dict()


def test_a_share_is_compared_as_printed() -> None:
    row = checked(published(37), estimates(0.3746))
    assert row["reproduced"] == 37
    assert row["verdict"] == "reproduced"
    assert row["gap"] == 0
    assert (row["conf_low"], row["conf_high"]) == (35.5, 39.5)


def test_a_difference_has_its_gap() -> None:
    row = checked(published(40), estimates(0.3746))
    assert row["verdict"] == "differs"
    assert row["gap"] == -3
    assert not row["covered"]


def test_a_figure_outside_the_rounding_may_be_within_the_interval() -> None:
    row = checked(published(36), estimates(0.3746))
    assert row["verdict"] == "differs"
    assert row["covered"]


def test_a_count_is_rounded_to_what_was_printed() -> None:
    row = checked(
        published(89_000, unit="count", rounded_to=1000.0),
        estimates(89_240.0, statistic="count", conf_low=82_111.0, conf_high=96_100.0),
    )
    assert row["verdict"] == "reproduced"
    assert row["conf_low"] == 82_100


def test_points_are_gaps_to_the_total() -> None:
    pair = {
        "kind": "gap", "indicator": "opens", "category": "all", "wave": "shops-2020",
        "scheme": "reference", "domain": "size", "level": "small", "against_wave": "shops-2020",
        "against_scheme": "reference", "against_level": "all", "difference": 0.064,
        "std_error": 0.01, "conf_low": 0.04, "conf_high": 0.08, "df": 9.0, "p_value": 0.01,
        "p_adjusted": 0.02, "test": "t",
    }  # fmt: skip
    row = checked(
        published(6, unit="points", domain="size", level="small"),
        estimates(0.4),
        COMPARISONS.check(pd.DataFrame([pair]), "test"),
    )
    assert row["verdict"] == "reproduced"


def test_what_has_no_estimate_was_not_run() -> None:
    row = checked(published(37, wave="shops-1990"), estimates(0.37))
    assert row["verdict"] == "not run"
    assert pd.isna(row["reproduced"])


def test_a_suppressed_estimate_is_named_so_and_not_told() -> None:
    row = checked(published(37), estimates(0.37, quality="suppressed"))
    assert row["verdict"] == "suppressed"
    assert pd.isna(row["reproduced"])


def test_an_exact_share_covers_the_figure_it_rounds_to() -> None:
    # 84.6 %, known without error, is printed 85.
    row = checked(published(85), estimates(0.846, std_error=0.0, conf_low=0.846, conf_high=0.846))
    assert row["verdict"] == "reproduced"
    assert row["covered"]


def test_the_tally_counts_verdicts_and_cover() -> None:
    found = pd.concat([published(37), published(36), published(3, wave="shops-1990")])
    table = published_check(found, estimates(0.3746), COMPARISONS.empty(), "reference")
    assert tally(table) == {
        "reproduced": 1, "differs": 1, "suppressed": 0, "not run": 1, "with interval": 2, "covered": 2,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("value", "times", "to", "expected"),
    [
        (0.285, 100, 1.0, 29.0),
        (0.145, 100, 1.0, 15.0),
        (6.35, 1, 0.1, 6.4),
        (-0.065, 100, 1.0, -7.0),
        (673_500.0, 1, 1000.0, 674_000.0),
        (0.1 + 0.2 - 0.3 + 0.285, 100, 1.0, 29.0),
    ],
)
def test_halves_go_away_from_zero(value: float, times: float, to: float, expected: float) -> None:
    assert rounded(value, times, to) == expected
