"""From the labels of a design to numbers."""

from __future__ import annotations

import numpy as np

from phare.errors import Problems
from phare.stats.arrays import AnyArray, IntArray


def number_units(stratum: IntArray, unit: IntArray | None) -> tuple[IntArray | None, IntArray]:
    """Number units within strata: (unit of each row (n,), stratum of each unit (P,)).

    Without `unit` each row is one, and the first is None.
    """
    if unit is None:
        return None, stratum
    key = stratum * (int(unit.max(initial=0)) + 1) + unit
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    return inverse.astype(np.int64), stratum[first]


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
    names, inverse = np.unique(labels, return_inverse=True)
    return names, inverse.astype(np.int64)


def _count_missing(labels: AnyArray) -> int:
    if labels.dtype.kind == "f":
        return int(np.sum(np.isnan(labels)))
    if labels.dtype.kind != "O":
        return 0
    # Only a missing number differs from itself.
    return sum(label is None or label != label for label in labels.tolist())
