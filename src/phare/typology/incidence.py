"""Which term is in which unit: the matrix every classification starts from."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]
Incidence: TypeAlias = Any
"""A scipy CSR array (units, terms) of 0 and 1: presence, not counts; indices sorted."""


def incidence(counts: Any) -> Incidence:
    """Return presence (units, terms) from counts of any scipy sparse or dense form."""
    matrix = sparse.csr_array(counts, dtype=np.float64, copy=True)
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    matrix.sort_indices()
    matrix.data[:] = 1.0
    return matrix


def from_triplets(rows: ArrayLike, columns: ArrayLike, shape: tuple[int, int]) -> Incidence:
    """Return presence from the places of its ones; places may repeat."""
    at = (np.asarray(rows), np.asarray(columns))
    return incidence(sparse.coo_array((np.ones(len(at[0])), at), shape=shape))


def row_sums(matrix: Incidence) -> FloatArray:
    return np.asarray(np.diff(matrix.indptr), dtype=np.float64)


def column_sums(matrix: Incidence) -> FloatArray:
    return np.asarray(np.bincount(matrix.indices, minlength=matrix.shape[1]), dtype=np.float64)


def trimmed(matrix: Incidence) -> tuple[Incidence, IntArray, IntArray]:
    """Return the matrix without empty rows and columns, and which it keeps.

    Leaving out empty rows empties no column, and the reverse: once is enough.
    """
    rows = np.flatnonzero(row_sums(matrix)).astype(np.int64)
    columns = np.flatnonzero(column_sums(matrix)).astype(np.int64)
    return matrix[rows][:, columns], rows, columns


def canonical_order(matrix: Incidence) -> IntArray:
    """Return an order of the rows that depends on what is in them, and not on how they came.

    Equal rows keep the order they came in.
    """
    wide = matrix.indices.astype(">i4")  # big-endian bytes sort as the numbers do
    keys = [wide[start:end].tobytes() for start, end in pairwise(matrix.indptr.tolist())]
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64)
