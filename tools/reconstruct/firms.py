"""PHARE-Entreprises 2015: 1,204 firms with 10 or more employees, by size."""

from __future__ import annotations

import numpy as np
import pandas as pd

from phare.config import Study
from reconstruct.fitting import counts, notes, several, steps, yes
from reconstruct.margins import ADULTS, REGIONS
from reconstruct.respondents import by_chance, duration, effect, smoothed, stratified
from reconstruct.weights import weights_of

SIZES = {"from_10": 404, "from_20": 400, "from_50": 400}
N = sum(SIZES.values())
SECTORS = ("industry", "construction", "trade", "transport", "services")
REACHED_BY_SECTOR = {
    "from_10": np.array([18, 17, 26, 4, 35]),
    "from_20": np.array([24, 14, 22, 6, 34]),
    "from_50": np.array([31, 6, 17, 7, 39]),
}

PARTNERS, PARTNERSHIPS = 89_000 / 240_500, 674_000
# Printed 43 %; told as nearly half, about one third, and a leading region.
REGIONAL_RATES = {
    "pays_de_la_loire": 0.43, "nouvelle_aquitaine": 0.48, "occitanie": 0.33,
    "bourgogne_franche_comte": 0.455,
}  # fmt: skip
REGION_WILL = {
    "bretagne": 0.25, "hauts_de_france": -0.15,
    "ile_de_france": -0.25, "provence_alpes_cote_d_azur": -0.15, "grand_est": -0.05,
    "auvergne_rhone_alpes": 0.1, "centre_val_de_loire": 0.05, "corse": -0.4, "normandie": -0.1,
}  # fmt: skip
TYPES = {
    "responsible_practices": 0.45, "patronage": 0.30, "economic_cooperation": 0.25,
    "societal_innovation": 0.16,
}  # fmt: skip
SCALES = {"local": 0.74, "regional": 0.51, "national": 0.25, "international": 0.15}
NOTES = {
    "poverty": 5.5,
    "employment": 5.4, "living_standards": 5.3, "economic_development": 5.2, "mobility": 4.9,
    "education": 4.8, "social_ties": 4.9, "housing": 4.8, "ageing": 4.7, "disability": 4.7,
    "health": 4.7, "safety": 4.6, "energy_transition": 4.6, "culture": 4.4, "environment": 4.3,
}  # fmt: skip
NOTES_AQUITAINE = {"poverty": 6.0, "living_standards": 5.8, "employment": 5.7, "environment": 4.1}
PRIORITIES = {
    "employment": 0.42, "economic_development": 0.40, "living_standards": 0.33, "poverty": 0.29,
    "education": 0.24, "safety": 0.22, "environment": 0.21, "mobility": 0.19, "housing": 0.15,
    "energy_transition": 0.14, "social_ties": 0.13, "health": 0.12, "disability": 0.10,
    "ageing": 0.09, "culture": 0.05,
}  # fmt: skip
PRIORITIES_PDL = {"employment": 0.37, "economic_development": 0.33}
ACTIONS = {
    "employment": 0.61,
    "economic_development": 0.47, "energy_transition": 0.31, "environment": 0.30,
    "education": 0.27, "disability": 0.25, "poverty": 0.21, "mobility": 0.18,
    "living_standards": 0.17, "social_ties": 0.14, "health": 0.11, "housing": 0.10,
    "culture": 0.09, "ageing": 0.07, "safety": 0.05,
}  # fmt: skip
OPINIONS = {
    "innovation_source": (0.81, 0.95), "performance_source": (0.86, 0.96),
    "local_anchoring": (0.84, 0.95),
}  # fmt: skip


def respondents(rng: np.random.Generator) -> pd.DataFrame:
    """Return size, region and sector: small regions are given more than their share."""
    regions = ADULTS.sum(axis=1) ** 0.8
    frame = stratified(rng, "size_class", SIZES, dict.fromkeys(SIZES, regions))
    sector = [by_chance(rng, SECTORS, REACHED_BY_SECTOR[size], n) for size, n in SIZES.items()]
    return frame.assign(sector=np.concatenate(sector))


def reconstruct(study: Study, rng: np.random.Generator) -> pd.DataFrame:
    """Return a row per respondent kept, in study variables."""
    firms = respondents(rng)
    weights = weights_of(firms, study, "firms-2015", "reference")
    size = effect(firms["size_class"], {"from_20": 0.45, "from_50": 1.0})
    will = rng.normal(0, 1, N) + 0.6 * size
    will += effect(firms["sector"], {"construction": -0.35, "services": 0.2, "transport": -0.2})
    will = smoothed(will, weights, firms["region"], rng) + effect(firms["region"], REGION_WILL)
    made: dict[str, object] = _partnerships(firms, weights, will, size, rng)
    place = {name: (firms["region"] == name).to_numpy() for name in REGIONS}
    mood = rng.normal(0, 1, N)
    for domain, mean in NOTES.items():
        answered = rng.random(N) > 0.02
        local = NOTES_AQUITAINE.get(domain, mean + 0.25)
        score = smoothed(0.5 * mood + rng.normal(0, 0.85, N), weights, firms["region"], rng)
        values = np.full(N, np.nan)
        fixed = [(place["nouvelle_aquitaine"][answered], local)]
        values[answered] = notes(score[answered], weights[answered], mean, 2.1, fixed)
        made[f"fragility_notes.{domain}"] = values
    for domain, share in PRIORITIES.items():
        score = 0.1 * mood + 0.15 * size + rng.normal(0, 1, N)
        score = smoothed(score, weights, firms["region"], rng)
        known = {domain: PRIORITIES_PDL[domain]} if domain in PRIORITIES_PDL else {}
        fixed = [(place["pays_de_la_loire"], local) for local in known.values()]
        made[f"fragility_priorities.{domain}"] = yes(score, weights, share, fixed)
    for domain, share in ACTIONS.items():
        score = smoothed(0.3 * will + rng.normal(0, 1, N), weights, firms["region"], rng)
        made[f"action_priorities.{domain}"] = yes(score, weights, share)
    trust = 0.5 * will + rng.normal(0, 0.6, N)
    for question, cuts in OPINIONS.items():
        fixed = [(place["pays_de_la_loire"], 0.80)] if question == "innovation_source" else []
        step = steps(trust + rng.normal(0, 0.7, N), weights, cuts, fixed)
        made[question] = np.array(["agree", "disagree", "no_opinion"])[step]
    made["duration"] = duration(rng, N, 17.0)
    return pd.concat([firms, pd.DataFrame(made)], axis="columns")


def _partnerships(
    firms: pd.DataFrame, weights: np.ndarray, will: np.ndarray, size: np.ndarray,
    rng: np.random.Generator,
) -> dict[str, object]:  # fmt: skip
    fixed = [((firms["region"] == name).to_numpy(), rate) for name, rate in REGIONAL_RATES.items()]
    chance = smoothed(rng.normal(0, 0.7, N), weights, firms["region"], rng)
    partner = yes(will + chance, weights, PARTNERS, fixed)
    # Few firms have many: the total hangs on them, as it does in the study.
    number = np.full(N, np.nan)
    many = 0.8 * size + 0.3 * will + rng.normal(0, 0.9, N)
    number[partner] = counts(many[partner], weights[partner], PARTNERSHIPS, 1.0)
    many = np.where(partner, np.log(np.nan_to_num(number, nan=1.0)), 0.0)
    made: dict[str, object] = {
        "partnership": np.where(partner, "partner", "none"),
        "partnership_count": number,
    }
    made |= cited("partnership_types", TYPES, partner, weights, rng,
                  {"patronage": 0.5 * size, "societal_innovation": 0.3 * many})  # fmt: skip
    made |= cited("partnership_scales", SCALES, partner, weights, rng, {
        "local": -0.4 * size, "national": 0.6 * size + 0.3 * many,
        "international": 0.8 * size + 0.3 * many,
    })  # fmt: skip
    return made


def cited(
    variable: str, shares: dict[str, float], asked: np.ndarray, weights: np.ndarray,
    rng: np.random.Generator, leanings: dict[str, np.ndarray],
) -> dict[str, np.ndarray]:  # fmt: skip
    """Return the columns of a multiple response put to those who were asked; nan for others."""
    scores = rng.normal(0, 1, (len(asked), len(shares)))
    for item, name in enumerate(shares):
        scores[:, item] += leanings.get(name, 0.0)
    answers = np.full(scores.shape, np.nan)
    answers[asked] = several(scores[asked], weights[asked], tuple(shares.values()))
    return {f"{variable}.{name}": answers[:, item] for item, name in enumerate(shares)}
