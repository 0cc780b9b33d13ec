"""The frozen codebook of a typology: everything a later wave is projected with."""

from __future__ import annotations

import hashlib
import json

import numpy as np
from pydantic import ValidationError, model_validator

import phare
from phare.config.base import Model, Name, problems_of
from phare.config.typologies import Preparation, ProfileName, ProfileNames
from phare.contracts import refuse
from phare.errors import PhareError, Problems
from phare.typology.incidence import BoolArray, FloatArray, IntArray
from phare.typology.lexicon import Lexicon, lexicon


class Profile(Model):
    """One class.

    number : from 1, the largest class first
    name : none until it was reviewed, or where the class is too small for one
    terms : those it has most more of
    answers : learnt from; sensitivity : share of them that a codebook without them puts here;
    precision : share of what it puts here that is of the class; both None where nothing is
    """

    number: int
    answers: int
    nameable: bool
    terms: tuple[str, ...]
    sensitivity: float | None
    precision: float | None
    name: ProfileName | None = None


class Codebook(Model):
    """A typology, frozen.

    counts : answers of each class that have each term (p lists of k)
    threshold : posterior from which an answer is classified
    intercept, slope : log odds that an answer is in its own class, by the log odds of its posterior
    held_out : answers by their class, and by where a codebook without them puts them, the last
        column for nowhere (k lists of k + 1)
    unclassified, unknown_words, certainty : of the answers of the wave, those learnt from held
        out, the share without a class, the share of occurrences outside the vocabulary, and
        the mean of the largest posterior: what a later wave is compared with
    """

    typology: Name
    version: str
    software: str
    wave: str
    seed: int
    preparation: Preparation
    word_lists: str
    word_lists_sha256: str
    vocabulary: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    threshold: float
    intercept: float
    slope: float
    held_out: tuple[tuple[int, ...], ...]
    unclassified: float
    unknown_words: float
    certainty: float
    profiles: tuple[Profile, ...]

    @model_validator(mode="after")
    def _shapes(self) -> Codebook:
        k = len(self.profiles)
        if len(self.counts) != len(self.vocabulary) or {len(row) for row in self.counts} != {k}:
            raise ValueError("counts: a row per term of the vocabulary, a count per profile")
        if [one.number for one in self.profiles] != list(range(1, k + 1)):
            raise ValueError("profiles: numbered from 1 in their order")
        if len(self.held_out) != k or any(len(row) != k + 1 for row in self.held_out):
            raise ValueError("held_out: a row per profile, a column per profile and one for none")
        return self

    @property
    def k(self) -> int:
        return len(self.profiles)

    def table(self) -> FloatArray:
        """Return the counts (p, k)."""
        return np.array(self.counts, dtype=np.float64)

    def lists(self) -> Lexicon:
        """Return the word lists the codebook was made with.

        Raises
        ------
        PhareError : the installed lists are others than those it was made with
        """
        lists = lexicon(self.preparation.model_copy(update={"word_lists": self.word_lists}))
        if lists.digest != self.word_lists_sha256:
            raise refuse(
                f"typology {self.typology}: word lists {self.word_lists}",
                f"sha256 {lists.digest[:12]}", f"{self.word_lists_sha256[:12]}, as in the codebook",
                "install the phare that made it; lists that change take a new version",
            )  # fmt: skip
        return lists

    def text(self) -> str:
        """Return the codebook as JSON, the same bytes for the same codebook."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"

    @property
    def digest(self) -> str:
        """sha256 of what projects answers: names and definitions may be corrected later."""
        bare = self.model_dump(mode="json", exclude={"profiles": {"__all__": {"name"}}})
        return hashlib.sha256(json.dumps(bare, sort_keys=True).encode()).hexdigest()

    def label(self, number: int, language: str) -> str:
        """Return the name of a profile, or its number where it has none."""
        name = self.profiles[number - 1].name
        return name.label[language] if name else str(number)

    def named(self, reviewed: ProfileNames) -> Codebook:
        """Return the codebook with the names of a reviewer.

        Raises
        ------
        PhareError : names of another codebook; a name for a class that does not exist, or is
            too small for one; a class that could have one left out
        """
        where = f"names of typology {self.typology}"
        if reviewed.codebook != self.digest:
            raise refuse(
                where, f"codebook {reviewed.codebook[:12]}", f"{self.digest[:12]}",
                "look at the classes again: those that were named are others",
            )  # fmt: skip
        names, found = reviewed.names, Problems()
        for profile in self.profiles:
            place, has = f"{where}: class {profile.number}", profile.number in names
            if profile.nameable and not has:
                found.add(place, "no name", "one for each class that may have one", "name it")
            elif has and not profile.nameable:
                found.add(place, "a name", "none: the class is too small", "take it out")
        for number in sorted(set(names) - {profile.number for profile in self.profiles}):
            found.add(f"{where}: class {number}", "a name", f"classes 1 to {self.k}", "take it out")
        found.raise_if_any()
        profiles = tuple(
            one.model_copy(update={"name": names.get(one.number)}) for one in self.profiles
        )
        return self.model_copy(update={"profiles": profiles})


def read_codebook(text: str, shown: str) -> Codebook:
    """Return the codebook of a JSON text; `shown` is its file in messages."""
    try:
        return Codebook.model_validate_json(text)
    except ValidationError as error:
        raise PhareError(*problems_of(error, Codebook, shown)) from None


def profiles_of(
    sizes: IntArray, may_be_named: BoolArray, terms: list[list[str]], held_out: FloatArray
) -> tuple[Profile, ...]:
    """Return the profiles of k classes from their held-out table (k, k + 1)."""
    k = len(sizes)
    correct, of_class, put_here = np.diag(held_out[:, :k]), held_out.sum(1), held_out[:, :k].sum(0)
    return tuple(
        Profile(
            number=i + 1, answers=int(sizes[i]), nameable=bool(may_be_named[i]),
            terms=tuple(terms[i]),
            sensitivity=float(correct[i] / of_class[i]) if of_class[i] else None,
            precision=float(correct[i] / put_here[i]) if put_here[i] else None,
        )
        for i in range(k)
    )  # fmt: skip


def software() -> str:
    return f"phare {phare.__version__}"
