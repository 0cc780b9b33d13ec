"""A delivered file beside an earlier wave: a line for each of its variables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from phare.adopt.asked import Asked, MissingCodes, as_answers, asked_of
from phare.adopt.linked import agreement, linked_rows
from phare.adopt.score import Scores, assigned, lead, score
from phare.adopt.several import Several, expanded, several_of
from phare.adopt.verdicts import Line, Match, judged
from phare.config.adoption import Adoption
from phare.config.base import code_text

_PARTS = ("label", "name", "categories", "distribution", "context", "order", "linked")
_CANDIDATES = 3


@dataclass(frozen=True)
class Side:
    """One of the two files. missing, wordings, ordered, several : what its card tells of it."""

    records: pd.DataFrame
    codebook: pd.DataFrame
    missing: MissingCodes | None = None
    wordings: Mapping[str, tuple[str, ...]] | None = None
    ordered: Mapping[str, bool] | None = None
    several: tuple[Several, ...] | None = None


@dataclass(frozen=True)
class Matching:
    """Every variable of both files, in what becomes of it.

    lines : one for each variable of the new file, in its order
    dropped : variables of the old file that nothing continues
    several : questions of the new file with several answers in a cell or in mentions
    recognised : share of the new variables that any old one could be
    linked_rows : rows with one key, 0 where no key was given
    """

    lines: tuple[Line, ...]
    dropped: tuple[Asked, ...]
    old: tuple[Asked, ...]
    new: tuple[Asked, ...]
    several: tuple[Several, ...]
    recognised: float
    linked_rows: int
    scores: Scores


def match(
    old: Side, new: Side, settings: Adoption, key: tuple[str, str] | None = None,
    rejected: Callable[[Asked, Asked], bool] = lambda _o, _n: False,
) -> Matching:  # fmt: skip
    """Return the lines of a delivered file beside the variables of an earlier wave.

    Parameters
    ----------
    key : the column that identifies respondents in each file, where they share it
    rejected : whether a person refused this pair before
    """
    words = settings.words
    before = asked_of(old.records, old.codebook, words, old.missing)
    before = tuple(replace(one, wordings=(old.wordings or {}).get(one.name, ())) for one in before)
    after = asked_of(new.records, new.codebook, words)
    old_several = several_of(before, old.records, settings) if old.several is None else old.several
    several = several_of(after, new.records, settings)
    # Where both waves ask in mentions or in one cell, the columns are matched as they are.
    if {one.form for one in old_several} == {one.form for one in several}:
        several = () if old.several is None else several
        old_several = () if old.several is None else old_several
    before = expanded(before, old_several, old.records, settings)
    after = expanded(after, several, new.records, settings)
    rows, linked, told = 0, None, None
    if key is not None:
        left, right = linked_rows(old.records, new.records, *key)
        rows = len(left)
        if rows >= settings.thresholds.linked_rows:
            linked = agreement(before, after, left, right)
            told = (left, right)
    scores = score(before, after, settings, linked)
    scores = _without(scores, before, after, rejected)
    partners = assigned(scores.total, settings.thresholds.alone)
    lines = []
    for n, one in enumerate(after):
        o = partners.get(n)
        found = _match(scores, before, o, n)
        if o is None:
            best = int(scores.total[:, n].argmax()) if len(before) else None
            lines.append(_new(one, before[best] if best is not None else None, found))
            continue
        if told is not None and scores.linked[o, n] >= settings.thresholds.linked:
            found = replace(found, rows=_row_links(before[o], one, *told))
            if found.rows and one.kind == "number":
                one = as_answers(one, new.records[one.column])
        ordered = (old.ordered or {}).get(before[o].name)
        lines.append(judged(before[o], one, found, settings, ordered))
    taken = {line.old.name for line in lines if line.old is not None and _continues(line, settings)}
    return Matching(
        tuple(lines), tuple(one for one in before if one.name not in taken), before, after,
        several, _recognised(scores, settings), rows, scores,
    )  # fmt: skip


def _continues(line: Line, settings: Adoption) -> bool:
    """Whether the old variable is not lost, but for a choice that is still open."""
    open_ = line.verdict == "choose" and line.lead >= settings.thresholds.tie
    return line.proposed or open_


def _without(
    scores: Scores, old: Sequence[Asked], new: Sequence[Asked],
    rejected: Callable[[Asked, Asked], bool],
) -> Scores:  # fmt: skip
    barred = np.array([[rejected(a, b) for b in new] for a in old])
    return replace(scores, total=np.where(barred, 0.0, scores.total))


def _match(scores: Scores, old: Sequence[Asked], o: int | None, n: int) -> Match:
    best = np.argsort(-scores.total[:, n])[:_CANDIDATES]
    at = int(best[0]) if o is None and len(best) else o
    assert at is not None
    parts = {name: float(getattr(scores, name)[at, n]) for name in _PARTS}
    others = tuple((old[c].name, round(float(scores.total[c, n]), 3)) for c in best if c != o)
    return Match(
        float(scores.total[at, n]), lead(scores.total, at, n),
        {name: round(value, 2) for name, value in parts.items() if not np.isnan(value)},
        others, float(scores.linked[at, n]),
    )  # fmt: skip


def _new(one: Asked, best: Asked | None, found: Match) -> Line:
    return Line(one, best, "new", found.total, found.lead, "other", None, found.parts, found.others)


def _recognised(scores: Scores, settings: Adoption) -> float:
    if not scores.total.size:
        return 0.0
    return float((scores.total.max(axis=0) >= settings.thresholds.choose).mean())


def _row_links(
    old: Asked, new: Asked, left: pd.DataFrame, right: pd.DataFrame
) -> dict[str, str] | None:
    """Return new code -> old code where linked rows nearly all say so, in both directions."""
    if old.kind != "category" or new.column not in right or old.column not in left:
        return None
    if old.name != old.column or new.name != new.column:
        return None
    a = left[old.column].map(code_text, na_action="ignore")
    b = right[new.column].map(code_text, na_action="ignore")
    table = pd.crosstab(a.to_numpy(), b.to_numpy())
    if table.empty:
        return None
    found = {}
    for code in table.columns:
        best = table[code].idxmax()
        count = table.loc[best, code]
        if count >= 5 and count >= 0.9 * max(table[code].sum(), table.loc[best].sum()):
            found[str(code)] = str(best)
    return found
