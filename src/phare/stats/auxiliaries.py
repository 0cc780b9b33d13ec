"""What weights are calibrated to: margins, totals, and their columns x.

The columns are never laid out as a matrix: a margin stays a vector of codes, so that one
million rows and thirty columns cost thirty sums, not 240 megabytes.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from phare.errors import Problems
from phare.stats.arguments import not_codes
from phare.stats.arrays import AnyArray, FloatArray, as_numbers, floats, sums
from phare.stats.crossings import cross
from phare.stats.grids import Grid

# A table of keys this many times longer than the rows is still cheaper than a sort.
_DENSE = 8
_RADIX_LIMIT = 2**40
# Categories of a single margin whose products with each other, all 0, are not worth keeping.
_MANY = 256


@dataclass(frozen=True, eq=False)
class Margin:
    """Population totals of a categorical variable.

    `codes` (n,) index `categories`; -1 is a missing value. `totals` (k,) in the order of
    `categories`; NaN says that no target is known for a category. Raises PhareError for codes
    that are not whole numbers, totals that are not numbers and categories of one name.
    """

    name: str
    codes: AnyArray
    categories: tuple[str, ...]
    totals: FloatArray

    def __post_init__(self) -> None:
        where, found = f"margin '{self.name}'", Problems()
        codes, (totals, strange) = np.asarray(self.codes), as_numbers(np.asarray(self.totals))
        if codes.dtype.kind not in "iu":
            found.add(
                where,
                not_codes(codes),
                "whole numbers, the place of each row's category",
                "number the categories from 0, and write -1 for missing",
            )
        for name, count in Counter(self.categories).items():
            if count > 1:
                found.add(
                    f"{where}, category '{name}'",
                    f"{count} categories of this name",
                    "one",
                    "rename the others, or join them with their totals",
                )
        if strange:
            found.add(f"{where}, totals", strange, "numbers", "correct the margin")
        found.raise_if_any()
        if not np.can_cast(codes.dtype, np.int64):  # unsigned, of 64 bits
            codes = codes.astype(np.int64)
        object.__setattr__(self, "codes", codes)
        object.__setattr__(self, "categories", tuple(self.categories))
        object.__setattr__(self, "totals", totals)


@dataclass(frozen=True, eq=False)
class Total:
    """The population total of a number: `values` (n,) and their `total`."""

    name: str
    values: FloatArray
    total: float

    def __post_init__(self) -> None:
        where, found = f"total '{self.name}'", Problems()
        (values, strange), (total, odd) = map(
            as_numbers, map(np.asarray, (self.values, self.total))
        )
        if strange:
            rows = f"{int(np.sum(np.isnan(values)))} of {values.size} rows"
            found.add(where, f"{strange} in {rows}", "numbers", "convert them")
        if odd or total.ndim:
            found.add(where, odd or f"{total.size} targets", "one number", "correct the total")
        found.raise_if_any()
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "total", float(total))


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
        if "cells" in self.__dict__:  # numbered already, so that one pass over the rows will do
            cell_of_row, columns, _ = self.cells
            return columns.totals(sums(cell_of_row, weights, columns.n))
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
        """X' diag(w) X: (p, p); the diagonal alone (p,) of one margin of many categories."""
        if len(self.sizes) == 1 and not self.values and self.p > _MANY:
            return sums(self.codes[0], weights, self.p)
        if "cells" in self.__dict__:
            cell_of_row, columns, _ = self.cells
            return columns.gram(sums(cell_of_row, weights, columns.n))
        if self.grid is not None and self.grid.light:
            return self.grid.gram(weights)
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

    @cached_property
    def grid(self) -> Grid | None:
        """The table of all crossings, where most of them occur."""
        return Grid.of(self)

    def collapse(self) -> tuple[AnyArray, Auxiliaries]:
        """Rows with the same codes become one cell: (cell of each row, columns of the cells)."""
        return self.cells[:2]

    @cached_property
    def cells(self) -> tuple[AnyArray, Auxiliaries, FloatArray]:
        """As `collapse`, with the number of rows of each cell. Totals are then taken from cells.

        Only without continuous columns. Cells are numbered by their codes, the first margin
        turning slowest.
        """
        cell_of_row, codes, rows = cross(self.codes, self.sizes)
        return cell_of_row, Auxiliaries(codes, self.sizes, ()), rows
