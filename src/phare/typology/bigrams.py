"""Terms that follow each other: the expressions that a class uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from phare.typology.incidence import Incidence, incidence
from phare.typology.preparation import counts_of


def bigrams(words: Sequence[Sequence[str]], least: int = 4) -> tuple[tuple[str, ...], Incidence]:
    """Return pairs of neighbouring terms, and presence (units, pairs).

    Tool words stand out of the way: ``égalité des chances`` is ``égalité chance``.

    Parameters
    ----------
    words : terms of each unit, in order
    least : units that a pair stands in at least
    """
    pairs = [[f"{a} {b}" for a, b in pairwise(row) if a != b] for row in words]
    frequency = Counter(pair for row in pairs for pair in set(row))
    known = tuple(sorted(pair for pair, n in frequency.items() if n >= least))
    return known, incidence(counts_of(pairs, known))
