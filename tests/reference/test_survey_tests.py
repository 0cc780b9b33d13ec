"""Tests and models of the library are R's, to 1e-9 (separated models to 1e-7)."""

from pathlib import Path

import numpy as np
import pytest
from school_surveys import close, results, survey

from phare.stats.models import FitSettings

DESIGNS = ["srs", "strat", "clus1", "clus2", "clus1_nofpc"]
every_design = pytest.mark.parametrize("design", DESIGNS)

# R's own stopping rule: in this model every school with an award has the same answer.
AS_R = FitSettings(tolerance=1e-8, max_iterations=25, last_step=True)


@every_design
@pytest.mark.parametrize("statistic", ["F", "Chisq", "Wald", "adjWald"])
def test_independence(design: str, statistic: str, reference: Path) -> None:
    asked, expected = survey(reference, design), results(reference)
    entry = expected[f"{design}/chisq_{statistic}"]
    found = asked.independence("stype", "awards", statistic)  # type: ignore[arg-type]
    close([found["statistic"], found["p_value"]], [entry["statistic"], [entry["p_value"]]])
    close(asked.crosstab("stype", "awards"), expected[f"{design}/table"]["values"])


@every_design
def test_two_levels_by_their_means_and_by_their_ranks(design: str, reference: Path) -> None:
    asked, expected = survey(reference, design), results(reference)
    entry = expected[f"{design}/ttest"]
    found = asked.t_test("api00", by="target_met").iloc[0]
    close([found["statistic"], found["p_value"]], [entry["statistic"][0], entry["p_value"]])
    close([found["conf_low"], found["conf_high"]], entry["conf_int"])
    entry = expected[f"{design}/ranktest_wilcoxon"]
    found = asked.rank_test("api00", by="target_met").iloc[0]
    close([found["statistic"], found["p_value"]], [entry["statistic"][0], entry["p_value"]])


@every_design
def test_a_difference_of_two_levels_is_the_t_test(design: str, reference: Path) -> None:
    asked, entry = survey(reference, design), results(reference)[f"{design}/ttest"]
    (found,) = asked.differences("api00", by="target_met").itertuples()
    close(-found.difference, entry["estimate"])
    close(found.p_value, entry["p_value"])


@every_design
def test_linear_model(design: str, reference: Path) -> None:
    entry = results(reference)[f"{design}/glm_gaussian"]
    found = survey(reference, design).glm("api00", ["api99", "stype"]).coefficients
    for name in ("estimate", "p_value"):
        close(found[name], entry[name])
    close(found["std_error"], entry["se"])
    close(found["df"], [entry["df_residual"]] * 4)


@every_design
def test_logistic_model_and_its_terms(design: str, reference: Path) -> None:
    asked, expected = survey(reference, design), results(reference)
    entry = expected[f"{design}/glm_logit"]
    made = asked.glm("target_met", ["api99", "awards"], "binomial", settings=AS_R)
    close(made.coefficients["estimate"], entry["estimate"], 1e-7)
    close(made.coefficients["std_error"], entry["se"], 1e-7)
    entry = expected[f"{design}/glm_logit_termtest"]
    found = made.test("awards")
    close([found["statistic"][0], found["p_value"][0]], [entry["F"], entry["p_value"]], 1e-6)


def test_levels_against_the_rest(reference: Path) -> None:
    asked = survey(reference, "clus1")
    found = asked.against_rest("api00", by="stype").set_index("stype")
    whole = asked.mean("api00").iloc[0]["estimate"]
    level = asked.mean("api00", by="stype").set_index("stype")["estimate"]
    assert np.allclose(found["gap"], level - whole)
    # The rest of elementary schools, as a domain, and R's t test of the one against the other.
    elementary = asked.frame.assign(elementary=asked.frame["stype"] == "E")
    test = type(asked)(elementary, weights="pw", psu="dnum", population="fpc").t_test(
        "api00", by="elementary"
    )
    close(found.loc["E", "difference"], test["difference"])
    close(found.loc["E", "p_value"], test["p_value"])
