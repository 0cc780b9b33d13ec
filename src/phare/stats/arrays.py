"""The array types of this room, and the one way from anything array-like to them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
AnyArray = NDArray[Any]


def floats(values: ArrayLike) -> FloatArray:
    """Return `values` as float64, without a copy where they are already."""
    return np.asarray(values, dtype=np.float64)


def sums(codes: AnyArray, values: FloatArray | None, size: int) -> FloatArray:
    """Sum `values` (or count rows) by `codes` in 0..size-1. Shape (size,)."""
    return np.bincount(codes, weights=values, minlength=size).astype(np.float64, copy=False)
