"""Each mistake in a scheme or a design is told with its file, its key and what to write instead."""

from pathlib import Path

import pytest
from tests.tiny_study import edit, put, write_study

from phare.config import load_study
from phare.config.slices import estimate_slice, population_total, weight_slice
from phare.errors import PhareError

SCHEMES, CARD = "config/schemes.yaml", "config/waves/shops-2024.yaml"
RAKE = "{calibrate: {method: raking, margins: [size]}}"
ROW = "shops,staff,all,5000,register,2020-01-01\n"
DESIGN = "respondent_id: id\n"

STEPS = {
    "a cost of what is no margin": (
        "{calibrate: {margins: [size], costs: {sise: 2}}}",
        [f"{SCHEMES}: reference.steps.shops.calibrate.costs", "'sise'", "write 'size'"],
    ),
    "a cost of nothing": (
        "{calibrate: {margins: [size], costs: {size: 0}}}",
        ["reference.steps.shops.1.calibrate.costs.size", "greater than 0"],
    ),
    "a q that is no number": (
        "{calibrate: {margins: [size], q: opens}}",
        [f"{SCHEMES}: reference.calibrate for shops-2024, q", "'opens'", "a number"],
    ),
    "a floor above the cap": (
        "{calibrate: {margins: [size], floor: 5, cap: 2}}", ["a floor under the cap"],
    ),
    "a method that is none": (
        "{calibrate: {method: cosh, margins: [size]}}", ["'cosh'", "'sinh'"],
    ),
    "a margin that the file has not": (
        "{calibrate: {margins: [staff]}}", ["'staff'", "a margin of config/margins/shops.csv"],
    ),
    "a predictor that the wave has not": (
        "{propensity: {responded: opens, answer: opens, on: [sise]}}",
        ["reference.propensity for shops-2024", "'sise'", "write 'size'"],
    ),
    "an answer that is none": (
        "{propensity: {responded: opens, answer: open, on: [size]}}",
        ["reference.propensity for shops-2024, answer", "'open'", "write 'opens'"],
    ),
    "one class": (
        "{propensity: {responded: opens, answer: opens, on: [size], classes: 1}}",
        ["propensity.classes", "greater than or equal to 2"],
    ),
    "classes of a number": (
        "{nonresponse: {classes: staff, responded: opens, answer: opens}}",
        ["nonresponse for shops-2024, classes", "'staff'", "class it first"],
    ),
    "two caps": (
        RAKE + ", {trim: {cap: 30, times_iqr: 2}}",
        ["exactly one of cap, times_median, times_iqr, to_deff"],
    ),
    "a cap held with the margins of long ago": (
        RAKE + ", {normalise: {to: population}}, {trim: {cap: 30}}",
        [f"{SCHEMES}: reference.steps.shops.trim", "a cap after normalise", "recalibrate: false"],
    ),
    "a design effect after a soft calibration": (
        "{calibrate: {margins: [size], costs: {size: 2}}}, {trim: {to_deff: 1.5}}",
        ["to_deff after a calibration with costs", "cap, times_median or times_iqr"],
    ),
    "two bases": ("{base: {from: population}}", ["got 2 base steps", "remove the others"]),
}  # fmt: skip


@pytest.mark.parametrize("mistake", STEPS, ids=list(STEPS))
def test_a_mistake_in_a_step_is_told(tmp_path: Path, mistake: str) -> None:
    steps, words = STEPS[mistake]
    study = write_study(tmp_path)
    edit(study / SCHEMES, RAKE, steps)
    told(study, words)


VARIANCES = {
    "a kind misspelt": ("{replicates: bootstrp}", ["'bootstrp'", "write 'bootstrap'"]),
    "a size of a jackknife": ("{replicates: JKn, size: 5}", ["a size with the bootstrap"]),
    "rho without Fay": ("{replicates: BRR, rho: 0.5}", ["rho with Fay, and only there"]),
    "a key misspelt": (
        "{replicates: bootstrap, sise: 5}", ["reference.variance.sise", "write 'size'"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", VARIANCES, ids=list(VARIANCES))
def test_a_mistake_in_a_variance_is_told(tmp_path: Path, mistake: str) -> None:
    variance, words = VARIANCES[mistake]
    study = write_study(tmp_path)
    edit(study / SCHEMES, "    label: {fr: Redressé, en: Weighted}\n",
         f"    label: {{fr: Redressé, en: Weighted}}\n    variance: {variance}\n")  # fmt: skip
    told(study, words)


DESIGNS = {
    "stages without a population": (
        "{psu: opens, stages: [{units: size}]}", ["psu and stratum_population with stages"],
    ),
    "a stage that the wave has not": (
        "{psu: opens, stratum_population: {variable: staff}, stages: [{units: sise}]}",
        [f"{CARD}: design", "'sise'", "write 'size'"],
    ),
    "a population that is no number": (
        "{psu: opens, stratum_population: {variable: size}}", [f"{CARD}: design", "a number"],
    ),
    "a rule misspelt": ("{lonely_psu: colapse}", ["'colapse'", "write 'collapse'"]),
    "neighbours without collapse": (
        "{strata: size, lonely_psu: {rule: adjust, neighbours: {small: large}}}",
        ["neighbours with collapse, and only there"],
    ),
    "a neighbour that is no stratum": (
        "{strata: size, lonely_psu: {rule: collapse, neighbours: {small: larg}}}",
        [f"{CARD}: design.lonely_psu.neighbours", "'larg'", "write 'large'"],
    ),
    "a stratum beside itself": (
        "{strata: size, lonely_psu: {rule: collapse, neighbours: {small: small}}}",
        ["'small' beside itself", "name its neighbour"],
    ),
    "collapse without strata": (
        "{lonely_psu: collapse}", [f"{CARD}: design.lonely_psu", "got collapse; expected strata"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", DESIGNS, ids=list(DESIGNS))
def test_a_mistake_in_a_design_is_told(tmp_path: Path, mistake: str) -> None:
    design, words = DESIGNS[mistake]
    study = write_study(tmp_path)
    edit(study / CARD, DESIGN, f"{DESIGN}design: {design}\n")
    told(study, words)


def test_replicates_of_several_stages_are_refused(tmp_path: Path) -> None:
    study = write_study(tmp_path)
    edit(study / CARD, DESIGN, f"{DESIGN}design: {{psu: opens, stratum_population: {{variable: staff}}, "
         "stages: [{population: staff}]}\n")  # fmt: skip
    load_study(study)
    edit(study / SCHEMES, "  unweighted:\n", "  unweighted:\n    variance: {replicates: JKn}\n")
    told(study, [f"{SCHEMES}: unweighted.variance for shops-2024", "replicates of 2 stages"])


INDICATORS = {
    "a quantile of nothing": ("statistic: quantile", ["probabilities for a quantile"]),
    "a rule of a mean": ("statistic: mean, rule: hf7", ["a rule for a median or a quantile"]),
    "a probability of 50": (
        "statistic: quantile, probabilities: [50]", ["probabilities.0", "less than 1"],
    ),
    "probabilities out of order": (
        "statistic: quantile, probabilities: [0.5, 0.1]", ["probabilities that increase"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", INDICATORS, ids=list(INDICATORS))
def test_a_mistake_in_a_quantile_is_told(tmp_path: Path, mistake: str) -> None:
    statistic, words = INDICATORS[mistake]
    study = write_study(tmp_path)
    edit(study / "config/indicators.yaml", "statistic: mean", statistic)
    told(study, words)


def test_the_median_of_a_category_is_refused(tmp_path: Path) -> None:
    study = write_study(tmp_path)
    edit(study / "config/indicators.yaml", "statistic: share, variable: opens, categories: opens",
         "statistic: median, variable: opens")  # fmt: skip
    told(study, ["config/indicators.yaml: opens.statistic", "got median", "distribution, share"])


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (ROW.replace("all", "small"), ["config/margins/shops.csv: staff", "'small'", "one row of"]),
        (ROW.replace("staff,all", "size*staff,small*all"), ["size*staff"]),
    ],
)
def test_the_total_of_a_number_stands_in_one_row(
    tmp_path: Path, row: str, words: list[str]
) -> None:
    study = write_study(tmp_path)
    margins = study / "config/margins/shops.csv"
    put(margins, margins.read_text() + row)
    edit(study / SCHEMES, "margins: [size]", f"margins: [size, {row.split(',')[1]}]")
    told(study, words)


def test_the_total_of_a_number_is_not_the_population(tmp_path: Path) -> None:
    study = write_study(tmp_path)
    margins = study / "config/margins/shops.csv"
    header, rest = margins.read_text().split("\n", 1)
    put(margins, f"{header}\n{ROW}{rest}")
    edit(study / SCHEMES, "margins: [size]", "margins: [size, staff]")
    loaded = load_study(study)
    assert population_total(loaded, "shops-2024") == 1000
    assert ("staff", "all", 5000.0) in weight_slice(loaded, "shops-2024", "reference").margins


def test_a_base_counts_categories_and_no_number(tmp_path: Path) -> None:
    study = write_study(tmp_path)
    margins = study / "config/margins/shops.csv"
    put(margins, margins.read_text() + ROW)
    edit(
        study / SCHEMES, f"{{base: {{from: one}}}}, {RAKE}", "{base: {from: strata, margin: staff}}"
    )
    told(study, ["reference.base for shops-2024", "'staff', a number", "a margin of categories"])


def test_only_a_scheme_with_replicates_depends_on_the_seed(tmp_path: Path) -> None:
    study = write_study(tmp_path)
    edit(study / SCHEMES, "  unweighted:\n", "  unweighted:\n    variance: {replicates: JKn}\n")
    before = load_study(study)
    edit(study / "config/study.yaml", "seed: 1", "seed: 2")
    after = load_study(study)
    for scheme, same in (("reference", True), ("unweighted", False)):
        one, other = (weight_slice(study, "shops-2024", scheme) for study in (before, after))
        assert (one == other) is same
        one, other = (estimate_slice(study, "shops-2024", scheme) for study in (before, after))
        assert one == other
        assert one.replicated is not same


def told(study: Path, words: list[str]) -> None:
    with pytest.raises(PhareError) as caught:
        load_study(study)
    for word in words:
        assert word in str(caught.value)
