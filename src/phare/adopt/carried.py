"""What the earlier card decided of codes that tell no answer, carried to the new variable."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from phare.adopt.asked import Answer, Asked
from phare.adopt.links import TRUSTED, Links
from phare.adopt.notes import Note, note


def with_known_codes(old: Asked, new: Asked) -> Asked:
    """Return the new variable with the missing codes of the earlier card that have no label now.

    The earlier card says what 98 was; a 98 without a label is that again. `lost_labels` says
    where the earlier file still had one.
    """
    labelled = {one.code for one in new.answers if one.label is not None}
    if new.kind == "number":
        known = {one.code: one.missing for one in old.answers if one.missing}
        return _of_number(new, {code: kind for code, kind in known.items() if code not in labelled})
    known = {one.code: one.missing for one in old.answers if one.missing and one.label is None}
    answers = tuple(
        replace(one, missing=known[one.code], told=True)
        if one.code in known and one.label is None
        else one
        for one in new.answers
    )
    return _counted(new, answers)


def lost_labels(old: Asked, new: Asked) -> list[Note]:
    """Say the missing codes that had a label before and have none now."""
    bare = {one.code for one in new.answers if one.missing and one.label is None}
    codes = [f"{one.code} « {one.label} »" for one in old.answers if one.label and one.code in bare]
    return [note("lost_labels", codes=", ".join(codes))] if codes else []


def _of_number(new: Asked, known: dict[str, str | None]) -> Asked:
    found = []
    numbers = new.numbers
    for code, kind in known.items():
        try:
            value = float(code)
        except ValueError:
            continue
        n = int((numbers == value).sum())
        if n:
            found.append(Answer(code, None, n, kind, told=True))
            numbers = numbers[numbers != value]
    if not found:
        return new
    integers = tuple(v for v in new.integers if v in numbers)
    values = np.unique(numbers)
    if (
        not integers
        and 2 <= len(values) <= 12
        and (values % 1 == 0).all()
        and np.abs(values).max() < 100
    ):
        integers = tuple(int(v) for v in values)
    return replace(
        new, answers=(*new.answers, *found), numbers=numbers, integers=integers, n=len(numbers)
    )


def as_linked(old: Asked, new: Asked, links: Links) -> Asked:
    """Return the new variable whose answers are missing, or not, as those they are linked to."""
    kinds = {one.code: one.missing for one in old.answers}
    before = {link.new: link for link in links.links if link.by in TRUSTED}
    answers = tuple(
        replace(
            one, missing=kinds[before[one.code].old],
            told=one.told or before[one.code].old == one.code,
        )
        if one.code in before
        else one
        for one in new.answers
    )  # fmt: skip
    return _counted(new, answers)


def _counted(new: Asked, answers: tuple[Answer, ...]) -> Asked:
    if answers == new.answers or new.kind == "number":
        return replace(new, answers=answers)
    return replace(new, answers=answers, n=sum(one.n for one in answers if one.missing is None))
