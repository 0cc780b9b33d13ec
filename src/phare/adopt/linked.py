"""Whether two variables agree row by row, where both files share a key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from phare.adopt.asked import Asked
from phare.config.base import code_text

_DECILES = 10


@dataclass(frozen=True)
class Linked:
    """Rows of two files with one key. agreement : (old, new), nan where unknown."""

    key: str
    rows: int
    agreement: np.ndarray


def linked_rows(
    old: pd.DataFrame, new: pd.DataFrame, old_key: str, new_key: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of both files whose key stands once in each, in the same order."""
    sides = []
    for records, key in ((old, old_key), (new, new_key)):
        keys = records[key].map(code_text, na_action="ignore")
        once = records[keys.notna() & ~keys.duplicated(keep=False)]
        sides.append(once.set_axis(keys[once.index], axis="index"))
    shared = sides[0].index.intersection(sides[1].index)
    return sides[0].loc[shared], sides[1].loc[shared]


def agreement(
    old: Sequence[Asked], new: Sequence[Asked], left: pd.DataFrame, right: pd.DataFrame
) -> np.ndarray:
    """Return (old, new) agreement of linked rows: 1 where one tells the other.

    Numbers: 1 - median gap of logarithms over their spread. Answers: mutual information,
    corrected for chance, over the geometric mean of entropies. Both 0 at chance.
    """
    found = np.full((len(old), len(new)), np.nan)
    first = [_levels(left, one) for one in old]
    second = [_levels(right, one) for one in new]
    numbers = [_logs(left, one) for one in old], [_logs(right, one) for one in new]
    for o, a in enumerate(old):
        for n, b in enumerate(new):
            x, y = numbers[0][o], numbers[1][n]
            if x is not None and y is not None:
                found[o, n] = _near(x, y)
                continue
            levels = first[o], second[n]
            if levels[0] is not None and levels[1] is not None and {a.kind, b.kind} != {"text"}:
                found[o, n] = _information(levels[0], levels[1])
    return found


def _logs(records: pd.DataFrame, one: Asked) -> np.ndarray | None:
    if one.kind != "number" or one.column not in records:
        return None
    values = pd.to_numeric(records[one.column], errors="coerce").to_numpy(float)
    gone = [float(a.code) for a in one.answers if a.missing is not None and a.code[:1] != "."]
    values = np.where(np.isin(values, gone), np.nan, values)
    return np.asarray(np.sign(values) * np.log1p(np.abs(values)))


def _near(x: np.ndarray, y: np.ndarray) -> float:
    kept = ~np.isnan(x) & ~np.isnan(y)
    if kept.sum() < 2:
        return np.nan
    spread = np.std(np.r_[x[kept], y[kept]])
    # Two numbers that are shuffled lie about one spread apart: that is chance, hence zero.
    return float(max(0.0, 1 - np.median(np.abs(x[kept] - y[kept])) / spread)) if spread else np.nan


def _levels(records: pd.DataFrame, one: Asked) -> np.ndarray | None:
    """Return the level of each row, -1 for none; a number by its deciles."""
    if one.column not in records or one.name != one.column:
        return None
    column = records[one.column]
    if one.kind == "number":
        values = pd.to_numeric(column, errors="coerce").to_numpy(float)
        if np.isnan(values).all():
            return None
        cuts = np.linspace(0, 1, _DECILES + 1)[1:-1]
        edges = np.unique(np.nanquantile(values, cuts))
        return np.where(np.isnan(values), -1, np.searchsorted(edges, values, "right"))
    if one.kind == "date":
        return None
    codes, distinct = pd.factorize(column.map(code_text, na_action="ignore"))
    return codes if 2 <= len(distinct) <= max(2, len(column) // 2) else None


def _information(x: np.ndarray, y: np.ndarray) -> float:
    kept = (x >= 0) & (y >= 0)
    rows = int(kept.sum())
    if rows < 2:
        return np.nan
    x, y = (np.unique(one[kept], return_inverse=True)[1] for one in (x, y))
    table = np.bincount(x * (y.max() + 1) + y, minlength=(x.max() + 1) * (y.max() + 1))
    joint = table.reshape(x.max() + 1, y.max() + 1) / rows
    p, q = joint.sum(axis=1), joint.sum(axis=0)
    entropies = [-float((one * np.log(one)).sum()) for one in (p, q)]
    if min(entropies) <= 0:
        return np.nan
    cells = joint > 0
    told = float((joint[cells] * np.log(joint[cells] / np.outer(p, q)[cells])).sum())
    chance = (len(p) - 1) * (len(q) - 1) / (2 * rows)
    return max(0.0, (told - chance) / float(np.sqrt(entropies[0] * entropies[1])))
