"""How far weighted respondents are from known totals, calibrated to or held out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from phare.stats.arrays import FloatArray, sums
from phare.stats.auxiliaries import Margin

Role = Literal["calibrated", "benchmark", "crossing", "left_out"]


@dataclass(frozen=True, eq=False)
class Balance:
    """One variable: shares of its categories in the population, before and after weighting.

    `asmd`: the mean over categories of |share - target| / sqrt(target (1 - target)); the
    standardiser is the target's, the same before and after. `dissimilarity`: half the sum of
    |share - target|. `points`: the mean of |share - target|.
    """

    name: str
    role: Role
    categories: tuple[str, ...]
    target: FloatArray
    before: FloatArray
    after: FloatArray

    @property
    def gap(self) -> FloatArray:
        return np.asarray(self.after - self.target)

    @property
    def asmd(self) -> tuple[float, float]:
        spread = np.sqrt(self.target * (1 - self.target))
        return self._both(lambda d: float(np.mean(d[spread > 0] / spread[spread > 0])))

    @property
    def dissimilarity(self) -> tuple[float, float]:
        return self._both(lambda d: float(d.sum() / 2))

    @property
    def points(self) -> tuple[float, float]:
        return self._both(lambda d: float(d.mean()))

    def _both(self, of: Callable[[FloatArray], float]) -> tuple[float, float]:
        return of(np.abs(self.before - self.target)), of(np.abs(self.after - self.target))


def balance(
    margin: Margin, before: FloatArray, after: FloatArray, role: Role = "calibrated"
) -> Balance:
    """Return the balance of a margin under weights of rows (n,); unknown rows are left out."""
    target = np.nan_to_num(np.asarray(margin.totals, dtype=np.float64))
    known = np.asarray(margin.codes) >= 0
    codes, k = np.asarray(margin.codes)[known], len(margin.categories)
    shares = [own / own.sum() for own in (sums(codes, w[known], k) for w in (before, after))]
    return Balance(
        margin.name, role, margin.categories, target / target.sum(), shares[0], shares[1]
    )
