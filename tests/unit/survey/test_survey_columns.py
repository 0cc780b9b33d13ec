"""Columns become arrays once, whatever they hold."""

import numpy as np
import pandas as pd
import pytest
from made_up import people, survey

import phare
from phare.errors import PhareError
from phare.survey.columns import Columns


def test_codes_of_a_categorical_are_used_as_they_are() -> None:
    frame = people()
    found = Columns(frame).coded("age")
    assert np.shares_memory(found.codes, frame["age"].array.codes)
    assert found.categories == ("15-39", "40-64", "65+")


def test_each_column_is_converted_once_for_a_survey_and_its_descendants() -> None:
    asked = survey()
    asked.mean("income", by="sex")
    raked = asked.rake({"sex": {"F": 1.0, "M": 1.0}}).where("age == '65+'")
    assert raked.columns.coded("sex") is asked.columns.coded("sex")
    assert raked.columns.numbers("income") is asked.columns.numbers("income")


def test_numbers_are_not_copied() -> None:
    frame = people()
    assert np.shares_memory(Columns(frame).numbers("income"), frame["income"].to_numpy())


def test_a_frame_changed_later_does_not_change_the_survey() -> None:
    frame = people()
    asked = phare.Survey(frame, weights="weight")
    before = asked.mean("income")["estimate"][0]
    frame["income"] = 0.0
    frame.loc[0, "weight"] = 1e9
    assert asked.mean("income")["estimate"][0] == before


@pytest.mark.parametrize(
    "values",
    [
        ["b", None, "a", "b"],
        pd.array(["b", None, "a", "b"], dtype="string"),
        pd.array([2, None, 1, 2], dtype="Int64"),
        [2.0, np.nan, 1.0, 2.0],
        pd.array([True, None, False, True], dtype="boolean"),
        pd.Series(["b", None, "a", "b"], dtype=object),
        pd.Categorical(["b", None, "a", "b"], ["a", "b"]),
    ],
)
def test_categories_are_in_order_and_missing_is_unknown(values: object) -> None:
    found = Columns(pd.DataFrame({"x": values})).coded("x")
    assert found.codes.tolist() == [1, -1, 0, 1]
    assert list(found.categories) == sorted(found.categories)


def test_categories_keep_the_order_they_were_given() -> None:
    frame = pd.DataFrame({"x": pd.Categorical(["b", "a", "c"], ["c", "a", "b"])})
    assert phare.Survey(frame).share("x")["category"].tolist() == ["c", "a", "b"]


def test_categories_of_several_types_are_sorted_as_text() -> None:
    found = Columns(pd.DataFrame({"x": pd.Series([10, "a", 9], dtype=object)})).coded("x")
    assert found.words == ("10", "9", "a")


def test_several_columns_are_crossed_where_all_are_known() -> None:
    frame = pd.DataFrame({"a": ["x", "y", "y", None], "b": [1, 2, 2, 1]})
    found = Columns(frame).coded("a", "b")
    assert found.categories == (("x", 1), ("y", 2))
    assert found.codes.tolist() == [0, 1, 1, -1]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (["1", "two", "3"], "got 'two', 1 rows; expected numbers"),
        ([1.0, np.inf, 2.0], "infinite in 1 of 3 rows"),
        (pd.Categorical(["a", "b", "a"]), "got 'a', 3 rows"),
    ],
)
def test_what_is_not_a_number_is_told(values: object, words: str) -> None:
    with pytest.raises(PhareError) as caught:
        phare.Survey(pd.DataFrame({"x": values})).mean("x")
    assert words in str(caught.value)


def test_lists_are_no_categories() -> None:
    with pytest.raises(PhareError, match="column 'x'"):
        phare.Survey(pd.DataFrame({"x": [[1], [2]]})).share("x")
