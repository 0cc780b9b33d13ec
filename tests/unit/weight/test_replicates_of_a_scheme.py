"""Every step of a scheme is redone in each of its replicates, and travels as tables.

Oracle: phare.Survey, where the same steps are done on a frame.
"""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.unit.weight.shop_wave import COLUMN, MARGINS, ONE, RAKE, last, run, shops

from phare import Survey
from phare.errors import PhareError
from phare.sampling.replicates import replicates_of
from phare.stats.replicates import Replicates
from phare.weight import Weighted

TOTALS = {"region": {"a": 700.0, "b": 300.0}, "size": {"a": 600.0, "b": 400.0}}
DESIGN = {"design": {"strata": "region", "psu": "block"}, "seed": 1}
CLASSES = {"nonresponse": {"classes": "region", "responded": "reached", "answer": "a"}}


def back(result: Weighted, people: pd.DataFrame) -> Replicates:
    return replicates_of(result.replicates, last(result), people["respondent_id"], "test")


def survey(people: pd.DataFrame, **how: Any) -> Survey:
    return Survey(people, weights="design_weight", strata="stratum", psu="psu", **how)


STEPS = {
    "base alone": ([COLUMN], lambda s: s),
    "raking": ([COLUMN, RAKE], lambda s: s.rake(TOTALS)),
    "raking under a cap": (
        [COLUMN, RAKE, {"trim": {"times_median": 2.5}}],
        lambda s: s.rake(TOTALS).trim(times_median=2.5),
    ),
    "classes, raking, normalisation": (
        [COLUMN, CLASSES, RAKE, {"normalise": {"to": "population"}}],
        lambda s: s.nonresponse_classes("answered", "region").rake(TOTALS).normalise(1000.0),
    ),
    "propensity and a cap without margins": (
        [
            COLUMN,
            {"propensity": {"responded": "reached", "answer": "a", "on": ["size"], "classes": 2}},
            {"trim": {"times_median": 2.0, "recalibrate": False}},
        ],
        lambda s: s.nonresponse_propensity("answered", ["size"], classes=2).trim(times_median=2.0),
    ),
}


@pytest.mark.parametrize("steps", STEPS, ids=list(STEPS))
def test_every_step_is_redone_as_in_a_notebook(steps: str) -> None:
    people = shops()
    declared, done = STEPS[steps]
    found = back(run(*declared, replication={"replicates": "JKn"}, **DESIGN), people)
    direct = done(survey(people.assign(answered=people["reached"] == "a"))).replicate("JKn")
    theirs = direct.design.replicates
    assert theirs is not None
    np.testing.assert_allclose(
        found.replicate_weights(), theirs.replicate_weights(), rtol=1e-9, atol=1e-12
    )
    assert found.degrees_of_freedom == theirs.degrees_of_freedom == 8
    assert (found.scale, found.centre) == (theirs.scale, theirs.centre)
    np.testing.assert_array_equal(found.rscales, theirs.rscales)


@pytest.mark.parametrize(
    ("how", "columns", "scale", "freedom"),
    [
        ({"replicates": "bootstrap", "size": 40}, 40, 1 / 40, 8),
        ({"replicates": "bootstrap"}, 500, 1 / 500, 8),
        ({"replicates": "JKn"}, 10, 1.0, 8),
    ],
)
def test_each_kind_has_its_size_and_scale(
    how: dict[str, Any], columns: int, scale: float, freedom: int
) -> None:
    found = run(COLUMN, RAKE, replication=how, **DESIGN)
    told = found.replicates.replicates
    assert told["replicate"].tolist() == list(range(1, columns + 1))
    assert told["scale"].unique().tolist() == [scale]
    assert told["failed"].isna().all()
    assert back(found, shops()).degrees_of_freedom == freedom


@pytest.mark.parametrize(("kind", "rho"), [("BRR", 0.0), ("Fay", 0.3)])
def test_half_samples_of_two_psus_in_each_stratum(kind: str, rho: float) -> None:
    people = shops()
    people["psu"] = np.tile(np.repeat(["1", "2"], 50), 2)
    how = {"replicates": kind} | ({"rho": rho} if rho else {})
    found = back(run(COLUMN, RAKE, responses=people, replication=how, **DESIGN), people)
    made = survey(people).rake(TOTALS).replicate(kind, **({"rho": rho} if rho else {}))
    theirs = made.design.replicates
    assert theirs is not None
    np.testing.assert_allclose(
        found.replicate_weights(), theirs.replicate_weights(), rtol=1e-9, atol=1e-12
    )
    assert found.scale == pytest.approx(1 / (found.size * (1 - rho) ** 2))


def test_margins_are_met_in_each_replicate() -> None:
    people = shops()
    how = {"replicates": "bootstrap", "size": 30}
    weights = back(run(COLUMN, RAKE, replication=how, **DESIGN), people).replicate_weights()
    for margin, category, total in MARGINS[:4]:
        reached = weights[people[margin] == category].sum(axis=0)
        np.testing.assert_allclose(reached, total, rtol=1e-9)


def test_a_bootstrap_is_drawn_again_the_same_for_its_seed_wave_and_scheme() -> None:
    def drawn(**other: Any) -> np.ndarray:
        how = {"replication": {"replicates": "bootstrap", "size": 20}, **DESIGN, **other}
        return back(run(COLUMN, **how), shops()).replicate_weights()

    first = drawn()
    np.testing.assert_array_equal(first, drawn())
    for other in ({"seed": 2}, {"scheme": "another"}, {"wave": "shops-2025"}):
        assert not np.array_equal(first, drawn(**other))


def test_rows_alike_in_every_step_travel_as_one_cell() -> None:
    kept = run(ONE, RAKE, replication={"replicates": "JKn"}, **DESIGN).replicates
    assert kept.factors["factor"].unique().tolist() == ["weighted"]  # a jackknife needs no draws
    assert len(kept.factors) == 4  # regions by sizes
    assert sorted(kept.replicated["cell"].unique()) == [0, 1, 2, 3]
    drawn = run(
        ONE, RAKE, replication={"replicates": "bootstrap", "size": 5}, **DESIGN
    ).replicates.factors
    assert drawn["factor"].value_counts().to_dict() == {"drawn": 10, "weighted": 4}


def test_without_replicates_the_tables_are_empty() -> None:
    kept = run(ONE, RAKE).replicates
    assert (len(kept.replicates), len(kept.replicated), len(kept.factors)) == (0, 0, 0)


def test_a_replicate_that_a_step_cannot_be_redone_in_is_told_with_its_reason() -> None:
    people = shops()
    people["size"] = pd.Categorical(np.where(people["psu"] == "3", "b", "a"), ["a", "b"])
    allowed = {"replicates": "JKn", "may_fail": 0.1}
    found = run(ONE, RAKE, responses=people, replication=allowed, **DESIGN)
    failed = found.replicates.replicates.dropna(subset="failed")
    assert failed["replicate"].tolist() == [4]
    assert "margin 'size', category 'b'" in failed["failed"].iloc[0]
    assert [one.replicate for one in back(found, people).failed] == [4]


def test_more_failures_than_the_scheme_allows_are_refused_with_their_reason() -> None:
    people = shops()
    people["size"] = pd.Categorical(np.where(people["psu"] == "3", "b", "a"), ["a", "b"])
    with pytest.raises(PhareError) as caught:
        run(ONE, RAKE, responses=people, replication={"replicates": "JKn"}, **DESIGN)
    for word in [
        "shops-2024, scheme tried, replicates: got 1 of 10", "margin 'size', category 'b'",
        "expected at most 5 %", "raise may_fail",
    ]:  # fmt: skip
        assert word in str(caught.value)


def test_half_samples_of_other_designs_are_refused_by_stratum() -> None:
    with pytest.raises(PhareError, match="half-samples, stratum 1: got 5 PSUs; expected two in"):
        run(ONE, replication={"replicates": "BRR"}, **DESIGN)


def test_a_stratum_with_one_psu_is_refused_unless_a_rule_is_declared() -> None:
    people = shops()
    people["psu"] = np.where(people["stratum"] == "a", "0", people["psu"])
    with pytest.raises(PhareError, match="stratum 'a': got a single PSU"):
        run(ONE, responses=people, replication={"replicates": "JKn"}, **DESIGN)
    kept = run(ONE, responses=people, replication={"replicates": "JKn"}, **DESIGN,
               lonely={"rule": "certainty"})  # fmt: skip
    weights = back(kept, people).replicate_weights()
    assert (weights[(people["stratum"] == "a").to_numpy()] == 1).all()


def test_the_replicates_of_other_respondents_are_refused() -> None:
    result = run(ONE, replication={"replicates": "JKn"}, **DESIGN)
    with pytest.raises(PhareError, match="replicates of 200 respondents"):
        replicates_of(result.replicates, last(result), shops()["respondent_id"][::-1], "test")
