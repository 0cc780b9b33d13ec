"""Short open answers, composed from the lexical fields printed for five profiles of mayors.

The phrases of a field share its words, as answers about one thing do: words that no other
answer has say nothing of what belongs together. Each field has eight, so that what is drawn
after the answers does not depend on how they are worded.
"""

from __future__ import annotations

import numpy as np

OPENINGS = (
    "", "", "", "il faudrait ", "avant tout ", "je dirais ", "d'abord ", "pour nous, c'est ",
    "dans une petite commune, ", "on a besoin de ",
)  # fmt: skip
PROFILES: dict[str, tuple[str, ...]] = {
    "idealists": (
        "l'égalité des territoires", "une gouvernance ouverte", "l'intelligence collective",
        "l'égalité des territoires par une gouvernance ouverte",
        "une gouvernance ouverte à l'intelligence collective",
        "l'intelligence collective pour l'égalité des territoires",
        "une gouvernance ouverte, plus d'égalité", "l'égalité et l'intelligence collective",
    ),
    "builders": (
        "des terrains à bâtir", "l'accession à la propriété", "la réhabilitation du bourg",
        "des espaces citoyens et la réhabilitation du bourg",
        "des terrains à bâtir pour l'accession à la propriété",
        "la réhabilitation du bourg, l'accession à la propriété",
        "des terrains à bâtir, des espaces citoyens",
        "des terrains à bâtir et la réhabilitation du bourg",
    ),
    "managers": (
        "le budget et les subventions", "des subventions", "plus d'aides financières",
        "le budget, la baisse des dotations", "tenir le budget sans subventions",
        "des subventions et des aides financières de l'État", "des aides financières pour le budget",
        "la baisse des dotations et des subventions",
    ),
    "volunteers": (
        "bâtir des projets", "plus de liberté", "des projets porteurs d'innovation",
        "plus de liberté pour les projets", "des projets porteurs, de l'innovation",
        "de la liberté et de l'innovation", "la liberté de bâtir des projets",
        "des projets porteurs d'innovation et plus de liberté",
    ),
    "coordinators": (
        "la participation citoyenne", "la coordination entre acteurs", "des échanges réguliers",
        "des échanges réguliers entre acteurs", "la coordination des échanges",
        "la participation citoyenne et la coordination",
        "des échanges réguliers et la participation citoyenne",
        "la coordination entre acteurs par des échanges",
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
