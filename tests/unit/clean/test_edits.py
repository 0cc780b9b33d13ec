"""Every change and exclusion leaves a row; counts in equal kept plus excluded."""

from collections.abc import Callable

import pytest

from phare.clean import Cleaned
from phare.errors import PhareError

Clean = Callable[..., Cleaned]

RANGE = {"kind": "range", "rule": "age_range", "variable": "age", "low": 18, "high": 60,
         "reason": "outside the universe"}  # fmt: skip


def test_a_number_out_of_range_is_set_aside(cleaned: Clean) -> None:
    result = cleaned(edits=[RANGE])
    assert result.responses["age"].isna().tolist() == [False, False, False, True, False]
    assert result.responses["missing.age"].tolist()[3] == "no_answer"
    row = result.edits[result.edits["rule"] == "age_range"].iloc[0]
    assert (row["respondent_id"], row["old"], row["reason"]) == ("4", "70", RANGE["reason"])


def test_a_derived_variable_follows_the_edited_one(cleaned: Clean) -> None:
    assert cleaned(edits=[RANGE]).responses["age_class"].isna().tolist()[3]


def test_a_respondent_out_of_range_may_be_excluded(cleaned: Clean) -> None:
    result = cleaned(edits=[RANGE | {"action": "exclude"}])
    assert result.responses["respondent_id"].tolist() == ["1", "2", "3", "5"]
    assert dict(zip(result.dispositions["disposition"], result.dispositions["n"], strict=True)) == {
        "delivered": 5, "excluded: age_range": 1, "kept": 4,
    }  # fmt: skip


def test_speeders_are_excluded(cleaned: Clean) -> None:
    edit = {"kind": "speeder", "rule": "fast", "variable": "minutes", "fraction_of_median": 0.5,
            "reason": "under half the median"}  # fmt: skip
    result = cleaned(records={"MIN": [10, 12, 11, 2, 10]}, edits=[edit])
    assert "4" not in set(result.responses["respondent_id"])


def test_straight_liners_are_excluded(cleaned: Clean) -> None:
    edit = {"kind": "straight_line", "rule": "straight", "variable": "notes", "least_items": 2,
            "reason": "one note everywhere"}  # fmt: skip
    result = cleaned(edits=[edit])
    # Respondents 1, 2 and 5 gave one note twice; 3 and 4 answered one item only.
    assert result.responses["respondent_id"].tolist() == ["3", "4"]


def test_the_first_of_duplicates_is_kept_and_the_others_told_apart(cleaned: Clean) -> None:
    edit = {"kind": "duplicate", "rule": "twice", "reason": "delivered twice"}
    result = cleaned(records={"ID": [1, 2, 2, 4, 2]}, edits=[edit])
    assert result.responses["respondent_id"].tolist() == ["1", "2", "4"]
    assert set(result.edits["respondent_id"]) >= {"2 (line 3)", "2 (line 5)"}


def test_duplicates_without_a_rule_are_refused(cleaned: Clean) -> None:
    with pytest.raises(PhareError, match="2 repeated, the first '2'"):
        cleaned(records={"ID": [1, 2, 2, 4, 2]})


def test_a_contradiction_is_replaced(cleaned: Clean) -> None:
    edit = {"kind": "consistency", "rule": "none", "when": {"partners": ["no"]},
            "then": {"minutes": 0}, "reason": "nothing to time"}  # fmt: skip
    result = cleaned(edits=[edit])
    assert result.responses["minutes"].tolist() == [10, 0, 11, 9, 0]
    rows = result.edits[result.edits["rule"] == "none"]
    assert rows[["respondent_id", "old", "new"]].to_numpy().tolist() == [
        ["2", "12", "0"], ["5", "10", "0"],
    ]  # fmt: skip


def test_lines_that_are_no_respondents_are_counted(cleaned: Clean) -> None:
    result = cleaned(findings=[("total_row", "row 6"), ("empty_row", "row 7")])
    counts = dict(zip(result.dispositions["disposition"], result.dispositions["n"], strict=True))
    assert counts["delivered"] == 7
    assert counts["kept"] == 5
    assert counts["not a respondent: total_row"] == 1
