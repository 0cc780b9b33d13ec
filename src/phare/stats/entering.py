"""The rows that enter an estimate, counted by level, and the record of what they give."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from phare.stats.arrays import AnyArray, FloatArray, sums
from phare.stats.domain import Domain
from phare.stats.levels import Below
from phare.stats.records import Estimates
from phare.stats.replicates import Replicates
from phare.stats.stage_moments import of_stages


@dataclass(frozen=True, eq=False)
class Entering:
    """The rows that enter (n, bool), counted by level: what variables observed alike share."""

    domain: Domain
    rows: AnyArray

    @cached_property
    def weights(self) -> FloatArray:
        """Weights of the rows, 0 where they do not enter (n,)."""
        return np.where(self.rows, self.domain.design.weights, 0.0)

    def by_level(self, values: FloatArray) -> FloatArray:
        return sums(self.domain.codes, values, self.domain.size)[:-1]

    @cached_property
    def ones(self) -> FloatArray:
        """The denominator of a mean: 1 where the row enters (n,)."""
        return self.rows.astype(np.float64)

    @cached_property
    def below(self) -> tuple[Below, ...]:
        """The weights as a denominator: what the means of these rows share."""
        return of_stages(self.domain, self.weights)

    @cached_property
    def n(self) -> FloatArray:
        return self.by_level(self.ones)

    @cached_property
    def n_weighted(self) -> FloatArray:
        return self.by_level(self.weights)

    @cached_property
    def n_effective(self) -> FloatArray:
        squares = self.by_level(self.weights**2)
        return np.divide(self.n_weighted**2, squares, out=np.zeros_like(squares), where=squares > 0)

    @property
    def replicates(self) -> Replicates | None:
        return self.domain.design.replicates

    @cached_property
    def df(self) -> FloatArray:
        if self.replicates is None:
            return self.domain.degrees_of_freedom(self.rows)[:-1]
        levels = range(self.domain.size - 1)
        inside = (self.rows & (self.domain.codes == level) for level in levels)
        return np.array([self.replicates.degrees_of_freedom_of(rows) for rows in inside], float)

    @cached_property
    def df_whole(self) -> int:
        if self.replicates is None:
            return self.domain.design.structure.degrees_of_freedom(self.rows)
        return self.replicates.degrees_of_freedom_of(self.rows)

    def record(
        self,
        estimate: FloatArray,
        std_error: FloatArray,
        scale: float | FloatArray,
        y: FloatArray,
        simple_variance: FloatArray,
    ) -> Estimates:
        """Return the record (L,) of estimates that are `scale` times a ratio with numerator y."""
        with np.errstate(invalid="ignore", divide="ignore"):
            effect = (std_error / scale) ** 2 / simple_variance
        return Estimates(
            estimate,
            std_error,
            self.df,
            np.where(np.isfinite(effect), effect, np.nan),
            self.n,
            self.by_level((y != 0).astype(np.float64)),
            self.n_weighted,
            self.n_effective,
        )

    def simple_variance(
        self, y: FloatArray, x: FloatArray, ratio: FloatArray, denominator: FloatArray
    ) -> FloatArray:
        """Variance of ratios (L,) under simple random sampling with replacement."""
        around = y - np.append(ratio, 0.0)[self.domain.codes] * x
        spread = self.by_level(self.weights * around**2)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(spread * self.n_weighted / denominator**2 / (self.n - 1))
