"""Each step of a scheme does what it is named for, and every step's weight is kept."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from phare.config.slices import WeightSlice
from phare.errors import PhareError
from phare.weight import Weighted, weight

BLANK = {"fr": "", "en": ""}
TWO = {"a": BLANK, "b": BLANK}
VARIABLES = {
    "variables": {
        "region": {"type": "category", "label": BLANK, "categories": TWO},
        "size": {"type": "category", "label": BLANK, "categories": TWO},
        "reached": {"type": "category", "label": BLANK, "categories": TWO},
    }
}
MARGINS = (
    ("region", "a", 700.0), ("region", "b", 300.0), ("size", "a", 600.0), ("size", "b", 400.0),
    ("region*size", "a*a", 450.0), ("region*size", "a*b", 250.0),
    ("region*size", "b*a", 150.0), ("region*size", "b*b", 150.0),
)  # fmt: skip


def respondents() -> pd.DataFrame:
    rng = np.random.default_rng(1)
    letters = rng.choice(["a", "b"], (3, 200), p=[0.7, 0.3])
    frame = pd.DataFrame(
        {name: pd.Categorical(one, ["a", "b"])
         for name, one in zip(("region", "size", "reached"), letters, strict=True)}
    )  # fmt: skip
    frame.insert(0, "respondent_id", [str(i) for i in range(200)])
    return frame.assign(design_weight=rng.gamma(4, 1, 200))


def run(*steps: dict[str, Any], responses: pd.DataFrame | None = None, **others: Any) -> Weighted:
    card = {"wave": "firms-2015", "scheme": "tried", "steps": steps, "variables": VARIABLES,
            "margins": MARGINS, "margins_file": "config/margins/firms-2015.csv",
            "population": 1000.0} | others  # fmt: skip
    chosen = respondents() if responses is None else responses
    return weight(chosen, WeightSlice.model_validate(card))


def last(result: Weighted) -> np.ndarray:
    step = result.weights["step"].iloc[-1]
    return result.weights.loc[result.weights["step"] == step, "weight"].to_numpy()


ONE = {"base": {"from": "one"}}
RAKE = {"calibrate": {"margins": ["region", "size"]}}


def test_base_weights_of_strata_sum_to_their_counts() -> None:
    result, people = run({"base": {"from": "strata", "margin": "region"}}), respondents()
    assert last(result)[people["region"] == "a"].sum() == pytest.approx(700)


def test_base_weights_of_the_population_sum_to_it() -> None:
    assert last(run({"base": {"from": "population"}})).sum() == pytest.approx(1000)


def test_raking_meets_every_margin_and_writes_the_fit() -> None:
    result = run(ONE, RAKE)
    assert result.fit["gap"].abs().max() < 1e-7
    assert (
        result.summary["converged"].tolist()[1] is np.True_ or result.summary["converged"].iloc[1]
    )
    assert result.summary["max_gap"].iloc[1] < 1e-10


def test_a_crossed_margin_is_met_in_each_cell() -> None:
    result, people = run(ONE, {"calibrate": {"margins": ["region*size"]}}), respondents()
    cell = (people["region"] == "a") & (people["size"] == "b")
    assert last(result)[cell].sum() == pytest.approx(250)


def test_the_product_of_factors_is_the_weight_of_the_last_step() -> None:
    result = run({"base": {"from": "column"}}, RAKE, {"trim": {"times_median": 2.5}})
    factors = result.weights.groupby("respondent_id", sort=False)["factor"].prod()
    assert factors.to_numpy() == pytest.approx(last(result))


def test_trimming_holds_the_cap_and_the_margins_together() -> None:
    free = last(run({"base": {"from": "column"}}, RAKE))
    result = run({"base": {"from": "column"}}, RAKE, {"trim": {"times_median": 2.5}})
    assert last(result).max() <= 2.5 * np.median(free) * (1 + 1e-12)
    after = result.fit[result.fit["step"] == "trim"]
    assert after["gap"].abs().max() < 1e-6


def test_a_cap_that_no_weights_can_hold_is_refused_with_the_one_that_would() -> None:
    with pytest.raises(PhareError, match="a cap of at least"):
        run(ONE, RAKE, {"trim": {"cap": 5.0}})


def test_weights_of_non_respondents_go_to_their_class() -> None:
    people = respondents()
    step = {"nonresponse": {"classes": "region", "responded": "reached", "answer": "a"}}
    found = last(run(ONE, step))
    assert found[people["reached"] == "b"].sum() == 0
    for region in ("a", "b"):
        assert found[people["region"] == region].sum() == pytest.approx(
            (people["region"] == region).sum()
        )


def test_normalised_weights_sum_to_the_respondents() -> None:
    assert last(run(ONE, RAKE, {"normalise": {"to": "respondents"}})).sum() == pytest.approx(200)


def test_those_without_an_answer_may_have_a_category_of_their_own() -> None:
    people = respondents()
    people.loc[:9, "region"] = None
    step = {"calibrate": {"margins": ["region", "size"], "missing": "own_category"}}
    result = run(ONE, step, responses=people)
    kept = last(result)
    assert kept[:10].sum() == pytest.approx(1000 * 10 / 200)
    assert kept.sum() == pytest.approx(1000)


@pytest.mark.parametrize(
    ("margins", "words"),
    [
        (MARGINS[:3], ["margin 'size', category 'b'", "no target"]),
        ((*MARGINS[:3], ("size", "b", 700.0)), ["'region' and 'size'", "1000", "1300"]),
        ((*MARGINS[:4], ("region", "c", 5.0)), ["category 'c'", "no respondent", "collapse"]),
    ],
)
def test_margins_that_contradict_are_refused_by_name(margins: tuple, words: list[str]) -> None:
    with pytest.raises(PhareError) as caught:
        run(ONE, RAKE, margins=margins)
    for word in ["firms-2015, scheme tried", "config/margins/firms-2015.csv", *words]:
        assert word in str(caught.value)


def test_a_missing_answer_in_a_margin_is_refused() -> None:
    people = respondents()
    people.loc[3, "size"] = None
    with pytest.raises(PhareError, match="a missing value in 1 of 200 rows"):
        run(ONE, RAKE, responses=people)


def test_a_delivered_weight_that_is_not_positive_is_refused() -> None:
    people = respondents()
    people.loc[[4, 7], "design_weight"] = [0.0, np.nan]
    with pytest.raises(PhareError, match="2 missing, zero or negative, the first of respondent 4"):
        run({"base": {"from": "column"}}, responses=people)
