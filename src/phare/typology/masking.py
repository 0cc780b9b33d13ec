"""Persons, places and addresses taken out of texts, and functions that few hold.

Masking errs on the side of too much. It is no anonymisation: what a text tells of its author
without a name is for the reviewer to see.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from simplemma import is_known

from phare.typology import mask_patterns as patterns
from phare.typology.tokens import said

MASKS = {
    "fr": {"email": "[courriel]", "link": "[lien]", "phone": "[téléphone]", "person": "[personne]",
           "place": "[commune]", "title": "[fonction]"},
    "en": {"email": "[email]", "link": "[link]", "phone": "[phone]", "person": "[person]",
           "place": "[municipality]", "title": "[function]"},
}  # fmt: skip
"""What stands in place of what was taken out, by language."""


@dataclass(frozen=True)
class Known:
    """Names that are known beforehand, such as those of the sampling frame.

    Parameters
    ----------
    places : names of municipalities
    persons : names of persons
    """

    places: frozenset[str] = field(default_factory=frozenset)
    persons: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Masked:
    """Texts with masks (n), None where there was none, and how many masks each has (n)."""

    texts: tuple[str | None, ...]
    masks: tuple[int, ...]


def mask(
    texts: Sequence[str | None], language: str, known: Known | None = None, least_titles: int = 10
) -> Masked:
    """Take out of texts what points at somebody.

    E-mail addresses, links, account names, telephone numbers; names after a courtesy or a
    first name, and known names of persons; known names of municipalities, and names after
    ``commune de`` and the like; functions with what they are of, where fewer than
    `least_titles` of the texts have them.

    A known name of one word that is also a common word is taken for a name only where it
    has a capital inside a sentence.
    """
    known, texts = known or Known(), said(texts)
    marks = MASKS[language]
    places, persons = _catalogue(known.places), _catalogue(known.persons)
    rare = _rare_titles(texts, least_titles)
    found = [
        None if text is None else _mask(text, marks, places, persons, rare, language)
        for text in texts
    ]
    counts = [
        0 if new is None else sum(new.count(mark) for mark in marks.values())
        - sum((old or "").count(mark) for mark in marks.values())
        for old, new in zip(texts, found, strict=True)
    ]  # fmt: skip
    return Masked(tuple(found), tuple(counts))


def _mask(
    text: str,
    marks: dict[str, str],
    places: dict[str, int],
    persons: dict[str, int],
    rare: frozenset[str],
    language: str,
) -> str:
    text = unicodedata.normalize("NFC", text).replace("’", "'")
    for name, pattern in patterns.ADDRESSES:
        text = pattern.sub(marks[name], text)
    text = patterns.titles().sub(
        lambda found: marks["title"] if _plain(found.group(1)) in rare else found.group(), text
    )
    text = patterns.after_place().sub(lambda found: found.group(1) + marks["place"], text)
    text = _catalogued(text, places, marks["place"], language)
    text = _catalogued(text, persons, marks["person"], language, sure_from=2)
    text = patterns.after_courtesy().sub(lambda found: found.group(1) + marks["person"], text)
    return patterns.first_names().sub(marks["person"], text)


def _plain(text: str) -> str:
    """Return small letters without accents, hyphens and apostrophes as spaces, ``st`` as ``saint``."""
    bare = "".join(
        one for one in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(one)
    )
    words = re.sub(r"[\s'’.-]+", " ", bare.replace("œ", "oe").replace("æ", "ae")).split()
    return " ".join({"st": "saint", "ste": "sainte"}.get(word, word) for word in words)


def _catalogue(names: Iterable[str]) -> dict[str, int]:
    """Return names as `_plain` has them, each with its number of words."""
    return {plain: plain.count(" ") + 1 for plain in map(_plain, names) if plain}


_TOKEN = re.compile(r"\w+")
# Words of so many letters are articles and the like.
_SMALL = 3
# What no name has inside.
_BETWEEN = re.compile(r"[^\w\s'.-]")


def _catalogued(
    text: str, names: dict[str, int], mark: str, language: str, sure_from: int = 99
) -> str:
    """Mask the longest known name from each word on.

    Names of `sure_from` words are names wherever they stand; others see ``_is_name``.
    """
    if not names:
        return text
    longest = max(names.values())
    tokens = list(_TOKEN.finditer(text))
    plain = [_plain(token.group()) for token in tokens]
    pieces, end, at = list[str](), 0, 0
    while at < len(tokens):
        size = next(
            (size for size in range(min(longest, len(tokens) - at), 0, -1)
             if " ".join(plain[at : at + size]) in names
             and (size >= sure_from or _is_name(text, tokens[at : at + size], language))),
            0,
        )  # fmt: skip
        if size:
            start, stop = tokens[at].start(), tokens[at + size - 1].end()
            if not _BETWEEN.search(text[start:stop]):
                pieces += [text[end:start], mark]
                end = stop
        at += max(size, 1)
    return "".join([*pieces, text[end:]])


def _is_name(text: str, tokens: list[re.Match[str]], language: str) -> bool:
    """Whether words that are a known name are one here.

    Words of which one is in no dictionary are. Common words are where one of them, small
    ones apart, has a capital that no beginning of a sentence gave it.
    """
    words = [token.group() for token in tokens]
    # A look back of so many signs is enough, whatever the length of the text.
    before = text[max(0, tokens[0].start() - 20) : tokens[0].start()]
    if before.endswith("[") or (len(words[0]) < 2 and len(words) == 1):  # a mask, a single letter
        return False
    if not all(is_known(word.lower(), lang=language) for word in words):
        return True
    before = before.rstrip(" '\"«(")
    opens = not before or before[-1] in ".?!:;\n•-"
    return any(
        word[0].isupper() and not word.isupper() and len(word) > _SMALL
        for word in (words[1:] if opens else words)
    )


def _rare_titles(texts: Sequence[str | None], least: int) -> frozenset[str]:
    """Return the functions, with what they are of, that fewer than `least` texts have."""
    counts: Counter[str] = Counter()
    for text in texts:
        spelled = unicodedata.normalize("NFC", text or "").replace("’", "'")
        counts.update({_plain(found.group(1)) for found in patterns.titles().finditer(spelled)})
    return frozenset(title for title, n in counts.items() if n < least)
