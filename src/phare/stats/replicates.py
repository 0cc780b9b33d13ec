"""Replicates: the weights of a design many times over, stored as what they are made of.

The weight of row i in replicate r is its base weight, times the multiplier of its PSU in r,
times the factors of every weighting step redone in r. Method: docs/methods/replication.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy import sparse

from phare.stats.arrays import AnyArray, FloatArray, IntArray, floats
from phare.stats.multipliers import Multipliers
from phare.stats.replicate_variance import Centre, covariance, variance
from phare.stats.step_factors import Step, UnitStep

__all__ = ["Centre", "Failure", "Replicates"]

BLOCK = 32
# Floats that a block may take: beyond, fewer replicates at a time.
_BLOCK_FLOATS = 2**22
_MANY_ATOMS = 20_000


@dataclass(frozen=True, order=True)
class Failure:
    """A replicate in which a step could not be redone: its number from 1, and why."""

    replicate: int
    reason: str


@dataclass(frozen=True, eq=False)
class Replicates:
    """Weights of n rows and their R replicates, factored.

    Parameters
    ----------
    weights : the weights of the estimates themselves (n,), every step done
    base : the weights that the replication multiplies (n,)
    unit_of_row : unit of each row (n,), None where each row is one
    scale, rscales : V = scale x sum of rscales_r (estimate_r - centre)^2; rscales (R,)
    centre : ``estimate`` (the full estimate: mse = TRUE in R) or ``mean`` of the replicates
    steps : the weighting steps redone, in order
    failed : replicates that a step could not be redone in; they take no part, and the others
        stand in for them
    """

    weights: FloatArray
    base: FloatArray
    unit_of_row: IntArray | None
    multipliers: Multipliers
    scale: float
    rscales: FloatArray
    centre: Centre = "estimate"
    steps: tuple[Step, ...] = ()
    failed: tuple[Failure, ...] = ()
    where: str = "replicates"
    _ranks: dict[bytes, int] = field(default_factory=dict, repr=False)

    @property
    def n(self) -> int:
        """Rows."""
        return len(self.weights)

    @property
    def size(self) -> int:
        """Replicates R."""
        return self.multipliers.size

    def replicate_weights(self, start: int = 0, stop: int | None = None) -> FloatArray:
        """Return the weights (n, b) of replicates `start` to `stop`: n x R floats if all."""
        stop = self.size if stop is None else stop
        return self.row_multipliers(start, stop) * self.copies(start, stop)

    def copies(self, start: int, stop: int) -> FloatArray:
        """Return the weights (n, b) without the multipliers: what one copy of a row weighs."""
        result = np.repeat(self.base[:, None], stop - start, axis=1)
        for step in self.steps:
            if isinstance(step, UnitStep):
                result *= step.unit_factors(start, stop)[step.unit_of_row]
            else:
                result *= step.row_factors(result, start, stop)
        return result

    def row_multipliers(self, start: int, stop: int) -> FloatArray:
        """Return what some replicates multiply each row by (n, b)."""
        units = self.multipliers.block(start, stop)
        return units if self.unit_of_row is None else units[self.unit_of_row]

    @cached_property
    def _atoms(self) -> tuple[IntArray | None, IntArray | None, tuple[IntArray, ...]]:
        """Rows alike in every factor, numbered: (atom of row, unit and step units of atoms).

        None where each row is an atom of its own.
        """
        units = [step.unit_of_row for step in self.steps if isinstance(step, UnitStep)]
        if self.unit_of_row is None or len(units) < len(self.steps):
            return None, self.unit_of_row, tuple(units)
        key = self.unit_of_row
        for unit in units:
            _, key = np.unique(key * (int(unit.max(initial=0)) + 1) + unit, return_inverse=True)
        _, first, atom = np.unique(key, return_index=True, return_inverse=True)
        return atom.astype(np.int64), self.unit_of_row[first], tuple(u[first] for u in units)

    def _atom_block(self, start: int, stop: int) -> FloatArray:
        """Replicate weight over base weight of each atom (Q, b)."""
        _, unit, step_units = self._atoms
        result = self.multipliers.block(start, stop)
        if unit is not None:
            result = result[unit]
        if len(step_units) < len(self.steps):
            return result * np.divide(
                self.copies(start, stop),
                self.base[:, None],
                out=np.zeros_like(result),
                where=self.base[:, None] != 0,
            )
        for step, units in zip(self.steps, step_units, strict=True):
            assert isinstance(step, UnitStep)
            result *= step.unit_factors(start, stop)[units]
        return result

    def _atom_rows(self, start: int, stop: int) -> Iterator[FloatArray]:
        """Yield replicate weight over base weight of each atom (Q,), steps of units only."""
        _, unit, step_units = self._atoms
        factors = []
        for step in self.steps:
            assert isinstance(step, UnitStep)
            factors.append(np.ascontiguousarray(step.unit_factors(start, stop).T))
        for r in range(start, stop):
            result = self.multipliers.row(r)
            if unit is not None:
                result = result[unit]
            for factor, units in zip(factors, step_units, strict=True):
                result = result * factor[r - start][units]
            yield result

    def _products(
        self, table: sparse.csr_array, least: int = 1
    ) -> Iterator[tuple[int, int, FloatArray]]:
        """Yield (start, stop, table (t, Q) @ replicate weights over base weights (Q, b)).

        The product is sparse times a block; with many atoms, times one replicate after the
        other, which are vectors in memory already.
        """
        q = self._n_atoms
        by_block = q <= _MANY_ATOMS or len(self._atoms[2]) < len(self.steps)
        for start, stop in self.blocks(max(q, least) if by_block else least):
            if by_block:
                yield start, stop, np.asarray(table @ self._atom_block(start, stop))
            else:
                each = [table @ row for row in self._atom_rows(start, stop)]
                yield start, stop, np.stack(each, axis=1)

    def blocks(self, rows: int | None = None) -> Iterator[tuple[int, int]]:
        """Yield (start, stop) of blocks of replicates small enough to hold `rows` of each."""
        rows = self.n if rows is None else rows
        width = int(np.clip(_BLOCK_FLOATS // max(rows, 1), 1, BLOCK))
        for start in range(0, self.size, width):
            yield start, min(start + width, self.size)

    def sums(self, codes: AnyArray, values: FloatArray, size: int) -> FloatArray:
        """Sum weight x value over `codes` in 0..size-1, in each replicate.

        `values` is (n,) or, for several variables, (n, k). Returns (size, R) or (size, k, R).
        One sparse product for all.
        """
        columns = values[:, None] if values.ndim == 1 else values
        k = columns.shape[1]
        atom = self._atoms[0]
        atom = np.arange(self.n) if atom is None else atom
        q = self._n_atoms
        index = (np.asarray(codes)[:, None] * k + np.arange(k)).ravel()
        entries = (columns * self.base[:, None]).ravel()
        table = sparse.csr_array((entries, (index, np.repeat(atom, k))), shape=(size * k, q))
        result = np.empty((size * k, self.size))
        for start, stop, product in self._products(table):
            result[:, start:stop] = product
        return result if values.ndim == 1 else result.reshape(size, k, self.size)

    def sum_blocks(
        self, unit_of_row: IntArray | None, units: int
    ) -> Iterator[tuple[int, int, FloatArray]]:
        """Yield (start, stop, sums of the weights over units (units, b)) of the replicates.

        Without `unit_of_row` each row is a unit.
        """
        atom, q = self._atoms[0], self._n_atoms
        of = np.arange(self.n) if unit_of_row is None else unit_of_row
        index = (of, np.arange(self.n) if atom is None else atom)
        table = sparse.csr_array((self.base, index), shape=(units, q))
        yield from self._products(table, units)

    @property
    def _n_atoms(self) -> int:
        atom, unit, _ = self._atoms
        return self.n if atom is None or unit is None else len(unit)

    def redo(self, statistic: Callable[[FloatArray], FloatArray]) -> FloatArray:
        """Return `statistic` (k,) of the weights (n,) of each replicate, as (R, k).

        Failed replicates are rows of NaN.
        """
        failed = {failure.replicate - 1 for failure in self.failed}
        rows: list[FloatArray | None] = []
        for start, stop in self.blocks():
            block = self.replicate_weights(start, stop)
            for r in range(start, stop):
                rows.append(None if r in failed else floats(statistic(block[:, r - start])))
        k = next((len(row) for row in rows if row is not None), 1)
        return np.array([np.full(k, np.nan) if row is None else row for row in rows])

    def covariance(self, estimate: FloatArray, repeated: FloatArray) -> FloatArray:
        """Return the covariance matrix (k, k) of `estimate` (k,) from `repeated` (R, k).

        Replicates with a NaN take no part; the others stand in for them.
        """
        return covariance(estimate, repeated, self.scale, self.rscales, self.centre, self.where)

    def linear_covariance(self, influence: FloatArray) -> FloatArray:
        """Return the covariance matrix (k, k) of the sums of k columns of influence (n, k)."""
        weights = self.weights[:, None]
        values = np.divide(influence, weights, out=np.zeros_like(influence), where=weights != 0)
        repeated = self.sums(np.zeros(self.n, dtype=np.int64), values, 1)[0]
        return self.covariance(influence.sum(axis=0), repeated.T)

    def variance(self, estimate: FloatArray, repeated: FloatArray) -> FloatArray:
        """Return the variances of `estimate` (...,) from `repeated` (..., R), each by itself.

        NaN where no replicate has an estimate.
        """
        return variance(estimate, repeated, self.scale, self.rscales, self.centre)

    @cached_property
    def degrees_of_freedom(self) -> int:
        """Rank of the multipliers of the rows that have a weight, less 1."""
        return self.degrees_of_freedom_of(self.weights != 0)

    def degrees_of_freedom_of(self, rows: AnyArray) -> int:
        """Return the degrees of freedom of an estimate from some `rows` (n, bool)."""
        present = rows
        if self.unit_of_row is not None:
            present = np.zeros(self.multipliers.units, dtype=bool)
            present[self.unit_of_row[rows]] = True
        key = np.packbits(present).tobytes()
        if key not in self._ranks:
            self._ranks[key] = self.multipliers.rank(present)
        return max(self._ranks[key] - 1, 0)
