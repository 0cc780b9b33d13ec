"""One variable in every level of a domain, its variances by replicates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from phare.stats.arrays import AnyArray, FloatArray, sums
from phare.stats.entering import Entering
from phare.stats.inference import Estimated
from phare.stats.records import Differences, Estimates, LevelEstimates
from phare.stats.replicates import Replicates


@dataclass(frozen=True, eq=False)
class ReplicatedVariable:
    """Numerator y and denominator x (n,), both 0 where the row does not enter."""

    entering: Entering
    y: FloatArray
    x: FloatArray

    @property
    def _replicates(self) -> Replicates:
        replicates = self.entering.replicates
        assert replicates is not None
        return replicates

    @cached_property
    def full(self) -> tuple[FloatArray, FloatArray]:
        """Weighted sums of y and x in each level, the unknown one last (L + 1,)."""
        domain, w = self.entering.domain, self.entering.weights
        codes, size = domain.codes, domain.size
        return sums(codes, w * self.y, size), sums(codes, w * self.x, size)

    @cached_property
    def repeated(self) -> tuple[FloatArray, FloatArray]:
        """The same in each replicate (L + 1, R)."""
        domain, rows = self.entering.domain, self.entering.rows
        values = np.column_stack([np.where(rows, self.y, 0.0), np.where(rows, self.x, 0.0)])
        found = self._replicates.sums(domain.codes, values, domain.size)
        return found[:, 0], found[:, 1]

    @property
    def known(self) -> AnyArray:
        """Levels with an estimate (L,)."""
        return np.asarray((self.entering.n > 0) & (self.full[1][:-1] != 0))

    def _with_error(
        self, full: FloatArray, repeated: FloatArray, known: AnyArray
    ) -> tuple[FloatArray, FloatArray]:
        estimate = np.where(known, full, np.nan)
        error = np.sqrt(self._replicates.variance(estimate, repeated))
        return estimate, np.where(known, error, np.nan)

    def replicate_ratios(self) -> FloatArray:
        """Return the ratio of each level in each replicate (L, R); NaN where it has none."""
        y, x = self.repeated
        return _ratio(y[:-1], x[:-1])

    def covariances(self) -> Estimated:
        """Return the ratio of each level (L,) with their covariance (L, L)."""
        y, x = self.full
        estimate = np.where(self.known, _ratio(y[:-1], x[:-1]), np.nan)
        known = np.flatnonzero(self.known)
        covariance = np.full((len(estimate), len(estimate)), np.nan)
        if known.size:
            repeated = self.replicate_ratios()[known].T
            inside = self._replicates.covariance(estimate[known], repeated)
            covariance[np.ix_(known, known)] = inside
        return Estimated(estimate, covariance)

    def ratios(self) -> LevelEstimates:
        """Return y over x in each level, against the whole and against the rest."""
        (y, x), (ys, xs) = self.full, self.repeated
        known = self.known
        ratio, repeated = _ratio(y[:-1], x[:-1]), self.replicate_ratios()
        estimate, error = self._with_error(ratio, repeated, known)
        everything = _ratio(y.sum(), x.sum())
        wholes = _ratio(ys.sum(axis=0), xs.sum(axis=0))
        rest = _ratio(y.sum() - y[:-1], x.sum() - x[:-1])
        rests = _ratio(ys.sum(axis=0) - ys[:-1], xs.sum(axis=0) - xs[:-1])
        bounded = known & (np.abs(x.sum() - x[:-1]) > 0)
        return LevelEstimates(
            self._record(estimate, error, 1.0),
            self._difference(ratio - everything, repeated - wholes, known),
            self._difference(ratio - rest, repeated - rests, bounded),
        )

    def totals(self, population: float | None) -> Estimates:
        """Return weighted totals of y, or shares of the whole x times `population`."""
        (y, x), (ys, xs) = self.full, self.repeated
        if population is None:
            estimate, error = self._with_error(y[:-1], ys[:-1], self.known)
            return self._record(estimate, error, x[:-1])
        share, shares = _ratio(y[:-1], x.sum()), _ratio(ys[:-1], xs.sum(axis=0))
        estimate, error = self._with_error(population * share, population * shares, self.known)
        return self._record(estimate, error, population * _ratio(x[:-1], x.sum()))

    def _record(
        self, estimate: FloatArray, error: FloatArray, scale: float | FloatArray
    ) -> Estimates:
        y, x = self.full
        ratio = np.nan_to_num(_ratio(y[:-1], x[:-1]))
        simple = self.entering.simple_variance(self.y, self.x, ratio, x[:-1])
        return self.entering.record(estimate, error, scale, self.y, simple)

    def _difference(self, full: FloatArray, repeated: FloatArray, known: AnyArray) -> Differences:
        difference, error = self._with_error(full, repeated, known)
        return Differences(difference, error, np.full(len(full), float(self.entering.df_whole - 1)))


def _ratio(above: FloatArray | float, below: FloatArray | float) -> FloatArray:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(np.asarray(below) != 0, np.divide(above, below), np.nan))
