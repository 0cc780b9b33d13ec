"""How terms and pairs of terms stand in the texts: what a reader is shown of a lemma."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

from phare.typology.preparation import Corpus

# French words that lose their vowel, and what English has after an apostrophe.
_BEFORE = frozenset(
    ["l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"]
)
_AFTER = frozenset(["s", "t", "re", "ve", "ll", "d", "m"])
_LONGEST = 8
"""A pair further apart than so many words is shown by its lemmas."""


def shown_forms(corpus: Corpus, segments: Iterable[int]) -> dict[str, str]:
    """Return the most frequent form of each term, and of each pair of neighbouring terms.

    Of equally frequent forms the shortest, then the first of the alphabet.
    """
    language = corpus.lexicon.language
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for number in segments:
        words, read, spans = corpus.words[number], corpus.read[number], corpus.spans[number]
        for term, (start, end) in zip(words, spans, strict=True):
            forms[term][spoken(read[start:end], language)] += 1
        for (first, one), (second, other) in pairwise(zip(words, spans, strict=True)):
            if first != second and other[1] - one[0] <= _LONGEST:
                forms[f"{first} {second}"][spoken(read[one[0] : other[1]], language)] += 1
    return {
        name: min(counts, key=lambda form: (-counts[form], len(form), form))
        for name, counts in forms.items()
    }


def spoken(words: Iterable[str], language: str) -> str:
    """Return words as a text, with the apostrophes they were divided at."""
    found = ""
    for word in words:
        last = found.rsplit(" ", 1)[-1]
        if (language == "fr" and last in _BEFORE) or (
            language == "en" and found and word in _AFTER
        ):
            found += f"'{word}"
        else:
            found += f" {word}" if found else word
    return found
