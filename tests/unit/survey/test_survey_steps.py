"""Weighting steps: each returns another survey, and each is redone in replicates."""

from collections.abc import Callable

import numpy as np
import pytest
from made_up import AGES, BOTH, SEXES, survey

import phare
from phare.errors import PhareError
from phare.stats.propensity import PropensitySettings, response_propensity

REGIONS = {
    "north": {"sex": {"F": 18_000.0, "M": 16_000.0}},
    "south": {"sex": {"F": 17_000.0, "M": 18_000.0}},
    "west": {"sex": {"F": 15_000.0, "M": 16_000.0}},
}


def achieved(made: phare.Survey) -> None:
    told = made.margins
    np.testing.assert_allclose(told["achieved"], told["target"], rtol=1e-9)


def test_a_step_leaves_the_survey_it_was_asked_of() -> None:
    asked = survey()
    before = asked.current_weights.copy()
    raked = asked.rake(BOTH)
    assert np.array_equal(asked.current_weights, before)
    assert asked.steps["step"].tolist() == ["base"]
    assert raked.steps["step"].tolist() == ["base", "calibrate"]
    achieved(raked)


def test_trimming_holds_the_margins_and_the_cap_together() -> None:
    raked = survey().rake(BOTH)
    cap = float(np.quantile(raked.current_weights, 0.9))
    trimmed = raked.trim(cap)
    assert trimmed.current_weights.max() <= cap * (1 + 1e-9)
    achieved(trimmed)
    assert trimmed.steps["step"].tolist() == ["base", "calibrate", "trim"]
    tighter = trimmed.trim(cap * 0.98)
    assert tighter.current_weights.max() <= cap * 0.98 * (1 + 1e-9)
    achieved(tighter)


def test_trimming_to_a_design_effect() -> None:
    raked = survey().rake(BOTH)
    before = raked.steps["deff_kish"].iloc[-1]
    trimmed = raked.trim(design_effect=before - 0.002)
    assert trimmed.steps["deff_kish"].iloc[-1] == pytest.approx(before - 0.002, abs=1e-5)
    achieved(trimmed)


def test_trimming_alone_keeps_the_sum() -> None:
    asked = survey()
    trimmed = asked.trim(180.0)
    assert trimmed.current_weights.max() <= 180 * (1 + 1e-12)
    assert trimmed.current_weights.sum() == pytest.approx(asked.current_weights.sum())
    moved = asked.rake(BOTH).trim(180.0, recalibrate=False)
    assert moved.total("sex")["estimate"].sum() == pytest.approx(100_000)
    assert abs(moved.total("sex")["estimate"][0] - SEXES["F"]) > 1


def test_normalised_weights_give_the_same_means() -> None:
    raked = survey().rake(BOTH)
    scaled = raked.normalise()
    assert scaled.current_weights.sum() == pytest.approx(600)
    for name in ("estimate", "std_error", "df"):
        np.testing.assert_allclose(
            scaled.mean("income", by="sex")[name], raked.mean("income", by="sex")[name], rtol=1e-9
        )
    np.testing.assert_allclose(scaled.total("sex")["std_error"], 0, atol=1e-8)


def test_parts_are_calibrated_as_if_alone() -> None:
    asked = survey()
    made = asked.rake(REGIONS, by="region")
    achieved(made)
    for region, totals in REGIONS.items():
        rows = (asked.frame["region"] == region).to_numpy()
        alone = phare.Survey(asked.frame[rows], weights="weight").rake(totals)
        np.testing.assert_allclose(made.current_weights[rows], alone.current_weights, rtol=1e-9)
    assert made.total("sex", by="region")["std_error"].max() < 1e-6


def test_soft_margins_are_missed_and_the_others_met() -> None:
    made = survey().calibrate(BOTH, costs={"age": 0.5}).margins.set_index(["margin", "category"])
    np.testing.assert_allclose(made.loc["sex", "achieved"], list(SEXES.values()), rtol=1e-9)
    assert (made.loc["age", "gap"].abs() > 1).all()


def test_limits_on_weights_and_factors_hold() -> None:
    asked = survey()
    made = asked.calibrate(BOTH, "truncated", (0.7, 1.6), cap=240.0, floor=90.0)
    factor = made.current_weights / asked.current_weights
    assert factor.min() >= 0.7 - 1e-9
    assert factor.max() <= 1.6 + 1e-9
    assert made.current_weights.max() <= 240 * (1 + 1e-9)
    assert made.current_weights.min() >= 90 * (1 - 1e-9)
    achieved(made)


@pytest.mark.parametrize("classes", [None, 4])
def test_propensity_is_that_of_the_engine(classes: int | None) -> None:
    asked = survey()
    made = asked.nonresponse_propensity("answered", ["age", "income"], classes)
    ages = asked.frame["age"].cat.codes.to_numpy()
    columns = np.column_stack([np.ones(600), ages == 1, ages == 2, asked.frame["income"]])
    found = response_propensity(
        asked.current_weights, columns, asked.frame["answered"], PropensitySettings(classes)
    )
    expected = asked.current_weights * found.factors
    np.testing.assert_allclose(made.current_weights, expected, rtol=1e-12)
    assert made.mean("income")["n"][0] == asked.frame["answered"].sum()


def test_crossed_margins_and_post_stratification_agree() -> None:
    crossed = {(s, a): SEXES[s] * AGES[a] / 100_000 for s in SEXES for a in AGES}
    post = survey().post_stratify(["sex", "age"], crossed)
    raked = survey().rake({("sex", "age"): crossed})
    np.testing.assert_allclose(post.current_weights, raked.current_weights, rtol=1e-10)
    achieved(post)


STEPS: dict[str, Callable[[phare.Survey], phare.Survey]] = {
    "rake": lambda s: s.rake(BOTH),
    "parts": lambda s: s.rake(REGIONS, by="region"),
    "classes": lambda s: s.nonresponse_classes("answered", ["region", "sex"]).rake(BOTH),
    "propensity": lambda s: s.nonresponse_propensity("answered", ["age", "income"], classes=4),
    "trim": lambda s: s.rake(BOTH).trim(210.0).normalise(),
    "cut": lambda s: s.trim(190.0),
    "logit": lambda s: s.calibrate(BOTH | {"income": 2e8}, "logit", (0.5, 2.0)),
}


@pytest.mark.parametrize("name", list(STEPS))
def test_replicates_redo_the_steps_made_before_and_after(name: str) -> None:
    before = STEPS[name](survey().replicate("bootstrap", 20, rng=3))
    after = STEPS[name](survey()).replicate("bootstrap", 20, rng=3)
    for made in (before, after):
        assert made.weighting.replicates is not None
        np.testing.assert_allclose(
            made.weighting.replicates.weights, STEPS[name](survey()).current_weights, rtol=1e-9
        )
    first, second = before.mean("income", by="sex"), after.mean("income", by="sex")
    np.testing.assert_allclose(first["std_error"], second["std_error"], rtol=1e-9)


@pytest.mark.parametrize("name", ["rake", "parts", "trim", "logit"])
def test_every_replicate_meets_the_totals(name: str) -> None:
    made = STEPS[name](survey()).replicate("bootstrap", 20, rng=3)
    told = made.total("sex", by="region") if name == "parts" else made.total("sex")
    # Each replicate has the same totals: they do not vary.
    assert (told["std_error"] < 1e-5).all()


def test_half_samples_need_pairs_and_take_them() -> None:
    with pytest.raises(PhareError, match="10 PSUs"):
        survey().replicate("BRR")
    frame = survey().frame.assign(pair=np.arange(600) // 40)
    paired = phare.Survey(frame, weights="weight", strata="pair", psu="block")
    by_pairs = paired.mean("income")["std_error"][0]
    for kind in ("BRR", "Fay"):
        found = paired.replicate(kind).mean("income")["std_error"][0]  # type: ignore[arg-type]
        assert found == pytest.approx(by_pairs, rel=0.02)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda s: s.where("sex == 'F'").rake(BOTH), "weight first, then take where"),
        (lambda s: s.rake({"sex": {"F": 1.0, "M": 2.0}, "age": AGES}), "totals that sum to 3 and"),
        (lambda s: s.rake({"sex": SEXES | {"X": 10.0}}), "category 'X'"),
        (lambda s: s.rake({"sx": SEXES}), "write 'sex'"),
        (lambda s: s.calibrate(BOTH, "rakin"), "write 'raking'"),
        (lambda s: s.rake({"nrth": REGIONS["north"]}, by="region"), "part 'nrth'"),
        (lambda s: s.nonresponse_classes("income", "sex"), "true or false"),
        (lambda s: s.nonresponse_propensity("answered", ["agee"]), "write 'age'"),
        (lambda s: s.replicate("bootstrap"), "give rng"),
        (lambda s: s.replicate("jackknife"), "JK1, JKn, BRR, Fay, bootstrap"),
        (lambda s: s.rake(BOTH).with_replicates(["weight"]), "before the steps"),
        (lambda s: s.trim(cap=1.0, times_median=3), "one limit; give one of cap, times_median"),
        (lambda s: s.margins, "calibrate, rake or post-stratify first"),
    ],
)
def test_mistakes_are_told(ask: Callable[[phare.Survey], object], words: str) -> None:
    with pytest.raises(PhareError) as caught:
        ask(survey())
    assert words in str(caught.value)
