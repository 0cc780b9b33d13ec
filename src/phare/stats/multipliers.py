"""What each replicate multiplies the weight of each unit (PSU) by.

Never laid out as units x replicates floats: a jackknife is its strata, a bootstrap or a set
of half-samples small integers. Blocks of replicates are made when they are asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from scipy import linalg

from phare.stats.arrays import AnyArray, FloatArray, IntArray, sums

# As R's degf: a column this small after those before it adds nothing to the rank.
_RANK = 1e-5
# Beyond so many multiplications a rank is taken from what the method implies.
_LARGEST = 1e8


class Multipliers(Protocol):
    """Multipliers of P units in R replicates."""

    @property
    def size(self) -> int:
        """Replicates R."""
        ...

    @property
    def units(self) -> int:
        """Units P."""
        ...

    def block(self, start: int, stop: int) -> FloatArray:
        """Return the multipliers (P, stop - start) of some replicates."""
        ...

    def row(self, replicate: int) -> FloatArray:
        """Return the multipliers (P,) of one replicate."""
        ...

    def rank(self, present: AnyArray) -> int:
        """Return the rank of the rows of the units that are present (P, bool)."""
        ...


@dataclass(frozen=True, eq=False)
class Jackknife:
    """Replicate r leaves out unit r; the others of its stratum stand in for it.

    `stratum` (P,) of each unit. A stratum of one unit is left alone.
    """

    stratum: IntArray

    @property
    def size(self) -> int:
        return len(self.stratum)

    @property
    def units(self) -> int:
        return len(self.stratum)

    @cached_property
    def sizes(self) -> FloatArray:
        """Units of each stratum (H,)."""
        return sums(self.stratum, None, int(self.stratum.max(initial=0)) + 1)

    def block(self, start: int, stop: int) -> FloatArray:
        left_out = np.arange(start, stop)
        size = self.sizes[self.stratum[left_out]]
        together = self.stratum[:, None] == self.stratum[None, left_out]
        result = np.where(together, size / np.maximum(size - 1, 1), 1.0)
        several = size > 1
        result[left_out[several], np.flatnonzero(several)] = 0.0
        return result

    def row(self, replicate: int) -> FloatArray:
        return self.block(replicate, replicate + 1)[:, 0]

    def rank(self, present: AnyArray) -> int:
        # The rows of a stratum that is there entirely add up to a constant, the same for all.
        here = sums(self.stratum[present], None, len(self.sizes))
        whole = int(np.sum((here == self.sizes) & (here > 0)))
        return int(here.sum()) - max(whole - 1, 0)


@dataclass(frozen=True, eq=False)
class Counted:
    """intercept + slope x count.

    Parameters
    ----------
    counts : (R, P) times that a replicate takes a unit, or the multipliers themselves
    slope, intercept : per unit (P,), or one number for all
    """

    counts: AnyArray
    slope: FloatArray | float = 1.0
    intercept: FloatArray | float = 0.0

    @property
    def size(self) -> int:
        return len(self.counts)

    @property
    def units(self) -> int:
        return int(self.counts.shape[1])

    def block(self, start: int, stop: int) -> FloatArray:
        block = self.counts[start:stop] * self.slope + self.intercept
        return np.ascontiguousarray(block.T, dtype=np.float64)

    def row(self, replicate: int) -> FloatArray:
        return np.asarray(self.counts[replicate] * self.slope + self.intercept, dtype=np.float64)

    def rank(self, present: AnyArray) -> int:
        count = int(np.sum(present))
        least = min(count, self.size)
        if float(count) * self.size * least > _LARGEST:
            return least
        return numerical_rank(self.block(0, self.size)[present])


def numerical_rank(matrix: FloatArray) -> int:
    """Return the rank (rows, columns) to R's tolerance for degrees of freedom."""
    if not matrix.size:
        return 0
    length = np.linalg.norm(matrix, axis=0)
    unit = matrix[:, length > 0] / length[length > 0]
    if not unit.size:
        return 0
    if len(unit) > 4 * unit.shape[1]:
        unit = np.linalg.qr(unit, mode="r")
    triangle, _ = linalg.qr(unit, mode="r", pivoting=True)
    return int(np.sum(np.abs(np.diag(triangle)) > _RANK))
