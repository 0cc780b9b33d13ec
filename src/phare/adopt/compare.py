"""How the answers of two variables taken for one go together, and what is to be known of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from phare.adopt.asked import Asked
from phare.adopt.carried import lost_labels
from phare.adopt.changes import bare_scale, classes_of, is_birth_year, moved, no_answers
from phare.adopt.links import Links
from phare.adopt.notes import Note, note
from phare.adopt.parts import refinement
from phare.adopt.several import cited_or_blank
from phare.adopt.wording import answer
from phare.config.adoption import Adoption

Relation = Literal[
    "same", "recoded", "reworded", "reversed", "merged", "split", "classed", "derived", "multiple",
    "other",
]  # fmt: skip


def compared(
    old: Asked, new: Asked, links: Links, settings: Adoption
) -> tuple[Relation, list[Note]]:
    """Return the relation of two variables, and what is to be known of it."""
    if (new.name != new.column) != (old.name != old.column):
        return "multiple", [note("multiple", column=new.column)]
    if is_birth_year(old, new):
        return "derived", [note("birth_year")]
    if old.kind != new.kind:
        return _other_kind(old, new)
    if cited_or_blank(new) and not cited_or_blank(old):
        return "other", [note("empty_cells", n=new.blank, column=new.column)]
    if old.kind in ("text", "date"):
        return "same", []
    if old.kind == "category" and not (old.labelled and new.labelled) and _unsaid(links):
        return "other", [note("no_labels")]
    notes = _codes(old, new, links)
    notes += no_answers(old, new, links)
    notes += lost_labels(old, new)
    notes += moved(old, new, links, settings)
    relation = _relation(old, new, links)
    way = bare_scale(old, new, settings)
    if way == 0:
        notes.append(note("no_direction"))
    elif way == -1:
        notes.append(note("looks_reversed"))
    return relation, notes


def _unsaid(links: Links) -> bool:
    """Whether codes without labels are linked by nothing else either."""
    return not links.links or not links.one_to_one or bool(links.new_left)


def _other_kind(old: Asked, new: Asked) -> tuple[Relation, list[Note]]:
    kinds = note("other_kind", old=old.kind, new=new.kind)
    if old.kind == "number" and new.kind == "category":
        classes = classes_of(new)
        if classes is not None:
            told = ", ".join(f"{code} = [{low:g}, {high:g}[" for code, low, high in classes)
            return "classed", [kinds, note("classed", codes=told)]
    if old.kind == "category" and new.kind in ("number", "text"):
        return "other", [kinds, note("no_labels")]
    return "other", [kinds]


def _relation(old: Asked, new: Asked, links: Links) -> Relation:
    if links.direction == -1 and len(links.links) >= 3:
        return "reversed"
    if links.merged:
        return "merged"
    if links.split:
        return "split"
    if (
        any(link.by in ("order", "near", "linked") for link in links.links)
        or links.old_left
        or links.new_left
    ):
        return "reworded"
    if any(link.old != link.new for link in links.links) or _typed_otherwise(old, new):
        return "recoded"
    return "same"


def _typed_otherwise(old: Asked, new: Asked) -> bool:
    return old.codes_are_labels != new.codes_are_labels


def _codes(old: Asked, new: Asked, links: Links) -> list[Note]:
    """Say what happened to the answers."""
    labels = [{a.code: a.label or a.code for a in one.answers} for one in (old, new)]
    notes = []
    if links.direction == -1 and len(links.links) >= 3:
        codes = {link.old: link for link in links.links}
        held = next((link for link in links.links if link.new in codes), links.links[0])
        notes.append(
            note(
                "reversed", code=held.new, old=labels[0].get(held.new, "?"), new=labels[1][held.new]
            )
        )
    elif moves := [link for link in links.links if link.old != link.new and link.by != "part"]:
        told = ", ".join(f"{link.old} → {link.new}" for link in moves[:12])
        notes.append(note("codes_moved", codes=told))
    unlike = [link for link in links.links if link.by in ("near", "order", "linked")]
    if unlike:
        told = ", ".join(f"« {labels[0][x.old]} » → « {labels[1][x.new]} »" for x in unlike)
        notes.append(note("answer_reworded", codes=told))
    notes += _regrouped(old, new, links, labels)
    for kind, left, names in (
        ("old_left", links.old_left, labels[0]), ("new_left", links.new_left, labels[1]),
    ):  # fmt: skip
        if left:
            notes.append(note(kind, codes=", ".join(f"{code} « {names[code]} »" for code in left)))
    linked = {link.new for link in links.links}
    offered = [a for a in new.answers if a.missing is not None and a.code not in linked and a.label]
    if offered:
        notes.append(
            note("no_answer_offered", codes=", ".join(f"{a.code} « {a.label} »" for a in offered))
        )
    for one in (old, new):
        forms = [answer(a.label) for a in one.answers if a.label is not None]
        if again := sorted({form for form in forms if forms.count(form) > 1}):
            notes.append(note("repeated_label", codes=", ".join(again)))
    return notes


def _regrouped(
    old: Asked, new: Asked, links: Links, labels: Sequence[Mapping[str, str]]
) -> list[Note]:
    notes = []
    for kind, joined, whole, piece in (
        ("merged", links.merged, labels[1], labels[0]), ("split", links.split, labels[0], labels[1]),
    ):  # fmt: skip
        if not joined:
            continue
        told = "; ".join(
            f"« {whole[code]} » = " + " + ".join(f"« {piece[one]} »" for one in parts)
            for code, parts in joined.items()
        )
        notes.append(note(kind, codes=told))
        wholes, pieces = (new, old) if kind == "merged" else (old, new)
        for code, parts in joined.items():
            if (said := _sums(wholes, pieces, code, parts, kind)) is not None:
                notes.append(said)
    if notes:
        told = "; ".join(
            f"{{{', '.join(a)}}} = {{{', '.join(b)}}}" for a, b in refinement(links.links)
        )
        notes.append(note("refinement", codes=told))
    return notes


def _sums(
    wholes: Asked, pieces: Asked, code: str, parts: tuple[str, ...], kind: str
) -> Note | None:
    if code not in wholes.shares or not wholes.n or not pieces.n:
        return None
    one, sum_of = wholes.shares[code], sum(pieces.shares.get(part, 0.0) for part in parts)
    error = (one * (1 - one) / wholes.n + sum_of * (1 - sum_of) / pieces.n) ** 0.5
    if abs(one - sum_of) <= 3 * error:
        return None
    before, now = (sum_of, one) if kind == "merged" else (one, sum_of)
    return note("sums", old=f"{100 * before:.1f} %", new=f"{100 * now:.1f} %", codes=code)
