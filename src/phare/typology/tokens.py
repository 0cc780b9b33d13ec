"""Words of a text, and its segments."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable

import pandas as pd

from phare.contracts import refuse

# Apostrophes and hyphens as keyboards, phones and word processors have them.
_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼ′`´＇"), "'")
_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–﹣－"), "-")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), None)
_SPELLED = _APOSTROPHES | _HYPHENS | _INVISIBLE | {ord("œ"): "oe", ord("æ"): "ae", ord("_"): " "}

# What masking leaves in place of what it took out.
_MASK = re.compile(r"\[[^\[\]\s]{1,40}\]")
_WORD = re.compile(r"\w+(?:['-]\w+)*")
# Numbers, and numbers with a mark of rank or unit: 3, 2e, 1er, 20h30, 10km.
_NUMBER = re.compile(r"\d+(?:er|re|e|ème|eme|nd|nde|st|th|rd|h\d*|km|m)?")
_CLITICS = re.compile(
    r"(?:-t)?(?:-(?:je|tu|ils?|elles?|on|nous|vous|les?|la|lui|leurs?|moi|toi|y|en|ce|ci|là))+$"
)

# How good a place to cut is after a word, by the sign it ends with.
_ENDS = dict.fromkeys(".?!…", 6.0) | {":": 5.0, ";": 4.0, ",": 1.0}
_NO_END = 0.01
# The last segment may be longer than the others by this.
_LONGEST = 1.4


def said(texts: Iterable[object]) -> list[str | None]:
    """Return texts, None for every kind of missing value.

    Raises
    ------
    PhareError : something that is neither
    """
    found: list[str | None] = []
    for number, text in enumerate(texts):
        if isinstance(text, str):
            found.append(text)
        elif text is None or text is pd.NA or text != text:  # NaN is no other
            found.append(None)
        else:
            raise refuse(
                f"open answers: number {number + 1}", f"{text!r}", "a text", "give answers as text"
            )
    return found


def spelled(text: str) -> str:
    """Return a text in small letters, with one sort of apostrophe and hyphen, œ as oe, æ as ae."""
    return unicodedata.normalize("NFC", text).lower().translate(_SPELLED)


def words(text: str, whole: frozenset[str] = frozenset(), *, clitics: bool = False) -> list[str]:
    """Return the words of a text, in order; numbers, masks, signs and emoji are none.

    Parameters
    ----------
    whole : words with an apostrophe or a hyphen that are not divided
    clitics : cut pronouns off after a hyphen, as French has them: ``faut-il``, ``celle-ci``
    """
    found = []
    for match in _WORD.finditer(_MASK.sub(" ", spelled(text))):
        for piece in _pieces(match.group(), whole):
            word = piece
            if clitics and "-" in word and word not in whole:
                word = _CLITICS.sub("", word)
            if any(map(str.isalpha, word)) and not _NUMBER.fullmatch(word):
                found.append(word)
    return found


def _pieces(word: str, whole: frozenset[str]) -> list[str]:
    """Divide at apostrophes, but not inside a word that is whole: ``d'aujourd'hui``."""
    parts, found, at = word.split("'"), list[str](), 0
    while at < len(parts):
        pair = "'".join(parts[at : at + 2])
        together = pair in whole
        found.append(pair if together else parts[at])
        at += 2 if together else 1
    return found


def segments(text: str, size: int | None) -> list[str]:
    """Return a text cut into segments of about `size` words, near punctuation.

    While more than 1.4 sizes remain, the cut is made within the next 1.4 sizes, where the
    weight of the sign a word ends with, over 1 + its distance from `size`, is largest. A
    text that is not cut comes back as it is.
    """
    parts = text.split()
    if size is None or len(parts) <= _LONGEST * size:
        return [text]
    found, start, window = [], 0, math.floor(_LONGEST * size)
    while len(parts) - start > _LONGEST * size:
        scores = [
            _ENDS.get(parts[start + at][-1], _NO_END) / (abs(at + 1 - size) + 1)
            for at in range(window)
        ]
        cut = start + scores.index(max(scores)) + 1
        found.append(" ".join(parts[start:cut]))
        start = cut
    found.append(" ".join(parts[start:]))
    return found
