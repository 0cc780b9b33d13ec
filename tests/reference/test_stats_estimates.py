"""Estimates, standard errors and intervals of real surveys equal R survey 4.1.

Oracle: ../shared/reference/*/expected.json, the calls of `battery` in tools/ref_lib.R.
Tolerance: 1e-9 relative.
"""

from __future__ import annotations

import functools
import json
import operator
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from phare.stats.comparisons import against_zero
from phare.stats.design import Design
from phare.stats.estimators import (
    Base,
    estimate_means,
    estimate_ratios,
    estimate_totals,
    ratio_influence,
)
from phare.stats.intervals import mean_interval, proportion_interval

TOLERANCE = 1e-9


@dataclass(frozen=True)
class Survey:
    """A file, its designs and the variables of its battery."""

    folder: str
    file: str
    derive: Callable[[pd.DataFrame], pd.DataFrame]
    designs: dict[str, Callable[[pd.DataFrame], Design]]
    num: str
    num2: str
    cat: str
    bin: str
    by: str
    subset: Callable[[pd.DataFrame], pd.Series]


def numbers(column: pd.Series) -> np.ndarray:
    return column.to_numpy(dtype=float)


def derive_communes(rows: pd.DataFrame) -> pd.DataFrame:
    near_paris = "Paris,Hauts-de-Seine,Seine-Saint-Denis,Val-de-Marne,Seine-et-Marne,Yvelines"
    near_paris += ",Essonne,Val-d'Oise"
    zone = np.where(rows.departement.isin(near_paris.split(",")), "idf", "autre")
    return rows.assign(fort_chom=(rows.pop_chom / rows.pop_act_15p > 0.13).astype(float), zone=zone)


def derive_hdv(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(cine=(rows.cinema == "Oui").astype(float))


def derive_api(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(target_met=(rows.sch_wide == "Yes").astype(float))


def derive_agriculture(rows: pd.DataFrame) -> pd.DataFrame:
    sizes = {"NC": 1054, "NE": 220, "S": 1382, "W": 422}
    return rows.assign(
        lt200k=(rows.acres92 < 200000).astype(float), Nh=rows.region.map(sizes).astype(float)
    )


def derive_schools(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(math_hi=(rows.mathlevel == 2).astype(float))


def stratified(
    weight: str, strata: str, population: str | None
) -> Callable[[pd.DataFrame], Design]:
    return lambda rows: Design(
        numbers(rows[weight]),
        strata=rows[strata].to_numpy(dtype=object),
        stratum_population=None if population is None else numbers(rows[population]),
    )


def clustered(weight: str, psu: str, population: str | None) -> Callable[[pd.DataFrame], Design]:
    return lambda rows: Design(
        numbers(rows[weight]),
        psu=rows[psu].to_numpy(),
        stratum_population=None if population is None else numbers(rows[population]),
    )


def simple(size: str | float) -> Callable[[pd.DataFrame], Design]:
    def design(rows: pd.DataFrame) -> Design:
        population = numbers(rows[size]) if isinstance(size, str) else np.full(len(rows), size)
        return Design(population / len(rows), stratum_population=population)

    return design


API = ("api00", "api99", "stype", "target_met", "awards", lambda rows: rows.comp_imp == "Yes")
ACRES = ("acres92", "acres87", "region", "lt200k", "region", lambda rows: rows.farms92 > 600)
SURVEYS = [
    Survey(
        "communes2012",
        "communes_strat.csv",
        derive_communes,
        {
            "st": stratified("poids", "taille", "Nh"),
            "st_nofpc": stratified("poids", "taille", None),
        },
        "pop_tot",
        "log_rp",
        "taille",
        "fort_chom",
        "zone",
        lambda rows: rows.pop_tot > 10000,
    ),
    Survey(
        "hdv2003",
        "hdv2003.csv",
        derive_hdv,
        {
            "poids": lambda rows: Design(numbers(rows.poids)),
            "unw": lambda rows: Design(np.ones(len(rows))),
        },
        "heures_tv",
        "age",
        "occup",
        "cine",
        "qualif",
        lambda rows: (rows.sexe == "Femme") & (rows.age >= 40),
    ),
    Survey("api", "apisrs.csv", derive_api, {"srs": simple("fpc")}, *API),
    Survey(
        "api",
        "apistrat.csv",
        derive_api,
        {
            "strat": stratified("pw", "stype", "fpc"),
            "strat_nofpc": stratified("pw", "stype", None),
        },
        *API,
    ),
    Survey(
        "api",
        "apiclus1.csv",
        derive_api,
        {"clus1": clustered("pw", "dnum", "fpc"), "clus1_nofpc": clustered("pw", "dnum", None)},
        *API,
    ),
    Survey("api", "apiclus2.csv", derive_api, {"clus2_wr": clustered("pw", "dnum", None)}, *API),
    Survey("small", "agsrs.csv", derive_agriculture, {"agsrs": simple(3078.0)}, *ACRES),
    Survey(
        "small",
        "agstrat.csv",
        derive_agriculture,
        {"agstrat": stratified("strwt", "region", "Nh")},
        *ACRES,
    ),
    Survey(
        "small",
        "schools.csv",
        derive_schools,
        {"schools": clustered("finalwt", "schoolid", None)},
        "math",
        "reading",
        "gender",
        "math_hi",
        "gender",
        lambda rows: rows.reading > 30,
    ),
]
CASES = [(survey, name) for survey in SURVEYS for name in survey.designs]


@dataclass(frozen=True)
class Case:
    """One design of one survey beside the results of R."""

    survey: Survey
    name: str
    rows: pd.DataFrame
    design: Design
    results: dict[str, Any]

    def expected(self, tag: str) -> dict[str, Any]:
        return self.results[f"{self.name}/{tag}"]

    def column(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """Values and where they are known (n, 1)."""
        values = numbers(self.rows[name])[:, None]
        return values, ~np.isnan(values)

    def indicators(self) -> tuple[np.ndarray, np.ndarray]:
        """The categories of the categorical variable as 0/1 columns, in R's order."""
        answers = self.rows[self.survey.cat]
        columns = [(answers == level).to_numpy(dtype=float) for level in levels(answers)]
        return np.column_stack(columns), answers.notna().to_numpy()

    @property
    def by(self) -> Base:
        return Base(*coded(self.rows[self.survey.by]))

    @property
    def domain(self) -> Base:
        return Base(mask=self.survey.subset(self.rows).to_numpy(dtype=bool))


def levels(answers: pd.Series) -> list[Any]:
    return sorted(answers.dropna().unique())


def coded(answers: pd.Series) -> tuple[np.ndarray, int]:
    names = levels(answers)
    return pd.Categorical(answers, categories=names).codes.astype(np.int64), len(names)


@functools.cache
def load(reference: Path, index: int) -> Case:
    survey, name = CASES[index]
    folder = reference / survey.folder
    rows = survey.derive(pd.read_csv(folder / survey.file, encoding="utf-8", low_memory=False))
    told = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    results = {one["id"]: one["result"] for one in told["results"]}
    return Case(survey, name, rows, survey.designs[name](rows), results)


@pytest.fixture(params=range(len(CASES)), ids=[name for _, name in CASES])
def case(request: pytest.FixtureRequest, reference: Path) -> Case:
    return load(reference, request.param)


def agree(ours: Any, theirs: Any, zero: float = 0.0) -> None:
    """Equal to 1e-9 relative, or both below `zero`."""
    np.testing.assert_allclose(
        np.ravel(ours), np.ravel(np.array(theirs, dtype=float)), rtol=TOLERANCE, atol=zero
    )


def agree_se(ours: Any, theirs: Any, estimate: Any) -> None:
    """As `agree`; a standard error that is nothing but rounding in R must be so here."""
    agree(ours, theirs, zero=1e-12 * float(np.max(np.abs(estimate))))


def by_rows(result: dict[str, Any], key: str) -> np.ndarray:
    return np.array([list(row[key].values()) for row in result["rows"]], dtype=float)


def test_mean(case: Case) -> None:
    values, known = case.column(case.survey.num)
    ours = estimate_means(case.design, values, observed=known).estimates
    told = case.expected("mean")
    agree(ours.estimate, told["estimate"])
    agree(ours.std_error, told["se"])
    agree(
        ours.deff_without_replacement if np.any(case.design.weights != 1) else np.inf,
        [x if x != "Inf" else np.inf for x in told["deff"]],
    )
    agree(ours.deff, case.expected("mean_deff_replace")["deff"])


def test_mean_covariance(case: Case) -> None:
    pair = [case.survey.num, case.survey.num2]
    values = np.column_stack([numbers(case.rows[name]) for name in pair])
    known = ~np.isnan(values).any(axis=1)  # R deletes listwise
    influence = np.column_stack(
        [ratio_influence(case.design, values[:, j], observed=known) for j in range(2)]
    )
    agree(case.design.covariance(influence), case.expected("mean_multi")["vcov"])


def test_mean_interval(case: Case) -> None:
    values, known = case.column(case.survey.num)
    ours = estimate_means(case.design, values, observed=known).estimates
    df = np.array([[case.design.degrees_of_freedom]])
    interval = mean_interval(ours.estimate, ours.std_error, df)
    agree([interval.low, interval.high], case.expected("mean_ci_t")["values"])


def test_total(case: Case) -> None:
    values, known = case.column(case.survey.num)
    ours = estimate_totals(case.design, values, observed=known)
    told = case.expected("total")
    agree(ours.estimate, told["estimate"])
    agree(ours.std_error, told["se"])
    if np.any(case.design.weights != 1):
        agree(ours.deff_without_replacement, told["deff"])


def test_category_shares_and_totals(case: Case) -> None:
    indicators, known = case.indicators()
    shares = estimate_means(case.design, indicators, observed=known).estimates
    totals = estimate_totals(case.design, indicators, observed=known)
    for ours, tag in ((shares, "prop"), (totals, "total_cat")):
        agree(ours.estimate, case.expected(tag)["estimate"])
        agree_se(ours.std_error, case.expected(tag)["se"], ours.estimate)


def test_ratio(case: Case) -> None:
    (y, y_known), (x, x_known) = case.column(case.survey.num), case.column(case.survey.num2)
    ours = estimate_ratios(case.design, y, x, observed=y_known & x_known).estimates
    agree(ours.estimate, case.expected("ratio")["ratio"])
    agree(ours.std_error, case.expected("ratio")["se"])


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("mean", "mean"), ("logit", "xlogit"), ("logit", "logit"), ("beta", "beta")],
)
def test_proportion_interval(case: Case, ours: Any, theirs: str) -> None:
    values, known = case.column(case.survey.bin)
    found = estimate_means(case.design, values, observed=known).estimates
    told = case.expected(f"ciprop_{theirs}")
    interval = proportion_interval(
        ours,
        found.estimate,
        found.std_error,
        np.array([[case.design.degrees_of_freedom]]),  # R: those of the whole design
        np.array([[case.design.n]]),
        found.n_effective,
    )
    agree([interval.low, interval.high], told["ci"])
    agree(found.std_error, told["se"])


def test_means_by_level(case: Case) -> None:
    values, known = case.column(case.survey.num)
    ours = estimate_means(case.design, values, observed=known, base=case.by).estimates
    told = case.expected("by_mean")
    agree(ours.estimate, by_rows(told, "estimate"))
    agree(ours.std_error, by_rows(told, "se"))
    if np.any(case.design.weights != 1):
        agree(ours.deff_without_replacement, by_rows(told, "deff"))


def test_totals_by_level(case: Case) -> None:
    values, known = case.column(case.survey.num)
    ours = estimate_totals(case.design, values, observed=known, base=case.by)
    agree(ours.estimate, by_rows(case.expected("by_total"), "estimate"))
    agree(ours.std_error, by_rows(case.expected("by_total"), "se"))


def test_category_shares_by_level(case: Case) -> None:
    indicators, known = case.indicators()
    ours = estimate_means(case.design, indicators, observed=known, base=case.by).estimates
    told = case.expected("by_prop")
    agree(ours.estimate, by_rows(told, "estimate"))
    agree_se(ours.std_error, by_rows(told, "se"), 1.0)


def test_ratios_by_level(case: Case) -> None:
    (y, y_known), (x, x_known) = case.column(case.survey.num), case.column(case.survey.num2)
    ours = estimate_ratios(case.design, y, x, observed=y_known & x_known, base=case.by).estimates
    agree(ours.estimate, by_rows(case.expected("by_ratio"), "estimate"))
    agree(ours.std_error, by_rows(case.expected("by_ratio"), "se"))


def test_domain(case: Case) -> None:
    values, known = case.column(case.survey.num)
    mean = estimate_means(case.design, values, observed=known, base=case.domain).estimates
    total = estimate_totals(case.design, values, observed=known, base=case.domain)
    for ours, tag in ((mean, "domain_mean"), (total, "domain_total")):
        agree(ours.estimate, case.expected(tag)["estimate"])
        agree(ours.std_error, case.expected(tag)["se"])
    ones = np.ones_like(values)
    whole = estimate_means(case.design, ones, base=case.domain).estimates
    assert whole.df.item() == operator.itemgetter(0)(case.expected("domain_degf")["values"])


def test_shares_in_a_domain(case: Case) -> None:
    indicators, known = case.indicators()
    ours = estimate_means(case.design, indicators, observed=known, base=case.domain).estimates
    told = case.expected("domain_prop")
    agree(ours.estimate, told["estimate"])
    agree_se(ours.std_error, told["se"], 1.0)


def test_level_against_rest_is_the_t_test(case: Case) -> None:
    values, known = case.column(case.survey.num)
    codes = numbers(case.rows[case.survey.bin])
    base = Base(np.where(np.isnan(codes), -1, codes).astype(np.int64), 2)
    known = known[:, 0] & ~np.isnan(codes)
    found = estimate_means(case.design, values, observed=known, base=base).against_rest
    test = against_zero(found.difference, found.std_error, found.df)
    told = case.expected("ttest")
    agree(test.difference[1], told["estimate"])
    agree(test.statistic[1], told["statistic"])
    agree(test.df[1], told["parameter"])
    agree(test.p_value[1], told["p_value"])
