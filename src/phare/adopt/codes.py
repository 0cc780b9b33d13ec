"""From linked codes to the categories of a card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from phare.adopt.asked import Answer
from phare.adopt.several import cited_or_blank
from phare.adopt.verdicts import Line
from phare.config.adopted import UNWRITTEN
from phare.config.card import Mapping

Entry = dict[str, Any]


def categories_of(mapping: Mapping, lines: Sequence[Line]) -> Entry:
    """Return `categories` and `missing` of a line that reads one column, or items on one scale.

    A code that no single category claims, or that the columns of a grid disagree about, stands
    under `???`.
    """
    if mapping.categories is None:
        missing = _missing(mapping, lines)
        return {"missing": missing} if missing else {}
    homes = [_homes(mapping, line) for line in lines]
    codes: dict[str, Answer] = {one.code: one for line in lines for one in line.new.answers}
    found: dict[str, list[Answer]] = {name: [] for name in mapping.categories}
    unknown: list[Answer] = []
    for code, one in codes.items():
        said = {home[code] for home in homes if code in home}
        if len(said) == 1:
            (name,) = said
            if name is not None:
                found[name].append(one)
        elif one.missing is None or said:
            unknown.append(one)
    made = any(line.new.name != line.new.column for line in lines)
    as_labels = any(line.new.codes_are_labels for line in lines)
    entry: Entry = {
        "categories": {name: _entry(held, as_labels, made) for name, held in found.items() if held}
    }
    if mapping.otherwise is not None:
        entry["otherwise"] = mapping.otherwise
    elif unknown or not codes:
        shown = [one.code for one in unknown] or UNWRITTEN
        entry["categories"][UNWRITTEN] = {"label" if as_labels else "code": shown}
    missing = _missing(mapping, lines)
    return entry | ({"missing": missing} if missing else {})


def _homes(mapping: Mapping, line: Line) -> dict[str, str | None]:
    """Return new code -> category; None for one that is a missing answer now."""
    owner: dict[str, str] = {}
    for name, entry in (mapping.categories or {}).items():
        owner |= dict.fromkeys((*entry.code, *entry.label), name)
    labels = {one.code: one.label for one in line.old.answers} if line.old is not None else {}
    gone = {code for codes in mapping.missing.values() for code in codes}
    new = {one.code: one for one in line.new.answers}
    claimed: dict[str, set[str]] = {}
    for link in line.links.links if line.links is not None else ():
        # A code of the card decides; a label where the card has labels only.
        category = owner.get(link.old, owner.get(labels.get(link.old) or ""))
        if category is not None and link.old not in gone:
            claimed.setdefault(link.new, set()).add(category)
    homes: dict[str, str | None] = {
        code: next(iter(names)) for code, names in claimed.items() if len(names) == 1
    }
    for code, one in new.items():
        if one.missing is not None and code not in claimed:
            homes[code] = None
    return homes


def _entry(held: Sequence[Answer], as_labels: bool, made: bool) -> Entry:
    labels = [one.label for one in held if one.label is not None]
    if as_labels:
        return {"label": _one([one.code for one in held])}
    if made:
        return {"code": _one([one.code for one in held])}
    entry: Entry = {"code": _one([one.code for one in held])}
    return entry | ({"label": _one(labels)} if labels else {})


def _one(values: Sequence[Any]) -> Any:
    return values[0] if len(values) == 1 else list(values)


def _missing(mapping: Mapping, lines: Sequence[Line]) -> Entry:
    """Return kind -> codes of the missing answers of the new columns."""
    before = {code: kind for kind, codes in mapping.missing.items() for code in codes}
    substantive = {
        code
        for entry in (mapping.categories or {}).values()
        for code in (*entry.code, *entry.label)
    }
    found: dict[str, list[str]] = {}
    for line in lines:
        linked = {link.new: link.old for link in line.links.links} if line.links else {}
        for one in line.new.answers:
            old = linked.get(one.code)
            kind = before.get(old) if old is not None else one.missing
            if kind is None or (old is not None and old in substantive):
                continue
            if one.code not in found.setdefault(str(kind), []):
                found[str(kind)].append(one.code)
    return {kind: codes for kind, codes in found.items() if codes}


def told(line: Line) -> bool:
    """Whether the codes of a column may be read as those of the earlier one, or are linked."""
    kinds = {note.kind for note in line.notes}
    return not kinds & {"no_labels", "no_direction", "looks_reversed", "other_kind"}


def reads_numbers(line: Line) -> bool:
    """Whether a column still holds the numbers that the study reads."""
    assert line.old is not None
    if line.relation == "derived":
        return True
    if line.old.kind != line.new.kind or any(note.kind == "looks_reversed" for note in line.notes):
        return False
    if line.new.kind != "category":
        return True
    known = {one.code for one in line.new.categories}
    links = [link for link in line.links.links if link.new in known] if line.links else []
    complete = line.links is not None and not line.links.new_left
    return complete and not line.new.codes_are_labels and all(one.old == one.new for one in links)


def cited_of(mapping: Mapping, lines: Sequence[Line]) -> Entry:
    """Return `cited` and `not_cited` of a multiple response, where every item agrees."""
    sides: dict[str, set[str]] = {"cited": set(), "not_cited": set()}
    clash = False
    if any(not told(line) for line in lines):
        return {"cited": UNWRITTEN, "not_cited": UNWRITTEN}
    for line in lines:
        if line.relation == "multiple" or line.links is None or not line.links.links:
            continue
        for link in line.links.links:
            if link.old in mapping.cited:
                sides["cited"].add(link.new)
            elif link.old in mapping.not_cited:
                sides["not_cited"].add(link.new)
        clash = clash or cited_or_blank(line.new)
    entry: Entry = {}
    if sides["cited"] & sides["not_cited"]:
        return {"cited": UNWRITTEN, "not_cited": UNWRITTEN}
    if sides["cited"] and sides["cited"] != {"1"}:
        entry["cited"] = sorted(sides["cited"])
    if clash:
        entry["not_cited"] = UNWRITTEN
    elif sides["not_cited"] and sides["not_cited"] != {"0"}:
        entry["not_cited"] = sorted(sides["not_cited"])
    missing = _missing(mapping, lines)
    return entry | ({"missing": missing} if missing else {})
