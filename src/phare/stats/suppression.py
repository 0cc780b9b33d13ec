"""Which further cells to hide so that hidden ones cannot be worked out from totals.

Method: docs/methods/quality.md.
"""

from __future__ import annotations

import numpy as np
from scipy import linalg

from phare.errors import PhareError, Problem
from phare.stats.arguments import Arguments
from phare.stats.arrays import BoolArray, FloatArray, IntArray

# Below this part of a unit vector a direction is not there.
_NOTHING = 1e-9


def complementary(hidden: BoolArray, counts: FloatArray) -> BoolArray:
    """Return the cells (r, c) to hide: those `hidden`, and others that protect them.

    Row totals, column totals and the grand total are taken to be printed. Afterwards no
    hidden cell is the only unknown of any combination of totals. The cells added have small
    counts; as few as a greedy choice finds, not proven least. In a table of one row or column
    only its total is printed; that of a single cell cannot protect it.
    """
    hidden = np.asarray(hidden)
    if hidden.ndim != 2 or hidden.dtype != bool:
        raise PhareError(
            Problem(
                "hidden cells",
                f"an array of shape {hidden.shape} and type {hidden.dtype}",
                "a table (rows, columns) of true and false",
                "give a table; one row is a table too",
            )
        )
    arguments = Arguments("disclosure", hidden.size)
    counts = arguments.numbers("counts", np.ravel(counts)).reshape(hidden.shape)
    arguments.check()
    result: BoolArray = np.array(hidden, dtype=np.bool_)
    while True:
        exposed = _worked_out(result)
        if not np.any(exposed & hidden) or np.all(result):
            return result
        result.flat[_next_to_hide(result, exposed, counts)] = True


def _next_to_hide(result: BoolArray, exposed: BoolArray, counts: FloatArray) -> int:
    """Return the shown cell that shares a row or column with most exposed cells alone in it,
    and among these the one of smallest count."""
    rows, columns = np.asarray(exposed.any(axis=1)), np.asarray(exposed.any(axis=0))
    lone_rows = rows & (result.sum(axis=1) == 1)
    lone_columns = columns & (result.sum(axis=0) == 1)
    need = lone_rows[:, None].astype(int) + lone_columns[None, :].astype(int)
    if not np.any(need[~result]):
        need = rows[:, None].astype(int) + columns[None, :].astype(int)
    need = np.where(result, -1, need)
    cost = np.where(need == need.max(), counts, np.inf)
    return int(np.argmin(cost))


def _worked_out(hidden: BoolArray) -> BoolArray:
    """Return the hidden cells whose value the totals give away (r, c)."""
    where: IntArray = np.flatnonzero(hidden)
    result: BoolArray = np.zeros(hidden.shape, dtype=np.bool_)
    if not len(where):
        return result
    r, c = np.divmod(where, hidden.shape[1])
    rows = (r[None, :] == np.arange(hidden.shape[0])[:, None]).astype(np.float64)
    columns = (c[None, :] == np.arange(hidden.shape[1])[:, None]).astype(np.float64)
    # In a table of one row the column totals are the cells: only the other total is printed.
    totals = [
        t for t, across in ((rows, hidden.shape[1]), (columns, hidden.shape[0])) if across > 1
    ]
    # A cell that no free direction moves is known.
    free = linalg.null_space(np.vstack(totals)) if totals else np.zeros((len(where), 0))
    result.flat[where] = np.sum(free**2, axis=1) < _NOTHING
    return result
