"""The first axes of the correspondence analysis of units and terms.

With A (n, p), row sums r, column sums c and total N, the axes are the singular vectors of
B - sqrt(r c')/N where B = D_r^-1/2 A D_c^-1/2. That dense matrix is never formed: its Gram
matrix over the terms is B'B - sqrt(c)sqrt(c)'/N, applied to one vector at a time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg, sparse
from scipy.sparse.linalg import ArpackNoConvergence, LinearOperator, eigsh

from phare.contracts import refuse
from phare.typology.incidence import FloatArray, Incidence, IntArray, column_sums, row_sums

# Below this many terms the Gram matrix is small enough to be solved whole.
_WHOLE = 40
# Coordinates nearer than this to each other, relative to the largest, are the same: what
# differs below is the rounding of another machine, or of another number of threads.
_DIGITS = 9
# A singular value below this is rounding: the root of what a sum of squares cannot tell from 0.
_NONE = 1e-6


@dataclass(frozen=True, eq=False)
class Axes:
    """Singular values (m,), largest first, and coordinates u / sqrt(r) of the units (n, m).

    The sign of an axis is such that its largest coordinate in absolute value is positive.
    """

    singular_values: FloatArray
    coordinates: FloatArray

    def order(self, axis: int) -> IntArray:
        """Return the units along an axis; units of one coordinate keep their order."""
        along = self.coordinates[:, axis]
        scale = float(np.max(np.abs(along), initial=0.0))
        rounded = np.round(along / scale, _DIGITS) if scale > 0 else along
        return np.argsort(rounded, kind="stable").astype(np.int64)


def axes(matrix: Incidence, count: int = 1) -> Axes:
    """Return the first `count` axes of a matrix without empty row or column.

    Fewer come back where the matrix has fewer: none where all units are alike.
    """
    n, p = matrix.shape
    count = min(count, n - 1, p - 1)
    r, c = row_sums(matrix), column_sums(matrix)
    scaled = sparse.csr_array(
        (1 / np.sqrt(np.repeat(r, np.diff(matrix.indptr)) * c[matrix.indices]),
         matrix.indices, matrix.indptr), shape=(n, p),
    )  # fmt: skip
    trivial = np.sqrt(c / c.sum())
    values, vectors = _leading(scaled, trivial, count)
    # The transition formula: a unit stands at the mean of its terms, so that units of the
    # same terms stand at the same place to the last bit.
    values = np.sqrt(np.maximum(values, 0.0))
    values, vectors = values[values > _NONE], vectors[:, values > _NONE]
    places = (matrix @ (vectors / np.sqrt(c)[:, None])) / r[:, None] / values
    largest = places[np.argmax(np.abs(places) > 0.999999999 * np.abs(places).max(0), axis=0),
                     np.arange(places.shape[1])]  # fmt: skip
    places = places * np.where(largest < 0, -1.0, 1.0)
    return Axes(values, places)


def _leading(scaled: Incidence, trivial: FloatArray, count: int) -> tuple[FloatArray, FloatArray]:
    """Return the largest eigenvalues of the Gram matrix over terms, with their vectors (p, count)."""
    p = scaled.shape[1]
    if p <= max(_WHOLE, 4 * count):
        gram = (scaled.T @ scaled).toarray() - np.outer(trivial, trivial)
        values, vectors = linalg.eigh(gram, subset_by_index=(p - count, p - 1))
        return values[::-1], vectors[:, ::-1]
    across = scaled.T.tocsr()

    def apply(x: FloatArray) -> FloatArray:
        x = x.ravel()
        found: FloatArray = across @ (scaled @ x) - trivial * np.sum(trivial * x)
        return found

    # Any fixed start does; the fractions of multiples of the golden ratio have no pattern.
    start = (np.arange(1, p + 1) * 0.6180339887498949) % 1.0 - 0.5
    operator = LinearOperator((p, p), matvec=apply, dtype=np.float64)
    basis = min(p - 1, max(40, 4 * count))
    try:
        values, vectors = eigsh(operator, k=count, which="LA", v0=start, ncv=basis, tol=1e-14)
    except ArpackNoConvergence:
        raise refuse(
            "classification", f"an axis of {p} terms that does not settle", "a first axis",
            "raise the number of units a term must be in",
        ) from None  # fmt: skip
    order = np.argsort(-values, kind="stable")
    return values[order], vectors[:, order]
