"""What no survey should hold is refused by name, or estimated all the same: nothing leaks.

Each frame is asked everything (`asks.py`): whatever comes back is a frame, or a PhareError of
whole sentences. Warnings are errors here, as in all tests.
"""

import re
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from asks import ASKS
from made_up import SEXES, people, survey

import phare
from phare.errors import PhareError


def told(ask: Callable[[], object]) -> str:
    with pytest.raises(PhareError) as caught:
        ask()
    return str(caught.value)


def answers(asked: Callable[[], phare.Survey]) -> dict[str, pd.DataFrame | str]:
    """Ask everything; return the frames, and the refusals in words."""
    found: dict[str, pd.DataFrame | str] = {}
    for name, ask in ASKS.items():
        try:
            found[name] = ask(asked())
            assert isinstance(found[name], pd.DataFrame), name
        except PhareError as error:
            for one in error.problems:
                for part in (one.where, one.got, one.expected, one.remedy):
                    assert part.strip() == part != "", (name, one)
                assert one.remedy.endswith("...") or not one.remedy.endswith("."), (name, one)
                assert "<" not in str(one), (name, one)
            found[name] = str(error)
    return found


def test_everything_a_survey_can_be_asked_is_asked() -> None:
    methods = {
        name for name in dir(phare.Survey)
        if not name.startswith("_") and callable(getattr(phare.Survey, name))
    }  # fmt: skip
    assert methods - {"levels"} == {name.split()[0] for name in ASKS}


def of(frame: pd.DataFrame, **more: object) -> Callable[[], phare.Survey]:
    design = {"weights": "weight", "strata": "region", "psu": "block"} | more
    return lambda: phare.Survey(frame, **design)  # type: ignore[arg-type]


def put(column: str, value: object, rows: int = 1) -> pd.DataFrame:
    """`people` with a value in the first rows of a column."""
    frame = people()
    return frame.assign(**{column: frame[column].astype(object).where(frame.index >= rows, value)})


IN_ALL = [
    ("weights missing", of(put("weight", np.nan)), "column 'weight': got missing in 1 of 600 rows"),
    ("weights None", of(put("weight", None)), "column 'weight': got missing in 1 of 600 rows"),
    ("weights infinite", of(put("weight", np.inf)), "column 'weight': got infinite in 1 of 600"),
    ("weights of text", of(put("weight", "a", 9)), "column 'weight': got 'a', 9 rows; expected num"),
    ("weights of lists", of(people().assign(weight=[[1]] * 600)), r"got '\[1\]', 600 rows"),
    ("weights complex", of(people().assign(weight=1j)), "complex numbers, 600 rows"),
    ("no such weights", of(people(), weights="wieght"), "no column 'wieght'; .* write 'weight'"),
    ("no such stratum", of(people(), strata="regoin"), "no column 'regoin'; .* write 'region'"),
    ("no such psu", of(people(), psu=["region", "blok"]), "no column 'blok'; .* write 'block'"),
    ("weights as a column", of(people(), weights=people()["weight"]), "got a Series; .* its name"),
    ("two weights", of(people(), weights=["weight", "blocks"]), "weights: got 2 columns"),
    ("no frame", of({"weight": [1.0]}), "frame: got a dict; expected a pandas frame"),
    ("one column", of(people()["weight"]), "frame: got a Series; expected a pandas frame"),
    ("empty frame", of(people()[:0]), "frame: got no row; expected a row per respondent"),
    ("no column", of(pd.DataFrame(index=range(3))), "no column 'weight'"),
    ("a rule of no PSU", of(people(), lonely="adjst"), "lonely: got 'adjst'; .* write 'adjust'"),
    ("no residuals", of(people(), residuals="leverages"), "residuals: .* write 'leverage'"),
    ("confidence in per cent", of(people(), confidence=95), "confidence: got '95'; .* write 0.95"),
    ("confidence of text", of(people(), confidence="high"), "got 'high'; expected a share"),
    ("population missing", of(put("blocks", None, 7), weights=None, population="blocks"),
     "column 'blocks': got missing in 7 of 600 rows"),
    ("population of several", of(put("blocks", 9, 7), weights=None, population="blocks"),
     "stratum 'north': got several population counts, .* in 200 rows"),
    ("population too small", of(people(), weights=None, population="answered"),
     "stratum 'north': got"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "words"), [case[1:] for case in IN_ALL], ids=[c[0] for c in IN_ALL]
)
def test_a_design_that_cannot_be_is_refused_whatever_is_asked(
    asked: Callable[[], phare.Survey], words: str
) -> None:
    for name, found in answers(asked).items():
        assert isinstance(found, str), name
        assert re.search(words, found), (name, found)


IN_SOME = [
    ("no stratum in a row", of(put("region", None, 5)),
     {"mean": "column 'region': got missing in 5 of 600 rows",
      "replicate": "column 'region': got missing in 5 of 600 rows"}),
    ("no psu in a row", of(put("block", None, 5)),
     {"mean": "column 'block': got missing in 5 of 600 rows"}),
    ("weights negative", of(put("weight", -1.0, 2)),
     {"rake": "base weights: got 2 of 600 rows negative", "trim": "got 2 of 600 rows negative"}),
    ("weights all 0", of(people().assign(weight=0.0)),
     {"rake": "category 'F': got 316 respondents whose base weights are all 0",
      "trim": "got 0 in all 600 rows", "normalise": "got none but 0",
      "glm": "none with a weight"}),
    ("one row", of(people()[:1]),
     {"mean": "stratum 'north': got a single PSU", "rake": "no respondent"}),
    ("one psu", of(people()[:20]), {"mean": "stratum 'north': got a single PSU"}),
    ("one psu, adjusted", of(people()[:20], lonely="adjust"), {}),
    ("one psu, certain", of(people()[:1], lonely="certainty"), {}),
    ("a category without respondent", of(people()[people()["age"] != "65+"]),
     {"rake": "category '65+': got a target of 20000 and no respondent"}),
    ("missing in a margin", of(put("sex", None, 9)),
     {"rake": "margin 'sex': got a missing value in 9 of 600 rows",
      "nonresponse_propensity": "column 'sex': got missing in 9 of 600 rows"}),
    ("sex unknown", of(people().assign(sex=None)), {"rake": "600 of 600 rows"}),
    ("income infinite", of(put("income", -np.inf, 3)),
     {"mean": "column 'income': got infinite in 3 of 600 rows"}),
    ("income of text", of(put("income", "much", 3)), {"mean": "got 'much', 3 rows"}),
    ("income of lists", of(people().assign(income=[[1]] * 600)),
     {"mean": "column 'income': got '[1]', 600 rows; expected numbers"}),
    ("sex of lists", of(people().assign(sex=[["F"]] * 600)),
     {"mean": "column 'sex': got unhashable type: 'list'; expected categories",
      "share": "column 'sex': got unhashable type: 'list'; expected categories",
      "rake": "column 'sex': got unhashable type: 'list'"}),
    ("sex of dicts", of(people().assign(sex=[{"a": 1}] * 600)),
     {"share": "column 'sex': got unhashable type: 'dict'"}),
    ("stratum of lists", of(people().assign(region=[[1]] * 600)), {"mean": "column 'region': got"}),
    ("income of hours", of(people().assign(income=pd.date_range("2024", periods=600, tz="CET"))),
     {"mean": "column 'income': got '2024-01-01 00:00:00+01:00', 600 rows; expected numbers"}),
    ("sex of hours", of(people().assign(sex=pd.date_range("2024", periods=600, tz="CET"))),
     {"t_test": "column 'sex': got levels 2024-01-01", "independence": "cells of the table"}),
    ("answered of text", of(people().assign(answered="yes")),
     {"nonresponse_classes": "column 'answered': got 'yes'; expected true or false"}),
    ("everybody answered", of(people().assign(answered=True)),
     {"nonresponse_propensity": "no non-respondent"}),
    ("empty domain", lambda: of(people())().where("sex == 'X'"),
     {"rake": "got a domain", "glm": "none with a weight", "contrast": "level 'F'"}),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "told"), [c[1:] for c in IN_SOME], ids=[c[0] for c in IN_SOME])
def test_what_cannot_be_answered_is_refused_by_name(
    asked: Callable[[], phare.Survey], told: dict[str, str]
) -> None:
    found = answers(asked)
    for name, words in told.items():
        assert isinstance(found[name], str), name
        assert words in found[name], (name, found[name])


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


def test_an_empty_domain_has_no_estimate() -> None:
    nobody = survey().where("sex == 'X'")
    for found in (nobody.mean("income"), nobody.share("sex", "F"), nobody.total("income")):
        assert found["n"].tolist() == [0]
        assert found["quality"].tolist() == ["suppressed"]
    assert not len(nobody.mean("income", by="region"))
    assert np.isnan(nobody.quantile("income", 0.5)["estimate"][0])
    assert np.isnan(nobody.variance("income")["estimate"][0])


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
        (lambda s: s.multiple(["reads"], interval="kott"), "write 'kott-liu'"),
        (lambda s: s.quantile("income", interval="scor"), "write 'score'"),
        (lambda s: s.quantile("income", 50), "write 0.5 for the median"),
        (lambda s: s.multiple(["reads"], "respondent"), "write 'respondents'"),
        (lambda s: s.multiple(["reads", "sex"]), "column 'sex': got 'M', 600 rows"),
        (lambda s: s.mean([]), "name one"),
        (lambda s: s.mean(None), "name one"),
        (lambda s: s.mean(people()["income"]), "give its name"),
        (lambda s: s.rake({"sx": SEXES}), "write 'sex'"),
        (lambda s: s.rake({"sex": {"F": 1.0}}), "category 'M'"),
        (lambda s: s.rake({"sex": 3.0}), "column 'sex'"),
        (lambda s: s.rake({"income": "much"}), "'much'"),
        (lambda s: s.rake({"sex": {"F": "many", "M": 1.0}}), "'many'"),
        (lambda s: s.rake({}), "declare one"),
        (lambda s: s.rake(SEXES), "no column 'F'"),
        (lambda s: s.rake({"sex": SEXES}, costs={"sx": 1.0}), "write 'sex'"),
        (lambda s: s.calibrate({"sex": SEXES}, "rakin"), "write 'raking'"),
        (lambda s: s.calibrate({"sex": SEXES}, q="sx"), "write 'sex'"),
        (lambda s: s.rake({"nord": {"sex": SEXES}}, by="region"), "north"),
        (lambda s: s.trim(), "times_median"),
        (lambda s: s.trim(cap=-1), "positive limit"),
        (lambda s: s.normalise(-3), "-3"),
        (lambda s: s.replicate("JK3"), "JK1"),
        (lambda s: s.replicate("bootstrap"), "a generator or a seed"),
        (lambda s: s.replicate("JKn", centre="middle"), "estimate"),
        (lambda s: s.with_replicates(["reed"]), "write 'reads'"),
        (lambda s: s.with_replicates(["reads"], "BR"), "write 'BRR'"),
        (lambda s: s.glm("income", "age", "gausian"), "write 'gaussian'"),
        (lambda s: s.small_areas("income", people()[["sex"]][:30], by="block"), "'sex'"),
        (lambda s: s.letters("income", by="sex", alpha=5), "alpha"),
        (lambda s: s.decompose(s.where("age != '65+'"), "income", by="age"), "class '65+'"),
    ],
)
def test_mistakes_are_told(ask: Callable[[phare.Survey], object], words: str) -> None:
    assert words in told(lambda: ask(survey()))
