"""What changed between two variables taken for one: shares, kinds, codes that are no answers."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np

from phare.adopt.asked import Asked
from phare.adopt.frames import divergence
from phare.adopt.links import Links
from phare.adopt.notes import Note, note
from phare.adopt.wording import normal
from phare.config.adoption import Adoption

_BEYOND = (-9, -8, -2, -1, 8, 9, 98, 99, 998, 999, 9998, 9999)
_KOLMOGOROV = 1.95
"""Of the distance between two distributions of numbers, at one in a thousand."""
_BORN = (1900, 2020)


def moved(old: Asked, new: Asked, links: Links, settings: Adoption) -> list[Note]:
    """Say answers whose share moved, or numbers whose distribution did."""
    limits = settings.thresholds
    if old.role == "identifier":
        return []
    if old.kind == "number" and new.kind == "number":
        return _numbers_moved(old, new, settings)
    if not links.one_to_one or not old.n or not new.n:
        return []
    gone = {one.code for one in (*old.answers, *new.answers) if one.missing is not None}
    told = []
    for link in links.links:
        if link.old not in old.shares or link.new not in new.shares or link.new in gone:
            continue
        before, now = old.shares[link.old], new.shares[link.new]
        error = np.sqrt(before * (1 - before) / old.n + now * (1 - now) / new.n)
        if abs(now - before) > max(limits.moved, limits.errors * error):
            told.append(f"{link.new} {100 * before:.0f} → {100 * now:.0f} %")
    return [note("moved", codes=", ".join(told))] if told else []


def _numbers_moved(old: Asked, new: Asked, settings: Adoption) -> list[Note]:
    if not len(old.numbers) or not len(new.numbers):
        return []
    both = np.concatenate([old.numbers, new.numbers])
    below = [
        np.searchsorted(side, both, "right") / len(side) for side in (old.numbers, new.numbers)
    ]
    distance = float(np.abs(below[0] - below[1]).max())
    chance = _KOLMOGOROV * np.sqrt(1 / len(old.numbers) + 1 / len(new.numbers))
    if distance <= max(2 * settings.thresholds.moved, chance):
        return []
    middle = [f"{np.median(side):g}" for side in (old.numbers, new.numbers)]
    return [note("median_moved", old=middle[0], new=middle[1])]


def bare_scale(old: Asked, new: Asked, settings: Adoption) -> int | None:
    """Return the direction of a scale that has no labels: 1, -1, or 0 where nothing shows it.

    None where it is no such scale. Its shares must be so many times nearer one way than the
    other, in both files on enough rows; a symmetric distribution shows nothing.
    """
    if not old.integers or not new.integers or old.role is not None:
        return None
    first, second = (set(one.integers) for one in (old, new))
    span = range(min(first | second), max(first | second) + 1)
    if len(span) > 12 or min(len(first), len(second)) < 0.6 * len(span):
        return None
    if min(old.n, new.n) < settings.thresholds.shape_rows:
        return 0
    shares = [
        np.array(
            [
                np.searchsorted(one.numbers, v, "right") - np.searchsorted(one.numbers, v)
                for v in span
            ]
        )
        / max(len(one.numbers), 1)
        for one in (old, new)
    ]
    forwards, backwards = (
        float(np.sqrt(divergence(shares[0], other))) for other in (shares[1], shares[1][::-1])
    )
    if backwards >= settings.thresholds.backwards * forwards and backwards > 0:
        return 1
    if forwards >= settings.thresholds.backwards * backwards and forwards > 0:
        return -1
    return 0


def no_answers(old: Asked, new: Asked, links: Links) -> list[Note]:
    """Say codes that tell no answer and would be counted as one, or that nobody knows."""
    found = []
    linked = {link.new: link.old for link in links.links}
    kinds = {one.code: one.missing for one in old.answers}
    for one in new.answers:
        if one.missing is not None and not one.told and one.n:
            if one.code in linked and linked[one.code] == one.code and kinds.get(one.code):
                continue
            found.append(note("no_answer_in_scale", code=one.code, label=one.label or ""))
    if new.integers or new.kind == "number":
        found += [note("beyond_gap", code=code) for code in beyond_gap(new)]
    return found


def beyond_gap(one: Asked) -> list[int]:
    """Return values such as 9, 99 or -1 without a label that lie far from all others."""
    values = np.unique(one.numbers)
    found = []
    for code in _BEYOND:
        if code not in values:
            continue
        below, above = values[values < code], values[values > code]
        side = below if code > 0 else above
        others = [v for v in side if v not in _BEYOND]
        if not others or (above if code > 0 else below).size - sum(
            v in _BEYOND for v in (above if code > 0 else below)
        ):
            continue
        # A code stands apart from few whole numbers, below nothing, and after twice their span.
        gap = abs(code - (max(others) if code > 0 else min(others)))
        spread = max(others) - min(others) + 1
        under = code < 0 <= min(others)
        if under or (gap >= 2 and (gap >= spread or one.integers)):
            found.append(code)
    return found


def classes_of(new: Asked) -> list[tuple[str, float, float]] | None:
    """Return (code, from, below) of each class whose bounds its label says, None where one does not."""
    found = []
    for one in new.categories:
        bounds = _bounds(one.label or "")
        if bounds is None:
            return None
        found.append((one.code, *bounds))
    found.sort(key=lambda row: row[1])
    if len(found) < 2 or any(a[2] > b[1] for a, b in pairwise(found)):
        return None
    return found


_LEAST = (
    "et plus",
    "ou plus",
    "and over",
    "or more",
    "and more",
    "plus de",
    "more than",
    "over",
    "+",
)
_MOST = ("moins de", "under", "less than", "below", "jusqu", "up to", "au plus")


def _bounds(label: str) -> tuple[float, float] | None:
    """Return the numbers a class runs between, the upper one left out."""
    tight = re.sub(r"(?<=\d)[\s\u00a0\u202f](?=\d{3}\b)", "", label.casefold())
    numbers = [float(n.replace(",", ".")) for n in re.findall(r"\d+(?:[.,]\d+)?", tight)]
    words = f"{normal(label)} {'+' if '+' in label else ''}"
    if len(numbers) == 2 and numbers[0] < numbers[1]:
        return numbers[0], numbers[1] + (0 if "moins de" in words or "under" in words else 1)
    if len(numbers) != 1:
        return None
    if any(word in words for word in _MOST):
        return -np.inf, numbers[0]
    if any(word in words for word in _LEAST):
        return numbers[0], np.inf
    return numbers[0], numbers[0] + 1


def is_birth_year(old: Asked, new: Asked) -> bool:
    """Whether the new variable is a year of birth where the old one was an age."""
    if old.kind != "number" or new.kind != "number" or not len(new.numbers) or not len(old.numbers):
        return False
    low, high = new.numbers[0], new.numbers[-1]
    return bool(
        old.role == "age" and new.role == "age" and low >= _BORN[0] and high <= _BORN[1] + 10
        and old.numbers[-1] < 130
    )  # fmt: skip
