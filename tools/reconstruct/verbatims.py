"""Short open answers, composed from the lexical fields printed for five profiles of mayors."""

from __future__ import annotations

import numpy as np

OPENINGS = (
    "", "", "", "il faudrait ", "avant tout ", "je dirais ", "d'abord ", "pour nous, c'est ",
    "dans une petite commune, ", "on a besoin de ",
)  # fmt: skip
PROFILES: dict[str, tuple[str, ...]] = {
    "idealists": (
        "l'égalité des territoires", "une gouvernance ouverte", "plus d'intelligence collective",
        "la solidarité entre les communes", "faire confiance aux habitants",
        "une vraie égalité entre rural et urbain", "partager les décisions",
        "penser ensemble l'avenir du territoire",
    ),
    "builders": (
        "des terrains à bâtir", "l'accession à la propriété", "la réhabilitation du centre bourg",
        "des espaces citoyens", "rénover les logements vacants", "réhabiliter l'ancienne école",
        "des terrains pour les jeunes ménages", "un espace pour les associations",
    ),
    "managers": (
        "le budget", "des subventions", "plus d'aides financières", "la baisse des dotations",
        "tenir le budget de la commune", "moins de charges et plus de moyens",
        "des aides de l'État", "des financements simples à demander",
    ),
    "volunteers": (
        "bâtir des projets", "plus de liberté", "des projets innovants",
        "laisser les maires entreprendre", "monter des projets avec les entreprises",
        "oser des projets nouveaux", "moins de normes, plus de liberté", "avancer projet par projet",
    ),
    "coordinators": (
        "la participation citoyenne", "la coordination entre acteurs", "des échanges réguliers",
        "mettre les acteurs autour de la table", "coordonner associations et entreprises",
        "faire participer les citoyens", "des réunions et des échanges entre élus",
        "un lieu de coordination",
    ),
}  # fmt: skip
VAGUE = (
    "ne sait pas", "rien de particulier", "RAS", "je ne vois pas", "tout va bien", "cela dépend",
    "pas d'idée", "c'est compliqué", "la bonne volonté", "du bon sens",
)  # fmt: skip
LINKS = (" et ", ", ", " ; ", " puis ", " avec ")


def verbatims(rng: np.random.Generator, profile: np.ndarray) -> np.ndarray:
    """Return (n,) answers, None where nothing was said.

    Parameters
    ----------
    profile : (n,) position in PROFILES
    """
    fields = list(PROFILES.values())
    said = [_answer(rng, fields, int(one)) for one in profile]
    return np.array(said, dtype=object)


def _answer(rng: np.random.Generator, fields: list[tuple[str, ...]], own: int) -> str | None:
    luck = rng.random()
    if luck < 0.05:
        return None
    if luck < 0.17:
        return str(rng.choice(VAGUE))
    count = int(rng.choice([1, 2, 3], p=[0.45, 0.4, 0.15]))
    pieces = list(rng.choice(fields[own], size=count, replace=False))
    if rng.random() < 0.15:
        pieces[-1] = str(rng.choice(fields[int(rng.integers(len(fields)))]))
    text = str(rng.choice(OPENINGS)) + pieces[0]
    for piece in pieces[1:]:
        text += str(rng.choice(LINKS)) + str(piece)
    text = text[0].upper() + text[1:]
    # Interviewers type fast.
    return text.lower() if rng.random() < 0.15 else text + ("." if rng.random() < 0.6 else "")
