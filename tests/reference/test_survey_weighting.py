"""Weights of the library are R's, and so are estimates after calibration, to 1e-9."""

from pathlib import Path

import pandas as pd
import pytest
from school_surveys import API99, STYPE, WIDE, close, results, survey

import phare
from phare.errors import PhareError

WITH_API99 = {"stype": STYPE, "api99": API99}


def weighted(reference: Path, name: str) -> phare.Survey:
    drawn = survey(reference, "clus1")
    bounds = (0.6, 1.7)
    return {
        "clus1_post": lambda: drawn.post_stratify("stype", STYPE),
        "clus1_rake": lambda: drawn.rake({"stype": STYPE, "sch_wide": WIDE}),
        "clus1_cal_linear": lambda: drawn.calibrate(WITH_API99),
        "clus1_cal_raking": lambda: drawn.calibrate(WITH_API99, "raking"),
        "clus1_cal_linear_b": lambda: drawn.calibrate(WITH_API99, "truncated", bounds),
        "clus1_cal_logit": lambda: drawn.calibrate(WITH_API99, "logit", bounds),
        "clus1_cal_raking_b": lambda: drawn.calibrate(WITH_API99, "raking", bounds),
    }[name]()


NAMES = [
    "clus1_post", "clus1_rake", "clus1_cal_linear", "clus1_cal_raking", "clus1_cal_linear_b",
    "clus1_cal_logit", "clus1_cal_raking_b",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_weights_and_the_estimates_they_give(name: str, reference: Path) -> None:
    made, expected = weighted(reference, name), results(reference)
    weights = pd.read_csv(reference / "api/weights_clus1.csv")[name]
    close(made.current_weights, weights)
    mean, total = expected[f"{name}/svymean"], expected[f"{name}/svytotal"]
    found = made.mean("api00")
    close([found["estimate"], found["std_error"]], [mean["estimate"], mean["se"]])
    found = made.total("enroll")
    close([found["estimate"], found["std_error"]], [total["estimate"], total["se"]])


def test_a_met_total_has_no_standard_error(reference: Path) -> None:
    counts = weighted(reference, "clus1_rake").total("stype").set_index("category")
    for category, total in STYPE.items():
        assert counts.loc[category, "estimate"] == pytest.approx(total)
        assert counts.loc[category, "std_error"] == pytest.approx(0, abs=1e-6)


def test_what_r_cannot_solve_is_told_with_the_bounds_that_would_do(reference: Path) -> None:
    with pytest.raises(PhareError, match=r"an upper bound of at least 1\.5933"):
        survey(reference, "clus1").calibrate(WITH_API99, "truncated", (0.7, 1.5))


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("clus1_jk1_rake", lambda s: s.rake({"stype": STYPE, "sch_wide": WIDE})),
        ("clus1_jk1_post", lambda s: s.post_stratify("stype", STYPE)),
        ("clus1_jk1_cal", lambda s: s.calibrate(WITH_API99)),
    ],
)
@pytest.mark.parametrize("before", [True, False])
def test_steps_are_redone_in_replicates_made_before_or_after(
    name: str, steps: object, before: bool, reference: Path
) -> None:
    assert callable(steps)
    drawn, expected = survey(reference, "clus1_nofpc"), results(reference)
    made = steps(drawn.replicate("JK1")) if before else steps(drawn).replicate("JK1")
    for kind, found in (("svymean", made.mean("api00")), ("svytotal", made.total("enroll"))):
        entry = expected[f"{name}/{kind}"]
        close([found["estimate"], found["std_error"]], [entry["estimate"], entry["se"]])


@pytest.mark.parametrize(
    ("name", "design", "kind", "centre"),
    [
        ("strat_jkn", "strat_nofpc", "JKn", "mean"),
        ("strat_jkn_fpc", "strat", "JKn", "mean"),
        ("clus1_jk1", "clus1_nofpc", "JK1", "mean"),
        ("clus1_jk1_mse", "clus1_nofpc", "JK1", "estimate"),
    ],
)
def test_replicates_of_a_design(
    name: str, design: str, kind: str, centre: str, reference: Path
) -> None:
    made = survey(reference, design).replicate(kind, centre=centre)  # type: ignore[arg-type]
    expected = results(reference)
    mean, ratio = expected[f"{name}/mean"], expected[f"{name}/ratio"]
    found = made.mean("api00")
    close([found["estimate"], found["std_error"]], [mean["estimate"], mean["se"]])
    found = made.ratio("api00", "api99")
    close([found["estimate"], found["std_error"]], [ratio["ratio"], ratio["se"]])


def test_replicate_weights_that_came_with_the_frame(reference: Path) -> None:
    drawn = survey(reference, "clus1_nofpc")
    weights = pd.read_csv(reference / "api/clus1_bootstrap_weights.csv").filter(like="bw")
    made = phare.Survey(pd.concat([drawn.frame, weights], axis=1), weights="pw").with_replicates(
        list(weights), "bootstrap", scale=1 / 199
    )
    expected = results(reference)["clus1_boot/mean"]
    found = made.mean("api00")
    close([found["estimate"], found["std_error"]], [expected["estimate"], expected["se"]])


REPLICATES: dict[str, dict[str, object]] = {
    "brr": {"kind": "BRR"},
    "fay": {"kind": "Fay", "rho": 0.3},
    "jkn": {"kind": "JKn", "rscales": [0.5] * 62, "scale": 1.0},
}


@pytest.mark.parametrize("name", list(REPLICATES))
def test_half_samples_and_jackknives_of_a_health_survey(name: str, reference: Path) -> None:
    folder = reference / "nhanes2"
    rows = pd.read_csv(folder / "nhanes2.csv", usecols=["weight", "finalwgt"])
    weights = pd.read_csv(folder / f"nhanes2_{name}.csv").iloc[:, 1:]
    made = phare.Survey(pd.concat([rows, weights], axis=1), weights="finalwgt").with_replicates(
        list(weights),
        centre="estimate",
        **REPLICATES[name],  # type: ignore[arg-type]
    )
    expected = results(reference, "nhanes2")[f"{name}/mean"]
    found = made.mean("weight")
    close([found["estimate"], found["std_error"]], [expected["estimate"], expected["se"]])
