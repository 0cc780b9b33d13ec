"""A domain is what is known to be true of a row: a query, or a mask, in the rows of the frame."""

import numpy as np
import pandas as pd
import pytest
from made_up import people, survey

import phare
from phare.errors import PhareError
from phare.survey.columns import Columns
from phare.survey.queries import matching


def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "sex": ["F", None, "M", "F"],
            "age": [20.0, 30.0, np.nan, 50.0],
            "two words": pd.array([1, None, 3, 4], dtype="Int64"),
            "known": pd.array([True, None, False, True], dtype="boolean"),
            "size": pd.Categorical(["S", "L", None, "L"]),
            "day": pd.to_datetime(["2024-01-01", None, "2024-03-01", "2024-04-01"]),
        }
    )


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("sex == 'F'", [0, 3]),
        ("sex != 'F'", [2]),
        ("not sex == 'F'", [2]),
        ("~(sex == 'F')", [2]),
        ("sex not in ['F']", [2]),
        ("size != 'S'", [1, 3]),
        ("age < 40 or sex == 'M'", [0, 1, 2]),
        ("age < 40 | sex == 'M'", [0, 1, 2]),
        ("sex == 'F' & age > 30", [3]),
        ("not (age < 40 and sex == 'F')", [2, 3]),
        ("`two words` > 1", [2, 3]),
        ("known", [0, 3]),
        ("not known", [2]),
        ("day > '2024-02-01'", [2, 3]),
        ("age.isna()", [2]),
        ("age.isna() or sex == 'F'", [0, 2, 3]),
        ("sex.notna() and not age.isna()", [0, 3]),
        ("10 < age < 40", [0, 1]),
        ("sex == 'F|M&`'", []),
        ("index >= 2", [2, 3]),
        ("True", [0, 1, 2, 3]),
    ],
)
def test_a_row_is_in_where_the_query_is_known_to_be_true(query: str, rows: list[int]) -> None:
    """What R's subset keeps: NA is no yes, and NA or TRUE is TRUE."""
    assert np.flatnonzero(matching(Columns(frame()), query)).tolist() == rows


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("sx == 'F'", "no column 'sx'; expected a query of columns; write 'sex'"),
        ("`two wrds` > 1", "write 'two words'"),
        ("sex ==", "write it as"),
        ("", "write it as"),
        ("age = 3", "write it as"),
        ("@age > 3", "write it as"),
        ("sex > 3", "write it as"),
        ("nothing(sex)", "write it as"),
        ("age.nothing()", "write it as"),
        ("age", "got '20.0', 3 of 4 rows neither"),
        ("sex", "got 'F', 3 of 4 rows neither"),
        ("age[0]", "a row each"),
    ],
)
def test_a_query_that_cannot_be_read_is_told(query: str, words: str) -> None:
    with pytest.raises(PhareError) as caught:
        phare.Survey(frame()).where(query)
    assert words in str(caught.value)


FEMALE = people()["sex"] == "F"


@pytest.mark.parametrize(
    "mask",
    [
        FEMALE,
        FEMALE.to_numpy(),
        FEMALE.tolist(),
        tuple(FEMALE),
        FEMALE.astype(int),
        FEMALE.astype(float),
        FEMALE.astype("boolean"),
        FEMALE.astype("Int8"),
        FEMALE.astype(object),
        FEMALE.where(FEMALE),
        FEMALE.where(FEMALE).astype("boolean"),
        np.where(FEMALE, 1.0, np.nan),
        [True if one else None for one in FEMALE],
        FEMALE.sample(frac=1, random_state=1),
        pd.concat([FEMALE, pd.Series([True], index=[-1])]),
        pd.Series(FEMALE.to_numpy(), dtype="bool[pyarrow]"),
    ],
)
def test_a_mask_is_taken_whatever_it_is_made_of(mask: object) -> None:
    asked = survey()
    found = asked.where(mask)  # type: ignore[arg-type]
    assert found.inside is not None
    np.testing.assert_array_equal(found.inside, FEMALE.to_numpy())
    pd.testing.assert_frame_equal(found.mean("income"), asked.where("sex == 'F'").mean("income"))


def test_a_repeated_index_goes_by_position_when_it_is_that_of_the_frame() -> None:
    twice = people().set_axis(np.arange(600) // 2)
    asked = phare.Survey(twice, weights="weight")
    found = asked.where(twice["sex"] == "F")
    assert found.inside is not None
    np.testing.assert_array_equal(found.inside, FEMALE.to_numpy())
    np.testing.assert_array_equal(asked.where("sex == 'F'").inside, found.inside)


@pytest.mark.parametrize(
    ("mask", "words"),
    [
        (FEMALE.set_axis(range(1000, 1600)), "without the labels of 600 of 600 rows"),
        (FEMALE[:-1], "without the labels of 1 of 600 rows"),
        (FEMALE.set_axis(np.arange(600) // 2), "other row labels than the frame, 300 repeated"),
        (FEMALE.tolist()[:-1], "got a mask of shape (599,); expected 600 rows"),
        (FEMALE.to_frame(), "shape (600, 1)"),
        (FEMALE.map({True: "yes", False: "no"}), "600 of 600 rows neither"),
        (FEMALE * 2, "got '2', 316 of 600 rows neither"),
        (True, "got 'True'; expected 600 rows"),
        (None, "expected 600 rows"),
        (lambda rows: rows["sex"] == "F", "expected 600 rows"),
    ],
)
def test_a_mask_of_something_else_is_told(mask: object, words: str) -> None:
    with pytest.raises(PhareError) as caught:
        survey().where(mask)  # type: ignore[arg-type]
    assert words in str(caught.value)
    assert str(caught.value).startswith("domain: got ")


def test_domains_of_domains() -> None:
    found = survey().where("sex == 'F'").where("age == '65+'")
    assert found.mean("income")["n"][0] == int((FEMALE & (people()["age"] == "65+")).sum())
