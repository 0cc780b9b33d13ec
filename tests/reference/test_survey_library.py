"""The library's own words give R's numbers: api (California schools), to 1e-9."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import phare
from phare.errors import PhareError

POPULATION = {"E": 4421, "H": 755, "M": 1018}


@pytest.fixture(scope="module")
def expected(reference: Path) -> dict[str, Any]:
    entries = json.loads((reference / "api/expected.json").read_text("utf-8"))["results"]
    return {entry["id"]: entry["result"] for entry in entries}


@pytest.fixture(scope="module")
def stratified(reference: Path) -> phare.Survey:
    schools = pd.read_csv(reference / "api/apistrat.csv")
    return phare.Survey(schools, weights="pw", strata="stype", population="fpc")


@pytest.fixture(scope="module")
def clustered(reference: Path) -> phare.Survey:
    schools = pd.read_csv(reference / "api/apiclus1.csv")
    return phare.Survey(schools, weights="pw", psu="dnum", population="fpc")


def same(row: pd.Series, estimate: float, error: float) -> None:
    assert row["estimate"] == pytest.approx(estimate, rel=1e-9)
    assert row["std_error"] == pytest.approx(error, rel=1e-9)


def test_mean_and_total(stratified: phare.Survey, expected: dict[str, Any]) -> None:
    mean, total = expected["strat/mean"], expected["strat/total"]
    name = mean["names"][0]
    same(stratified.mean(name).iloc[0], mean["estimate"][0], mean["se"][0])
    same(stratified.total(name).iloc[0], total["estimate"][0], total["se"][0])


def test_weights_from_the_population_are_the_given_ones(
    stratified: phare.Survey, reference: Path
) -> None:
    schools = pd.read_csv(reference / "api/apistrat.csv")
    derived = phare.Survey(schools, strata="stype", population="fpc")
    assert derived.current_weights == pytest.approx(stratified.current_weights, rel=1e-6)


def test_shares_and_means_by_level(clustered: phare.Survey, expected: dict[str, Any]) -> None:
    by = expected["clus1/by_mean"]["rows"]
    (factor,) = by[0]["by"]
    (variable,) = by[0]["estimate"]
    found = clustered.mean(variable, by=factor).set_index(factor)
    for row in by:
        same(found.loc[row["by"][factor]], row["estimate"][variable], row["se"][variable])


def test_a_domain_keeps_the_design(clustered: phare.Survey) -> None:
    domain = clustered.where("stype == 'E'").mean("api00").iloc[0]
    level = clustered.mean("api00", by="stype").set_index("stype").loc["E"]
    assert domain["std_error"] == pytest.approx(level["std_error"], rel=1e-12)
    assert domain["n"] == level["n"] == (clustered.frame["stype"] == "E").sum()


def test_raking_meets_the_totals_and_knows_it(clustered: phare.Survey) -> None:
    wide = {"No": 1072, "Yes": 5122}
    raked = clustered.rake({"stype": POPULATION, "sch.wide" if "sch.wide" in clustered.frame
                            else "sch_wide": wide})  # fmt: skip
    counts = raked.total("stype").set_index("category")
    for category, total in POPULATION.items():
        assert counts.loc[category, "estimate"] == pytest.approx(total)
        assert counts.loc[category, "std_error"] == pytest.approx(0, abs=1e-6)


def test_gaps_are_tested_against_the_rest(clustered: phare.Survey) -> None:
    gaps = clustered.gaps("api00", by="stype").set_index("stype")
    whole = clustered.mean("api00").iloc[0]["estimate"]
    level = clustered.mean("api00", by="stype").set_index("stype")["estimate"]
    assert np.allclose(gaps["difference"], level - whole)
    assert gaps["p_value"].between(0, 1).all()


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda s: s.mean("api0"), "write 'api00'"),
        (lambda s: s.mean("stype"), "got 'H', 183 rows"),
        (lambda s: s.share("stype", "P"), "category 'P'"),
        (lambda s: s.rake({"stype": {"E": 4421, "H": 755}}), "category 'M'"),
        (lambda s: s.mean("api00", by="styp"), "write 'stype'"),
    ],
)
def test_mistakes_are_told(clustered: phare.Survey, ask: Any, words: str) -> None:
    with pytest.raises(PhareError) as caught:
        ask(clustered)
    assert words in str(caught.value)
