"""Answers that became one, an answer that became several, and what both waves can be brought to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from rapidfuzz import fuzz

from phare.adopt.asked import Answer
from phare.adopt.wording import answer as plain
from phare.config.adoption import Adoption

_LONG = 6


class Linked(Protocol):
    """A pair of codes."""

    @property
    def old(self) -> str: ...
    @property
    def new(self) -> str: ...


def merged_or_split(
    old: Sequence[Answer], new: Sequence[Answer], settings: Adoption
) -> list[tuple[str, str]]:
    """Return (old, new) links of the answers left over that were merged or split.

    An answer is merged into one whose label joins its own to another ('divorced or
    separated'), and split into those whose labels begin with its own.
    """
    old, new = ([one for one in side if one.label is not None] for side in (old, new))
    merged = [(part, whole) for whole, part in _joined(new, old, settings)]
    taken = {o for o, _ in merged}, {n for _, n in merged}
    split = _joined(
        [one for one in old if one.code not in taken[0]],
        [one for one in new if one.code not in taken[1]],
        settings,
    )
    return [*merged, *split]


def _joined(
    wholes: Sequence[Answer], pieces: Sequence[Answer], settings: Adoption
) -> list[tuple[str, str]]:
    """Return (whole, piece) where two pieces or more are what a whole joins, or details of it."""
    found = []
    free = {one.code for one in pieces}
    for whole in wholes:
        label = plain(str(whole.label))
        parts = _parts(str(whole.label), settings)
        named = [
            one for one in pieces if one.code in free
            and _is_part(plain(str(one.label)), label, parts, settings)
        ]  # fmt: skip
        detail = [
            one for one in pieces if one.code in free and _is_detail(plain(str(one.label)), label)
        ]  # fmt: skip
        chosen = named if len(parts) > 1 and len(named) > 1 else detail
        if len(chosen) > 1:
            found += [(whole.code, one.code) for one in chosen]
            free -= {one.code for one in chosen}
    return found


def _parts(label: str, settings: Adoption) -> list[str]:
    """Return what a label joins, in normal form."""
    joins = "|".join(rf"\b{word}\b" for word in settings.words.joins)
    pieces = re.split(rf"[/,;+&]|{joins}", label.casefold())
    return [form for form in (plain(piece) for piece in pieces if piece.strip()) if form]


def joined_in(label: str | None, settings: Adoption) -> list[str]:
    """Return what a label joins to something else; nothing where it names one thing."""
    parts = _parts(label, settings) if label is not None else []
    return parts if len(parts) > 1 else []


def _is_part(piece: str, whole: str, parts: Sequence[str], settings: Adoption) -> bool:
    # Of short words nearly the same letters are another word (est, ouest).
    alike = len(piece) >= _LONG and any(
        fuzz.token_sort_ratio(piece, part) >= settings.thresholds.part for part in parts
    )
    words = set(piece.split())
    return alike or (len(parts) > 1 and bool(words) and words <= set(whole.split()))


def _is_detail(piece: str, whole: str) -> bool:
    """Whether a label is another with something added at its end ('manager, public sector')."""
    return piece.startswith(f"{whole} ") and bool(whole)


def refinement(links: Iterable[Linked]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the finest partition both files can be brought to: (old codes, new codes) of each.

    The connected parts of the links between codes.
    """
    parts: list[tuple[set[str], set[str]]] = []
    for link in links:
        touching = [part for part in parts if link.old in part[0] or link.new in part[1]]
        joined = (
            {link.old}.union(*(part[0] for part in touching)),
            {link.new}.union(*(part[1] for part in touching)),
        )
        parts = [part for part in parts if part not in touching] + [joined]
    return sorted((tuple(sorted(old)), tuple(sorted(new))) for old, new in parts)
