"""Mayors: PHARE-Institutions 2016 (304) and IMPACTS & TRAJECTOIRES 2024 (302)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from phare.config import Study
from reconstruct.fitting import steps, yes
from reconstruct.margins import COMMUNE_SIZES, COMMUNES
from reconstruct.respondents import drawn, duration, effect, smoothed, stratified
from reconstruct.verbatims import PROFILES, verbatims
from reconstruct.weights import weights_of

THIRDS_2016 = dict(zip(COMMUNE_SIZES, (102, 101, 101), strict=True))
THIRDS_2024 = dict(zip(COMMUNE_SIZES, (101, 101, 100), strict=True))

# Share of "very important" as printed for the first domains of each actor, then our own.
ROLES = {
    "role_citizens": {
        "environment": 0.61, "education": 0.52, "social_ties": 0.50,
        "culture": 0.45, "energy_transition": 0.42, "safety": 0.40, "poverty": 0.37,
        "ageing": 0.36, "disability": 0.32, "health": 0.31, "mobility": 0.28, "housing": 0.25,
        "living_standards": 0.24, "employment": 0.23, "economic_development": 0.20,
    },
    "role_associations": {
        "social_ties": 0.54, "culture": 0.52, "poverty": 0.47, "environment": 0.40,
        "disability": 0.38, "ageing": 0.36, "education": 0.35, "health": 0.28,
        "employment": 0.25, "housing": 0.23, "energy_transition": 0.21, "mobility": 0.19,
        "living_standards": 0.17, "safety": 0.15, "economic_development": 0.14,
    },
    "role_firms": {
        "economic_development": 0.692, "employment": 0.688, "energy_transition": 0.56,
        "environment": 0.50,
        "living_standards": 0.42, "mobility": 0.41, "education": 0.33, "disability": 0.32,
        "housing": 0.29, "poverty": 0.27, "health": 0.26, "social_ties": 0.24, "culture": 0.22,
        "ageing": 0.20, "safety": 0.16,
    },
}  # fmt: skip
# Very important or important, as printed.
TOP_TWO = {"role_associations": {"social_ties": 0.84}, "role_firms": {"economic_development": 0.91}}
ALLIANCES = {
    "employment": 0.62, "economic_development": 0.57, "environment": 0.48, "health": 0.41,
    "education": 0.38,
    "poverty": 0.30, "energy_transition": 0.29, "social_ties": 0.28, "mobility": 0.26,
    "housing": 0.22, "ageing": 0.20, "culture": 0.18, "disability": 0.15,
    "living_standards": 0.12, "safety": 0.11,
}  # fmt: skip
IMPORTANCE = np.array(["very_important", "important", "little", "not_at_all"], dtype=object)
OPINION = np.array(["agree", "disagree", "no_opinion"])
URBANITY = {"from_2000": 0.6, "from_20000": 1.1}


def _respondents(rng: np.random.Generator, thirds: dict[str, int]) -> pd.DataFrame:
    regions = {size: COMMUNES[:, place] for place, size in enumerate(COMMUNE_SIZES)}
    return stratified(rng, "commune_size", thirds, regions)


def reconstruct_2016(study: Study, rng: np.random.Generator) -> pd.DataFrame:
    """Return a row per respondent kept, in study variables."""
    frame = _respondents(rng, THIRDS_2016)
    n, urban = len(frame), effect(frame["commune_size"], URBANITY)
    weights = weights_of(frame, study, "mayors-2016", "reference")
    made: dict[str, object] = {
        "urban_rural": np.where(urban == 0, "rural", "urban"),
        "respondent_function": drawn(rng, ("mayor", "deputy"), np.array([0.8, 0.2]), n),
    }
    will = smoothed(rng.normal(0, 1, n) + 0.5 * urban, weights, frame["region"], rng, 0.15)
    chance = smoothed(rng.normal(0, 0.6, n), weights, frame["region"], rng)
    dynamic = steps(will + chance, weights, (0.30, 0.76))
    made["territory_dynamics"] = np.array(["engaged", "emerging", "no_or_none"])[dynamic]
    for actor, shares in ROLES.items():
        trust = 0.3 * will + rng.normal(0, 0.35, n)
        for domain, share in shares.items():
            two = TOP_TWO.get(actor, {}).get(domain, share + 0.62 * (1 - share))
            answered = rng.random(n) > 0.01
            score = (trust + rng.normal(0, 1, n))[answered]
            cuts = (share, two, two + 0.7 * (1 - two))
            values = np.full(n, None, dtype=object)
            values[answered] = IMPORTANCE[steps(score, weights[answered], cuts)]
            made[f"{actor}.{domain}"] = values
    for domain, share in ALLIANCES.items():
        score = 0.5 * urban * (share > 0.35) + 0.2 * will + rng.normal(0, 1, n)
        made[f"alliance_domains.{domain}"] = yes(score, weights, share)
    opinion = steps(0.6 * will + rng.normal(0, 0.8, n), weights, (0.87, 0.96))
    made["innovation_source"] = OPINION[opinion]
    lean = np.column_stack([
        0.2 * will, -0.8 * urban, -0.4 * urban - 0.3 * will, 0.5 * will, 0.8 * urban + 0.3 * will,
    ])  # fmt: skip
    profile = np.argmax(lean + rng.gumbel(0, 0.9, (n, len(PROFILES))), axis=1)
    made["verbatim"] = verbatims(rng, profile)
    made["duration"] = duration(rng, n, 21.0)
    return pd.concat([frame, pd.DataFrame(made)], axis="columns")


def reconstruct_2024(study: Study, rng: np.random.Generator) -> pd.DataFrame:
    """Return a row per respondent kept, in study variables."""
    frame = _respondents(rng, THIRDS_2024)
    n, urban = len(frame), effect(frame["commune_size"], URBANITY)
    weights = weights_of(frame, study, "mayors-2024", "reference")
    size = {name: (frame["commune_size"] == name).to_numpy() for name in COMMUNE_SIZES}
    will = smoothed(rng.normal(0, 1, n) + 0.5 * urban, weights, frame["region"], rng, 0.15)
    chance = smoothed(rng.normal(0, 0.6, n), weights, frame["region"], rng)
    step = steps(will + chance, weights, (0.35, 0.91),
                 [(size["under_2000"], 0.32), (size["from_20000"], 0.78)])  # fmt: skip
    function = steps(rng.normal(0, 1, n) - 0.6 * urban, weights, (0.76, 0.97))
    # The printed ages add up to 136 %: here they are brought to 100.
    cuts = (38 / 136, 85 / 136, 115 / 136)
    classes = np.array(["from_65", "from_55", "from_45", "under_45"], dtype=object)
    told = rng.random(n) > 0.015
    age = np.full(n, None, dtype=object)
    age[told] = classes[steps(rng.normal(0, 1, n)[told] - 0.3 * urban[told], weights[told], cuts)]
    made: dict[str, object] = {
        "respondent_function": np.array(["mayor", "deputy", "other"])[function],
        "elected_age": age,
        "territory_innovation": np.array(["strongly", "neither", "no_or_none"])[step],
        "duration": duration(rng, n, 18.0),
    }
    return pd.concat([frame, pd.DataFrame(made)], axis="columns")
