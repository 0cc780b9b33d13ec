"""One variable in every level of a domain: from its rows to its estimates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from phare.stats.arrays import AnyArray, FloatArray, sums
from phare.stats.domain import Domain
from phare.stats.levels import ALL_BASE, ALL_OWN, BASE, OWN, LevelMoments, level_moments
from phare.stats.records import Differences, Estimates, LevelEstimates

# Below this share of its own terms a variance is mostly rounding: it is computed directly.
_CANCELLED = 1e-6


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
    def n(self) -> FloatArray:
        return self.by_level(self.rows.astype(np.float64))

    @cached_property
    def n_weighted(self) -> FloatArray:
        return self.by_level(self.weights)

    @cached_property
    def n_effective(self) -> FloatArray:
        squares = self.by_level(self.weights**2)
        return np.divide(self.n_weighted**2, squares, out=np.zeros_like(squares), where=squares > 0)

    @cached_property
    def df(self) -> FloatArray:
        return self.domain.degrees_of_freedom(self.rows)[:-1]

    @cached_property
    def df_whole(self) -> int:
        return self.domain.design.structure.degrees_of_freedom(self.rows)


@dataclass(frozen=True, eq=False)
class Variable:
    """Numerator y and denominator x (n,), both 0 where the row does not enter."""

    entering: Entering
    y: FloatArray
    x: FloatArray

    @cached_property
    def moments(self) -> LevelMoments:
        w = self.entering.weights
        return level_moments(self.entering.domain, w * self.y, w * self.x)

    @cached_property
    def known(self) -> AnyArray:
        """Levels with an estimate (L,)."""
        return (self.entering.n > 0) & ~self.moments.empty

    def influence(self, level: int, terms: FloatArray) -> FloatArray:
        """Influence (n,) of the sum of the four vectors of `level` with coefficients `terms`."""
        m, w = self.moments, self.entering.weights
        inside = self.entering.domain.codes == level
        zy, zx = w * self.y, w * self.x
        own, x = zy - m.ratio[level] * zx, m.denominator[level]
        here = np.where(inside, (terms[OWN] * own + terms[BASE] * zx) / x, 0.0)
        whole = terms[ALL_OWN] * (zy - m.all_ratio * zx) + terms[ALL_BASE] * zx
        return np.asarray(here + whole / m.all_denominator)

    def _std_error(self, terms: FloatArray) -> FloatArray:
        """Standard error (L,) of sums of the four vectors; `terms` (L, 4)."""
        m = self.moments
        variance = np.einsum("li,lij,lj->l", terms, m.covariance, terms)
        size = np.sum(np.abs(terms) * np.sqrt(np.maximum(m.rough, 0.0)), axis=1) ** 2
        for level in np.flatnonzero((variance < _CANCELLED * size) & self.known):
            influence = self.influence(int(level), terms[level])
            variance[level] = self.entering.domain.design.variance(influence)[0]
        return np.where(self.known, np.sqrt(np.maximum(variance, 0.0)), np.nan)

    def _terms(
        self,
        own: float | FloatArray,
        base: float | FloatArray,
        all_own: float | FloatArray,
        all_base: float | FloatArray,
    ) -> FloatArray:
        terms = np.zeros((len(self.moments.ratio), 4))
        for column, coefficient in (
            (OWN, own),
            (BASE, base),
            (ALL_OWN, all_own),
            (ALL_BASE, all_base),
        ):
            terms[:, column] = coefficient
        return terms

    @cached_property
    def _ratio_error(self) -> FloatArray:
        return self._std_error(self._terms(1, 0, 0, 0))

    @cached_property
    def _simple_variance(self) -> FloatArray:
        """Variance of the ratio under simple random sampling with replacement (L,)."""
        m, e = self.moments, self.entering
        ratio = np.append(m.ratio, 0.0)[e.domain.codes]
        spread = e.by_level(e.weights * (self.y - ratio * self.x) ** 2)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(spread * e.n_weighted / m.denominator**2 / (e.n - 1))

    def _record(
        self, estimate: FloatArray, std_error: FloatArray, scale: float | FloatArray
    ) -> Estimates:
        """Return the record of an estimate that is `scale` times the ratio."""
        e = self.entering
        with np.errstate(invalid="ignore", divide="ignore"):
            effect = (std_error / scale) ** 2 / self._simple_variance
        return Estimates(
            np.where(self.known, estimate, np.nan),
            std_error,
            e.df,
            np.where(np.isfinite(effect), effect, np.nan),
            e.n,
            e.by_level((self.y != 0).astype(np.float64)),
            e.n_weighted,
            e.n_effective,
        )

    def ratios(self) -> LevelEstimates:
        """Return y over x in each level, against the whole and against the rest."""
        return LevelEstimates(
            self._record(self.moments.ratio, self._ratio_error, 1.0),
            self._against_all(),
            self._against_rest(),
        )

    def _against_all(self) -> Differences:
        m = self.moments
        error = self._std_error(self._terms(1, 0, -1, 0))
        return self._difference(m.ratio - m.all_ratio, error, self.known)

    def _against_rest(self) -> Differences:
        m = self.moments
        rest = m.all_denominator - m.denominator
        known = self.known & (np.abs(rest) > 0)
        rest = np.where(known, rest, 1.0)
        left = m.all_denominator * m.all_ratio - m.denominator * m.ratio
        share, whole, other = m.denominator / rest, m.all_denominator / rest, left / rest
        terms = self._terms(
            1 + share, share * (m.ratio - other), -whole, -whole * (m.all_ratio - other)
        )
        error = self._std_error(np.where(known[:, None], terms, 0.0))
        return self._difference(m.ratio - other, error, known)

    def _difference(self, value: FloatArray, error: FloatArray, known: AnyArray) -> Differences:
        df = np.full(len(value), float(self.entering.df_whole - 1))
        return Differences(np.where(known, value, np.nan), np.where(known, error, np.nan), df)

    def totals(self, population: float | None) -> Estimates:
        """Return weighted totals of y, or shares of the whole x times `population`."""
        m = self.moments
        if population is None:
            terms = self._terms(m.denominator, m.denominator * m.ratio, 0, 0)
            return self._record(m.denominator * m.ratio, self._std_error(terms), m.denominator)
        scale = population * m.denominator / m.all_denominator
        terms = self._terms(scale, scale * m.ratio, 0, -scale * m.ratio)
        return self._record(scale * m.ratio, self._std_error(terms), scale)


def level_influence(variable: Variable, levels: Iterable[int]) -> FloatArray:
    """Influence (n, L) of the ratio of each level; NaN for a level without an estimate."""
    terms = np.array([1.0, 0.0, 0.0, 0.0])
    nothing = np.full(len(variable.y), np.nan)
    return np.column_stack(
        [variable.influence(level, terms) if variable.known[level] else nothing for level in levels]
    )
