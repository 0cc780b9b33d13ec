"""Segments of one text joined into units that have enough forms."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from phare.contracts import refuse
from phare.typology.incidence import Incidence, IntArray, incidence, row_sums


def units_of_segments(matrix: Incidence, documents: ArrayLike, least: int) -> IntArray:
    """Return the unit of each segment (n,), numbered from 0 in the order of the segments.

    Parameters
    ----------
    matrix : presence (segments, terms), segments in the order of the text
    documents : the text each segment is of (n,); the segments of a text stand together
    least : a unit takes the next segment of its text until their numbers of distinct forms,
        added up, reach this. What the end of a text leaves over goes to the unit before it.
    """
    _, codes = np.unique(np.asarray(documents), return_inverse=True)
    starts = np.flatnonzero(np.diff(codes, prepend=-1))
    if len(starts) != len(set(codes[starts].tolist())):
        raise refuse(
            "segments", "a text in two places", "its segments together", "sort them by text"
        )
    sizes = row_sums(matrix).tolist()
    ends = [*starts[1:].tolist(), len(codes)]
    units = np.empty(len(codes), dtype=np.int64)
    unit = -1
    for start, end in zip(starts.tolist(), ends, strict=True):
        first, size = unit + 1, float("inf")
        for i in range(start, end):
            if size >= least:
                unit, size = unit + 1, 0.0
            units[i] = unit
            size += sizes[i]
        if size < least and unit > first:
            units[start:end][units[start:end] == unit] = unit - 1
            unit -= 1
    return units


def joined(matrix: Incidence, units: IntArray, count: int | None = None) -> Incidence:
    """Return presence (count, terms): a unit has the terms that one of its segments has."""
    n, rows = len(units), int(units.max(initial=-1)) + 1 if count is None else count
    belongs = sparse.csr_array((np.ones(n), (units, np.arange(n))), shape=(rows, n))
    return incidence(belongs @ matrix)
