"""What is to be done with each variable: sure, look, choose, new; and those that are gone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from rapidfuzz import fuzz

from phare.adopt.asked import Asked
from phare.adopt.carried import as_linked, with_known_codes
from phare.adopt.compare import Relation, compared
from phare.adopt.links import Links, links_of
from phare.adopt.notes import Note, note
from phare.adopt.wording import question
from phare.config.adoption import Adoption

Verdict = Literal["sure", "look", "choose", "new"]
_DENIALS = {
    "pas",
    "ne",
    "non",
    "jamais",
    "aucun",
    "aucune",
    "sans",
    "not",
    "no",
    "never",
    "without",
}


@dataclass(frozen=True)
class Line:
    """One variable of the delivered file beside the one it may continue.

    old : the candidate; None where nothing was near enough to be shown
    relation, links : how the answers go together, where they can be proposed
    parts : what the score is made of, nan left out
    others : other candidates with their scores, best first
    """

    new: Asked
    old: Asked | None
    verdict: Verdict
    total: float
    lead: float
    relation: Relation
    links: Links | None
    parts: Mapping[str, float] = field(default_factory=dict)
    others: tuple[tuple[str, float], ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def proposed(self) -> bool:
        """Whether the card may name this column for the old variable."""
        return self.old is not None and self.verdict in ("sure", "look")


@dataclass(frozen=True)
class Match:
    """How a pair was assigned: its score, lead and parts, and the other candidates."""

    total: float
    lead: float
    parts: Mapping[str, float]
    others: tuple[tuple[str, float], ...]
    linked: float = float("nan")
    rows: Mapping[str, str] | None = None


def judged(
    old: Asked, new: Asked, match: Match, settings: Adoption, ordered: bool | None = None
) -> Line:
    """Return the line of an assigned pair."""
    limits = settings.thresholds
    new = with_known_codes(old, new)
    links = links_of(old, new, settings, match.rows, ordered)
    new = as_linked(old, new, links)
    relation, notes = compared(old, new, links, settings)
    agree = match.linked >= limits.linked and match.lead >= limits.lead
    reworded = relation != "multiple" and not same_wording(old, new, settings)
    if reworded and not (agree and not (old.label and new.label)):
        notes = [note("reworded"), *notes]
        relation = "reworded" if relation == "same" else relation
    accepted = match.total >= limits.accept and match.lead >= limits.lead
    if match.total < limits.choose:
        verdict: Verdict = "new"
    elif not accepted:
        verdict = "choose"
        if match.lead < limits.tie:
            notes = [note("tie", codes=", ".join(name for name, _ in match.others[:2])), *notes]
    elif notes or relation != "same" or not links.trusted:
        verdict = "look"
    else:
        verdict = "sure"
    return Line(
        new, old, verdict, match.total, match.lead, relation, links, match.parts, match.others,
        tuple(notes),
    )  # fmt: skip


def same_wording(old: Asked, new: Asked, settings: Adoption) -> bool:
    """Whether two variables were asked in the same words: never where a number or a denial differs."""
    if old.label is None or new.label is None:
        return old.name.casefold() == new.name.casefold()
    texts = question(old.label), question(new.label)
    if texts[0] == texts[1]:
        return True
    words = set(texts[0].split()) ^ set(texts[1].split())
    if words & _DENIALS or any(re.search(r"\d", word) for word in words):
        return False
    return float(fuzz.token_sort_ratio(*texts)) >= settings.thresholds.wording
