"""Designs of two stages, and lonely PSUs averaged, equal R survey 4.1.

Oracle: ../shared/reference/{api,small,nhanes2}: designs `clus2`, `mu284`, `schools_2st`,
`single`. Tolerance: 1e-9 relative.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import test_stats_estimates as battery

from phare.stats.calibration import CalibrationSettings, Margin, Total, calibrate
from phare.stats.clusters import within_clusters
from phare.stats.design import Design, Stage
from phare.stats.estimators import Base, estimate_means, estimate_ratios, estimate_totals


def results(reference: Path, folder: str) -> dict[str, Any]:
    told = json.loads((reference / folder / "expected.json").read_text(encoding="utf-8"))
    return {one["id"]: one["result"] for one in told["results"]}


def agree(ours: Any, theirs: Any) -> None:
    np.testing.assert_allclose(np.ravel(ours), np.ravel(np.array(theirs, dtype=float)), rtol=1e-9)


def schools_of_districts(rows: pd.DataFrame) -> Design:
    weights = rows.pw.to_numpy(float)
    return Design(
        weights,
        psu=rows.dnum.to_numpy(),
        stratum_population=rows.fpc1.to_numpy(float),
        stages=(Stage(rows.snum.to_numpy(), rows.fpc2.to_numpy(float)),),
    )


@pytest.fixture(scope="module")
def clus2(reference: Path) -> battery.Case:
    survey = battery.Survey("api", "apiclus2.csv", battery.derive_api, {}, *battery.API)
    rows = battery.derive_api(pd.read_csv(reference / "api" / "apiclus2.csv", low_memory=False))
    return battery.Case(
        survey, "clus2", rows, schools_of_districts(rows), results(reference, "api")
    )


@pytest.mark.parametrize(
    "check",
    [
        battery.test_mean,
        battery.test_mean_covariance,
        battery.test_mean_interval,
        battery.test_total,
        battery.test_category_shares_and_totals,
        battery.test_ratio,
        battery.test_means_by_level,
        battery.test_totals_by_level,
        battery.test_category_shares_by_level,
        battery.test_ratios_by_level,
        battery.test_domain,
        battery.test_shares_in_a_domain,
        battery.test_level_against_rest_is_the_t_test,
    ],
)
def test_districts_then_schools(check: Callable[[battery.Case], None], clus2: battery.Case) -> None:
    check(clus2)


def test_districts_then_schools_calibrated(reference: Path, clus2: battery.Case) -> None:
    rows, told = clus2.rows, json.loads((reference / "api" / "expected.json").read_text("utf-8"))
    targets = told["targets"]
    codes, _ = battery.coded(rows.stype)
    margins = [
        Margin(
            "stype",
            codes,
            ("E", "H", "M"),
            np.array([np.ravel(targets["stype"][k])[0] for k in "EHM"]),
        ),
        Total("api99", rows.api99.to_numpy(float), float(np.ravel(targets["api99_total"])[0])),
    ]
    linear = CalibrationSettings("linear")
    found = calibrate(rows.pw.to_numpy(float), margins, linear)
    weights = pd.read_csv(reference / "api" / "weights_clus2.csv").clus2_cal_linear
    agree(found.weights, weights)
    drawn = schools_of_districts(rows)
    design = Design(
        found.weights,
        psu=drawn.psu,
        stratum_population=drawn.stratum_population,
        calibration=found.basis,
        stages=drawn.stages,
    )
    results = clus2.results
    api00, known = rows.api00.to_numpy(float)[:, None], None
    mean = estimate_means(design, api00, observed=known).estimates
    agree(mean.std_error, results["clus2_cal_linear/svymean"]["se"])
    enrolled = rows.enroll.to_numpy(float)[:, None]
    total = estimate_totals(design, enrolled, observed=~np.isnan(enrolled))
    agree(total.std_error, results["clus2_cal_linear/svytotal"]["se"])
    by = estimate_means(design, api00, base=Base(codes, 3)).estimates
    agree(by.std_error, battery.by_rows(results["clus2_cal_linear/svyby"], "se"))


def test_one_factor_for_all_the_schools_of_a_district(reference: Path) -> None:
    rows = battery.derive_api(pd.read_csv(reference / "api" / "apiclus1.csv", low_memory=False))
    told = json.loads((reference / "api" / "expected.json").read_text("utf-8"))["targets"]
    codes, _ = battery.coded(rows.stype)
    totals = np.array([np.ravel(told["stype"][k])[0] for k in "EHM"])
    margins = [
        Margin("stype", codes, ("E", "H", "M"), totals),
        Total("api99", rows.api99.to_numpy(float), float(np.ravel(told["api99_total"])[0])),
    ]
    base, district = rows.pw.to_numpy(float), rows.dnum.to_numpy()
    whole = within_clusters(base, margins, district)
    found = calibrate(base, whole, CalibrationSettings("linear"))
    weights = pd.read_csv(reference / "api" / "weights_clus1.csv").clus1_cal_aggregate
    agree(found.weights, weights)
    design = Design(
        found.weights,
        psu=district,
        stratum_population=rows.fpc.to_numpy(float),
        calibration=found.basis,
    )
    told_by_r, api00 = results(reference, "api"), rows.api00.to_numpy(float)[:, None]
    mean = estimate_means(design, api00).estimates
    agree(mean.std_error, told_by_r["clus1_cal_aggregate/svymean"]["se"])
    by = estimate_means(design, api00, base=Base(codes, 3)).estimates
    agree(by.std_error, battery.by_rows(told_by_r["clus1_cal_aggregate/svyby"], "se"))


def test_municipalities(reference: Path) -> None:
    rows = pd.read_csv(reference / "small" / "mu284.csv")
    counts = rows.n1.to_numpy(float), rows.n2.to_numpy(float)
    drawn = rows.groupby("id1").id2.transform("count")
    weights = counts[0] / rows.id1.nunique() * counts[1] / drawn.to_numpy(float)
    design = Design(
        weights,
        psu=rows.id1.to_numpy(),
        stratum_population=counts[0],
        stages=(Stage(rows.id2.to_numpy(), counts[1]),),
    )
    told, y = results(reference, "small"), rows.y1.to_numpy(float)[:, None]
    assert design.degrees_of_freedom == 4
    total, mean = estimate_totals(design, y), estimate_means(design, y).estimates
    for ours, tag in ((total, "total"), (mean, "mean")):
        agree(ours.estimate, told[f"mu284/{tag}"]["estimate"])
        agree(ours.std_error, told[f"mu284/{tag}"]["se"])


def test_pupils_of_schools(reference: Path) -> None:
    rows = pd.read_csv(reference / "small" / "schools.csv")
    design = Design(
        rows.finalwt.to_numpy(float),
        psu=rows.schoolid.to_numpy(),
        stratum_population=np.full(len(rows), 75.0),
        stages=(Stage(population=rows.Mi.to_numpy(float)),),
    )
    told, y = results(reference, "small"), rows.math.to_numpy(float)[:, None]
    mean, total = estimate_means(design, y).estimates, estimate_totals(design, y)
    agree(mean.std_error, told["schools_2st/svymean"]["se"])
    agree(mean.deff_without_replacement, told["schools_2st/svymean"]["deff"])
    agree(total.std_error, told["schools_2st/svytotal"]["se"])


def test_lonely_strata_count_as_the_average_of_the_others(reference: Path) -> None:
    every = pd.read_csv(reference / "nhanes2" / "nhanes2.csv", low_memory=False)
    rows = every[~((every.strata == 1) & (every.psu == 2))]
    told = results(reference, "nhanes2")
    design = Design(
        rows.finalwgt.to_numpy(float),
        rows.strata.to_numpy(),
        rows.psu.to_numpy(),
        lonely="average",
    )
    weight, height = (rows[name].to_numpy(float)[:, None] for name in ("weight", "height"))
    races = battery.levels(rows.race)
    race = np.column_stack([(rows.race == level).to_numpy(float) for level in races])
    regions = Base(*battery.coded(rows.region))
    pairs = [
        (estimate_means(design, weight).estimates, "svymean_weight"),
        (estimate_means(design, race).estimates, "svymean_race"),
        (estimate_totals(design, weight), "svytotal_weight"),
        (estimate_ratios(design, weight, height).estimates, "svyratio_weight"),
    ]
    for ours, tag in pairs:
        agree(ours.std_error, told[f"single_average/{tag}"]["se"])
    ours = estimate_means(design, weight, base=regions).estimates
    agree(ours.std_error, battery.by_rows(told["single_average/svyby_weight"], "se"))


@pytest.mark.parametrize("adjust_domains", [False, True])
def test_a_domain_that_leaves_one_psu(adjust_domains: bool, reference: Path) -> None:
    rows = pd.read_csv(reference / "nhanes2" / "nhanes2.csv", low_memory=False)
    design = Design(
        rows.finalwgt.to_numpy(float),
        rows.strata.to_numpy(),
        rows.psu.to_numpy(),
        lonely="adjust",
        adjust_domains=adjust_domains,
    )
    inside = ~((rows.strata == 3) & (rows.psu == 1)).to_numpy()
    weight = rows.weight.to_numpy(float)[:, None]
    ours = estimate_means(design, weight, base=Base(mask=inside)).estimates
    tag = "domain_lonely_adjust" if adjust_domains else "domain_lonely_default"
    agree(ours.std_error, results(reference, "nhanes2")[f"{tag}/mean"]["se"])
