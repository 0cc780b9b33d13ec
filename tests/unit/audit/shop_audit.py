"""Two hundred and forty shops, weighted and audited as a wave of a study would be."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from phare.audit import Audited, audit
from phare.config.audit_slice import AuditSlice
from phare.config.slices import WeightSlice
from phare.weight import weight

WAVE = "shops-2024"


def text(fr: str, en: str | None = None) -> dict[str, str]:
    return {"fr": fr, "en": en or fr}


def category(*names: str, fr: str = "") -> dict[str, Any]:
    return {"type": "category", "label": text(fr, fr), "categories": {n: text(n) for n in names}}


VARIABLES = {
    "variables": {
        "region": category("north", "south", "west", fr="Région"),
        "size": category("small", "large", fr="Taille"),
        "sector": category("food", "tools", "books", fr="Secteur"),
        "urban": category("town", "country", fr="Urbain"),
        "open": category("yes", "no", fr="Ouvert"),
        "best": category("price", "choice", "place", fr="Atout"),
        "rating": {"type": "number", "label": text("Note")},
        "staff": {"type": "number", "label": text("Personnel")},
    }
}
INDICATORS = {
    "open": {"label": text("Ouvert le dimanche", "Open on Sunday"), "statistic": "share",
             "variable": "open", "categories": "yes"},
    "best": {"label": text("Premier atout", "First asset"), "statistic": "distribution",
             "variable": "best"},
    "rating": {"label": text("Note", "Rating"), "statistic": "mean", "variable": "rating",
               "digits": 1},
    "per_staff": {"label": text("Note par salarié", "Rating per head"), "statistic": "ratio",
                  "variable": "rating", "denominator": "staff"},
    "shops_open": {"label": text("Magasins ouverts", "Open shops"), "statistic": "count",
                   "variable": "open", "categories": "yes"},
    "size_profile": {"label": text("Tailles", "Sizes"), "statistic": "share", "variable": "size",
                     "categories": "large"},
    "middle": {"label": text("Note médiane", "Median"), "statistic": "median",
               "variable": "rating"},
}  # fmt: skip
TOTALS = {
    "region": {"north": 3000, "south": 2500, "west": 1500},
    "size": {"small": 6000, "large": 1000},
    "sector": {"food": 3500, "tools": 2100, "books": 1400},
    "size*sector": {"small*food": 3050, "small*tools": 1750, "small*books": 1200,
                    "large*food": 450, "large*tools": 350, "large*books": 200},
    "urban": {"town": 2800, "country": 4200},
}  # fmt: skip
MARGINS = [(m, c, float(t)) for m, own in TOTALS.items() for c, t in own.items()]
STEPS = [
    {"base": {"from": "strata", "margin": "size"}},
    {"calibrate": {"margins": ["region", "size"]}},
]
AUDIT: dict[str, Any] = {
    "reference": "tried",
    "benchmarks": ["urban"],
    "choices": {
        "base": {"scheme": "defensible", "unit": "stress"},
        "margins": {"always": ["size"], "any_of": ["region", "sector"]},
        "crossing": {
            "none": "defensible",
            "size_by_sector": {"margin": "size*sector", "instead_of": ["size", "sector"]},
        },
        "distance": {"raking": "defensible", "linear": "defensible",
                     "logit": {"bounds": [0.4, 3]}},
        "trim": {"none": "defensible", "4_medians": "defensible"},
    },
    "claims": [
        {"id": "most", "indicator": "open", "kind": "above", "value": 0.1,
         "label": text("plus d’un sur dix", "more than one in ten")},
        {"id": "asset", "indicator": "best", "category": "price", "kind": "largest"},
    ],
    "headlines": ["open", "rating"],
    "domains": ["region"],
}  # fmt: skip
DOMAINS = {"region": {"variable": "region", "label": text("Région", "Region")}}


def shops(n: int = 240, seed: int = 4) -> pd.DataFrame:
    rng = np.random.default_rng(seed)

    def drawn(name: str, *p: float) -> pd.Categorical:
        names = list(VARIABLES["variables"][name]["categories"])
        return pd.Categorical(rng.choice(names, n, p=p), names)

    size = pd.Categorical(np.resize(["small", "large"], n), ["small", "large"])
    town = drawn("urban", 0.7, 0.3)
    likely = 0.25 + 0.3 * (np.asarray(size) == "large") + 0.1 * (np.asarray(town) == "town")
    opened = np.where(rng.random(n) < likely, "yes", "no")
    return pd.DataFrame(
        {
            "wave": WAVE, "respondent_id": [f"s{i:03d}" for i in range(n)],
            "stratum": np.asarray(size, dtype=object), "psu": None, "design_weight": None,
            "stratum_population": np.where(np.asarray(size) == "small", 6000.0, 1000.0),
            "region": drawn("region", 0.3, 0.3, 0.4), "size": size,
            "sector": drawn("sector", 0.4, 0.4, 0.2), "urban": town,
            "open": pd.Categorical(opened, ["yes", "no"]),
            "best": drawn("best", 0.5, 0.3, 0.2),
            "rating": np.where(rng.random(n) < 0.05, np.nan, rng.normal(6, 2, n).round(1)),
            "staff": rng.integers(1, 9, n).astype(float),
        }
    )  # fmt: skip


def card(steps: list[dict[str, Any]] | None = None, **changes: Any) -> AuditSlice:
    declared = AUDIT | changes.pop("audit", {})
    about = {
        "wave": WAVE, "audit": declared, "schemes": {"tried": steps or STEPS},
        "margins": MARGINS, "margins_file": "config/margins/shops-2024.csv",
        "variables": VARIABLES, "indicators": INDICATORS, "domains": DOMAINS,
        "population": 7000.0,
        "design": {"strata": "size", "stratum_population": {"margin": "size"}},
    }  # fmt: skip
    return AuditSlice.model_validate(about | changes)


def weighted(
    responses: pd.DataFrame, steps: list[dict[str, Any]] | None = None, scheme: str = "tried"
) -> pd.DataFrame:
    about = WeightSlice.model_validate(
        {
            "wave": WAVE, "scheme": scheme, "steps": steps or STEPS, "variables": VARIABLES,
            "margins": MARGINS, "margins_file": "config/margins/shops-2024.csv",
            "population": 7000.0,
        }
    )  # fmt: skip
    return weight(responses, about).weights


@lru_cache
def _plain() -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = shops()
    return rows, weighted(rows)


def run(
    responses: pd.DataFrame | None = None, steps: list[dict[str, Any]] | None = None, **changes: Any
) -> Audited:
    rows = shops() if responses is None else responses
    plain = responses is None and steps is None
    weights = _plain()[1] if plain else weighted(rows, steps)
    extra = {name: changes.pop(name) for name in ("frame", "earlier") if name in changes}
    return audit(rows, weights, card(steps, **changes), **extra)


def sentence(found: Audited, name: str) -> pd.Series:
    rows = found["AUDIT_VERDICT"]
    return rows[rows["sentence"] == name].iloc[0]
