"""Quantities over the rows of a wave: ratios of the total of y to the total of x."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from phare.stats.arrays import BoolArray, FloatArray


@dataclass(frozen=True, eq=False)
class Measures:
    """k quantities over n rows; a mean or a share has x = 1 in its base.

    Parameters
    ----------
    y, x : (n, k), 0 outside the base
    inside : whether a row is in the base of a quantity and answered it (n, k)
    centre : what was taken from y, in units of x (k,): an estimate is centre + total y / total x.
        Squares then do not cancel.
    """

    y: FloatArray
    x: FloatArray
    inside: BoolArray
    centre: FloatArray

    @classmethod
    def of(cls, values: FloatArray, denominators: FloatArray | None = None) -> Measures:
        """Return the measures of columns (n, k), NaN where a row is not in the base."""
        below = np.ones_like(values) if denominators is None else denominators
        inside = ~(np.isnan(values) | np.isnan(below))
        y, x = np.where(inside, values, 0.0), np.where(inside, below, 0.0)
        total = x.sum(axis=0)
        centre = np.divide(y.sum(axis=0), total, out=np.zeros(len(total)), where=total != 0)
        return cls(y - centre * x, x, inside, centre)

    @property
    def k(self) -> int:
        return int(self.y.shape[1])

    def part(self, columns: Sequence[int]) -> Measures:
        """Return some of the quantities."""
        at = list(columns)
        return Measures(self.y[:, at], self.x[:, at], self.inside[:, at], self.centre[at])

    def within(self, rows: BoolArray) -> Measures:
        """Return the same quantities with their bases cut to some rows (n, bool)."""
        keep = rows[:, None]
        return Measures(
            np.where(keep, self.y, 0.0),
            np.where(keep, self.x, 0.0),
            self.inside & keep,
            self.centre,
        )

    @classmethod
    def joined(cls, parts: Sequence[Measures]) -> Measures:
        """Return the quantities of several, side by side."""
        return cls(
            np.hstack([part.y for part in parts]),
            np.hstack([part.x for part in parts]),
            np.hstack([part.inside for part in parts]),
            np.concatenate([part.centre for part in parts]),
        )
