"""Respondents stand for those as likely to answer as they.

Oracle: phare.stats.propensity with the columns written out by hand.
"""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.unit.weight.shop_wave import COLUMN, RAKE, last, run, shops

from phare.errors import PhareError
from phare.stats.propensity import PropensitySettings, response_propensity

STEP = {"responded": "reached", "answer": "a", "on": ["region", "size", "staff"]}


def by_hand(people: pd.DataFrame, *extra: np.ndarray) -> np.ndarray:
    known = [people["region"] == "b", people["size"] == "b", *extra, people["staff"]]
    return np.column_stack([np.ones(len(people)), *(np.asarray(one, float) for one in known)])


@pytest.mark.parametrize(
    ("more", "settings"),
    [
        ({}, PropensitySettings()),
        ({"classes": 4}, PropensitySettings(4)),
        ({"classes": 3, "weighted": False}, PropensitySettings(3, weighted=False)),
    ],
    ids=["1 over the propensity", "four classes", "unweighted"],
)
def test_weights_are_those_of_the_engine(
    more: dict[str, Any], settings: PropensitySettings
) -> None:
    people = shops()
    base, answered = people["design_weight"].to_numpy(), (people["reached"] == "a").to_numpy()
    direct = response_propensity(base, by_hand(people), answered, settings)
    found = last(run(COLUMN, {"propensity": STEP | more}))
    np.testing.assert_allclose(found, base * direct.factors, rtol=1e-12)
    assert found[~answered].sum() == 0


def test_with_classes_the_weights_keep_their_sum() -> None:
    people = shops()
    found = last(run(COLUMN, {"propensity": STEP | {"classes": 4}}))
    assert found.sum() == pytest.approx(people["design_weight"].sum())


def test_the_margins_are_met_by_those_who_answered() -> None:
    people = shops()
    found = last(run(COLUMN, {"propensity": STEP | {"classes": 4}}, RAKE))
    assert found[people["region"] == "a"].sum() == pytest.approx(700)
    assert found[people["reached"] == "b"].sum() == 0


def test_who_is_not_known_is_refused_by_the_name_of_each_variable() -> None:
    people = shops()
    people.loc[[0, 4], "size"] = None
    people.loc[9, "staff"] = np.nan
    with pytest.raises(PhareError) as caught:
        run(COLUMN, {"propensity": STEP}, responses=people)
    first, second = caught.value.problems
    assert first.where == "shops-2024, scheme tried, propensity, 'size'"
    assert first.got == "a missing value in 2 of 200 rows"
    assert "missing: own_category" in first.remedy
    assert second.where.endswith("'staff'")
    assert "class it first" in second.remedy


def test_who_is_not_known_may_be_a_category_of_their_own() -> None:
    people = shops()
    people.loc[:29, "size"] = None
    unknown = np.arange(len(people)) < 30
    base, answered = people["design_weight"].to_numpy(), (people["reached"] == "a").to_numpy()
    direct = response_propensity(base, by_hand(people, unknown), answered)
    found = last(run(COLUMN, {"propensity": STEP | {"missing": "own_category"}}, responses=people))
    np.testing.assert_allclose(found, base * direct.factors, rtol=1e-9)


def test_a_category_in_which_nobody_answered_is_told() -> None:
    people = shops()
    people.loc[people["size"] == "b", "reached"] = "b"
    with pytest.raises(PhareError, match="no finite coefficient for 'size=b'"):
        run(COLUMN, {"propensity": STEP}, responses=people)
