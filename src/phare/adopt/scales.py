"""Scales: in which direction their codes run, and which degree is which."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz

from phare.adopt.asked import Asked
from phare.adopt.parts import Linked
from phare.adopt.wording import answer as plain
from phare.adopt.wording import missing_kind
from phare.config.adoption import Words


def _number(code: str) -> float | None:
    try:
        return float(code)
    except ValueError:
        return None


def direction(old: Asked, new: Asked, made: Sequence[Linked]) -> int:
    """Return whether the codes of linked degrees rise together: 1, -1 or 0 (Kendall's tau)."""
    kept = {one.code for one in new.categories}, {one.code for one in old.categories}
    pairs = [
        (_number(link.old), _number(link.new))
        for link in made if link.new in kept[0] and link.old in kept[1]
    ]  # fmt: skip
    known = [(o, n) for o, n in pairs if o is not None and n is not None]
    if len(known) < 3 or len(known) < len(pairs):
        return 0
    signs = {
        np.sign(a[0] - b[0]) * np.sign(a[1] - b[1])
        for at, a in enumerate(known) for b in known[at + 1 :]
        if a[0] != b[0] and a[1] != b[1]
    }  # fmt: skip
    return int(signs.pop()) if len(signs) == 1 else 0


def in_order(old: Asked, new: Asked, made: Sequence[Linked], words: Words) -> list[tuple[str, str]]:
    """Return the links that are missing, by the order of degrees.

    Only forwards or backwards is possible; labels, and half as much the shares, must tell which.
    """
    first, second = (
        [one for one in side.categories if missing_kind(one.label, words) is None]
        for side in (old, new)
    )
    if len(first) != len(second) or len(first) < 3 or not (old.labelled and new.labelled):
        return []
    if old.codes_are_labels or new.codes_are_labels:
        return []
    codes = [[_number(one.code) for one in side] for side in (first, second)]
    if any(code is None for side in codes for code in side):
        return []
    up = sorted(first, key=lambda one: float(one.code))
    to = sorted(second, key=lambda one: float(one.code))
    ways = [[(a.code, b.code) for a, b in zip(up, way, strict=True)] for way in (to, to[::-1])]
    held = {(link.old, link.new) for link in made if link.new in {one.code for one in second}}
    fitting = [way for way in ways if held <= set(way)]
    if not fitting or not (missing := [pair for pair in fitting[0] if pair not in held]):
        return []
    worth = [_worth(way, old, new) for way in fitting]
    # With two degrees or more said by their own words, the order of the others is told.
    if len(fitting) == 1 and len(held) < 2:
        return []
    if len(fitting) == 2:
        if abs(worth[0] - worth[1]) < 0.1:
            return []
        fitting = [fitting[int(np.argmax(worth))]]
        missing = [pair for pair in fitting[0] if pair not in held]
        if _labels(fitting[0], old, new) < 0.5:
            return []
    return missing


def _labels(way: Sequence[tuple[str, str]], old: Asked, new: Asked) -> float:
    labels = [{a.code: plain(str(a.label)) for a in one.categories} for one in (old, new)]
    alike = [fuzz.token_sort_ratio(labels[0][o], labels[1][n]) / 100 for o, n in way]
    return float(np.mean(alike))


def _worth(way: Sequence[tuple[str, str]], old: Asked, new: Asked) -> float:
    gaps = [abs(old.shares[o] - new.shares[n]) for o, n in way]
    return _labels(way, old, new) + 0.5 * (1 - sum(gaps) / 2)
