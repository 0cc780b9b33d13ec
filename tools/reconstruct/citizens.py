"""PHARE-Citoyens 2015: 2,012 adults by quotas."""

from __future__ import annotations

import numpy as np
import pandas as pd

from phare.config import Study
from reconstruct.fitting import notes, steps, yes
from reconstruct.margins import ADULTS, FROM_20, FROM_30, FROM_45, REGIONS
from reconstruct.respondents import by_chance, duration, effect, smoothed
from reconstruct.weights import weights_of

N = 2012
# What the institute reached, against the population: an online access panel.
REACHED_BY_AGE = np.array([0.86, 1.06, 1.16, 1.05, 0.40])
AGES = ((20, 29), (30, 44), (45, 59), (60, 74), (75, 91))

# Published; then our own, below the published ones.
NOTES = {
    "employment": 7.1, "living_standards": 6.6, "economic_development": 6.5, "safety": 6.6,
    "environment": 6.3, "poverty": 6.3,
    "education": 5.9, "social_ties": 5.8, "ageing": 5.7, "culture": 4.6,
    "energy_transition": 5.6, "disability": 5.4, "health": 6.0, "mobility": 5.2, "housing": 5.8,
}  # fmt: skip
IMPACT = {
    "employment": 0.49, "economic_development": 0.46, "environment": 0.42, "poverty": 0.36,
    "education": 0.36,
    "social_ties": 0.34, "living_standards": 0.32, "energy_transition": 0.31, "disability": 0.30,
    "health": 0.29, "culture": 0.28, "ageing": 0.26, "mobility": 0.25, "housing": 0.24,
    "safety": 0.19,
}  # fmt: skip
PRIORITIES = {
    "employment": 0.48, "living_standards": 0.40, "safety": 0.33, "environment": 0.31,
    "poverty": 0.30, "economic_development": 0.28, "education": 0.26, "health": 0.24,
    "housing": 0.17, "social_ties": 0.15, "ageing": 0.14, "mobility": 0.11,
    "energy_transition": 0.10, "disability": 0.08, "culture": 0.06,
}  # fmt: skip
# Published for a region (Corse with Provence-Alpes-Côte d'Azur); in Ile-de-France the five
# near-equal priorities are told in words; employment comes first everywhere.
REGIONAL_PRIORITIES = {
    "provence_alpes_cote_d_azur": {
        "employment": 0.525, "living_standards": 0.48, "environment": 0.45,
    },
    "corse": {"employment": 0.53, "living_standards": 0.47, "environment": 0.45},
    "auvergne_rhone_alpes": {"employment": 0.46, "safety": 0.36, "environment": 0.29},
    "pays_de_la_loire": {"employment": 0.40, "living_standards": 0.35},
    "ile_de_france": {
        "employment": 0.375, "safety": 0.362, "environment": 0.352, "poverty": 0.347,
        "education": 0.341, "living_standards": 0.30,
    },
}  # fmt: skip
INNOVATION, NO_OPINION, INNOVATION_PDL = 0.69, 0.09, 0.65

YOUTH = {"from_20": 1.0, "from_30": 0.5, "from_60": -0.5, "from_75": -1.0}
REGION_MOOD = dict(zip(REGIONS, (
    -0.10, 0.05, -0.18, 0.02, 0.05, 0.10, 0.22, -0.05, 0.06, -0.04, 0.03, -0.16, 0.12,
), strict=True))  # fmt: skip


def respondents(rng: np.random.Generator) -> pd.DataFrame:
    """Return region, sex and age of those who answered."""
    within = np.array([FROM_20, FROM_30, FROM_45], float)
    ages = np.hstack([ADULTS[:, :1] * within / within.sum(), ADULTS[:, 1:]]) * REACHED_BY_AGE
    ages[REGIONS.index("corse")] *= 1.5
    cells = by_chance(rng, tuple(map(str, range(ages.size))), ages.ravel(), N).astype(int)
    region, age = np.unravel_index(cells, ages.shape)
    low, high = np.array(AGES)[age].T
    classes = np.array(["from_20", "from_30", "from_45", "from_60", "from_75"])
    return pd.DataFrame(
        {
            "region": np.array(REGIONS)[region],
            "sex": by_chance(rng, ("male", "female"), np.array([0.46, 0.54]), N),
            "age": (low + np.floor(rng.random(N) ** 1.1 * (high - low + 1))).astype(float),
            "age_class": classes[age],
        }
    )


def reconstruct(study: Study, rng: np.random.Generator) -> pd.DataFrame:
    """Return a row per respondent kept, in study variables."""
    people = respondents(rng)
    weights = weights_of(people, study, "citizens-2015", "reference")
    delivered = weights_of(people, study, "citizens-2015", "untrimmed")
    made: dict[str, object] = {}
    mood = smoothed(rng.normal(0, 1, N), weights, people["region"], rng)
    mood += effect(people["region"], REGION_MOOD)
    young = effect(people["age_class"], YOUTH)
    made |= _notes(people, weights, mood, young, rng)
    made |= _priorities(people, weights, made, young, rng)
    made |= _impact(weights, mood, young, rng)
    score = smoothed(0.25 * young + rng.normal(0, 1, N), weights, people["region"], rng)
    score -= 0.15 * mood
    opinion = steps(score, weights, (INNOVATION, 1 - NO_OPINION),
                    [((people["region"] == "pays_de_la_loire").to_numpy(), INNOVATION_PDL)])  # fmt: skip
    made["innovation_source"] = np.array(["agree", "disagree", "no_opinion"])[opinion]
    made["duration"] = duration(rng, N, 14.0)
    made["delivered_weight"] = np.round(delivered / delivered.mean(), 4)
    return pd.concat([people.drop(columns="age_class"), pd.DataFrame(made)], axis="columns")


def _notes(
    people: pd.DataFrame, weights: np.ndarray, mood: np.ndarray, young: np.ndarray,
    rng: np.random.Generator,
) -> dict[str, np.ndarray]:  # fmt: skip
    made = {}
    tilt = {"employment": 0.10, "environment": 0.15, "ageing": -0.25, "safety": -0.12}
    south = people["region"].isin(["provence_alpes_cote_d_azur", "corse"]).to_numpy() * 1.0
    for domain, mean in NOTES.items():
        score = tilt.get(domain, 0.0) * young + rng.normal(0, 0.85, N)
        score = 0.55 * mood + smoothed(score, weights, people["region"], rng, 0.05)
        score += south * {"safety": -0.1, "employment": 0.12}.get(domain, 0.0)
        answered = rng.random(N) > 0.012
        values = np.full(N, np.nan)
        values[answered] = notes(score[answered], weights[answered], mean, 1.9)
        made[f"fragility_notes.{domain}"] = values
    return made


def _priorities(
    people: pd.DataFrame, weights: np.ndarray, made: dict[str, object], young: np.ndarray,
    rng: np.random.Generator,
) -> dict[str, np.ndarray]:  # fmt: skip
    """Return who cites what."""
    region = people["region"]
    cites = rng.normal(0, 0.35, N)
    answers = {}
    for domain, share in PRIORITIES.items():
        note = np.nan_to_num(np.asarray(made[f"fragility_notes.{domain}"]), nan=6.0)
        score = 0.12 * note + cites + 0.1 * young + rng.normal(0, 0.8, N)
        score = smoothed(score, weights, region, rng, 0.04)
        fixed = [
            ((region == name).to_numpy(), shares[domain])
            for name, shares in REGIONAL_PRIORITIES.items()
            if domain in shares
        ]
        answers[f"fragility_priorities.{domain}"] = yes(score, weights, share, fixed)
    return answers


def _impact(
    weights: np.ndarray, mood: np.ndarray, young: np.ndarray, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    scale = np.array(["very_strong", "strong", "weak", "very_weak"], dtype=object)
    trust = rng.normal(0, 0.6, N)
    made = {}
    for domain, share in IMPACT.items():
        answered = rng.random(N) > 0.03
        score = (trust - 0.1 * mood + 0.15 * young + rng.normal(0, 0.8, N))[answered]
        cuts = (0.27 * share, share, share + 0.68 * (1 - share))
        values = np.full(N, None, dtype=object)
        values[answered] = scale[steps(score, weights[answered], cuts)]
        made[f"partnership_impact.{domain}"] = values
    return made
