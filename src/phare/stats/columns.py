"""Which columns of a calibration are independent, and solving on those alone.

Margins overlap (each one sums to the population), so X'X is singular by construction.
A largest independent set of columns is chosen once; the others follow from it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg

from phare.stats.arrays import AnyArray, FloatArray, IntArray

# Of a Gram matrix scaled to a unit diagonal; codes give exact zeros up to rounding (1e-15).
_RANK = 1e-10
_RIDGE = 1e-8
_PIVOT = 1e-7


@dataclass(frozen=True, eq=False)
class Columns:
    """An independent set of the p columns of a Gram matrix.

    `kept` and `dropped` index the columns; ``X[:, dropped] = X[:, kept] @ coefficients``;
    `scale` (p,) is the root of the diagonal.
    """

    kept: IntArray
    dropped: IntArray
    coefficients: FloatArray
    scale: FloatArray

    @classmethod
    def of(cls, gram: FloatArray, relaxed: AnyArray | None = None) -> Columns:
        """Choose an independent set from a Gram matrix (p, p), or from its diagonal (p,).

        The columns that are `relaxed` (p, bool) constrain nothing: none of them is dropped.
        """
        if gram.ndim == 1:
            kept, dropped = np.flatnonzero(gram > 0), np.flatnonzero(~(gram > 0))
            return cls(kept, dropped, np.zeros((len(kept), len(dropped))), np.sqrt(gram))
        scale = np.sqrt(np.diag(gram))
        if relaxed is not None and np.any(relaxed):
            return cls._beside(gram, scale, relaxed)
        alive = np.flatnonzero(scale > 0)
        unit = gram[np.ix_(alive, alive)] / np.outer(scale[alive], scale[alive])
        if len(alive):
            triangle, pivots = linalg.qr(unit, mode="r", pivoting=True)
            rank = int(np.sum(np.abs(np.diag(triangle)) > _RANK))
        else:
            pivots, rank = np.zeros(0, dtype=np.int64), 0
        kept = np.sort(alive[pivots[:rank]])
        dropped = np.setdiff1d(np.arange(len(gram)), kept)
        coefficients = np.zeros((len(kept), len(dropped)))
        if len(kept) and len(dropped):
            root = scale[kept]
            inner = gram[np.ix_(kept, kept)] / np.outer(root, root)
            cross = gram[np.ix_(kept, dropped)] / root[:, None]
            coefficients = linalg.solve(inner, cross, assume_a="sym") / root[:, None]
        return cls(kept, dropped, coefficients, scale)

    @classmethod
    def _beside(cls, gram: FloatArray, scale: FloatArray, relaxed: AnyArray) -> Columns:
        """Choose among the exact columns, and keep every relaxed one that is not empty."""
        exact = np.flatnonzero(~relaxed)
        among = cls.of(gram[np.ix_(exact, exact)])
        kept = np.union1d(exact[among.kept], np.flatnonzero(relaxed & (scale > 0)))
        dropped = np.setdiff1d(np.arange(len(gram)), kept)
        coefficients = np.zeros((len(kept), len(dropped)))
        rows = np.searchsorted(kept, exact[among.kept])
        at = np.searchsorted(dropped, exact[among.dropped])
        coefficients[np.ix_(rows, at)] = among.coefficients
        return cls(kept, dropped, coefficients, scale)

    def implied(self, totals: FloatArray) -> FloatArray:
        """Return the totals of the dropped columns that those of the kept ones imply."""
        return self.coefficients.T @ totals[self.kept]

    def condition(self, gram: FloatArray) -> float:
        """Condition number of the kept columns at unit scale."""
        if gram.ndim == 1 and len(self.kept):
            unit = gram[self.kept] / self.scale[self.kept] ** 2
            return float(unit.max() / unit.min()) if unit.min() > 0 else float("inf")
        return float(np.linalg.cond(self._scaled(gram))) if len(self.kept) else 1.0

    def solve(self, gram: FloatArray, right: FloatArray) -> FloatArray:
        """Return some B with ``gram @ B = right`` on the kept columns and 0 elsewhere.

        `right` is (p,) or (p, k). A Gram matrix that has lost rank since the columns were
        chosen (rows at a bound have no slope) is ridged slightly: the result is then a
        direction, not a solution.
        """
        result = np.zeros_like(right)
        if not len(self.kept):
            return result
        root = self.scale[self.kept]
        scaled = right[self.kept] / (root if right.ndim == 1 else root[:, None])
        if gram.ndim == 1:
            unit = gram[self.kept] / root**2
            if not unit.min() > (_PIVOT * unit.max()) ** 2:
                unit = unit + _RIDGE * max(float(unit.mean()), _RIDGE)
            found = scaled / (unit if right.ndim == 1 else unit[:, None])
            result[self.kept] = found / (root if right.ndim == 1 else root[:, None])
            return result
        # NaN on the right stays in its own column: a level that cannot be estimated.
        factor = self._factor(self._scaled(gram))
        found = linalg.cho_solve(factor, scaled, check_finite=False)
        result[self.kept] = found / (root if right.ndim == 1 else root[:, None])
        return result

    def _scaled(self, gram: FloatArray) -> FloatArray:
        root = self.scale[self.kept]
        return np.asarray(gram[np.ix_(self.kept, self.kept)] / np.outer(root, root))

    @staticmethod
    def ridged(gram: FloatArray, relax: FloatArray) -> FloatArray:
        """Return a Gram matrix, or its diagonal, with `relax` (p,) added to its diagonal."""
        return gram + (relax if gram.ndim == 1 else np.diag(relax))

    @staticmethod
    def _factor(unit: FloatArray) -> tuple[FloatArray, bool]:
        try:
            factor, lower = linalg.cho_factor(unit)
            diagonal = np.diag(factor)
            if diagonal.min() > _PIVOT * diagonal.max():
                return factor, lower
        except linalg.LinAlgError:
            pass
        # Rows at a bound have no slope; with none left the step must still have a length.
        ridge = _RIDGE * max(float(np.trace(unit)) / len(unit), _RIDGE)
        factor, lower = linalg.cho_factor(unit + ridge * np.eye(len(unit)))
        return factor, lower
