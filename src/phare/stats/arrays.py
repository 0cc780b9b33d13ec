"""The array types of this room, and the one way from anything array-like to them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from phare.errors import PhareError, Problem

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
AnyArray = NDArray[Any]


def floats(values: ArrayLike) -> FloatArray:
    """Return `values` as float64, without a copy where they are already; refuse text."""
    numbers, strange = as_numbers(np.asarray(values))
    if strange:
        got = f"{strange}, {int(np.sum(np.isnan(numbers)))} of {numbers.size} values"
        raise PhareError(Problem("numbers", got, "numbers", "convert or leave out what is none"))
    return numbers


def as_numbers(array: AnyArray) -> tuple[FloatArray, str]:
    """Return `array` as floats, NaN where it holds no number, and the first such value in words."""
    try:
        return np.asarray(array, dtype=np.float64), ""
    except (TypeError, ValueError):
        values, strange = np.full(array.size, np.nan), ""
        for i, one in enumerate(array.ravel().tolist()):
            try:
                values[i] = float(one)
            except (TypeError, ValueError):
                strange = strange or f"'{one}'"
        return values.reshape(array.shape), strange


def distinct(keys: AnyArray, size: int) -> tuple[AnyArray, IntArray]:
    """Number the distinct of `keys` (n,), integers in 0..size-1, in their order.

    Returns the number of each row (n,) and the distinct keys.
    """
    # A table of keys this many times longer than the rows is still cheaper than a sort.
    if size > max(8 * len(keys), 2**16):
        found, inverse = np.unique(keys, return_inverse=True)
        return inverse, found.astype(np.int64)
    present = np.flatnonzero(np.bincount(keys, minlength=size))
    if len(present) == size:
        return keys, present
    number = np.zeros(size, dtype=keys.dtype)
    number[present] = np.arange(len(present))
    return number[keys], present


def sums(codes: AnyArray, values: FloatArray | None, size: int) -> FloatArray:
    """Sum `values` (or count rows) by `codes` in 0..size-1. Shape (size,)."""
    return np.bincount(codes, weights=values, minlength=size).astype(np.float64, copy=False)
