"""A wave of made-up answers about a swimming pool, of four sorts and vague ones."""

import numpy as np
import pandas as pd

from phare.config.typologies import Typology
from phare.stats.design import Design
from phare.typology.respondents import Respondents

THEMES = {
    "price": ["un tarif réduit", "le prix du ticket", "un abonnement moins cher", "payer à l'année",
              "la gratuité pour les enfants", "un tarif famille", "le coût de la carte"],
    "water": ["une eau plus chaude", "la température du bassin", "moins de chlore", "une eau propre",
              "chauffer le grand bassin", "filtrer l'eau", "des douches chaudes"],
    "hours": ["ouvrir le dimanche", "des horaires élargis", "nager le soir", "fermer plus tard",
              "un créneau le matin", "ouvrir pendant les vacances", "des horaires lisibles"],
    "lessons": ["un cours de natation", "apprendre à nager", "un maître nageur disponible",
                "des leçons pour débutants", "des cours pour adultes", "un moniteur patient",
                "une leçon de plongée"],
}  # fmt: skip
VAGUE = ["rien de spécial", "tout va bien", "je ne sais pas", "c'est bien", "ras"]
EVERYWHERE = ["à la piscine", "dans notre quartier", "pour les habitants", "cet été"]
NAMES = tuple(THEMES)


def typology(**changes: object) -> Typology:
    settings = {
        "label": {"fr": "Attentes", "en": "Wishes"}, "questions": ("wishes",),
        "learn_from": "swimmers-2020", "profiles": 4,
        "preparation": {"question": "Que faudrait-il changer à la piscine ?"},
        "classification": {"k": 5}, "stability": {"replicates": 4},
        "description": {"by": ("age",)}, "privacy": {"shown_with": "age"},
    }  # fmt: skip
    return Typology.model_validate({**settings, **changes})


def wave(name: str, n: int, seed: int, shares: tuple[float, ...] = (0.35, 0.25, 0.2, 0.2)):
    """Return answers (ANSWERS), respondents, and the sort of each answer."""
    rng = np.random.default_rng(seed)
    sort = rng.choice(4, n, p=shares)
    texts: list[str | None] = []
    kinds = []
    for one in sort:
        luck = rng.random()
        if luck < 0.04:
            texts.append(None)
            kinds.append("silent")
            continue
        if luck < 0.12:
            texts.append(f"{rng.choice(VAGUE)} {rng.choice(EVERYWHERE)}")
            kinds.append("vague")
            continue
        own = list(rng.choice(THEMES[NAMES[one]], rng.integers(2, 4), replace=False))
        if rng.random() < 0.15:
            own.append(rng.choice(THEMES[NAMES[rng.integers(0, 4)]]))
        texts.append(", ".join([*own, str(rng.choice(EVERYWHERE))]))
        kinds.append(NAMES[one])
    ids = tuple(f"s{i:04}" for i in range(n))
    young = np.where(sort == 3, rng.random(n) < 0.7, rng.random(n) < 0.4)
    variables = pd.DataFrame(
        {"age": pd.Categorical(np.where(young, "young", "old"), ["young", "old"])}
    )
    design = Design(np.where(young, 1.5, 0.75), strata=young.astype(int))
    answers = pd.DataFrame(
        {"wave": name, "respondent_id": ids, "question": "wishes", "text": texts}
    )
    return answers, Respondents(name, ids, design, variables), np.array(kinds)
