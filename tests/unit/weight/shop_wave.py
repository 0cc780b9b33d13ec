"""Two hundred shops in ten blocks of two regions, and the slice that weights them."""

from typing import Any

import numpy as np
import pandas as pd

from phare.config.slices import WeightSlice
from phare.weight import Weighted, weight

BLANK = {"fr": "", "en": ""}
TWO = {"a": BLANK, "b": BLANK}
CATEGORY = {"type": "category", "label": BLANK, "categories": TWO}
NUMBER = {"type": "number", "label": BLANK}
VARIABLES = {
    "variables": {
        "region": CATEGORY, "size": CATEGORY, "reached": CATEGORY,
        "staff": NUMBER, "spread": NUMBER,
    }
}  # fmt: skip
MARGINS = (
    ("region", "a", 700.0), ("region", "b", 300.0), ("size", "a", 600.0), ("size", "b", 400.0),
    ("staff", "all", 9000.0),
)  # fmt: skip
FILE = "config/margins/shops-2024.csv"
ONE = {"base": {"from": "one"}}
COLUMN = {"base": {"from": "column"}}
RAKE = {"calibrate": {"margins": ["region", "size"]}}


def shops() -> pd.DataFrame:
    rng = np.random.default_rng(11)
    n = 200
    size, reached = rng.choice(["a", "b"], (2, n), p=[0.7, 0.3])
    return pd.DataFrame(
        {
            "respondent_id": [f"s{i}" for i in range(n)],
            "stratum": np.repeat(["a", "b"], n // 2),
            "psu": np.repeat([str(i) for i in range(10)], n // 10),
            "design_weight": rng.gamma(4, 1, n),
            "stratum_population": None,
            "region": pd.Categorical(np.repeat(["a", "b"], n // 2), ["a", "b"]),
            "size": pd.Categorical(size, ["a", "b"]),
            "reached": pd.Categorical(reached, ["a", "b"]),
            "staff": rng.integers(1, 20, n).astype(float),
            "spread": rng.uniform(0.5, 2, n),
        }
    )


def card(*steps: dict[str, Any], **others: Any) -> WeightSlice:
    about = {"wave": "shops-2024", "scheme": "tried", "steps": steps, "variables": VARIABLES,
             "margins": MARGINS, "margins_file": FILE, "population": 1000.0}  # fmt: skip
    return WeightSlice.model_validate(about | others)


def run(*steps: dict[str, Any], responses: pd.DataFrame | None = None, **others: Any) -> Weighted:
    return weight(shops() if responses is None else responses, card(*steps, **others))


def last(result: Weighted) -> np.ndarray:
    step = result.weights["step"].iloc[-1]
    return result.weights.loc[result.weights["step"] == step, "weight"].to_numpy()


def fit(result: Weighted, step: str = "calibrate") -> pd.DataFrame:
    rows = result.fit[result.fit["step"] == step]
    return rows.set_index(["margin", "category"])
