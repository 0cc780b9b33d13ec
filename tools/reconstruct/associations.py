"""PHARE-Associations 2015: 1,008 associations, with and without employees."""

from __future__ import annotations

import numpy as np
import pandas as pd

from phare.config import Study
from reconstruct.firms import cited
from reconstruct.fitting import counts, steps, yes
from reconstruct.margins import ADULTS
from reconstruct.respondents import by_chance, duration, effect, smoothed, stratified
from reconstruct.weights import weights_of

SIZES = {"employer": 432, "non_employer": 576}
N = sum(SIZES.values())
ACTIVITIES = {
    "employer": {"sport_leisure": 17, "culture": 18, "social_health": 34, "education": 17,
                 "environment": 6, "other": 8},
    "non_employer": {"sport_leisure": 33, "culture": 24, "social_health": 16, "education": 8,
                     "environment": 11, "other": 8},
}  # fmt: skip

RATES = {"employer": 0.53, "non_employer": 0.35}
PARTNERSHIPS = 1_196_000  # printed as nearly 1.2 million
TYPES = {
    "patronage": 0.67, "responsible_practices": 0.29, "economic_cooperation": 0.26,
    "societal_innovation": 0.25,
}  # fmt: skip
SCALES = {"regional": 0.47, "local": 0.43, "national": 0.22, "international": 0.04}
PRIORITIES = {
    "employment": 0.60, "ageing": 0.60, "social_ties": 0.51,
    "poverty": 0.46, "living_standards": 0.38, "education": 0.35, "health": 0.29,
    "disability": 0.27, "economic_development": 0.26, "culture": 0.24, "mobility": 0.22,
    "environment": 0.21, "housing": 0.18, "safety": 0.16, "energy_transition": 0.09,
}  # fmt: skip
# Printed for associations with employees: poverty, second with 55 %.
PRIORITIES_EMPLOYERS = {"poverty": 0.55, "ageing": 0.52, "social_ties": 0.49}
ACTIONS = {
    "employment": 0.46, "economic_development": 0.38, "social_ties": 0.23,
    "poverty": 0.22, "education": 0.21, "environment": 0.20, "disability": 0.19,
    "culture": 0.17, "energy_transition": 0.14, "living_standards": 0.13, "ageing": 0.12,
    "health": 0.11, "mobility": 0.09, "housing": 0.08, "safety": 0.04,
}  # fmt: skip


def respondents(rng: np.random.Generator) -> pd.DataFrame:
    """Return who employs, the region, the field of activity and the number of employees."""
    regions = ADULTS.sum(axis=1) ** 0.9
    regions[7] *= 0.6  # Ile-de-France, less reached
    frame = stratified(rng, "employer", SIZES, dict.fromkeys(SIZES, regions))
    activity = [
        by_chance(rng, tuple(shares), np.array(list(shares.values())), SIZES[kind])
        for kind, shares in ACTIVITIES.items()
    ]
    employees = 1 + np.floor(np.exp(rng.normal(1.1, 1.2, N)))
    none = (frame["employer"] == "non_employer").to_numpy()
    return frame.assign(activity=np.concatenate(activity), employees=np.where(none, 0.0, employees))


def reconstruct(study: Study, rng: np.random.Generator) -> pd.DataFrame:
    """Return a row per respondent kept, in study variables."""
    frame = respondents(rng)
    weights = weights_of(frame, study, "associations-2015", "reference")
    employs = (frame["employer"] == "employer").to_numpy()
    pays_de_la_loire = (frame["region"] == "pays_de_la_loire").to_numpy()
    will = rng.normal(0, 1, N) + 0.25 * np.log1p(frame["employees"].to_numpy())
    will += effect(frame["activity"], {"social_health": 0.3, "education": 0.3, "sport_leisure": -0.2})  # fmt: skip
    kinds = [((frame["employer"] == kind).to_numpy(), rate) for kind, rate in RATES.items()]
    score = smoothed(will + rng.normal(0, 0.7, N), weights, frame["region"], rng)
    partner = yes(score, weights, 0.38, kinds)
    number = np.full(N, np.nan)
    many = 0.5 * will + 0.5 * employs + rng.normal(0, 0.8, N)
    number[partner] = counts(many[partner], weights[partner], PARTNERSHIPS, 1.1)
    made: dict[str, object] = {
        "partnership": np.where(partner, "partner", "none"),
        "partnership_count": number,
    }
    lean = 0.5 * employs
    made |= cited("partnership_types", TYPES, partner, weights, rng,
                  {"patronage": -lean, "economic_cooperation": lean, "societal_innovation": lean})  # fmt: skip
    made |= cited("partnership_scales", SCALES, partner, weights, rng, {"national": lean})
    social = effect(frame["activity"], {"social_health": 1.0, "education": 0.4})
    for domain, share in PRIORITIES.items():
        fixed = [(pays_de_la_loire, 0.59)] if domain == "employment" else []
        if domain in PRIORITIES_EMPLOYERS:
            fixed = [(employs, PRIORITIES_EMPLOYERS[domain])]
        lean = 0.3 * social * (domain in ("poverty", "social_ties", "ageing", "disability"))
        score = smoothed(lean + rng.normal(0, 1, N), weights, frame["region"], rng)
        made[f"fragility_priorities.{domain}"] = yes(score, weights, share, fixed)
    for domain, share in ACTIONS.items():
        score = smoothed(0.25 * will + rng.normal(0, 1, N), weights, frame["region"], rng)
        made[f"action_priorities.{domain}"] = yes(score, weights, share)
    score = 0.5 * will + rng.normal(0, 0.8, N)
    opinion = steps(score, weights, (0.86, 0.95), [(pays_de_la_loire, 0.77)])
    made["innovation_source"] = np.array(["agree", "disagree", "no_opinion"])[opinion]
    made["duration"] = duration(rng, N, 15.0)
    return pd.concat([frame, pd.DataFrame(made)], axis="columns")
