"""Which terms of a class stand together: the tree of its strongest co-occurrences."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from phare.typology.incidence import Incidence, IntArray


class Tie(NamedTuple):
    """Two terms, by number, and the units they are both in."""

    first: int
    second: int
    n: int


def cooccurrences(presence: Incidence, terms: IntArray) -> IntArray:
    """Return the units that two terms are both in (m, m); on the diagonal, those of each."""
    own = presence[:, terms]
    return np.asarray((own.T @ own).toarray(), dtype=np.int64)


def similarity_tree(presence: Incidence, terms: IntArray) -> list[Tie]:
    """Return the maximum spanning tree of the co-occurrences of some terms, or forest.

    The strongest tie first, of equals the one of the first terms: ties are taken as long as
    they close no circle (Kruskal). Terms that never meet are not tied.
    """
    counts = cooccurrences(presence, terms)
    first, second = np.triu_indices(len(terms), 1)
    n = counts[first, second]
    order = np.lexsort((second, first, -n))
    root = list(range(len(terms)))

    def root_of(term: int) -> int:
        while root[term] != term:
            root[term] = root[root[term]]
            term = root[term]
        return term

    found = []
    for at in order[n[order] > 0].tolist():
        a, b = root_of(int(first[at])), root_of(int(second[at]))
        if a != b:
            root[b] = a
            found.append(Tie(int(terms[first[at]]), int(terms[second[at]]), int(n[at])))
    return found
