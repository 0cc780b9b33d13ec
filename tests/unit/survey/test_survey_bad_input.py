"""What no survey should hold is refused by name, or estimated all the same: nothing leaks."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from made_up import SEXES, people, survey

import phare
from phare.errors import PhareError


def told(ask: Callable[[], object]) -> str:
    with pytest.raises(PhareError) as caught:
        ask()
    return str(caught.value)


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        (np.nan, "base weights: got 1 missing or infinite"),
        (np.inf, "column 'weight': got infinite in 1 rows"),
        (-1.0, "base weights: got 1 negative"),
    ],
)
def test_weights_that_are_no_weights(weights: float, words: str) -> None:
    frame = people()
    frame.loc[3, "weight"] = weights
    assert words in told(lambda: phare.Survey(frame, weights="weight").rake({"sex": SEXES}))


def test_weights_of_zero_stay_in_the_design_and_out_of_the_estimate() -> None:
    frame = people()
    frame.loc[frame["sex"] == "F", "weight"] = 0.0
    found = phare.Survey(frame, weights="weight").mean("income", by="sex").set_index("sex")
    assert found.loc["F", "n"] == 0
    assert np.isnan(found.loc["F", "estimate"])
    assert found.loc["F", "quality"] == "suppressed"


def test_weights_that_are_all_equal_are_the_plain_mean() -> None:
    frame = people().assign(weight=7.0)
    found = phare.Survey(frame, weights="weight").mean("income").iloc[0]
    assert found["estimate"] == pytest.approx(frame["income"].mean())
    assert found["std_error"] == pytest.approx(frame["income"].std() / np.sqrt(len(frame)))


def test_one_row() -> None:
    assert "a single PSU" in told(lambda: phare.Survey(people()[:1]).mean("income"))
    found = phare.Survey(people()[:1], lonely="certainty").mean("income").iloc[0]
    assert found["n"] == 1
    assert found["quality"] == "suppressed"


def test_no_row() -> None:
    assert "a row per respondent" in told(lambda: phare.Survey(people()[:0]))


def test_one_psu_in_a_stratum_is_named_by_its_label() -> None:
    frame = people()
    frame = frame[(frame["region"] != "west") | (frame["block"] == 20)]
    asked = phare.Survey(frame, weights="weight", strata="region", psu="block")
    assert "stratum 'west'" in told(lambda: asked.mean("income"))
    for rule in ("adjust", "certainty", "average"):
        found = phare.Survey(
            frame, weights="weight", strata="region", psu="block", lonely=rule
        ).mean("income")
        assert found["std_error"][0] > 0
    joined = phare.Survey(
        frame, weights="weight", strata="region", psu="block", lonely="collapse",
        neighbours={"west": "south"},
    )  # fmt: skip
    assert joined.mean("income")["std_error"][0] > 0


def test_a_stratum_or_psu_that_is_missing() -> None:
    frame = people()
    frame.loc[5, "region"] = None
    assert "column 'region': got missing in 1 of 600 rows" in told(
        lambda: phare.Survey(frame, weights="weight", strata="region").mean("income")
    )


def test_an_empty_domain_has_no_estimate() -> None:
    nobody = survey().where("sex == 'X'")
    for found in (nobody.mean("income"), nobody.share("sex", "F"), nobody.total("income")):
        assert found["n"].tolist() == [0]
        assert found["quality"].tolist() == ["suppressed"]
    assert not len(nobody.mean("income", by="region"))
    assert np.isnan(nobody.quantile("income", 0.5)["estimate"][0])
    assert np.isnan(nobody.variance("income")["estimate"][0])


def test_a_domain_that_is_no_domain() -> None:
    assert "write it as" in told(lambda: survey().where("sx == 'F'"))
    assert "600 rows" in told(lambda: survey().where([True, False]))
    frame = people().assign(known=pd.array([True, None] * 300, dtype="boolean"))
    assert phare.Survey(frame).where("known").mean("income")["n"][0] == 300


def test_ten_thousand_categories() -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"x": rng.normal(size=30_000), "c": np.arange(30_000) % 10_000})
    found = phare.Survey(frame).mean("x", by="c")
    assert len(found) == 10_000
    expected = frame.groupby("c")["x"].mean().to_numpy()
    np.testing.assert_allclose(found["estimate"], expected, rtol=1e-9, atol=1e-12)


def test_a_repeated_index_is_no_matter() -> None:
    frame = people()
    twice = frame.set_axis(np.arange(600) // 2)
    pd.testing.assert_frame_equal(
        phare.Survey(twice, weights="weight").where("age == '65+'").mean("income", by="sex"),
        phare.Survey(frame, weights="weight").where("age == '65+'").mean("income", by="sex"),
    )


def test_a_column_of_objects_is_the_column() -> None:
    frame = people()
    objects = frame.astype({"income": object, "sex": object, "region": object, "block": object})
    asked, plain = (
        phare.Survey(one, weights="weight", strata="region", psu="block")
        for one in (objects, frame)
    )
    pd.testing.assert_frame_equal(
        asked.mean("income", by="sex"), plain.mean("income", by="sex"), check_dtype=False
    )


def test_two_columns_of_one_name() -> None:
    frame = pd.concat([people(), people()[["income"]]], axis=1)
    assert "2 columns 'income'" in told(lambda: phare.Survey(frame).mean("income"))


def test_a_domain_named_as_a_column_of_the_answer() -> None:
    frame = people().rename(columns={"sex": "category", "region": "variable"})
    found = phare.Survey(frame).mean("income", by=["category", "variable"])
    assert list(found)[:4] == ["category", "variable", "variable_", "category_"]


def test_missing_answers_leave_the_estimate_and_stay_in_the_design() -> None:
    frame = people()
    frame.loc[frame["block"] == 0, "income"] = np.nan
    asked = phare.Survey(frame, weights="weight", strata="region", psu="block")
    found, domain = asked.mean("income").iloc[0], asked.where(frame["block"] != 0).mean("income")
    assert found["n"] == 580
    assert found["std_error"] == pytest.approx(domain["std_error"][0])


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda s: s.mean("incom"), "write 'income'"),
        (lambda s: s.mean("sex"), "expected numbers"),
        (lambda s: s.mean("income", by="regio"), "write 'region'"),
        (lambda s: s.share("sex", "W"), "category 'W'"),
        (lambda s: s.share("opinion", ["good", "god"]), "write 'good'"),
        (lambda s: s.t_test("income", by="region"), "ask for differences"),
        (lambda s: s.t_test("opinion", by="sex"), "give category: good, bad"),
        (lambda s: s.contrast("income", {"nord": 1}, by="region"), "write 'north'"),
        (lambda s: s.differences("income", by="region", adjust="holms"), "write 'holm'"),
        (lambda s: s.independence("sex", "opinion", "G"), "F, Chisq"),
        (lambda s: s.glm("income", []), "name some"),
        (lambda s: s.glm("income", ["age"]).test("ag"), "write 'age'"),
        (lambda s: s.glm("income", ["age"], "binomial"), "outside 0 to 1"),
        (lambda s: s.quantile("income", 0.5, rule="hf10"), "hf1"),
        (lambda s: s.share("sex", interval="wilso"), "write 'wilson'"),
        (lambda s: s.decompose(s.where("age != '65+'"), "income", by="age"), "class '65+'"),
    ],
)
def test_mistakes_are_told(ask: Callable[[phare.Survey], object], words: str) -> None:
    assert words in told(lambda: ask(survey()))
