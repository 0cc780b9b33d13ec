"""Replicate weights of the institute: every later step is redone in each.

Oracle: phare.Survey with the same columns.
"""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.unit.weight.shop_wave import COLUMN, RAKE, last, run, shops

from phare import Survey
from phare.config.survey_design import ReplicateWeights
from phare.errors import PhareError
from phare.sampling.replicates import replicates_of

TOTALS = {"region": {"a": 700.0, "b": 300.0}, "size": {"a": 600.0, "b": 400.0}}
SIZE = 20
COLUMNS = [f"replicate_weight.{number}" for number in range(1, SIZE + 1)]
DELIVERED = {"first": "w1", "last": f"w{SIZE}", "kind": "bootstrap"}


def people(multiples: bool = False) -> pd.DataFrame:
    """Shops with a bootstrap of their own, delivered as weights or as multiples of the weight."""
    found = shops()
    times = np.random.default_rng(5).multinomial(200, np.full(200, 1 / 200), SIZE).T.astype(float)
    weights = times if multiples else times * found[["design_weight"]].to_numpy()
    return found.assign(**dict(zip(COLUMNS, weights.T, strict=True)))


def weighted(responses: pd.DataFrame, **about: Any):
    design = {"weight": "weight", "replicate_weights": DELIVERED | about}
    how = {"replication": {"replicates": "supplied"}, "design": design, "seed": 1}
    return run(COLUMN, RAKE, responses=responses, **how)


@pytest.mark.parametrize("multiples", [False, True])
def test_the_margins_are_met_in_each_replicate_as_in_a_notebook(multiples: bool) -> None:
    found = weighted(people(multiples), multiples=multiples)
    drawn = replicates_of(found.replicates, last(found), people()["respondent_id"], "test")
    direct = Survey(people(), weights="design_weight").with_replicates(COLUMNS, "bootstrap")
    theirs = direct.rake(TOTALS).design.replicates
    assert theirs is not None
    np.testing.assert_allclose(
        drawn.replicate_weights(), theirs.replicate_weights(), rtol=1e-9, atol=1e-12
    )
    assert (drawn.scale, drawn.centre) == (theirs.scale, theirs.centre) == (1 / (SIZE - 1), "mean")


def test_a_missing_weight_is_refused() -> None:
    answers = people()
    answers.loc[3, COLUMNS[2]] = np.nan
    with pytest.raises(PhareError, match="shops-2024, scheme tried, replicate weights: got 1 miss"):
        weighted(answers)


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"kind": "Fay"}, "rho with Fay"),
        ({"kind": "JKn"}, "rscales with JKn"),
        ({"kind": "other"}, "scale or rscales"),
    ],
)
def test_a_kind_asks_for_what_it_needs(about: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        ReplicateWeights.model_validate(DELIVERED | about)
