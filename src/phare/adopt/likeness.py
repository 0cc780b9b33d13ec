"""How alike two wordings are: one number for each pair of an old and a new variable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel
from scipy import sparse

from phare.adopt.asked import Asked
from phare.adopt.wording import name_words, question

Matrix = np.ndarray
_CUT = 0.8
"""What a label wholly contained in another is worth: cut headings, 'Q. + item'."""


def labels_alike(old: Sequence[Asked], new: Sequence[Asked]) -> Matrix:
    """Return (old, new) likeness of the questions, 1 where they are the same.

    The highest over the wordings known of a variable. Where a file has no labels, its names
    are read as labels too.
    """
    wordings = [[_label(one), *map(question, one.wordings)] for one in old]
    worded = [[_label(one), *map(question, one.wordings)] for one in new]
    alike = _highest(wordings, worded)
    names_old = [[name_words(one.name)] for one in old]
    names_new = [[name_words(one.name)] for one in new]
    bare = np.logical_or.outer(*([one.label is None for one in side] for side in (old, new)))
    if bare.any():
        alike = np.where(bare, np.maximum(alike, _highest(names_old, names_new)), alike)
    if _unlabelled(old) or _unlabelled(new):
        for left, right in ((names_old, names_new), (wordings, names_new), (names_old, worded)):
            alike = np.maximum(alike, _highest(left, right))
    return alike


def names_alike(old: Sequence[Asked], new: Sequence[Asked]) -> Matrix:
    """Return (old, new) likeness of the names, capitals apart."""
    left, right = ([one.name.casefold() for one in side] for side in (old, new))
    return np.asarray(process.cdist(left, right, scorer=Indel.normalized_similarity), float)


def _label(one: Asked) -> str:
    return question(one.label) if one.label else name_words(one.name)


def _unlabelled(side: Sequence[Asked]) -> bool:
    return 2 * sum(one.label is None for one in side) > len(side)


def _highest(left: list[list[str]], right: list[list[str]]) -> Matrix:
    """Return the highest likeness over the texts of each variable."""
    texts, others = (
        sorted({t for one in left for t in one}),
        sorted({t for one in right for t in one}),
    )
    alike = texts_alike(texts, others)
    at = {text: place for place, text in enumerate(texts)}
    other_at = {text: place for place, text in enumerate(others)}
    rows = np.array([alike[[at[t] for t in one]].max(axis=0) for one in left])
    return np.array([rows[:, [other_at[t] for t in one]].max(axis=1) for one in right]).T


def texts_alike(left: Sequence[str], right: Sequence[str]) -> Matrix:
    """Return the likeness of normal forms: letters, words, order of words, containment."""
    both = [*left, *right]
    letters = _cosine(left, right, both, _grams)
    words = _cosine(left, right, both, str.split)
    order = np.asarray(process.cdist(left, right, scorer=fuzz.token_sort_ratio), float) / 100
    alike = 0.5 * letters + 0.2 * words + 0.3 * order
    alike = np.maximum(alike, _CUT * _contained(left, right, both))
    same = np.array([[a == b for b in right] for a in left]) if len(left) * len(right) else False
    return np.where(same, 1.0, np.minimum(alike, 0.999))


def _grams(text: str) -> list[str]:
    """Return the runs of 3 and 4 letters inside words, their borders included."""
    padded = [f" {word} " for word in text.split()]
    return [word[at : at + n] for word in padded for n in (3, 4) for at in range(len(word) - n + 1)]


def _counts(
    texts: Sequence[str], both: Sequence[str], terms: Callable[[str], list[str]]
) -> tuple[sparse.csr_matrix, np.ndarray]:
    """Return (text, term) counts of `texts`, and the rarity of each term among `both`."""
    documents = Counter(term for text in both for term in set(terms(text)))
    places = {term: place for place, term in enumerate(documents)}
    rows, columns, values = [], [], []
    for row, text in enumerate(texts):
        for term, count in Counter(terms(text)).items():
            rows.append(row)
            columns.append(places[term])
            values.append(float(count))
    rarity = np.log((1 + len(both)) / (1 + np.array(list(documents.values())))) + 0.05
    shape = (len(texts), len(places))
    return sparse.csr_matrix((values, (rows, columns)), shape=shape), rarity


def _cosine(
    left: Sequence[str],
    right: Sequence[str],
    both: Sequence[str],
    terms: Callable[[str], list[str]],
) -> Matrix:
    first, second = (_unit(*_counts(side, both, terms)) for side in (left, right))
    return np.asarray((first @ second.T).todense())


def _unit(counts: sparse.csr_matrix, rarity: np.ndarray) -> sparse.csr_matrix:
    weighted = counts.multiply(rarity).tocsr()
    length = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    return sparse.csr_matrix(sparse.diags(1 / np.where(length > 0, length, 1)) @ weighted)


def _contained(left: Sequence[str], right: Sequence[str], both: Sequence[str]) -> Matrix:
    """Return the rarity of the stems two texts share, over that of the poorer text."""

    def terms(text: str) -> list[str]:
        return sorted({word[:6] for word in text.split() if len(word) > 2})

    first, rarity = _counts(left, both, terms)
    second, _ = _counts(right, both, terms)
    shared = np.asarray((first.multiply(rarity).tocsr() @ second.T).todense())
    total = np.minimum.outer(first @ rarity, second @ rarity)
    return np.where(total > 0, shared / np.where(total > 0, total, 1), 0.0)
