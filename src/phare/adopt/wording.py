"""Words of questions and answers, in the form in which they are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from phare.config.adoption import Words

_NUMBER = re.compile(
    r"^\s*(?:question\s*)?(?:[a-z]{0,3}\d+[a-z]?(?:[._]\d+)*)\s*[.):\-–]+\s*", re.I
)
_FEMININE = re.compile(
    r"\((?:e|ne|le|se|ve|te|trice|ère|euse)s?\)|[/·•](?:e|ne|le|se|ve|te)s?\b", re.I
)
_STEM = 6


@lru_cache(maxsize=50_000)
def normal(text: str) -> str:
    """Return small letters without accents, and digits; anything else is one blank."""
    letters = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe"))
    plain = "".join(one for one in letters.casefold() if not unicodedata.combining(one))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain).split())


@lru_cache(maxsize=50_000)
def question(text: str) -> str:
    """Return the normal form of a question without its number ('Q4.2 - ')."""
    return normal(_NUMBER.sub("", text)) or normal(text)


@lru_cache(maxsize=50_000)
def answer(text: str) -> str:
    """Return the normal form of an answer without its feminine endings ('(e)', '/ne')."""
    return normal(_FEMININE.sub("", text)) or text.strip().casefold()


def stems(text: str) -> frozenset[str]:
    """Return the first letters of each word of a normal form."""
    return frozenset(word[:_STEM] for word in text.split())


def name_words(name: str) -> str:
    """Return the normal form of a name: q4_trust, Q4.Trust and q4Trust are alike."""
    return normal(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name))


def missing_kind(label: str | None, words: Words) -> str | None:
    """Return the kind of missing answer that a label tells, None where it is an answer."""
    if label is None:
        return None
    said = normal(label)
    parts = [part.strip() for part in re.split(r"\b(?:ou|or)\b", said)]
    parts += [normal(part) for part in re.split(r"[/,;()]", label)] if "/" in label else []
    for kind, phrases in words.missing.items():
        if said in phrases:
            return kind
    known = {phrase: kind for kind, phrases in words.missing.items() for phrase in phrases}
    return known[parts[0]] if all(part in known for part in parts) else None


def yes_or_no(label: str | None, words: Words) -> str | None:
    """Return 'yes' or 'no' where a label says nothing else."""
    said = normal(label) if label is not None else ""
    return "yes" if said in words.yes else "no" if said in words.no else None


def distinctive(labels: Iterable[str]) -> list[str]:
    """Return normal forms of answers without the words that most of them share ('zone ...')."""
    forms = [answer(label) for label in labels]
    if len(forms) < 3:
        return forms
    sets = [{_singular(word) for word in form.split()} for form in forms]
    shared = {
        word for one in sets for word in one if 2 * sum(word in other for other in sets) > len(sets)
    }
    kept = [" ".join(w for w in form.split() if _singular(w) not in shared) for form in forms]
    return [short or form for short, form in zip(kept, forms, strict=True)]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def role_of(name: str, label: str | None, words: Words) -> str | None:
    """Return what a variable is for, where its name or the start of its label says it."""
    named = {word.rstrip("0123456789") for word in name_words(name).split()}
    said = f" {question(label)} " if label else " "
    for role, known in words.roles.items():
        if named & set(known) or any(f" {word} " in said for word in known):
            return role
    return None
