"""A scheme with replicates beside one without, from the configuration to a release."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from phare import storage
from phare.contracts import ESTIMATES, FACTORS, REPLICATED, REPLICATES, WEIGHTS
from tests.tiny_study import (
    WAVES,
    answers,
    bytes_of,
    copied,
    deliver,
    edit,
    jobs,
    phare,
    put,
)

pytestmark = pytest.mark.workflow
FIRST = WAVES[0]
SCHEME = """  bootstrapped:
    label: {fr: Réplications, en: Replicates}
    variance: {replicates: bootstrap, size: 50}
    steps: {shops: [{base: {from: one}}, {calibrate: {method: raking, margins: [size]}}]}
"""
QUANTILES = """  middle: {label: {fr: Médiane, en: Median}, statistic: median, variable: staff}
  spread:
    label: {fr: Salariés, en: Staff}
    statistic: quantile
    variable: staff
    probabilities: [0.1, 0.975]
"""
TABLE = """  spread:
    indicators: [spread]
    schemes: [reference, bootstrapped]
    rows: [category, wave]
    columns: [scheme]
    show: [interval]
"""


@pytest.fixture(scope="module")
def replicated(settled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny study, run, with one more scheme."""
    study = copied(settled, tmp_path_factory.mktemp("replicated") / "study")
    added = {"schemes.yaml": SCHEME, "indicators.yaml": QUANTILES, "tables.yaml": TABLE}
    for name, text in added.items():
        path = study / "config" / name
        put(path, path.read_text(encoding="utf-8") + text)
    run = phare(study, "run")
    assert run.returncode == 0, run.stdout
    return study


def estimates(study: Path, scheme: str) -> pd.DataFrame:
    path = study / "processed" / "estimate" / FIRST / scheme / "estimates.csv"
    found = storage.read_table(path, ESTIMATES)
    return found.set_index(["indicator", "level"])


def test_estimates_are_the_same_and_errors_are_those_of_replicates(replicated: Path) -> None:
    linear, boot = (estimates(replicated, one) for one in ("reference", "bootstrapped"))
    np.testing.assert_allclose(boot["estimate"], linear["estimate"], rtol=1e-12)
    error = boot.loc[("opens", "all"), "std_error"]
    assert error == pytest.approx(linear.loc[("opens", "all"), "std_error"], rel=0.4)
    assert error != linear.loc[("opens", "all"), "std_error"]
    assert boot.loc[("opens", "all"), "df"] == 49
    assert boot.loc[("middle", "all"), "statistic"] == "median"


def test_an_error_can_be_worked_out_from_what_the_weight_stage_left(replicated: Path) -> None:
    folder = replicated / "processed" / "weight" / FIRST / "bootstrapped"
    told = storage.read_table(folder / "replicates.csv", REPLICATES)
    rows = storage.read_table(folder / "replicated.parquet", REPLICATED)
    factors = storage.read_table(folder / "factors.parquet", FACTORS).set_index(
        ["factor", "number"]
    )
    columns = [str(number) for number in told["replicate"]]
    drawn = factors.loc["drawn", columns].loc[rows["unit"].to_numpy(int)].to_numpy()
    weighted = factors.loc["weighted", columns].loc[rows["cell"].to_numpy(int)].to_numpy()
    repeated = rows["base"].to_numpy()[:, None] * drawn * weighted
    weights = storage.read_table(folder / "weights.parquet", WEIGHTS)
    full = weights.loc[weights["step"] == "calibrate", "weight"].to_numpy()
    clean = replicated / "processed" / "clean" / FIRST / "responses.parquet"
    opens = (pd.read_parquet(clean)["opens"] == "opens").to_numpy()
    share = full[opens].sum() / full.sum()
    each = repeated[opens].sum(axis=0) / repeated.sum(axis=0)
    error = np.sqrt(np.sum(told["scale"] * told["rscale"] * (each - share) ** 2))
    assert estimates(replicated, "bootstrapped").loc[("opens", "all"), "std_error"] == (
        pytest.approx(error, rel=1e-9)
    )


def test_a_table_shows_quantiles_by_their_names(replicated: Path) -> None:
    tables = replicated / "reports" / "2024.2" / "tables"
    shown = {
        language: (tables / f"spread.{language}.html").read_text() for language in ("fr", "en")
    }
    assert "Percentile 97.5" in shown["en"]
    assert "Centile 97,5" in shown["fr"]
    rows = pd.read_csv(tables / "spread.csv")
    assert sorted(rows["category"].unique()) == ["q10", "q97_5"]
    assert len(rows) == 2 * 2 * len(WAVES)


def test_a_second_run_does_nothing_and_another_folder_gives_the_same_bytes(
    replicated: Path, tmp_path: Path
) -> None:
    assert jobs(phare(replicated, "run")) == []
    again = tmp_path / "again"
    again.mkdir()
    run = phare(replicated, "run", "--directory", str(again), FIRST)
    assert run.returncode == 0, run.stdout
    for stage in ("weight", "estimate"):
        place = Path("processed") / stage / FIRST / "bootstrapped"
        assert bytes_of(again / place) == bytes_of(replicated / place)


def test_another_seed_draws_again_for_the_scheme_with_replicates_alone(
    replicated: Path, tmp_path: Path
) -> None:
    study = copied(replicated, tmp_path / "study")
    edit(study / "config" / "study.yaml", "seed: 1", "seed: 2")
    run = phare(study, "run", FIRST)
    assert run.returncode == 0, run.stdout
    assert jobs(run) == [f"estimate {FIRST} bootstrapped", f"weight {FIRST} bootstrapped"]
    before, after = (estimates(one, "bootstrapped") for one in (replicated, study))
    assert (before["estimate"] - after["estimate"]).abs().max() == 0
    assert before.loc[("opens", "all"), "std_error"] != after.loc[("opens", "all"), "std_error"]


def test_check_says_what_the_design_does_not_allow(replicated: Path, tmp_path: Path) -> None:
    study = copied(replicated, tmp_path / "study")
    edit(
        study / "config" / "schemes.yaml", "{replicates: bootstrap, size: 50}", "{replicates: BRR}"
    )
    run = phare(study, "check")
    assert run.returncode == 2
    assert "scheme bootstrapped, half-samples, stratum 1: got 60 PSUs; expected two" in run.stdout


SUPPLIED = """  supplied:
    label: {fr: Réplications livrées, en: Delivered replicates}
    variance: {replicates: supplied}
    steps: {shops-2020: [{base: {from: column}}]}
"""


def jackknifed(rows: str) -> str:
    """The answers with a weight and the sixty weights of a jackknife that leaves out one shop."""
    head, *lines = rows.splitlines()
    names = ",".join(["w", *(f"r{number:02}" for number in range(1, 61))])
    weights = [["0" if at == own else f"{60 / 59!r}" for at in range(60)] for own in range(60)]
    return "\n".join(
        [
            f"{head},{names}",
            *(f"{one},1,{','.join(w)}" for one, w in zip(lines, weights, strict=True)),
        ]
    )


@pytest.fixture(scope="module")
def delivered(settled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny study, whose first wave came with replicate weights."""
    study = copied(settled, tmp_path_factory.mktemp("delivered") / "study")
    config = study / "config"
    schemes = (config / "schemes.yaml").read_text(encoding="utf-8")
    put(config / "schemes.yaml", schemes + SUPPLIED)
    edit(
        config / "variables.yaml",
        "  staff:",
        "  given: {type: number, label: {fr: P, en: W}}\n  staff:",
    )
    deliver(study, FIRST, jackknifed(answers(0)))
    card = config / "waves" / f"{FIRST}.yaml"
    edit(card, "crosswalk:", "design: {weight: given, replicate_weights: "
         "{first: r01, last: r60, kind: JK1}}\ncrosswalk:\n  given: {source: w}")  # fmt: skip
    return study


def test_delivered_replicates_give_the_error_of_a_mean(delivered: Path) -> None:
    """The jackknife of a mean of n equal weights is s / sqrt(n)."""
    run = phare(delivered, "run", FIRST)
    assert run.returncode == 0, run.stdout
    clean = delivered / "processed" / "clean" / FIRST / "responses.parquet"
    staff = pd.read_parquet(clean)["staff"]
    found = estimates(delivered, "supplied").loc[("staff", "all")]
    assert found["estimate"] == pytest.approx(staff.mean(), rel=1e-12)
    assert found["std_error"] == pytest.approx(staff.std() / np.sqrt(len(staff)), rel=1e-9)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("first: r01", "first: r1", "no column 'r1' in the delivered file"),
        ("first: r01, last: r60", "first: r60, last: r01", "exchange or correct them"),
        ("replicate_weights: {first: r01, last: r60, kind: JK1}", "psu: given",
         "supplied, and none in the design of the card"),
    ],
)  # fmt: skip
def test_check_says_what_is_wrong_with_delivered_replicates(
    delivered: Path, tmp_path: Path, before: str, after: str, said: str
) -> None:
    study = copied(delivered, tmp_path / "study")
    edit(study / "config" / "waves" / f"{FIRST}.yaml", before, after)
    run = phare(study, "check")
    assert run.returncode == 2
    assert said in " ".join(run.stdout.split())
