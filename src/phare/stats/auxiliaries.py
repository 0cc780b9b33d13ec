"""What weights are calibrated to: margins, totals, and their columns x.

The columns are never laid out as a matrix: a margin stays a vector of codes, so that one
million rows and thirty columns cost thirty sums, not 240 megabytes.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from phare.stats.arrays import AnyArray, FloatArray, IntArray, floats, sums

# A table of keys this many times longer than the rows is still cheaper than a sort.
_DENSE = 8
_RADIX_LIMIT = 2**40


@dataclass(frozen=True, eq=False)
class Margin:
    """Population totals of a categorical variable.

    `codes` (n,) index `categories`; -1 is a missing value. `totals` (k,) in the order of
    `categories`; NaN says that no target is known for a category.
    """

    name: str
    codes: AnyArray
    categories: tuple[str, ...]
    totals: FloatArray


@dataclass(frozen=True, eq=False)
class Total:
    """The population total of a number: `values` (n,) and their `total`."""

    name: str
    values: FloatArray
    total: float


Auxiliary = Margin | Total


@dataclass(frozen=True, eq=False)
class Auxiliaries:
    """The p columns x of a calibration over n rows: margins first, then values.

    Parameters
    ----------
    codes : per margin (n,), all within 0..size-1
    sizes : number of categories of each margin
    values : per continuous column (n,)
    """

    codes: tuple[AnyArray, ...]
    sizes: tuple[int, ...]
    values: tuple[FloatArray, ...]

    @classmethod
    def of(cls, margins: Sequence[Auxiliary]) -> Auxiliaries:
        """Take the columns of `margins`: every Margin first, then every Total."""
        categorical = [m for m in margins if isinstance(m, Margin)]
        continuous = [m for m in margins if isinstance(m, Total)]
        return cls(
            tuple(np.asarray(m.codes) for m in categorical),
            tuple(len(m.categories) for m in categorical),
            tuple(floats(m.values) for m in continuous),
        )

    @property
    def n(self) -> int:
        """Rows."""
        return len(self.codes[0]) if self.codes else len(self.values[0])

    @property
    def offsets(self) -> tuple[int, ...]:
        """First column of each margin, then the first column of the values."""
        return tuple(itertools.accumulate(self.sizes, initial=0))

    @property
    def p(self) -> int:
        """Columns."""
        return sum(self.sizes) + len(self.values)

    def part(self, rows: slice) -> Auxiliaries:
        """Return the columns of some rows, without a copy."""
        if rows == slice(0, self.n):
            return self
        return Auxiliaries(
            tuple(codes[rows] for codes in self.codes),
            self.sizes,
            tuple(values[rows] for values in self.values),
        )

    def combine(self, coefficients: FloatArray) -> FloatArray:
        """X b: (n,)."""
        result = np.zeros(self.n)
        for codes, size, start in zip(self.codes, self.sizes, self.offsets, strict=False):
            result += coefficients[start : start + size][codes]
        for value, b in zip(self.values, coefficients[self.offsets[-1] :], strict=True):
            result += b * value
        return result

    def totals(self, weights: FloatArray) -> FloatArray:
        """X'w: (p,)."""
        parts = [sums(c, weights, k) for c, k in zip(self.codes, self.sizes, strict=True)]
        parts.append(np.array([float(v @ weights) for v in self.values]))
        return np.concatenate(parts)

    def gross(self, weights: FloatArray) -> FloatArray:
        """|X|'|w|: (p,), the size of what a total is a balance of."""
        absolute = Auxiliaries(self.codes, self.sizes, tuple(np.abs(v) for v in self.values))
        return absolute.totals(np.abs(weights))

    def table(self, weights: FloatArray, groups: AnyArray, n_groups: int) -> FloatArray:
        """X'w within each of `groups`: (p, n_groups)."""
        parts = [
            sums(c.astype(np.int64) * n_groups + groups, weights, k * n_groups).reshape(k, n_groups)
            for c, k in zip(self.codes, self.sizes, strict=True)
        ]
        parts += [sums(groups, v * weights, n_groups)[None, :] for v in self.values]
        return np.concatenate(parts)

    def gram(self, weights: FloatArray) -> FloatArray:
        """X' diag(w) X: (p, p)."""
        result = np.zeros((self.p, self.p))
        for i, (codes, size, start) in enumerate(
            zip(self.codes, self.sizes, self.offsets, strict=False)
        ):
            rows = slice(start, start + size)
            result[rows, rows] = np.diag(sums(codes, weights, size))
            others = Auxiliaries(self.codes[i + 1 :], self.sizes[i + 1 :], self.values)
            if others.p:
                result[rows, start + size :] = others.table(weights, codes, size).T
        for j, value in enumerate(self.values):
            start = self.offsets[-1] + j
            weighted = value * weights
            for k, other in enumerate(self.values[j:]):
                result[start, start + k] = float(weighted @ other)
        return np.triu(result) + np.triu(result, 1).T

    def collapse(self) -> tuple[IntArray, Auxiliaries]:
        """Rows with the same codes become one cell: (cell of each row, columns of the cells).

        Only without continuous columns.
        """
        key = np.zeros(self.n, dtype=np.int64)
        size = 1
        for codes, k in zip(self.codes, self.sizes, strict=True):
            key *= k
            key += codes
            size *= k
            if size > _RADIX_LIMIT:
                distinct, key = np.unique(key, return_inverse=True)
                size = len(distinct)
        cell_of_row, first = _number(key, size)
        return cell_of_row, Auxiliaries(tuple(c[first] for c in self.codes), self.sizes, ())


def _number(key: IntArray, size: int) -> tuple[IntArray, IntArray]:
    """Number the distinct keys: (number of each row, a row of each number)."""
    if size > max(_DENSE * len(key), 2**16):
        _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
        return inverse.astype(np.int64), first.astype(np.int64)
    row = np.full(size, -1, dtype=np.int64)
    row[key] = np.arange(len(key))
    present = np.flatnonzero(row >= 0)
    number = np.zeros(size, dtype=np.int64)
    number[present] = np.arange(len(present))
    return number[key], row[present]
