"""Banner books: every question across a banner of domains, with significance letters."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from phare.config.base import Model, Name, Text
from phare.config.items import EVERY, Names, Notes, WaveNames
from phare.errors import Problems, nearest

if TYPE_CHECKING:
    from phare.config.study import Study

COMPARABLE = "comparable"
"""Written in place of a list: every indicator that may be compared between actors."""

Level = Annotated[float, Field(gt=0, lt=0.5)]
Levels = Annotated[
    tuple[Level, Level], BeforeValidator(lambda v: tuple(v) if isinstance(v, list) else v)
]


class LetterRules(Model):
    """When a column of a book bears the letter of another that it is above.

    levels: of the tests, the looser first; a small letter says the first, a capital the
    second. adjustment: for the number of pairs of levels of one category in one domain.
    """

    levels: Levels = (0.05, 0.01)
    adjustment: Literal["none", "holm", "benjamini-hochberg"] = "holm"

    @model_validator(mode="after")
    def _falling(self) -> LetterRules:
        if self.levels[0] <= self.levels[1]:
            raise ValueError("two levels, the looser first, such as [0.05, 0.01]")
        return self


class BookSpec(Model):
    """One book: a sheet per question, the levels of `banner` side by side after the total.

    `indicators: comparable` takes those that may be compared between actors. `waves`: those
    that have one of the indicators; several stand side by side. `each: wave` makes one book
    per wave, named `<book>.<wave>`. Domains that a wave does not have are left out of its.
    """

    title: Text
    banner: Names = ()
    indicators: Names = (EVERY,)
    waves: WaveNames = ()
    notes: Notes = ()
    each: Literal["wave"] | None = None


class Books(Model):
    """config/books.yaml."""

    letters: LetterRules = LetterRules()
    books: dict[Name, BookSpec] = {}

    def crosscheck(self, study: Study, problems: Problems) -> None:
        """Add to `problems` every name that no other file declares."""
        for name, spec in self.books.items():
            where = f"config/books.yaml: {name}"
            _known(problems, f"{where}.banner", spec.banner, study.domains.domains,
                   "a domain of config/domains.yaml")  # fmt: skip
            _known(problems, f"{where}.waves", spec.waves, study.cards, "a wave with a card")
            named = [one for one in spec.indicators if one not in (EVERY, COMPARABLE)]
            _known(problems, f"{where}.indicators", named, study.indicators.indicators,
                   "an indicator of config/indicators.yaml")  # fmt: skip
            if not book_waves(study, spec):
                problems.add(
                    f"{where}.indicators", "indicators that none of its waves has",
                    "one that a wave has", "name others, or remove the book",
                )  # fmt: skip


def _known(
    problems: Problems, where: str, words: Collection[str], known: Collection[str], what: str
) -> None:
    for word in words:
        if word not in known:
            problems.add(where, f"'{word}'", what, nearest(word, known))


def book_waves(study: Study, spec: BookSpec) -> tuple[str, ...]:
    """Return the waves of a book, in the order of the study."""
    return tuple(
        wave
        for wave in study.cards
        if (wave in spec.waves or not spec.waves) and book_indicators(study, spec, (wave,))
    )


def book_indicators(study: Study, spec: BookSpec, waves: Collection[str]) -> list[str]:
    """Return the indicators that a book shows of some waves, in declared order."""
    had = {name for wave in waves for name in study.indicators_of(wave)}
    return [
        name
        for name, one in study.indicators.indicators.items()
        if name in had
        and (
            EVERY in spec.indicators
            or name in spec.indicators
            or (COMPARABLE in spec.indicators and "actors" in one.comparable)
        )
    ]


def banner_of(study: Study, spec: BookSpec, wave: str) -> tuple[str, ...]:
    """Return the domains of a book's banner that a wave has, in the order of the banner."""
    had = study.domains_of(wave)
    return tuple(name for name in spec.banner if name in had)
