"""Whether a typology still describes a new wave, and what a revision does to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from phare.config.typologies import Classification
from phare.typology.codebook import Codebook
from phare.typology.incidence import FloatArray, IntArray
from phare.typology.keyness import class_table
from phare.typology.preparation import Corpus
from phare.typology.tree import reinert


@dataclass(frozen=True, eq=False)
class Shadow:
    """A wave's own classification, matched to the classes of a codebook.

    Parameters
    ----------
    match : class of the wave for each of the codebook (k,); below 0 where it made fewer
    cosine : of the two (k,); -1 where there is no match
    classes : the wave's own classes of the answers learnt from
    """

    match: IntArray
    cosine: FloatArray
    classes: IntArray


def shadow(codebook: Codebook, corpus: Corpus, settings: Classification) -> Shadow:
    """Classify a wave on its own and match its classes to the codebook's.

    `corpus` is the wave prepared anew, with a vocabulary of its own. Classes are matched so
    that the cosines of their profiles add up to most (Hungarian method). A profile is how far
    a class is from its expected use of each term, in standard errors: raw counts of two
    classes are alike by the words that everybody uses.
    """
    own = corpus.presence[corpus.learning]
    tree = reinert(own, settings.model_copy(update={"k": codebook.k}))
    k = codebook.k
    if tree.most < 2:
        return Shadow(np.full(k, -1), np.full(k, -1.0), np.full(own.shape[0], -1))
    classes = tree.classes(tree.most)
    counts = class_table(own, classes, tree.most).T
    first, second = aligned(codebook.vocabulary, codebook.table(), corpus.vocabulary, counts)
    cosine = cosines(deviations(first), deviations(second))
    rows, columns = linear_sum_assignment(-cosine)
    match, best = np.full(k, -1), np.full(k, -1.0)
    match[rows], best[rows] = columns, cosine[rows, columns]
    return Shadow(match.astype(np.int64), best, classes)


def aligned(
    first: Sequence[str], counts: FloatArray, second: Sequence[str], others: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return two term x class tables over the terms of both."""
    terms = sorted({*first, *second})
    at = {term: number for number, term in enumerate(terms)}
    one, other = np.zeros((len(terms), counts.shape[1])), np.zeros((len(terms), others.shape[1]))
    one[[at[term] for term in first]] = counts
    other[[at[term] for term in second]] = others
    return one, other


def deviations(counts: FloatArray) -> FloatArray:
    """Return (n - e) / sqrt(e) of a term x class table; 0 for terms that do not occur."""
    expected = np.outer(counts.sum(1), counts.sum(0)) / counts.sum()
    root = np.sqrt(np.where(expected > 0, expected, 1.0))
    return np.asarray((counts - expected) / root)


def cosines(first: FloatArray, second: FloatArray) -> FloatArray:
    """Return the cosine of each column of one table with each of another."""
    lengths = np.outer(np.linalg.norm(first, axis=0), np.linalg.norm(second, axis=0))
    return np.asarray((first.T @ second) / np.where(lengths > 0, lengths, 1.0))


def bridge(old: IntArray, new: IntArray, old_k: int, new_k: int) -> FloatArray:
    """Return respondents by old and new profile (old_k + 1, new_k + 1), the last for none."""
    table = np.zeros((old_k + 1, new_k + 1))
    np.add.at(table, (np.where(old >= 0, old, old_k), np.where(new >= 0, new, new_k)), 1)
    return table
