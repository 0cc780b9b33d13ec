"""One variable in every level of a domain: from its rows to its estimates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from phare.stats.arrays import AnyArray, FloatArray
from phare.stats.entering import Entering
from phare.stats.levels import ALL_BASE, ALL_OWN, BASE, OWN, LevelMoments
from phare.stats.records import Differences, Estimates, LevelEstimates
from phare.stats.replicated_variables import ReplicatedVariable
from phare.stats.stage_moments import design_moments, of_stages

__all__ = ["Entering", "Variable", "level_influence"]

# Below this share of its own terms a variance is mostly rounding: it is computed directly.
_CANCELLED = 1e-6


@dataclass(frozen=True, eq=False)
class Variable:
    """Numerator y and denominator x (n,), both 0 where the row does not enter."""

    entering: Entering
    y: FloatArray
    x: FloatArray

    @cached_property
    def moments(self) -> LevelMoments:
        w, below = self.entering.weights, self.entering.below
        if self.x is not self.entering.ones:
            below = of_stages(self.entering.domain, w * self.x)
        return design_moments(w * self.y, below)

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

    def _record(
        self, estimate: FloatArray, std_error: FloatArray, scale: float | FloatArray
    ) -> Estimates:
        m = self.moments
        simple = self.entering.simple_variance(self.y, self.x, m.ratio, m.denominator)
        known = np.where(self.known, estimate, np.nan)
        return self.entering.record(known, std_error, scale, self.y, simple)

    def ratios(self) -> LevelEstimates:
        """Return y over x in each level, against the whole and against the rest."""
        if self.entering.replicates is not None:
            return ReplicatedVariable(self.entering, self.y, self.x).ratios()
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
        if self.entering.replicates is not None:
            return ReplicatedVariable(self.entering, self.y, self.x).totals(population)
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
