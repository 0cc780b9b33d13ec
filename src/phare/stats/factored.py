"""Replicates as numbers that can be kept: by unit that is drawn, by cell that is weighted.

The weight of a row in a replicate is its base weight, times the multiplier of its unit, times
the factor of its cell. Method: docs/methods/replication.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from phare.stats.arrays import FloatArray, IntArray
from phare.stats.multipliers import Counted, Jackknife, Multipliers
from phare.stats.replicates import Centre, Failure, Replicates
from phare.stats.step_factors import ClassFactors, UnitStep


@dataclass(frozen=True, eq=False)
class Factored:
    """R replicates of n rows, over U units and C cells.

    Parameters
    ----------
    base : the weights that the replication multiplies (n,)
    unit_of_row, cell_of_row : (n,)
    stratum_of_unit : (U,) for a jackknife, whose multipliers follow from it; else None
    multipliers : (U, R); None for a jackknife
    factors : what every step together multiplies a cell by (C, R); NaN where one failed
    """

    base: FloatArray
    unit_of_row: IntArray
    cell_of_row: IntArray
    stratum_of_unit: IntArray | None
    multipliers: FloatArray | None
    factors: FloatArray
    scale: float
    rscales: FloatArray
    centre: Centre
    failed: tuple[Failure, ...] = ()

    @classmethod
    def of(cls, replicates: Replicates) -> Factored:
        """Take replicates apart."""
        drawn, size = replicates.multipliers, replicates.size
        by_stratum = isinstance(drawn, Jackknife)
        unit = replicates.unit_of_row
        cell, factors = _cells(replicates)
        return cls(
            replicates.base,
            np.arange(replicates.n) if unit is None else unit,
            cell,
            drawn.stratum if isinstance(drawn, Jackknife) else None,
            None if by_stratum else drawn.block(0, size),
            factors,
            replicates.scale,
            replicates.rscales,
            replicates.centre,
            replicates.failed,
        )

    def replicates(self, weights: FloatArray, where: str = "replicates") -> Replicates:
        """Put the replicates of `weights` (n,) together again."""
        drawn: Multipliers
        if self.stratum_of_unit is not None:
            drawn = Jackknife(self.stratum_of_unit)
        else:
            assert self.multipliers is not None
            drawn = Counted(np.ascontiguousarray(self.multipliers.T))
        return Replicates(
            weights,
            self.base,
            self.unit_of_row,
            drawn,
            self.scale,
            self.rscales,
            self.centre,
            (ClassFactors(self.cell_of_row, self.factors),),
            self.failed,
            where,
        )


def _cells(replicates: Replicates) -> tuple[IntArray, FloatArray]:
    """Return the cell of each row (n,) and its factor in each replicate (C, R).

    Rows alike in every step are one cell; where a step looks at rows, each row is one.
    """
    steps, size = replicates.steps, replicates.size
    by_unit = [step for step in steps if isinstance(step, UnitStep)]
    if len(by_unit) < len(steps):
        base = replicates.base[:, None]
        copies = replicates.copies(0, size)
        return np.arange(replicates.n), np.divide(
            copies, base, out=np.zeros_like(copies), where=base != 0
        )
    key = np.zeros(replicates.n, dtype=np.int64)
    for step in by_unit:
        unit = step.unit_of_row
        _, key = np.unique(key * (int(unit.max(initial=0)) + 1) + unit, return_inverse=True)
    _, first, cell = np.unique(key, return_index=True, return_inverse=True)
    factors = np.ones((len(first), size))
    for step in by_unit:
        factors *= step.unit_factors(0, size)[step.unit_of_row[first]]
    return cell.astype(np.int64), factors
