"""Which answer of the new variable is which of the old one, in the order of trust."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from rapidfuzz import fuzz
from scipy.optimize import linear_sum_assignment

from phare.adopt.asked import Answer, Asked
from phare.adopt.parts import joined_in, merged_or_split
from phare.adopt.scales import direction, in_order
from phare.adopt.wording import answer as plain
from phare.adopt.wording import distinctive, yes_or_no
from phare.config.adoption import Adoption

By = Literal["label", "yes_no", "missing", "order", "near", "part", "linked"]
TRUSTED: tuple[By, ...] = ("label", "yes_no", "missing")


@dataclass(frozen=True)
class Link:
    """One old code and one new code that are one answer, and what says so."""

    old: str
    new: str
    by: By


@dataclass(frozen=True)
class Links:
    """How the answers of two variables go together.

    links : in the order of the new file
    old_left, new_left : categories that nothing says anything about
    direction : 1 forwards, -1 backwards, 0 neither, of the codes of three linked degrees or more
    """

    links: tuple[Link, ...]
    old_left: tuple[str, ...]
    new_left: tuple[str, ...]
    direction: int

    @property
    def trusted(self) -> bool:
        """Whether every answer is linked by its own words, to one other."""
        return not self.old_left and not self.new_left and self.one_to_one and all(
            link.by in TRUSTED for link in self.links
        )  # fmt: skip

    @property
    def one_to_one(self) -> bool:
        """Whether no code is linked twice."""
        olds, news = [one.old for one in self.links], [one.new for one in self.links]
        return len(set(olds)) == len(olds) and len(set(news)) == len(news)

    @property
    def merged(self) -> dict[str, tuple[str, ...]]:
        """New code -> the old codes that became it, where there are several."""
        return _several((link.new, link.old) for link in self.links)

    @property
    def split(self) -> dict[str, tuple[str, ...]]:
        """Old code -> the new codes it became, where there are several."""
        return _several((link.old, link.new) for link in self.links)


def _several(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items() if len(values) > 1}


def links_of(
    old: Asked, new: Asked, settings: Adoption, rows: Mapping[str, str] | None = None,
    ordered: bool | None = None,
) -> Links:  # fmt: skip
    """Return the links between the answers of two variables.

    Parameters
    ----------
    rows : new code -> old code, as linked rows tell it
    ordered : whether the study holds the old categories for degrees; None where it does not say
    """
    made: list[Link] = []
    for by, pairs in (
        ("label", _equal(old.answers, new.answers)),
        ("yes_no", _words(old, new, settings)),
        ("missing", _missing(old, new, settings)),
    ):
        made += [Link(o, n, by) for o, n in pairs if _free(made, o, n)]  # type: ignore[arg-type]
    for n, o in (rows or {}).items():
        if _free(made, o, n):
            made.append(Link(o, n, "linked"))
    made += [Link(o, n, "near") for o, n in _short(old, new, made)]
    if ordered is not False:
        made += [Link(o, n, "order") for o, n in in_order(old, new, made, settings.words)]
    joined = merged_or_split(*_left(old, new, made, missing=True), settings)
    made += [Link(o, n, "part") for o, n in joined]
    made += [Link(o, n, "near") for o, n in _near(old, new, made, settings)]
    place = {one.code: at for at, one in enumerate(new.answers)}
    made.sort(key=lambda link: place[link.new])
    left = _left(old, new, made)
    return Links(
        tuple(made), tuple(one.code for one in left[0]), tuple(one.code for one in left[1]),
        direction(old, new, made),
    )  # fmt: skip


def _free(made: Sequence[Link], o: str, n: str) -> bool:
    return all(link.old != o and link.new != n for link in made)


def _left(
    old: Asked, new: Asked, made: Sequence[Link], *, missing: bool = False
) -> tuple[list[Answer], list[Answer]]:
    """Return the categories that nothing is linked to; the missing answers too, if asked."""
    olds, news = {link.old for link in made}, {link.new for link in made}
    return (
        [one for one in (old.answers if missing else old.categories) if one.code not in olds],
        [one for one in (new.answers if missing else new.categories) if one.code not in news],
    )


def _equal(old: Sequence[Answer], new: Sequence[Answer]) -> list[tuple[str, str]]:
    """Return the answers with one label, that stands once in each file."""
    sides = []
    for answers in (old, new):
        forms: dict[str, list[str]] = {}
        for one in answers:
            if one.label is not None:
                forms.setdefault(plain(one.label), []).append(one.code)
        sides.append({form: codes[0] for form, codes in forms.items() if len(codes) == 1})
    return [(sides[0][form], code) for form, code in sides[1].items() if form in sides[0]]


def _words(old: Asked, new: Asked, settings: Adoption) -> list[tuple[str, str]]:
    """Return yes with yes and no with no, where each stands once."""
    sides = []
    for one in (old, new):
        said = [(yes_or_no(a.label, settings.words), a.code) for a in one.categories]
        found = {word: [code for w, code in said if w == word] for word in ("yes", "no")}
        sides.append({word: codes[0] for word, codes in found.items() if len(codes) == 1})
    return [(sides[0][word], code) for word, code in sides[1].items() if word in sides[0]]


def _missing(old: Asked, new: Asked, settings: Adoption) -> list[tuple[str, str]]:
    """Return missing answers of one kind, where each file has one of it and joins it to no other."""
    sides = []
    for one, other in ((old, new), (new, old)):
        joined = {part for a in other.answers for part in joined_in(a.label, settings)}
        kinds: dict[str, list[str]] = {}
        for a in one.answers:
            if a.missing is not None and a.label is not None and plain(a.label) not in joined:
                kinds.setdefault(a.missing, []).append(a.code)
        sides.append({kind: codes[0] for kind, codes in kinds.items() if len(codes) == 1})
    found = [(sides[0][kind], code) for kind, code in sides[1].items() if kind in sides[0]]
    bare = [{a.code for a in one.answers if a.missing and a.label is None} for one in (old, new)]
    return found + [(code, code) for code in sorted(bare[0] & bare[1])]


def _short(old: Asked, new: Asked, made: Sequence[Link]) -> list[tuple[str, str]]:
    """Return the answers left over that are equal without the words their list repeats."""
    sides = []
    for one, left in zip((old, new), _left(old, new, made), strict=True):
        if not one.labelled:
            return []
        free = {a.code for a in left}
        shown = distinctive([str(a.label) for a in one.categories])
        forms = [(form, a.code) for form, a in zip(shown, one.categories, strict=True)]
        texts = [form for form, _ in forms]
        sides.append(
            {form: code for form, code in forms if code in free and texts.count(form) == 1}
        )
    return [(sides[0][form], code) for form, code in sides[1].items() if form in sides[0]]


def _near(
    old: Asked, new: Asked, made: Sequence[Link], settings: Adoption
) -> list[tuple[str, str]]:
    """Return the answers left over whose labels are near, one to one."""
    first, second = _left(old, new, made)
    if not first or not second or any(one.label is None for one in (*first, *second)):
        return []
    short = [dict(zip([a.code for a in one.categories],
                      distinctive([str(a.label) for a in one.categories]), strict=True))
             for one in (old, new)]  # fmt: skip
    alike = np.zeros((len(first), len(second)))
    for o, a in enumerate(first):
        for n, b in enumerate(second):
            texts = (plain(str(a.label)), plain(str(b.label))), (short[0][a.code], short[1][b.code])
            alike[o, n] = max(_alike(*pair, settings) for pair in texts)
    rows, columns = linear_sum_assignment(alike, maximize=True)
    found = []
    for o, n in zip(rows.tolist(), columns.tolist(), strict=True):
        rivals = [*np.delete(alike[o], n), *np.delete(alike[:, n], o)]
        if alike[o, n] > 0 and alike[o, n] - max([0.0, *rivals]) > settings.thresholds.tie:
            found.append((first[o].code, second[n].code))
    return found


def _alike(a: str, b: str, settings: Adoption) -> float:
    """Return likeness of two answers, 0 where it is not enough to propose them."""
    words = set(a.split()), set(b.split())
    if _opposite(*words):
        return 0.0
    ratio = float(fuzz.token_sort_ratio(a, b))
    if words[0] and words[1] and (words[0] <= words[1] or words[1] <= words[0]):
        ratio = max(ratio, settings.thresholds.near + ratio / 10)
    return ratio / 100 if ratio >= settings.thresholds.near else 0.0


_CONTRARY = {"pas", "non", "plus", "moins", "jamais", "not", "no", "never", "more", "less", "tres", "peu",
             "assez", "very", "rather", "hardly", "plutot", "tout", "sans", "without"}  # fmt: skip


def _opposite(a: set[str], b: set[str]) -> bool:
    """Whether two answers differ by a word of degree or denial, or by their numbers."""
    differ = a ^ b
    return bool(differ & _CONTRARY) or any(word.isdigit() for word in differ)
