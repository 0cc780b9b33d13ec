"""From the labels of a design to numbers."""

from __future__ import annotations

import numpy as np

from phare.errors import Problems
from phare.stats.arrays import AnyArray, IntArray, distinct


def number_units(stratum: IntArray, unit: IntArray | None) -> tuple[IntArray | None, IntArray]:
    """Number units within strata: (unit of each row (n,), stratum of each unit (P,)).

    Without `unit` each row is one, and the first is None.
    """
    if unit is None:
        return None, stratum
    units = int(unit.max(initial=0)) + 1
    strata = int(stratum.max(initial=0)) + 1
    unit_of_row, keys = distinct(stratum * units + unit, strata * units)
    return unit_of_row.astype(np.int64, copy=False), keys // units


def number(
    labels: AnyArray | None, n: int, what: str, where: str, found: Problems
) -> tuple[AnyArray, IntArray]:
    """Return the distinct labels (H,) and the number of each row's (n,)."""
    if labels is None:
        return np.array(["all"]), np.zeros(n, dtype=np.int64)
    labels = np.asarray(labels)
    if labels.shape != (n,):
        found.add(
            f"{where}, {what}", f"an array of shape {labels.shape}", f"{n} labels", "align them"
        )
        return np.array(["all"]), np.zeros(n, dtype=np.int64)
    missing = _count_missing(labels)
    if missing:
        found.add(f"{where}, {what}", f"{missing} missing", "a label in every row", "complete them")
        return np.array(["all"]), np.zeros(n, dtype=np.int64)
    if labels.dtype.kind == "i" and n:
        first, last = int(labels.min()), int(labels.max())
        if last - first < max(n, 2**16):  # near to being numbers already: no need to sort
            inverse, keys = distinct(labels.astype(np.int64) - first, last - first + 1)
            return (keys + first).astype(labels.dtype), inverse
    try:
        names, inverse = np.unique(labels, return_inverse=True)
    except TypeError:
        kinds = sorted({type(label).__name__ for label in labels.tolist()})
        found.add(
            f"{where}, {what}",
            f"{n} labels of several types: {', '.join(kinds)}",
            "labels of one type, which can be put in order",
            "make all of them text",
        )
        return np.array(["all"]), np.zeros(n, dtype=np.int64)
    return names, inverse.astype(np.int64)


def _count_missing(labels: AnyArray) -> int:
    if labels.dtype.kind == "f":
        return int(np.sum(np.isnan(labels)))
    if labels.dtype.kind != "O":
        return 0
    # Only a missing number differs from itself.
    return sum(label is None or label != label for label in labels.tolist())
