"""How long a large file takes to be matched with an earlier wave.

    python benchmarks/adoption.py [OLD NEW]    600 and 540 variables unless told

Invented variables of 2,000 rows: batteries on shared scales, numbers and yes/no questions, of
which most continue with other names and other words. Ends with status 1 beyond 15 seconds.
"""

import sys
import time

import numpy as np
import pandas as pd

from phare.adopt.match import Side, match
from phare.config.adoption import read_adoption
from phare.contracts import ANY, CODEBOOK, RECORDS

LIMIT = 15.0
ROWS = 2_000
WORDS = """
confiance travail famille école santé logement région commune entreprise association police justice
presse hôpital transport culture sport environnement énergie sécurité emploi impôt retraite voisin
ami enfant revenu dépense vacances lecture musique cinéma jardin cuisine
""".split()  # noqa: SIM905 (thirty-four words in quotes are not easier to read)
SCALES = [
    ("tout à fait", "plutôt", "plutôt pas", "pas du tout"), ("non", "oui"),
    ("jamais", "parfois", "souvent", "toujours", "ne sait pas"), (),
]  # fmt: skip


def side(first: int, count: int, prefix: str, rng: np.random.Generator) -> Side:
    """Return `count` variables, the first of them number `first` of an endless questionnaire."""
    values, about = {}, []
    for at in range(first, first + count):
        words = np.random.default_rng(at).permutation(WORDS)[:5]
        stem = "Dans votre vie, quelle place pour" if at % 3 else "Êtes-vous d'accord avec"
        label, answers = f"{stem} {' '.join(words)} ?", SCALES[at % len(SCALES)]
        name = f"{prefix}{at}"
        values[name] = rng.integers(1, len(answers) + 1, ROWS) if answers else rng.poisson(30, ROWS)
        about += [
            ("large-2020", name, code, label, text, None, "number", None)
            for code, text in [(ANY, None), *((str(c), t) for c, t in enumerate(answers, 1))]
        ]
    records = pd.DataFrame(values).astype(float)
    records.insert(0, "wave", "large-2020")
    records.insert(1, "row", range(1, ROWS + 1))
    codebook = CODEBOOK.check(pd.DataFrame(about, columns=CODEBOOK.names), "large")
    return Side(RECORDS.check(records, "large"), codebook)


def main() -> None:
    old, new = (int(one) for one in sys.argv[1:3]) if len(sys.argv) > 2 else (600, 540)
    rng = np.random.default_rng(1)
    before, after = side(0, old, "A", rng), side(60, new, "Q", rng)
    began = time.perf_counter()
    found = match(before, after, read_adoption())
    taken = time.perf_counter() - began
    right = sum(
        line.old is not None and line.old.name[1:] == line.new.name[1:] for line in found.lines
    )
    print(
        f"{old} x {new} variables: {taken:.1f} s, {right} of {min(new, old - 60)} ancestors found"
    )
    if taken > LIMIT:
        sys.exit(1)


if __name__ == "__main__":
    main()
