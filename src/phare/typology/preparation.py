"""From answers to the table of terms: words, lemmas, expressions, vocabulary, what is set aside."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from phare.config.typologies import Preparation
from phare.contracts import refuse
from phare.typology.incidence import Incidence, IntArray, incidence, row_sums
from phare.typology.lexicon import Lexicon, lexicon
from phare.typology.tokens import said, segments
from phare.typology.units import joined

# An answer of this many different words, fewer than this share of them of the language, is in
# another.
_ENOUGH_WORDS = 6
_SHARE_KNOWN = 0.5

SET_ASIDE = ("empty", "other_language", "no_word", "no_term", "short")
"""Why an answer takes no part in the classification, the first that holds."""


@dataclass(frozen=True, eq=False)
class Corpus:
    """Answers as terms. n answers, m segments in the order of the answers, p terms.

    Parameters
    ----------
    answers : answer of each segment (m,)
    texts : of the segments (m)
    words : terms of each segment in the order of the text, repeated as they are, those
        outside the vocabulary included (m)
    read, spans : all words of each segment, and where in them each of its terms stands (m)
    vocabulary : terms (p), sorted
    counts : occurrences (m, p)
    set_aside : why an answer takes no part in the classification, one of SET_ASIDE, or empty (n)
    """

    answers: IntArray
    texts: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    read: tuple[tuple[str, ...], ...]
    spans: tuple[tuple[tuple[int, int], ...], ...]
    vocabulary: tuple[str, ...]
    counts: Incidence
    set_aside: tuple[str, ...]
    lexicon: Lexicon

    @property
    def presence(self) -> Incidence:
        return incidence(self.counts)

    @property
    def learning(self) -> IntArray:
        """The segments of answers that take part in the classification."""
        aside = np.array([bool(reason) for reason in self.set_aside], dtype=np.bool_)
        return np.flatnonzero(~aside[self.answers]).astype(np.int64)


def prepare(texts: Sequence[str | None], settings: Preparation) -> Corpus:
    """Return answers as terms.

    Parameters
    ----------
    texts : one per respondent, several answers to one question joined; None where nothing
        was said

    Raises
    ------
    PhareError : no answer has a word; most are in another language; no term is frequent enough
    """
    return _prepare(texts, settings, lexicon(settings), None)


def prepare_with(
    texts: Sequence[str | None],
    settings: Preparation,
    lists: Lexicon,
    vocabulary: tuple[str, ...],
) -> Corpus:
    """Return answers as the terms of a vocabulary that is given, such as a codebook's."""
    return _prepare(texts, settings, lists, vocabulary)


def _prepare(
    texts: Sequence[str | None],
    settings: Preparation,
    lists: Lexicon,
    given: tuple[str, ...] | None,
) -> Corpus:
    texts = said(texts)
    cut = [segments(text or "", settings.words_of_segment) for text in texts]
    parts = tuple(part for row in cut for part in row)
    owner = np.repeat(np.arange(len(cut)), [len(row) for row in cut])
    read = [lists.words(part) for part in parts]
    spanned = [_terms(words, lists, settings.least_letters) for words in read]
    found = [[term for term, _ in row] for row in spanned]
    foreign = _foreign(read, owner.tolist(), len(texts), lists)
    _check(
        texts,
        [row for row, i in zip(found, owner, strict=True) if not foreign[i]],
        foreign,
        settings,
    )
    vocabulary = _vocabulary(found, owner, foreign, settings) if given is None else given
    counts = counts_of(found, vocabulary)
    reasons = _set_aside(texts, found, owner, counts, foreign, settings)
    return Corpus(
        owner, parts, tuple(map(tuple, found)), tuple(map(tuple, read)),
        tuple(tuple(span for _, span in row) for row in spanned), vocabulary, counts, reasons, lists,
    )  # fmt: skip


def terms_of(text: str, lists: Lexicon, settings: Preparation) -> list[str]:
    """Return the terms of one text, in order, repeated as they are."""
    return [term for term, _ in _terms(lists.words(text), lists, settings.least_letters)]


def counts_of(terms: Sequence[Sequence[str]], vocabulary: Sequence[str]) -> Incidence:
    """Return occurrences (len(terms), len(vocabulary)); terms outside it are left out."""
    at = {term: number for number, term in enumerate(vocabulary)}
    rows = [i for i, row in enumerate(terms) for term in row if term in at]
    columns = [at[term] for row in terms for term in row if term in at]
    shape = (len(terms), len(vocabulary))
    found = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
    found.sum_duplicates()
    return found


def _terms(
    found: list[str], lists: Lexicon, least_letters: int
) -> list[tuple[str, tuple[int, int]]]:
    """Return the terms of words in order, with their place: expressions, other words by lemma."""
    lemmas = [lists.lemma(word) for word in found]
    terms, at = list[tuple[str, tuple[int, int]]](), 0
    while at < len(found):
        for sequence, expression in lists.expressions.get(lemmas[at], ()):
            if tuple(lemmas[at : at + len(sequence)]) == sequence:
                terms.append((expression, (at, at + len(sequence))))
                at += len(sequence)
                break
        else:
            word, lemma = found[at], lemmas[at]
            kept = word in lists.keep or lemma in lists.keep
            if kept or not (min(len(word), len(lemma)) < least_letters or lists.is_tool(word)):
                terms.append((lemma, (at, at + 1)))
            at += 1
    return terms


def _foreign(read: list[list[str]], owner: list[int], n: int, lists: Lexicon) -> list[bool]:
    """Return which of n answers are in another language, as far as their words say."""
    words: list[set[str]] = [set() for _ in range(n)]
    for number, row in zip(owner, read, strict=True):
        words[number].update(row)
    return [
        len(own) >= _ENOUGH_WORDS and sum(map(lists.knows, own)) < _SHARE_KNOWN * len(own)
        for own in words
    ]


def _vocabulary(
    found: list[list[str]], owner: IntArray, foreign: list[bool], settings: Preparation
) -> tuple[str, ...]:
    """Return the terms that enough answers have, sorted."""
    answers: dict[int, set[str]] = {}
    for number, row in zip(owner.tolist(), found, strict=True):
        if row and not foreign[number]:
            answers.setdefault(number, set()).update(row)
    frequency = Counter(term for terms in answers.values() for term in terms)
    least = max(settings.least_answers, math.ceil(settings.least_share * len(answers)))
    vocabulary = tuple(sorted(term for term, n in frequency.items() if n >= least))
    if not vocabulary:
        term, n = max(frequency.items(), key=lambda one: (one[1], one[0]))
        raise refuse(
            "open answers", f"no term in {least} answers or more (the most frequent, '{term}', in {n})",
            "terms that several answers share", "gather more answers, or lower least_answers",
        )  # fmt: skip
    return vocabulary


def _set_aside(
    texts: Sequence[str | None],
    found: list[list[str]],
    owner: IntArray,
    counts: Incidence,
    foreign: list[bool],
    settings: Preparation,
) -> tuple[str, ...]:
    """Return the reason of each answer that does not take part."""
    n = len(texts)
    terms = np.bincount(owner, [len(row) for row in found], minlength=n)
    forms = row_sums(joined(incidence(counts), owner, n))
    reasons = []
    for i, text in enumerate(texts):
        if not (text or "").strip():
            reasons.append("empty")
        elif foreign[i]:
            reasons.append("other_language")
        elif terms[i] == 0:
            reasons.append("no_word")
        elif forms[i] == 0:
            reasons.append("no_term")
        else:
            reasons.append("short" if forms[i] < settings.least_forms else "")
    return tuple(reasons)


def _check(
    texts: Sequence[str | None], found: list[list[str]], foreign: list[bool], settings: Preparation
) -> None:
    said = sum(1 for text in texts if (text or "").strip())
    if not said:
        raise refuse(
            "open answers", f"{len(texts)} answers, all empty", "answers with words",
            "name the variable that holds the open answers",
        )  # fmt: skip
    if sum(foreign) > said / 2:
        raise refuse(
            "open answers", f"{sum(foreign)} of {said} answers not in '{settings.language}'",
            "answers in the language of the settings", "set the language of the answers",
        )  # fmt: skip
    if not any(found):
        raise refuse(
            "open answers", f"{said} answers without any word but tool words, numbers and signs",
            "answers with words", "name the variable that holds the open answers",
        )  # fmt: skip
