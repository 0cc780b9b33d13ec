"""Estimates of the library against each other, and against what they must equal."""

import numpy as np
import pandas as pd
import pytest
from made_up import BOTH, people, survey

import phare
from phare.errors import PhareError
from phare.stats.decomposition import Wave, decompose

EXACT = {"rtol": 1e-9, "atol": 1e-12}


def test_several_variables_at_once_are_each_one_alone() -> None:
    frame = people().assign(rent=lambda f: f["income"].where(f.index % 7 > 0) / 3)
    asked = phare.Survey(frame, weights="weight", strata="region", psu="block").rake(BOTH)
    numbers = ["income", "rent", "reads", "swims"]
    together = asked.mean(numbers, by=["region", "sex"])
    assert together["variable"].tolist() == numbers * 6
    for name in numbers:
        alone = asked.mean(name, by=["region", "sex"])
        rows = together[together["variable"] == name].reset_index(drop=True)
        pd.testing.assert_frame_equal(rows, alone, rtol=1e-9)
    shares = asked.share(["opinion", "age"], by="sex")
    assert shares.groupby(["sex", "variable"])["estimate"].sum().to_numpy() == pytest.approx(1)


def test_categories_in_a_list_are_taken_together() -> None:
    asked = survey()
    boxes = asked.share("age", ["40-64", "65+"])
    apart = asked.share("age").set_index("category")["estimate"]
    assert boxes["category"].tolist() == ["40-64, 65+"]
    assert boxes["estimate"][0] == pytest.approx(apart["40-64"] + apart["65+"])
    assert boxes["estimate"][0] == pytest.approx(1 - apart["15-39"])


def test_a_domain_is_the_level() -> None:
    asked = survey().rake(BOTH)
    level = asked.mean("income", by="sex").set_index("sex").loc["F"]
    for domain in (asked.where("sex == 'F'"), asked.where(asked.frame["sex"] == "F")):
        found = domain.mean("income").iloc[0]
        for name in ("estimate", "std_error", "n", "df"):
            assert found[name] == pytest.approx(level[name], rel=1e-9)
    both = asked.where("sex == 'F'").where("age == '65+'").mean("income").iloc[0]
    crossed = asked.mean("income", by=["sex", "age"]).set_index(["sex", "age"])
    assert both["estimate"] == pytest.approx(crossed.loc[("F", "65+"), "estimate"])


def test_totals_of_a_population_are_shares_of_it() -> None:
    found = survey().total("sex", population=1000.0)
    assert found["estimate"].sum() == pytest.approx(1000)
    share = survey().share("sex")
    np.testing.assert_allclose(found["estimate"], 1000 * share["estimate"], **EXACT)
    np.testing.assert_allclose(found["std_error"], 1000 * share["std_error"], **EXACT)


def test_multiple_responses_on_both_bases() -> None:
    asked = survey()
    respondents = asked.multiple(["reads", "swims"])
    np.testing.assert_allclose(
        respondents["estimate"], asked.mean(["reads", "swims"])["estimate"], **EXACT
    )
    answers = asked.multiple(["reads", "swims"], "answers", by="sex")
    assert answers.groupby("sex")["estimate"].sum().to_numpy() == pytest.approx(1)


def test_quantiles_and_variances_of_a_level_are_those_of_its_domain() -> None:
    asked = survey()
    for ask in ("quantile", "variance"):
        by_level = getattr(asked, ask)(["income", "reads"], by="sex")
        rows = by_level[by_level["sex"] == "F"].drop(columns="sex").reset_index(drop=True)
        domain = getattr(asked.where("sex == 'F'"), ask)(["income", "reads"])
        pd.testing.assert_frame_equal(rows, domain)


def test_differences_and_letters_count_the_covariance() -> None:
    asked = survey().rake(BOTH)
    pair = asked.differences("income", by="sex").iloc[0]
    test = asked.t_test("income", by="sex").iloc[0]
    assert pair["difference"] == pytest.approx(-test["difference"])
    assert pair["std_error"] == pytest.approx(test["std_error"])
    assert pair["p_value"] == pytest.approx(test["p_value"])
    regions = asked.differences("income", by="region")
    assert regions[["region", "region_against"]].to_numpy().tolist() == [
        ["north", "south"], ["north", "west"], ["south", "west"],
    ]  # fmt: skip
    assert (regions["p_adjusted"] >= regions["p_value"]).all()
    contrast = asked.contrast("income", {"north": 1, "south": -1}, by="region").iloc[0]
    assert contrast["estimate"] == pytest.approx(regions["difference"][0])
    assert contrast["std_error"] == pytest.approx(regions["std_error"][0])


def test_letters_mark_what_is_higher() -> None:
    frame = people().assign(income=lambda f: f["income"] + 1000 * (f["region"] == "west"))
    asked = phare.Survey(frame, weights="weight", strata="region", psu="block")
    told = asked.letters("income", by="region").set_index("region")
    assert told["letter"].tolist() == ["A", "B", "C"]
    assert told.loc["west", "above"] == "AB"
    assert told.loc["north", "above"] == told.loc["south", "above"] == ""


def test_a_quotient_is_a_ratio_of_levels() -> None:
    asked = survey()
    means = asked.mean("income", by="region").set_index("region")["estimate"]
    found = asked.quotient("income", "north", "south", by="region").iloc[0]
    assert found["estimate"] == pytest.approx(means["north"] / means["south"])
    jackknifed = asked.replicate("JKn").quotient("income", "north", "south", by="region").iloc[0]
    assert found["std_error"] == pytest.approx(jackknifed["std_error"], rel=0.02)


def test_a_level_against_the_rest_is_the_test_of_two_levels() -> None:
    frame = people().assign(north=lambda f: f["region"] == "north")
    asked = phare.Survey(frame, weights="weight", psu="block")
    rest = asked.against_rest("income", by="region").set_index("region").loc["north"]
    test = asked.t_test("income", by="north").iloc[0]
    assert rest["difference"] == pytest.approx(test["difference"])
    assert rest["p_value"] == pytest.approx(test["p_value"])
    assert rest["gap"] == pytest.approx(
        asked.mean("income", by="region")["estimate"][0] - asked.mean("income")["estimate"][0]
    )


def test_change_between_independent_waves() -> None:
    now, earlier = survey(), phare.Survey(people().assign(income=1.0), weights="weight")
    found = now.change(earlier, "income", by="sex")
    told = now.mean("income", by="sex")
    np.testing.assert_allclose(found["difference"], told["estimate"] - 1, **EXACT)
    np.testing.assert_allclose(found["std_error"], told["std_error"], **EXACT)
    shares = now.change(earlier, "opinion")
    assert shares["category"].tolist() == ["good", "bad"]
    assert (shares["difference"].abs() < 1).all()


def test_waves_of_the_same_people_are_stacked() -> None:
    first = people().assign(wave=1, person=range(600))
    second = first.assign(wave=2, income=first["income"] + 10)
    stacked = phare.Survey(pd.concat([first, second]), weights="weight", psu="person")
    found = stacked.differences("income", by="wave").iloc[0]
    # Everybody moved by 10: seen on the same people this is certain, on others it would not be.
    assert found["difference"] == pytest.approx(-10)
    assert found["std_error"] == pytest.approx(0, abs=1e-6)
    apart = [phare.Survey(one, weights="weight") for one in (second, first)]
    assert apart[0].change(apart[1], "income")["std_error"][0] > 10


def test_a_level_of_one_wave_only_has_no_change() -> None:
    frame = people()
    earlier = phare.Survey(frame[frame["region"] != "west"], weights="weight")
    found = survey().change(earlier, "income", by="region").set_index("region")
    assert found["difference"].isna().tolist() == [False, False, True]


def test_decomposition_is_that_of_the_engine() -> None:
    later, frame = survey(), people()
    frame["age"] = np.random.default_rng(9).permutation(frame["age"])
    earlier = phare.Survey(frame.assign(income=frame["income"] * 0.9), weights="weight")
    found = later.decompose(earlier, "income", by="age").set_index("part")
    waves = [
        Wave(one.design, one.frame["income"].to_numpy(), pd.Categorical(one.frame["age"]).codes)
        for one in (earlier, later)
    ]
    expected = decompose(*waves, ("15-39", "40-64", "65+"))
    for part in ("difference", "composition", "behaviour"):
        told = found.loc[part, ["estimate", "std_error"]].to_numpy(float)
        np.testing.assert_allclose(told, getattr(expected, part), **EXACT)
    assert found.loc["composition", "estimate"] + found.loc["behaviour", "estimate"] == (
        pytest.approx(found.loc["difference", "estimate"])
    )


def test_marginal_effects_of_a_linear_model_are_its_coefficients() -> None:
    model = survey().glm("income", ["age", "reads"])
    coefficients = model.coefficients.set_index(["term", "category"])
    for term in ("age", "reads"):
        for row in model.effects(term).itertuples():
            one = coefficients.loc[(term, row.category)]
            assert row.estimate == pytest.approx(one["estimate"])
            assert row.std_error == pytest.approx(one["std_error"], rel=1e-6)
    assert model.test("reads")["p_value"][0] == pytest.approx(
        coefficients.loc[("reads", ""), "p_value"]
    )


def test_small_areas_lie_between_the_direct_estimate_and_the_regression() -> None:
    rng = np.random.default_rng(0)
    known = pd.DataFrame({"jobs": rng.normal(size=31)}, index=range(31))
    # Areas that differ: else the model has no variance to share out.
    frame = people().assign(income=lambda f: f["income"] + 300 * (f["block"] % 5))
    found = phare.Survey(frame, weights="weight").small_areas("income", known, by="block")
    assert found["shrinkage"].iloc[:30].between(0, 1, inclusive="neither").all()
    assert np.isnan(found["direct"].iloc[30])
    assert (found["std_error"].iloc[:30] < found["direct_std_error"].iloc[:30]).mean() > 0.8
    with pytest.raises(PhareError, match="area '0'"):
        phare.Survey(frame, weights="weight").small_areas("income", known.iloc[1:], by="block")
