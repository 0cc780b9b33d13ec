"""The review of a proposal: what stops, what is lost, what to look at, in that order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from phare.adopt.asked import Asked
from phare.adopt.proposal import Proposal, lost
from phare.adopt.verdicts import Line, Verdict

VERDICTS: tuple[Verdict, ...] = ("look", "choose", "new", "sure")

WORDS = {
    "title": ("Adoption de {wave}, d’après {like}", "Adoption of {wave}, beside {like}"),
    "counts": ("{look} à regarder, {choose} à choisir, {new} nouvelles, {sure} sûres, {lost} perdues",
               "{look} to look at, {choose} to choose, {new} new, {sure} sure, {lost} lost"),
    "typed": ("À écrire par une personne", "To be typed by a person"),
    "lost": ("Perdues", "Lost"),
    "lost_needed": ("utile à : {needs}", "needed by: {needs}"),
    "file": ("Le fichier", "The file"),
    "look": ("À regarder", "To look at"),
    "choose": ("À choisir", "To choose"),
    "new": ("Nouvelles", "New"),
    "sure": ("Sûres", "Sure"),
    "before": ("avant", "before"),
    "now": ("maintenant", "now"),
    "code": ("code", "code"),
    "answer": ("modalité", "answer"),
    "share": ("part", "share"),
    "score": ("score {total}, avance {lead}", "score {total}, lead {lead}"),
    "others": ("autres candidates : {others}", "other candidates: {others}"),
    "best": ("la plus proche : {best}", "the nearest: {best}"),
    "none": ("rien", "nothing"),
    "parts": ("détail du score", "parts of the score"),
    "confirm": ("Confirmer : {command}", "Confirm: {command}"),
}  # fmt: skip


def said(key: str, language: str, **facts: object) -> str:
    """Return a word or sentence of the report."""
    return WORDS[key][language != "fr"].format(**facts)


@dataclass(frozen=True)
class Row:
    """One answer beside the one it is linked to; an empty side where it is linked to none."""

    old_code: str
    old_label: str
    old_share: float | None
    new_code: str
    new_label: str
    new_share: float | None
    by: str


@dataclass(frozen=True)
class Item:
    """One variable of the delivered file, as a person reviews it.

    name : the study variable whose line it is part of; the column where it is part of none
    """

    name: str
    verdict: Verdict
    line: Line
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Report:
    """What a page or a terminal shows of a proposal."""

    proposal: Proposal
    items: dict[Verdict, tuple[Item, ...]]
    lost: tuple[tuple[str, tuple[str, ...]], ...]
    typed: tuple[str, ...]
    language: str

    @property
    def counts(self) -> str:
        """One sentence of counts."""
        numbers = Counter({verdict: len(items) for verdict, items in self.items.items()})
        return said(
            "counts", self.language, lost=len(self.lost), **{v: numbers[v] for v in VERDICTS}
        )

    @property
    def title(self) -> str:
        return said("title", self.language, wave=self.proposal.wave, like=self.proposal.like)


def report_of(proposal: Proposal, typed: tuple[str, ...], language: str) -> Report:
    """Return the review; `typed` are the places of the card that a person must write."""
    names: dict[str, str] = {}
    for variable, lines in proposal.lines.items():
        for line in lines:
            names.setdefault(line.new.name, variable)
    items: dict[Verdict, list[Item]] = {verdict: [] for verdict in VERDICTS}
    for line in proposal.matching.lines:
        name = names.get(line.new.name, line.new.name)
        items[line.verdict].append(Item(name, line.verdict, line, _rows(line)))
    gone = tuple(sorted(lost(proposal), key=lambda one: not one[1]))
    return Report(
        proposal, {verdict: tuple(found) for verdict, found in items.items()}, gone, typed, language
    )


def _rows(line: Line) -> tuple[Row, ...]:
    """Return the answers side by side: the new ones in their order, then the old ones left."""
    if line.old is None:
        return ()
    old = {one.code: one for one in line.old.answers}
    shares = line.old.shares, line.new.shares
    links = line.links.links if line.links is not None else ()
    found = []
    for one in line.new.answers:
        now = one.code, one.label or "", shares[1].get(one.code)
        origins = [(old[link.old], link.by) for link in links if link.new == one.code]
        found += [
            Row(before.code, before.label or "", shares[0].get(before.code), *now, by)
            for before, by in origins
        ]
        if not origins:
            found.append(Row("", "", None, *now, ""))
    linked = {link.old for link in links}
    found += [
        Row(one.code, one.label or "", shares[0].get(one.code), "", "", None, "")
        for one in line.old.answers if one.code not in linked
    ]  # fmt: skip
    return tuple(found) if len(found) <= 60 else ()


def worded(one: Asked) -> str:
    """Return a variable as a person reads it."""
    return f"{one.name} « {one.label} »" if one.label else one.name
