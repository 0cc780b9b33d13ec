"""What a weighting step multiplies the weights by, in each replicate."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, runtime_checkable

import numpy as np
from scipy import sparse

from phare.stats.arrays import FloatArray, IntArray
from phare.stats.problem import CalibrationProblem
from phare.stats.replicate_calibration import sparse_columns, unit_factors


@runtime_checkable
class UnitStep(Protocol):
    """A step that multiplies all rows of a unit (cell, class) by one factor."""

    @property
    def unit_of_row(self) -> IntArray:
        """Unit of each row (n,)."""
        ...

    def unit_factors(self, start: int, stop: int) -> FloatArray:
        """Return the factors (units, stop - start) of some replicates."""
        ...


@runtime_checkable
class RowStep(Protocol):
    """A step whose factor depends on the row."""

    def row_factors(self, before: FloatArray, start: int, stop: int) -> FloatArray:
        """Return the factors (n, b), from the weights before (n, b) without multipliers."""
        ...


Step = UnitStep | RowStep


@dataclass(frozen=True, eq=False)
class ClassFactors:
    """One factor (units, R) per unit and replicate."""

    unit_of_row: IntArray
    factors: FloatArray

    def unit_factors(self, start: int, stop: int) -> FloatArray:
        return self.factors[:, start:stop]


@dataclass(frozen=True, eq=False)
class CalibratedCells:
    """The g of the cells of a calibration, from its coefficients (p, R)."""

    unit_of_row: IntArray
    problem: CalibrationProblem
    coefficients: FloatArray

    @cached_property
    def _columns(self) -> sparse.csr_array:
        return sparse_columns(self.problem.units)

    def unit_factors(self, start: int, stop: int) -> FloatArray:
        predictor = self._columns @ self.coefficients[:, start:stop]
        return unit_factors(self.problem, predictor)


@dataclass(frozen=True, eq=False)
class CalibratedRows:
    """The g of rows: continuous totals, weights q, a cap or a floor; coefficients (p, R)."""

    problem: CalibrationProblem
    coefficients: FloatArray

    def row_factors(self, before: FloatArray, start: int, stop: int) -> FloatArray:
        problem = self.problem
        predictor = sparse_columns(problem.units) @ self.coefficients[:, start:stop]
        if not problem.by_row:
            return unit_factors(problem, predictor)
        if problem.unit_of_row is not None:
            predictor = predictor[problem.unit_of_row]
        if problem.q is not None:
            predictor = problem.q[:, None] * predictor
        result = np.empty_like(before)
        for j in range(stop - start):
            result[:, j], _ = problem.distance(before[:, j]).response(predictor[:, j])
        return np.where((problem.base == 0)[:, None], 0.0, result)


@dataclass(frozen=True, eq=False)
class Trims:
    """min(s w, cap) over w: one cap, and one s per replicate (R,)."""

    cap: float
    scale: FloatArray

    def row_factors(self, before: FloatArray, start: int, stop: int) -> FloatArray:
        limit = np.divide(self.cap, before, out=np.ones_like(before), where=before > 0)
        return np.minimum(self.scale[start:stop], limit)
