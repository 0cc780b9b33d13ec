"""The answers of a wave, classified: from texts to a class for each answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from phare.config.typologies import Typology
from phare.contracts import refuse
from phare.typology.incidence import FloatArray, Incidence, IntArray
from phare.typology.keyness import Keyness, class_table, keyness
from phare.typology.preparation import Corpus, prepare
from phare.typology.respondents import by_answer, of_answers
from phare.typology.tree import Tree, reinert
from phare.typology.units import joined, units_of_segments


@dataclass(frozen=True, eq=False)
class Units:
    """What is classified: presence (n, p), terms in order (n), the answer of each (n,)."""

    presence: Incidence
    words: tuple[tuple[str, ...], ...]
    owners: IntArray


@dataclass(frozen=True, eq=False)
class Classified:
    """A classification of answers into `k` classes, and into fewer and more.

    Parameters
    ----------
    tree : of the units
    presence : terms of each answer (answers, p)
    levels : class of each answer among 2, 3, ... classes, UNCLASSIFIED where it has none
    """

    corpus: Corpus
    units: Units
    tree: Tree
    presence: Incidence
    levels: tuple[IntArray, ...]
    k: int

    @property
    def classes(self) -> IntArray:
        """The class of each answer among k (answers,)."""
        return self.levels[self.k - 2]

    @property
    def known(self) -> IntArray:
        """The answers that have a class."""
        return np.flatnonzero(self.classes >= 0).astype(np.int64)

    @cached_property
    def counts(self) -> FloatArray:
        """Answers of each class that have each term (p, k)."""
        return class_table(self.presence[self.known], self.classes[self.known], self.k).T

    @cached_property
    def keyness(self) -> Keyness:
        """Of the terms, by answers."""
        return keyness(self.presence, self.classes, self.k)


def classify(texts: Sequence[str | None], settings: Typology) -> Classified:
    """Classify texts, one per respondent.

    Raises
    ------
    PhareError : texts that cannot be classified into ``settings.profiles`` classes
    """
    corpus = prepare(texts, settings.preparation)
    units = units_of(corpus, settings.unit_forms)
    tree = _grown(units, settings)
    n = len(corpus.set_aside)
    levels = [of_answers(tree.classes(k), units.owners, n, k) for k in range(2, tree.most + 1)]
    return Classified(corpus, units, tree, by_answer(corpus), tuple(levels), settings.profiles)


def units_of(corpus: Corpus, least_forms: int) -> Units:
    """Return the units of the answers that take part: segments, joined up to `least_forms`."""
    learning = corpus.learning
    presence, owners = corpus.presence[learning], corpus.answers[learning]
    words = [corpus.words[i] for i in learning.tolist()]
    if not least_forms:
        return Units(presence, tuple(words), owners)
    unit = units_of_segments(presence, owners, least_forms)
    together: list[list[str]] = [[] for _ in range(int(unit.max(initial=-1)) + 1)]
    for number, row in zip(unit.tolist(), words, strict=True):
        together[number] += row
    first = np.unique(unit, return_index=True)[1]
    return Units(joined(presence, unit), tuple(map(tuple, together)), owners[first])


def _grown(units: Units, settings: Typology) -> Tree:
    n, k = len(np.unique(units.owners)), settings.profiles
    if n < max(k, settings.classification.least_units):
        raise refuse(
            "open answers", f"{n} answers with enough terms to classify", f"many more than {k}, the "
            f"classes asked for, and {settings.classification.least_units} at the very least",
            "gather more answers, or lower least_forms",
        )  # fmt: skip
    tree = reinert(units.presence, settings.classification)
    if tree.most < k:
        raise refuse(
            "open answers", f"{tree.most} classes ({tree.stopped})" if tree.most > 1
            else f"no split ({tree.stopped})", f"{k} classes", "ask for fewer profiles",
        )  # fmt: skip
    return tree
