"""What a card says of its own adoption: what a machine proposed, who confirmed it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from phare.config.base import Codes, Model
from phare.errors import Problem

UNWRITTEN = "???"
"""Stands where only a person knows."""


class Confirmation(Model):
    """Who confirmed a line, and when (2026-11-23)."""

    by: str = Field(min_length=1)
    on: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")


def _no(value: object) -> object:
    return "no" if value is False else value


Confirmed = Annotated[Literal["no"] | Confirmation, BeforeValidator(_no)]

Relation = Literal[
    "same", "recoded", "reworded", "reversed", "merged", "split", "classed", "derived", "multiple",
    "dropped", "other",
]  # fmt: skip


class Score(Model):
    """Why a line was proposed: its score, its lead over the next, and parts of the score."""

    verdict: Literal["sure", "look", "choose"]
    total: float
    lead: float
    parts: dict[str, float] = {}


class Candidate(Model):
    """Another variable of the earlier wave that the column might continue."""

    source: str
    total: float


class Adopted(Model):
    """From which delivery, beside which wave, a card was proposed."""

    sha256: str
    like: str


class SeveralAnswers(Model):
    """Columns that together hold several answers: one cell with a separator, or mentions.

    They give a column `<name>=<code>` for each code that the crosswalk reads, 1 where the code
    was given and 0 where not. empty: what a line without any code says. not_used: codes that no
    study variable reads.
    """

    columns: tuple[str, ...] = Field(min_length=1)
    separator: str | None = Field(default=None, min_length=1, max_length=1)
    empty: Literal["none", "missing"]
    not_used: Codes = ()
    confirmed: Confirmed | None = None


class Dropped(Model):
    """A study variable of the earlier wave that this one cannot give."""

    relation: Relation = "dropped"
    why: str | None = None
    source: str | None = None
    confirmed: Confirmed | None = None


def to_write(content: Any, place: str = "") -> Iterator[str]:
    """Give the places where something is still to be typed."""
    if isinstance(content, dict):
        for key, value in content.items():
            inner = f"{place}.{key}" if place else str(key)
            if key == UNWRITTEN:
                yield place
            else:
                yield from to_write(value, inner)
    elif isinstance(content, list):
        for value in content:
            yield from to_write(value, place)
    elif content == UNWRITTEN:
        yield place


def unconfirmed(content: Any) -> list[str]:
    """Return the names of the lines of a card that nobody confirmed."""
    sections = ("several", "crosswalk", "dropped")
    found = []
    for section in sections:
        lines = content.get(section) if isinstance(content, dict) else None
        for name, line in (lines or {}).items() if isinstance(lines, dict) else ():
            if isinstance(line, dict) and line.get("confirmed") in ("no", False):
                found.append(str(name))
    return found


def still_open(content: Any, shown: str) -> list[Problem]:
    """Return what keeps a proposed card from being used: places to be typed, lines to confirm."""
    problems = [
        Problem(f"{shown}: {place}", f"'{UNWRITTEN}'", "what a person knows", "write it")
        for place in dict.fromkeys(to_write(content))
    ]
    if lines := unconfirmed(content):
        wave = content.get("wave", "WAVE")
        count = f"{len(lines)} line{'s' * (len(lines) > 1)} that nobody confirmed"
        problems.append(
            Problem(
                shown, f"{count} ({', '.join(lines)})", "a name and a date on each",
                f"read the report and run phare confirm {wave} LINE ... --by INITIALS",
            )
        )  # fmt: skip
    return problems
