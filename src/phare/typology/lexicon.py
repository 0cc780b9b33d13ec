"""The word lists of a language: tool words, lemmas and expressions, with their digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from simplemma import is_known, lemmatize

from phare.config.base import read_yaml
from phare.config.typologies import Preparation
from phare.contracts import refuse
from phare.typology.tokens import spelled, words

_LISTS = Path(__file__).parent / "word_lists"
_REMEMBERED = 200_000


@dataclass(frozen=True, eq=False)
class Lexicon:
    """What the words of a language become.

    Parameters
    ----------
    version : of the packaged lists, such as ``fr-1``
    digest : sha256 of everything below, whatever came from the lists and what from settings
    tool_words : forms and lemmas that are no term
    lemmas : form to lemma, before any dictionary
    whole : words that are not divided at apostrophes and hyphens
    expressions : sequences of lemmas, by their first, to the term they are together
    keep : words that are terms whatever the lists and their length say
    """

    language: str
    version: str
    digest: str
    tool_words: frozenset[str]
    lemmas: dict[str, str]
    whole: frozenset[str]
    expressions: dict[str, list[tuple[tuple[str, ...], str]]]
    keep: frozenset[str]

    def words(self, text: str) -> list[str]:
        """Return the words of a text, in order, tool words included."""
        return words(text, self.whole, clitics=self.language == "fr")

    def lemma(self, word: str) -> str:
        """Return the lemma of a word as ``spelled`` has it."""
        return self.lemmas.get(word) or _dictionary_lemma(word, self.language)

    def is_tool(self, word: str) -> bool:
        if word in self.keep:
            return False
        return word in self.tool_words or self.lemma(word) in self.tool_words

    def knows(self, word: str) -> bool:
        """Whether a word is of this language, as far as lists and dictionary go."""
        return word in self.tool_words or word in self.lemmas or _is_known(word, self.language)


def lexicon(settings: Preparation) -> Lexicon:
    """Return the packaged lists with what the settings add.

    The words of the question are tool words; an expression of the settings has them all the same.

    Raises
    ------
    PhareError : the settings name another version of the lists than is installed
    """
    lists = _packaged(settings.language)
    if settings.word_lists not in (None, lists["version"]):
        raise refuse(
            "typology: word_lists", f"'{settings.word_lists}'", f"'{lists['version']}', installed",
            "install the phare that has it, or name the new version and look at the profiles again",
        )  # fmt: skip
    whole = frozenset(map(spelled, [*lists["with_apostrophe"], *lists["with_hyphen"]]))
    own = {spelled(form): spelled(lemma) for form, lemma in settings.lemmas.items()}
    lemmas = {spelled(form): spelled(lemma) for form, lemma in lists["lemmas"].items()} | own
    bare = Lexicon(
        settings.language, lists["version"], "", frozenset(), lemmas, whole, {}, frozenset()
    )
    tool = {spelled(word) for row in lists["tool_words"].values() for word in row.split()}
    tool |= set(map(spelled, settings.leave_out))
    for word in bare.words(settings.question):
        tool |= {word, bare.lemma(word)}
    keep = frozenset(map(spelled, settings.keep))
    expressions = _by_first(bare, [*lists["expressions"], *settings.expressions])
    content = json.dumps(
        [sorted(tool - keep), sorted(lemmas.items()), sorted(whole), sorted(expressions.items()),
         sorted(keep)],
        ensure_ascii=False,
    )  # fmt: skip
    digest = hashlib.sha256(content.encode()).hexdigest()
    return Lexicon(
        settings.language, lists["version"], digest, frozenset(tool - keep), lemmas, whole,
        expressions, keep,
    )  # fmt: skip


def _by_first(
    bare: Lexicon, expressions: Iterable[str]
) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Return expressions by their first lemma, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for expression in dict.fromkeys(map(spelled, expressions)):
        lemmas = tuple(bare.lemma(word) for word in bare.words(expression))
        if len(lemmas) > 1:
            found.setdefault(lemmas[0], []).append((lemmas, expression))
    return {first: sorted(rest, key=lambda one: -len(one[0])) for first, rest in found.items()}


@cache
def _packaged(language: str) -> dict[str, Any]:
    name = f"{language}.yaml"
    lists: dict[str, Any] = read_yaml(_LISTS / name, f"phare/typology/word_lists/{name}")
    return lists


@lru_cache(_REMEMBERED)
def _is_known(word: str, language: str) -> bool:
    return is_known(word, lang=language) or is_known(_with_ligature(word), lang=language)


@lru_cache(_REMEMBERED)
def _dictionary_lemma(word: str, language: str) -> str:
    # The dictionary has œuvre where texts are spelled oeuvre here.
    ligature = _with_ligature(word)
    known = ligature if ligature != word and is_known(ligature, lang=language) else word
    return spelled(lemmatize(known, lang=language))


def _with_ligature(word: str) -> str:
    return word.replace("oe", "œ")
