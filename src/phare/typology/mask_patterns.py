"""What names, functions and addresses look like in French and English texts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from phare.config.base import read_yaml

_LISTS = Path(__file__).parent / "word_lists" / "masks.yaml"
_CAPITAL = "[A-ZÀ-ÖØ-ÞŒÆ]"
_NAME = rf"{_CAPITAL}(?:[\w'-]{{0,60}}\w|\.)?"

# Every repetition has a bound: a text may be megabytes without a space.
ADDRESSES = (
    ("email", re.compile(
        r"(?<![\w.+-])[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}", re.I)),
    ("link", re.compile(
        r"(?:https?://|www\.)[^\s,;)]{1,2000}|(?<![\w-])(?:[\w-]{1,63}\.){1,6}"
        r"(?:fr|com|org|net|eu|info|uk)(?!\w)(?:/[^\s,;)]{0,2000})?|(?<!\w)@\w{2,60}", re.I)),
    ("phone", re.compile(
        r"(?<![\w+])(?:0\d(?:[ .\-/]?\d\d){4}"
        r"|(?:\+|00)\d{1,3}[ .\-/]?(?:\(0\)[ .\-/]?)?\d(?:[ .\-/]?\d){7,11})(?!\w)")),
)  # fmt: skip


@cache
def _lists() -> dict[str, Any]:
    lists: dict[str, Any] = read_yaml(_LISTS, "phare/typology/word_lists/masks.yaml")
    return lists


def _any(words: Iterable[str]) -> str:
    """Return a pattern of one of some words, small or with a first capital, the longest first."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    either = (
        f"(?:{re.escape(word[0])}|{re.escape(word[0].upper())}){re.escape(word[1:])}"
        for word in ordered
    )
    return "(?:" + "|".join(either) + ")"


@cache
def _person() -> str:
    particles = "|".join(re.escape(one) for one in _lists()["particles"])
    return rf"{_NAME}(?:(?:\s|-)+(?:(?:{particles})\s*)*{_NAME}){{0,3}}"


@cache
def after_courtesy() -> re.Pattern[str]:
    courtesies = _any(_lists()["courtesies"])
    particles = "|".join(re.escape(one) for one in _lists()["particles"])
    # The courtesies are listed with and without their full stop.
    return re.compile(rf"((?<!\w){courtesies}\s+)(?:(?:{particles})\s*)*{_person()}")


@cache
def first_names() -> re.Pattern[str]:
    names = [name.capitalize() for name in _lists()["first_names"].split()]
    either = "|".join(
        sorted(
            map(re.escape, {*names, *(name.upper() for name in names)}),
            key=lambda one: (-len(one), one),
        )
    )
    particles = "|".join(re.escape(one) for one in _lists()["particles"])
    # A first name alone may be a word; with a name after it, it is a person.
    return re.compile(
        rf"(?<![\w-])(?:{either})(?:-(?:{either}))?(?:\s+(?:(?:{particles})\s*)*{_NAME})+(?!\w)"
    )


@cache
def after_place() -> re.Pattern[str]:
    small = r"(?:de|du|des|la|le|les|en|sur|sous|lès|lez|et|à|aux|l'|d')"
    more = rf"(?:[\s-]{{1,3}}(?:{small}[\s-]{{0,3}}){{0,3}}{_NAME}){{0,4}}"
    article = r"\s*(?:[Ll](?:a|e|es)\s|[Ll]')?"
    return re.compile(rf"((?<!\w){_any(_lists()['places'])}{article}){_NAME}{more}")


@cache
def titles() -> re.Pattern[str]:
    of = r"\s+(?:de l'|d'|à l'|du |de la |des |de |aux? |of the |of )[\w-]{1,60}(?!')"
    more = r"(?:\s+(?:du |de la |de l'|des |de |d'|et |of |the )[\w-]{1,60}){0,3}"
    return re.compile(rf"((?<![\w-]){_any(_lists()['titles'])}{of}){more}")
