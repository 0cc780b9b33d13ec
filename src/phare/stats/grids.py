"""Sums over cells in the table of all crossings of their margins, without a pass for each margin.

The factor of a raked cell is a product of one term per margin. With the margins parted in two
halves, a cell is a place (a, b) in a table, its weight base_ab f_a h_b, and what is asked of the
cells, the sums over every category, follows from the two products base h and f base. These are
a few microseconds per replicate, where an exponential per cell is a hundred.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from phare.stats.arrays import FloatArray, IntArray, sums

if TYPE_CHECKING:
    from phare.stats.auxiliaries import Auxiliaries

# A table of all crossings this many times larger than the cells that occur is not worth it.
_SPARSE = 4
# Numbers that the columns of the two halves may take: one margin of many categories takes its
# square.
_COLUMNS = 2**18


@dataclass(frozen=True, eq=False)
class Grid:
    """Where m cells stand in the table of all crossings of their margins.

    Parameters
    ----------
    place : of each cell (m,)
    halves : categories of the margins of either half
    """

    place: IntArray
    halves: tuple[tuple[int, ...], tuple[int, ...]]

    @classmethod
    def of(cls, units: Auxiliaries) -> Grid | None:
        """Return the grid of cells; None for numbers among the columns, or a grid too sparse."""
        sizes = units.sizes
        if units.values or len(sizes) < 2 or math.prod(sizes) > _SPARSE * units.n:
            return None
        place = np.ravel_multi_index(units.codes, sizes).astype(np.int64)
        uneven = [abs(math.prod(sizes[:at]) - math.prod(sizes[at:])) for at in range(len(sizes))]
        at = max(int(np.argmin(uneven)), 1)
        return cls(place, (sizes[:at], sizes[at:]))

    @property
    def light(self) -> bool:
        """Whether `gram` is cheap: not with margins of very many categories."""
        return sum(math.prod(half) * sum(half) for half in self.halves) <= _COLUMNS

    @cached_property
    def _columns(self) -> tuple[FloatArray, FloatArray]:
        """The columns x of the crossings of each half, (A, p1) and (B, p2)."""
        first, second = (_indicators(half) for half in self.halves)
        return first, second

    def gram(self, weights: FloatArray) -> FloatArray:
        """Return X' diag(w) X (p, p) for weights of the cells (m,)."""
        first, second = self._columns
        table = sums(self.place, weights, len(first) * len(second)).reshape(len(first), -1)
        cross = first.T @ table @ second
        return np.block([
            [(first.T * table.sum(axis=1)) @ first, cross],
            [cross.T, (second.T * table.sum(axis=0)) @ second],
        ])  # fmt: skip

    def lay(self, bases: FloatArray) -> FloatArray:
        """Return base weights (m, b) of the cells as tables (b, A, B)."""
        first, second = (math.prod(half) for half in self.halves)
        table = np.zeros((bases.shape[1], first * second))
        table[:, self.place] = bases.T
        return table.reshape(-1, first, second)

    def totals(self, tables: FloatArray, coefficients: FloatArray) -> FloatArray:
        """Return the totals (p, b) of the weights raked with `coefficients` (p, b)."""
        factors = np.exp(coefficients.T)
        first, second = self.halves
        f, h = (
            _products(factors[:, : sum(first)], first),
            _products(factors[:, sum(first) :], second),
        )
        over_b = np.matmul(tables, h[:, :, None])[:, :, 0] * f
        over_a = np.matmul(f[:, None, :], tables)[:, 0, :] * h
        return np.concatenate([*_sums(over_b, first), *_sums(over_a, second)], axis=1).T


def _indicators(sizes: tuple[int, ...]) -> FloatArray:
    """Return the columns of every crossing of margins (A, sum of sizes)."""
    codes = np.indices(sizes).reshape(len(sizes), -1)
    return np.concatenate([np.eye(k)[own] for k, own in zip(sizes, codes, strict=True)], axis=1)


def _products(factors: FloatArray, sizes: tuple[int, ...]) -> FloatArray:
    """Return the product of the factors (b, sum of sizes) of every crossing (b, A)."""
    result = np.ones((len(factors), 1))
    for start, size in zip(itertools.accumulate(sizes, initial=0), sizes, strict=False):
        own = factors[:, start : start + size]
        result = (result[:, :, None] * own[:, None, :]).reshape(len(factors), -1)
    return result


def _sums(crossings: FloatArray, sizes: tuple[int, ...]) -> list[FloatArray]:
    """Return the sums of crossings (b, A) over each margin, (b, size) each."""
    table = crossings.reshape(-1, *sizes)
    axes = range(1, len(sizes) + 1)
    return [table.sum(axis=tuple(other for other in axes if other != own)) for own in axes]
