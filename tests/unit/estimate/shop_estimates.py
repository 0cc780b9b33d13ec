"""The shops of the weighting tests, weighted and estimated by the two stages."""

from typing import Any

import numpy as np
import pandas as pd
from tests.unit.weight.shop_wave import VARIABLES, card, shops

from phare.config.slices import EstimateSlice
from phare.estimate import Estimated, estimate
from phare.weight import weight

BLANK = {"fr": "", "en": ""}
INDICATORS = {
    "large": {"statistic": "share", "variable": "size", "categories": "b"},
    "staff": {"statistic": "mean", "variable": "staff"},
    "jobs": {"statistic": "total", "variable": "staff"},
    "middle": {"statistic": "median", "variable": "staff"},
}
DRAWN = {"strata": "region", "psu": "block"}


def estimated(
    *steps: dict[str, Any],
    responses: pd.DataFrame | None = None,
    indicators: dict[str, Any] | None = None,
    design: dict[str, Any] | None = None,
    replication: dict[str, Any] | None = None,
    estimation: dict[str, Any] | None = None,
) -> Estimated:
    """Weight and estimate the shops; `design` may hold lonely_psu and stages."""
    people = (shops() if responses is None else responses).assign(wave="shops-2024")
    drawn = {"design": DRAWN, "replication": replication, "seed": 3} if replication else {}
    weighted = weight(people, card(*steps, **drawn))
    asked = INDICATORS if indicators is None else indicators
    about = EstimateSlice.model_validate(
        {
            "wave": "shops-2024", "scheme": "tried", "design": DRAWN | (design or {}),
            "steps": steps, "variables": VARIABLES, "population": 1000.0, "bases": {},
            "indicators": {name: {"label": BLANK} | one for name, one in asked.items()},
            "domains": {"size": {"variable": "size", "label": BLANK}},
            "estimation": estimation or {},
        }
    )  # fmt: skip
    replicates = weighted.replicates if replication else None
    return estimate(people, weighted.weights, about, weighted.fit, replicates)


def value(
    found: Estimated, column: str, indicator: str, level: str = "all", category: str = "all"
) -> float:
    rows = found.estimates
    row = rows[
        (rows["indicator"] == indicator) & (rows["level"] == level) & (rows["category"] == category)
    ]
    assert len(row) == 1
    return float(row[column].iloc[0])


def weights_of(*steps: dict[str, Any], people: pd.DataFrame | None = None) -> np.ndarray:
    made = weight(shops() if people is None else people, card(*steps)).weights
    return made.loc[made["step"] == made["step"].iloc[-1], "weight"].to_numpy()
