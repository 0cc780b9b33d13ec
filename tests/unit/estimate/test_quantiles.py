"""Medians and quantiles as indicators.

Oracle: numpy for equal weights; phare.stats, which is R's (tests/reference), for the rest.
"""

import numpy as np
import pandas as pd
import pytest
from tests.unit.estimate.shop_estimates import estimated, value, weights_of
from tests.unit.weight.shop_wave import COLUMN, ONE, RAKE, shops

from phare.stats.design import Design
from phare.stats.quantiles import estimate_quantiles

DECILES = {"statistic": "quantile", "variable": "staff", "probabilities": [0.1, 0.5, 0.9]}


def test_equal_weights_give_the_quantiles_of_numpy() -> None:
    found = estimated(ONE, indicators={"it": DECILES | {"rule": "hf7"}})
    wanted = np.quantile(shops()["staff"], [0.1, 0.5, 0.9])
    for name, one in zip(("q10", "q50", "q90"), wanted, strict=True):
        assert value(found, "estimate", "it", category=name) == pytest.approx(one, rel=1e-12)


@pytest.mark.parametrize("rule", ["math", "school", "hf7"])
def test_estimates_and_limits_are_those_of_the_engine(rule: str) -> None:
    people = shops()
    found = estimated(COLUMN, indicators={"it": DECILES | {"rule": rule}})
    design = Design(weights_of(COLUMN), people["stratum"].to_numpy(), people["psu"].to_numpy())
    large = (people["size"] == "b").to_numpy()
    for level, rows in (("all", None), ("b", large)):
        df = 8 if rows is None else design.structure.degrees_of_freedom(large)
        direct = estimate_quantiles(
            design,
            people["staff"].to_numpy(),
            np.array([0.1, 0.5, 0.9]),
            rows=rows,
            rule=rule,
            df=df,
        )
        for at, name in enumerate(("q10", "q50", "q90")):
            told = [
                value(found, column, "it", level, name)
                for column in ("estimate", "std_error", "conf_low", "conf_high")
            ]
            wanted = [direct.estimate[at], direct.std_error[at], direct.low[at], direct.high[at]]
            np.testing.assert_array_equal(told, wanted)
        assert value(found, "df", "it", level, "q50") == df


def test_a_median_is_the_quantile_of_one_half_in_one_row() -> None:
    found = estimated(COLUMN, RAKE)
    both = estimated(COLUMN, RAKE, indicators={"it": DECILES})
    for column in ("estimate", "conf_low", "conf_high"):
        assert value(found, column, "middle") == value(both, column, "it", category="q50")
    rows = found.estimates[found.estimates["indicator"] == "middle"]
    assert rows["level"].tolist() == ["all", "a", "b"]
    assert rows["statistic"].unique().tolist() == ["median"]
    assert rows["n"].tolist()[0] == sum(rows["n"].tolist()[1:])


def test_who_did_not_answer_is_left_out() -> None:
    people = shops()
    people.loc[people["staff"] > 10, "staff"] = np.nan
    found = estimated(ONE, responses=people, indicators={"it": DECILES | {"rule": "hf7"}})
    known = people["staff"].dropna()
    assert value(found, "estimate", "it", category="q90") == pytest.approx(known.quantile(0.9))
    assert value(found, "n", "it", category="q90") == len(known)


def test_a_limit_beyond_the_answers_is_told() -> None:
    people = shops()
    people.loc[12:, "staff"] = np.nan
    found = estimated(
        ONE, responses=people, design={"strata": None, "psu": None},
        indicators={"it": DECILES | {"probabilities": [0.02]}},
        estimation={"quality": {"mean_n": 0, "min_df": 0}},
    ).estimates  # fmt: skip
    row = found[(found["level"] == "all")].iloc[0]
    assert row["category"] == "q2"
    assert pd.isna(row["conf_low"])
    assert (row["quality"], row["reason"]) == ("caution", "no interval can be computed")


def test_a_level_without_an_answer_is_suppressed() -> None:
    people = shops()
    people.loc[people["size"] == "b", "staff"] = np.nan
    found = estimated(ONE, responses=people, indicators={"it": DECILES}).estimates
    rows = found[found["level"] == "b"]
    assert rows["estimate"].isna().all()
    assert rows["reason"].unique().tolist() == ["no respondent"]
