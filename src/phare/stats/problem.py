"""A calibration ready to solve: units, targets that agree, and how units answer.

Respondents who share all their categories form one unit, a cell; with a continuous
auxiliary, or weights q in the distance, each row is a unit. A cap or a floor on the weight of
a row works row by row inside cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from phare.stats.arrays import AnyArray, BoolArray, FloatArray, sums
from phare.stats.auxiliaries import Auxiliaries
from phare.stats.columns import Columns
from phare.stats.distances import Clipped, Distance
from phare.stats.feasibility import Limits
from phare.stats.settings import CalibrationSettings

EVERY = slice(None)

# Rows of a block: their vectors stay in the cache of a core.
_BLOCK = 2**15


@dataclass(frozen=True, eq=False)
class CalibrationProblem:
    """Find g of the rows such that the units meet the targets.

    Parameters
    ----------
    rows, units : columns of the n rows and of the m units
    unit_of_row : (n,), or None where each row is its unit
    base : base weights of the rows (n,), 0 where a target of 0 leaves no weight
    unit_base : their sums over units (m,)
    targets : (p,), made to agree
    before : totals under the base weights (p,), those of no target included
    labels : margin and category of each column
    cap, floor : the largest and the least weight of a row
    q : weights of the distance (n,): g answers to q times the predictor
    relax : what each column may miss per unit of its coefficient (p,); 0 for exact targets
    """

    rows: Auxiliaries
    units: Auxiliaries
    unit_of_row: AnyArray | None
    base: FloatArray
    unit_base: FloatArray
    targets: FloatArray
    before: FloatArray
    labels: tuple[tuple[str, str], ...]
    columns: Columns
    settings: CalibrationSettings
    cap: float | None
    floor: float | None
    q: FloatArray | None
    relax: FloatArray

    @property
    def by_row(self) -> bool:
        """Whether rows of one unit may have different g."""
        return self.cap is not None or self.floor is not None

    @property
    def exact(self) -> BoolArray:
        """Columns whose target must be met (p,)."""
        return np.asarray(self.relax == 0)

    @cached_property
    def zeroed(self) -> BoolArray:
        """Units that weigh nothing for want of a target, or of base weight (m,)."""
        return np.asarray(self.unit_base == 0)

    @property
    def block(self) -> int | None:
        """Units to work through at a time: rows are streamed, cells are few."""
        return _BLOCK if self.unit_of_row is None else None

    def distance(self, base: FloatArray) -> Distance:
        """Return the calibration function of rows that weigh `base` (n,) before."""
        if not self.by_row:
            return self.settings.distance
        top, bottom = np.full(len(base), np.inf), np.full(len(base), self.settings.lower)
        if self.cap is not None:
            np.divide(self.cap, base, out=top, where=base > 0)
        if self.floor is not None:
            np.divide(self.floor, base, out=bottom, where=base > 0)
            bottom = np.maximum(bottom, self.settings.lower)
        return Clipped(self.settings.distance, bottom, top)

    def factors(self, predictor: FloatArray, part: slice = EVERY) -> tuple[FloatArray, FloatArray]:
        """Return g and its slope: per unit (m,), or per row (n,) under a cap or a floor.

        `part` are the units of the predictor, of those that are rows.
        """
        if self.by_row and self.unit_of_row is not None:
            predictor = predictor[self.unit_of_row]
        distance = self.distance(self.base[part])
        if self.q is None:
            return distance.response(predictor)
        q = self.q[part]
        g, slope = distance.response(q * predictor)
        return g, q * slope

    def respond(self, predictor: FloatArray, part: slice = EVERY) -> tuple[FloatArray, FloatArray]:
        """Return the weight of each unit of `part` and its slope."""
        if self.unit_of_row is not None:
            part = EVERY
        g, slope = self.factors(predictor, part)
        if not self.by_row or self.unit_of_row is None:
            base = self.unit_base[part]
            return base * g, base * slope
        m = len(self.unit_base)
        return (
            sums(self.unit_of_row, self.base * g, m),
            sums(self.unit_of_row, self.base * slope, m),
        )

    def row_factors(self, predictor: FloatArray) -> FloatArray:
        """Return g of each row (n,): 0 where the base weight is 0 for want of a target."""
        g, _ = self.factors(predictor)
        if not self.by_row and self.unit_of_row is not None:
            g = g[self.unit_of_row]
        return g

    def limits(self) -> Limits:
        """Return what the units may weigh, for the linear programme."""
        m, low, high = len(self.unit_base), self.settings.lower, self.settings.upper
        row_top = np.full(len(self.base), np.inf)
        np.multiply(high, self.base, out=row_top, where=self.base > 0)
        row_top[self.base == 0] = 0.0
        if self.cap is not None:
            row_top = np.minimum(row_top, self.cap)
        alive = (self.base > 0).astype(np.float64)
        of = self.unit_of_row if self.unit_of_row is not None else np.arange(m)
        row_floor = np.zeros(len(self.base))
        np.multiply(low, self.base, out=row_floor, where=self.base > 0)
        if self.floor is not None:
            row_floor = np.where(self.base > 0, np.maximum(row_floor, self.floor), row_floor)
        return Limits(
            self.unit_base,
            sums(of, alive, m),
            sums(of, row_floor, m),
            sums(of, row_top, m),
            self.settings.bounds is not None,
            self.cap is not None,
            self.floor is not None,
        )
