"""A made-up frame of respondents for the tests of the library."""

import numpy as np
import pandas as pd

import phare

SEXES = {"F": 53_000.0, "M": 47_000.0}
AGES = {"15-39": 50_000.0, "40-64": 30_000.0, "65+": 20_000.0}
BOTH = {"sex": SEXES, "age": AGES}


def people(n: int = 600) -> pd.DataFrame:
    rng = np.random.default_rng(4)
    return pd.DataFrame(
        {
            "block": np.arange(n) // (n // 30),
            "region": np.repeat(["north", "south", "west"], n // 3),
            "blocks": 200,
            "weight": rng.uniform(100, 200, n),
            "sex": rng.choice(["F", "M"], n),
            "age": pd.Categorical(rng.choice(list(AGES), n, p=[0.5, 0.3, 0.2])),
            "income": rng.gamma(4, 500, n),
            "opinion": pd.Categorical(rng.choice(["good", "bad"], n), ["good", "bad"]),
            "reads": rng.integers(0, 2, n),
            "swims": rng.integers(0, 2, n),
            "answered": rng.random(n) < 0.7,
        }
    )


def survey(**more: object) -> phare.Survey:
    """The survey of `people`: three regions, ten blocks each."""
    design = {"weights": "weight", "strata": "region", "psu": "block"} | more
    return phare.Survey(people(), **design)  # type: ignore[arg-type]
