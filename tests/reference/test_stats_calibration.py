"""Calibrated weights and the standard errors under them equal R survey 4.1, and CALMAR.

Oracle: ../shared/reference/{communes2012,hdv2003,api,small}: weights*.csv and expected.json.
Tolerance: 1e-9 relative. R's `rake` gives the weights but wrong standard errors when base
weights are unequal (docs/methods/variance.md): there only the weights are compared.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from phare.errors import PhareError
from phare.stats.auxiliaries import Auxiliary, Margin, Total
from phare.stats.calibration import Calibration, calibrate
from phare.stats.design import Design
from phare.stats.estimators import Base, estimate_means, estimate_ratios, estimate_totals
from phare.stats.settings import CalibrationSettings

TOLERANCE = 1e-9


@dataclass(frozen=True)
class Survey:
    """A file and its design: weights column, and strata, PSU, population where it has them."""

    folder: str
    file: str
    weights_file: str
    weight: str | None
    strata: str | None = None
    psu: str | None = None
    population: str | None = None


COMMUNES = Survey("communes2012", "communes_strat", "weights", "poids", "taille", None, "Nh")
HDV = Survey("hdv2003", "hdv2003", "weights", "poids")
HDV_UNWEIGHTED = Survey("hdv2003", "hdv2003", "weights", None)
CLUSTERS = Survey("api", "apiclus1", "weights_clus1", "pw", None, "dnum", "fpc")
CLUSTERS_WR = Survey("api", "apiclus1", "weights_clus1", "pw", None, "dnum")
SCHOOLS = Survey("api", "apistrat", "weights_strat", "pw", "stype", None, "fpc")
EMPLOYES = Survey("small", "employes", "weights_employes", "poids")


@dataclass(frozen=True)
class Weighting:
    """One weighting call: what it calibrates to, how, and whether R's errors are right."""

    column: str
    survey: Survey
    margins: tuple[str, ...]
    totals: tuple[str, ...] = ()
    settings: CalibrationSettings = field(default_factory=CalibrationSettings)
    design: str = ""

    @property
    def name(self) -> str:
        return self.design or self.column


def by(method: Any, *bounds: float) -> CalibrationSettings:
    return CalibrationSettings(method, (bounds[0], bounds[1]) if bounds else None)


_COMMUNES = (COMMUNES, ("taille", "zone"), ("pop_tot", "log_rp"))
_HDV = (HDV, ("sexe", "agecl", "sport"), ())
_HDV_UNWEIGHTED = (HDV_UNWEIGHTED, ("sexe", "agecl", "sport"), ())
_CLUSTERS = (CLUSTERS, ("stype",), ("api99",))
_SCHOOLS = (SCHOOLS, ("stype",), ("api99",))
_EMPLOYES = (EMPLOYES, ("categ", "sexe", "service"), ("salaire",))

CALIBRATIONS = [
    Weighting("cal_lin", *_COMMUNES, by("linear")),
    Weighting("cal_rak", *_COMMUNES, by("raking")),
    Weighting("cal_logit", *_COMMUNES, by("logit", 0.5, 1.8)),
    Weighting("cal_trunc", *_COMMUNES, by("truncated", 0.5, 1.6)),
    Weighting("post", COMMUNES, ("zone",), (), by("linear")),
    Weighting("cal_lin", *_HDV, by("linear")),
    Weighting("cal_rak", *_HDV, by("raking")),
    Weighting("cal_logit", *_HDV, by("logit", 0.5, 2)),
    Weighting("cal_trunc", *_HDV, by("truncated", 0.6, 1.8)),
    Weighting("calu_lin", *_HDV_UNWEIGHTED, by("linear")),
    Weighting("calu_rak", *_HDV_UNWEIGHTED, by("raking")),
    Weighting("post_agecl", HDV, ("agecl",), (), by("raking")),
    Weighting("clus1_post", CLUSTERS, ("stype",)),
    Weighting("clus1nf_post", CLUSTERS_WR, ("stype",)),
    Weighting("clus1_cal_linear", *_CLUSTERS, by("linear")),
    Weighting("clus1_cal_raking", *_CLUSTERS, by("raking")),
    Weighting("clus1_cal_raking_b", *_CLUSTERS, by("raking", 0.6, 1.7)),
    Weighting("clus1_cal_linear_b", *_CLUSTERS, by("truncated", 0.6, 1.7)),
    Weighting("clus1_cal_logit", *_CLUSTERS, by("logit", 0.6, 1.7)),
    Weighting("strat_cal_linear", *_SCHOOLS, by("linear")),
    Weighting("strat_cal_logit", *_SCHOOLS, by("logit", 0.8, 1.25)),
    Weighting("emp_linear", *_EMPLOYES, by("linear"), "e1"),
    Weighting("emp_raking", *_EMPLOYES, by("raking"), "e2"),
    Weighting("emp_logit", *_EMPLOYES, by("logit", 0.4, 2.2), "e3"),
    Weighting("emp_truncated", *_EMPLOYES, by("truncated", 0.2, 2.4), "e4"),
]
RAKED = [
    Weighting("rake", COMMUNES, ("taille", "zone", "cadres")),
    Weighting("rake_poids", *_HDV),
    Weighting("rake_unw", *_HDV_UNWEIGHTED),
    Weighting("clus1_rake", CLUSTERS, ("stype", "sch_wide")),
    Weighting("clus1_rake3", CLUSTERS, ("stype", "sch_wide", "awards")),
    Weighting("strat_rake", SCHOOLS, ("stype", "sch_wide", "awards")),
]


def derive(rows: pd.DataFrame, survey: Survey) -> pd.DataFrame:
    if survey.folder == "communes2012":
        near_paris = "Paris|Hauts-de-Seine|Seine-Saint-Denis|Val-de-Marne|Seine-et-Marne|Yvelines"
        inside = rows.departement.str.fullmatch(near_paris + "|Essonne|Val-d'Oise")
        cadres = rows.pop_cadres / rows.pop_act_15p > 0.12
        return rows.assign(
            fort_chom=(rows.pop_chom / rows.pop_act_15p > 0.13).astype(float),
            zone=np.where(inside, "idf", "autre"),
            cadres=np.where(cadres, "beaucoup", "peu"),
        )
    if survey.folder == "hdv2003":
        ages = pd.cut(rows.age, [0, 25, 40, 60, 120], right=False)
        names = np.array(["18-24", "25-39", "40-59", "60+"])
        return rows.assign(
            cine=(rows.cinema == "Oui").astype(float), agecl=names[ages.cat.codes.to_numpy()]
        )
    if survey.folder == "api":
        return rows.assign(target_met=(rows.sch_wide == "Yes").astype(float))
    return rows.astype(dict.fromkeys(("categ", "sexe", "service"), str))


def known_totals(told: dict[str, Any], survey: Survey) -> tuple[dict[str, Any], dict[str, float]]:
    """Margins (name to category to total) and continuous totals."""
    if survey.folder == "communes2012":
        continuous = {k: float(np.ravel(v)[0]) for k, v in told["calibration_totals"].items()}
        return told["margins"], continuous
    if survey.folder == "api":
        return told["targets"], {"api99": told["targets"]["api99_total"][0]}
    if survey.folder == "small":
        margins = told["calmar_margins_employes"]
        return margins, {"salaire": margins["salaire_total"]}
    return told["margins"], {}


@dataclass(frozen=True)
class Case:
    """A calibration done here, beside R's weights and results."""

    weighting: Weighting
    rows: pd.DataFrame
    calibration: Calibration
    weights: np.ndarray
    results: dict[str, Any]

    @property
    def design(self) -> Design:
        survey = self.weighting.survey

        def column(name: str | None, kind: Any = object) -> Any:
            return None if name is None else self.rows[name].to_numpy(dtype=kind)

        return Design(
            self.calibration.weights,
            strata=column(survey.strata),
            psu=column(survey.psu),
            stratum_population=column(survey.population, float),
            calibration=self.calibration.basis,
        )

    def column(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        values = self.rows[name].to_numpy(dtype=float)[:, None]
        return values, ~np.isnan(values)

    def indicators(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        answers = self.rows[name]
        names = sorted(answers.dropna().unique())
        columns = [(answers == level).to_numpy(dtype=float) for level in names]
        return np.column_stack(columns), answers.notna().to_numpy()


def auxiliaries(
    rows: pd.DataFrame, weighting: Weighting, told: dict[str, Any]
) -> Sequence[Auxiliary]:
    margins, continuous = known_totals(told, weighting.survey)
    result: list[Auxiliary] = []
    for name in weighting.margins:
        categories = tuple(margins[name])
        codes = pd.Categorical(rows[name], categories=categories).codes
        values = [np.ravel(margins[name][c])[0] for c in categories]
        result.append(Margin(name, codes, categories, np.array(values, dtype=float)))
    for name in weighting.totals:
        result.append(Total(name, rows[name].to_numpy(dtype=float), float(continuous[name])))
    return result


@functools.cache
def load(reference: Path, weighting: Weighting) -> Case:
    survey = weighting.survey
    folder = reference / survey.folder
    rows = derive(pd.read_csv(folder / f"{survey.file}.csv", low_memory=False), survey)
    told = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    base = np.ones(len(rows)) if survey.weight is None else rows[survey.weight].to_numpy(float)
    calibration = calibrate(base, auxiliaries(rows, weighting, told), weighting.settings)
    weights = pd.read_csv(folder / f"{survey.weights_file}.csv")[weighting.column]
    results = {one["id"]: one["result"] for one in told["results"]}
    return Case(weighting, rows, calibration, weights.to_numpy(dtype=float), results)


def named(weightings: Sequence[Weighting]) -> list[str]:
    return [f"{w.survey.folder}-{w.column}" for w in weightings]


@pytest.fixture(params=CALIBRATIONS, ids=named(CALIBRATIONS))
def case(request: pytest.FixtureRequest, reference: Path) -> Case:
    return load(reference, request.param)


@pytest.mark.parametrize("weighting", CALIBRATIONS + RAKED, ids=named(CALIBRATIONS + RAKED))
def test_weights(weighting: Weighting, reference: Path) -> None:
    found = load(reference, weighting)
    np.testing.assert_allclose(found.calibration.weights, found.weights, rtol=TOLERANCE)
    assert found.calibration.max_gap <= 1e-10


def estimate(case: Case, call: str) -> tuple[np.ndarray, np.ndarray]:
    """Estimates and standard errors of an R call written as in the reference."""
    function, _, rest = call.partition("(~")
    names = rest.split(",")
    first, design = names[0], case.design
    if function == "svyratio":
        (y, y_known), (x, x_known) = case.column(first), case.column(names[1].strip(" ~"))
        ratios = estimate_ratios(design, y, x, observed=y_known & x_known).estimates
        return ratios.estimate, ratios.std_error
    numeric = pd.api.types.is_numeric_dtype(case.rows[first])
    values, known = case.column(first) if numeric else case.indicators(first)
    if function == "svytotal":
        totals = estimate_totals(design, values, observed=known)
        return totals.estimate, totals.std_error
    base = Base()
    if function == "svyby":
        answers = case.rows[names[1].strip(" ~")]
        categories = sorted(answers.dropna().unique())
        base = Base(pd.Categorical(answers, categories=categories).codes, len(categories))
    means = estimate_means(design, values, observed=known, base=base).estimates
    return means.estimate, means.std_error


def told_by_r(result: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    if result["kind"] == "svyby":
        pick = [[list(row[key].values()) for row in result["rows"]] for key in ("estimate", "se")]
        return np.array(pick[0], dtype=float), np.array(pick[1], dtype=float)
    point = result["ratio"] if result["kind"] == "svyratio" else result["estimate"]
    return np.array(point, dtype=float), np.array(result["se"], dtype=float)


CALLS = {
    "communes2012": {
        "svytotal_pop_chom": "svytotal(~pop_chom",
        "svytotal_log_hlm": "svytotal(~log_hlm",
        "svymean_fort_chom": "svymean(~fort_chom",
        "svymean_cadres": "svymean(~cadres",
        "svyratio_pop_chom": "svyratio(~pop_chom, ~pop_act_15p",
        "svyby_fort_chom": "svyby(~fort_chom, ~zone",
    },
    "hdv2003": {
        "svymean_heures_tv": "svymean(~heures_tv",
        "svytotal_cine": "svytotal(~cine",
        "svymean_sport": "svymean(~sport",
        "svymean_qualif": "svymean(~qualif",
        "svyby_cine": "svyby(~cine, ~sexe",
    },
    "api": {
        "svymean": "svymean(~api00",
        "svytotal": "svytotal(~enroll",
        "svymean_target_met": "svymean(~target_met",
        "svyby": "svyby(~api00, ~stype",
        "svyratio": "svyratio(~api00, ~api99",
        "svymean_stype": "svymean(~stype",
        "svytotal_stype": "svytotal(~stype",
    },
    "small": {"mean_cinema": "svymean(~cinema", "total_salaire": "svytotal(~salaire"},
}


def test_estimates_and_standard_errors(case: Case) -> None:
    for tag, call in CALLS[case.weighting.survey.folder].items():
        told = case.results[f"{case.weighting.name}/{tag}"]
        ours, (point, error) = estimate(case, call), told_by_r(told)
        np.testing.assert_allclose(np.ravel(ours[0]), np.ravel(point), rtol=TOLERANCE)
        # What the calibration knows has no variance: 0 up to rounding, here and in R.
        nothing = 1e-13 * float(np.max(np.abs(point)))
        np.testing.assert_allclose(
            np.ravel(ours[1]), np.ravel(error), rtol=TOLERANCE, atol=nothing, err_msg=call
        )


def test_calmar_prints_the_same_weights(reference: Path) -> None:
    printed = pd.read_csv(reference / "small" / "employes_calmar.csv")
    for column, weighting in zip(("wLinear", "wRaking", "wLogit"), CALIBRATIONS[-4:], strict=False):
        weights = load(reference, weighting).calibration.weights
        np.testing.assert_allclose(weights, printed[column], atol=0.5000001e-4)


def test_bounds_that_r_cannot_meet_are_refused_with_the_tightest(reference: Path) -> None:
    weighting = Weighting("clus1_cal_infeasible", *_CLUSTERS, by("truncated", 0.7, 1.5))
    folder = reference / "api"
    rows = derive(pd.read_csv(folder / "apiclus1.csv", low_memory=False), CLUSTERS)
    told = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    columns = auxiliaries(rows, weighting, told)
    base = rows.pw.to_numpy(float)
    with pytest.raises(PhareError, match=r"upper bound of at least 1\.593\d* with the lower"):
        calibrate(base, columns, weighting.settings)
    assert calibrate(base, columns, by("truncated", 0.7, 1.5934)).converged


def test_errors_of_r_rake_agree_where_base_weights_are_equal(reference: Path) -> None:
    found = load(reference, RAKED[2])
    assert found.weighting.column == "rake_unw"
    for tag in ("svymean_heures_tv", "svytotal_cine", "svymean_qualif", "svyby_cine"):
        _, ours = estimate(found, CALLS["hdv2003"][tag])
        _, theirs = told_by_r(found.results[f"rake_unw/{tag}"])
        np.testing.assert_allclose(np.ravel(ours), np.ravel(theirs), rtol=TOLERANCE)


def test_errors_of_r_rake_are_too_large_where_base_weights_differ(reference: Path) -> None:
    found = load(reference, RAKED[0])
    _, ours = estimate(found, CALLS["communes2012"]["svyratio_pop_chom"])
    _, theirs = told_by_r(found.results["rk/svyratio_pop_chom"])
    assert theirs.item() / ours.item() == pytest.approx(1.267, abs=0.001)
