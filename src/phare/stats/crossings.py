"""Rows with the same codes in several margins, numbered as one cell."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from phare.stats.arrays import AnyArray, FloatArray, sums

# A table of keys this many times longer than the rows is still cheaper than a sort.
_DENSE = 8
_RADIX_LIMIT = 2**40

Crossed = tuple[AnyArray, tuple[AnyArray, ...], FloatArray]


def cross(codes: Sequence[AnyArray], sizes: Sequence[int]) -> Crossed:
    """Cross margins given as codes (n,) in 0..size-1.

    Returns the cell of each row (n,), the codes of the cells (m,) per margin, and the rows of
    each cell (m,). Cells that occur are numbered by their codes, the first margin slowest.
    """
    size = math.prod(sizes)
    if size > max(_DENSE * len(codes[0]), 2**16):
        return _cross_by_sorting(codes, sizes)
    # The narrowest integers: what this costs is reading and writing them.
    key = codes[0].astype(np.min_scalar_type(-size))
    for own, k in zip(codes[1:], sizes[1:], strict=True):
        key *= k
        np.add(key, own, out=key, casting="unsafe")
    rows = sums(key, None, size)
    present = np.flatnonzero(rows)
    if len(present) < size:
        number = np.zeros(size, dtype=key.dtype)
        number[present] = np.arange(len(present))
        key, rows = number[key], rows[present]
    return key, tuple(map(np.ascontiguousarray, np.unravel_index(present, tuple(sizes)))), rows


def _cross_by_sorting(codes: Sequence[AnyArray], sizes: Sequence[int]) -> Crossed:
    """The same where a table of all crossings would be longer than the rows."""
    key = np.zeros(len(codes[0]), dtype=np.int64)
    size = 1
    for own, k in zip(codes, sizes, strict=True):
        key *= k
        key += own
        size *= k
        if size > _RADIX_LIMIT:
            distinct, key = np.unique(key, return_inverse=True)
            size = len(distinct)
    _, first, cell = np.unique(key, return_index=True, return_inverse=True)
    return cell.astype(np.int64), tuple(own[first] for own in codes), sums(cell, None, len(first))
