"""A wave of a few respondents in two strata, and the slice that estimates it."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from phare.config.slices import EstimateSlice, WeightSlice
from phare.estimate import Estimated, estimate
from phare.weight import weight

BLANK = {"fr": "", "en": ""}
VARIABLES = {
    "variables": {
        "region": {"type": "category", "label": BLANK, "categories": {"north": BLANK, "south": BLANK}},
        "partner": {"type": "category", "label": BLANK, "categories": {"yes": BLANK, "no": BLANK}},
        "count": {"type": "number", "label": BLANK},
        "staff": {"type": "number", "label": BLANK},
        "kinds": {"type": "multiple", "label": BLANK, "items": {"gift": BLANK, "skill": BLANK}},
        "role": {
            "type": "grid", "label": BLANK, "ordered": True,
            "items": {"jobs": BLANK, "health": BLANK},
            "categories": {"great": BLANK, "some": BLANK, "none": BLANK},
        },
    }
}  # fmt: skip
MARGINS = (("region", "north", 600.0), ("region", "south", 400.0))
LEVELS = ["great", "some", "none"]


def wave() -> pd.DataFrame:
    rng = np.random.default_rng(4)
    n = 60
    partner = rng.random(n) < 0.4
    return pd.DataFrame(
        {
            "wave": "firms-2015",
            "respondent_id": [str(i) for i in range(n)],
            "stratum": None, "psu": None, "design_weight": None, "stratum_population": None,
            "region": pd.Categorical(np.where(np.arange(n) < 20, "north", "south"), ["north", "south"]),
            "partner": pd.Categorical(np.where(partner, "yes", "no"), ["yes", "no"]),
            "count": np.where(partner, rng.integers(1, 9, n), np.nan),
            "staff": rng.integers(10, 99, n).astype(float),
            "kinds.gift": pd.array(np.where(partner, rng.random(n) < 0.5, None), dtype="boolean"),
            "kinds.skill": pd.array(np.where(partner, rng.random(n) < 0.3, None), dtype="boolean"),
            "role.jobs": pd.Categorical(rng.choice(LEVELS, n), LEVELS, ordered=True),
            "role.health": pd.Categorical(rng.choice(LEVELS, n), LEVELS, ordered=True),
        }
    )  # fmt: skip


@pytest.fixture
def responses() -> pd.DataFrame:
    return wave()


@pytest.fixture
def estimated() -> Callable[..., Estimated]:
    """Estimate one indicator of the wave, weighted to 600 and 400."""

    def run(population: float | None = 1000.0, **indicator: Any) -> Estimated:
        responses = wave()
        steps = [{"base": {"from": "one"}}, {"calibrate": {"margins": ["region"]}}]
        weighted = weight(
            responses,
            WeightSlice.model_validate(
                {"wave": "firms-2015", "scheme": "reference", "steps": steps,
                 "variables": VARIABLES, "margins": MARGINS, "population": 1000.0}
            ),
        )  # fmt: skip
        card = EstimateSlice.model_validate(
            {
                "wave": "firms-2015", "scheme": "reference", "design": {}, "steps": steps,
                "indicators": {"it": {"label": BLANK, **indicator}},
                "bases": {"partners": {"label": BLANK, "filter": {"partner": ["yes"]}}},
                "domains": {"region": {"variable": "region", "label": BLANK}},
                "variables": VARIABLES, "population": population, "estimation": {},
            }
        )  # fmt: skip
        return estimate(responses, weighted.weights, card, weighted.fit)

    return run
