"""A domain of a design: which level each row is in, and sums over PSUs within levels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from phare.stats.arrays import AnyArray, FloatArray, IntArray, distinct, sums
from phare.stats.correction import Correction
from phare.stats.design import Design


@dataclass(frozen=True, eq=False)
class Domain:
    """Which level each row is in, and what that costs once for all variables.

    `codes` (n,) run over 0..size-1; the last level gathers the rows whose level is unknown,
    so that the levels add up to the whole.
    """

    design: Design
    codes: IntArray
    size: int

    @classmethod
    def of(cls, design: Design, codes: AnyArray | None, n_levels: int) -> Domain:
        """Take codes -1 (unknown) or 0..n_levels-1; None puts every row in level 0."""
        if codes is None:
            return cls(design, np.zeros(design.n, dtype=np.int64), n_levels + 1)
        level = np.asarray(codes, dtype=np.int64)
        return cls(design, np.where(level < 0, n_levels, level), n_levels + 1)

    @cached_property
    def stages(self) -> tuple[Domain, ...]:
        """This domain under each stage of the design alone; itself where there is but one."""
        design = self.design
        if len(design.structures) == 1:
            return (self,)
        numbers = range(len(design.structures))
        return tuple(Domain(design.at_stage(i), self.codes, self.size) for i in numbers)

    @cached_property
    def correction(self) -> Correction | None:
        """What the calibration of the design takes from covariances, if there was one."""
        basis = self.design.calibration
        return None if basis is None else Correction(self, basis)

    @cached_property
    def _pairs(self) -> tuple[IntArray | None, IntArray, IntArray]:
        """Pair (PSU, level) of each row, or None where rows are PSUs; PSU and level of a pair."""
        psu = self.design.structure.psu_of_row
        if psu is None:
            return None, np.arange(self.design.n), self.codes
        units = self.design.structure.n_psu * self.size
        pair, keys = distinct(psu * self.size + self.codes, units)
        return pair.astype(np.int64, copy=False), keys // self.size, keys % self.size

    @property
    def pair_psu(self) -> IntArray:
        return self._pairs[1]

    @property
    def pair_level(self) -> IntArray:
        return self._pairs[2]

    @cached_property
    def pair_scale(self) -> FloatArray:
        structure = self.design.structure
        return structure.scale[structure.stratum_of_psu[self.pair_psu]]

    @cached_property
    def _cell(self) -> IntArray:
        """Stratum and level of each pair, as one code."""
        structure = self.design.structure
        return structure.stratum_of_psu[self.pair_psu] * self.size + self.pair_level

    @cached_property
    def _absent(self) -> FloatArray:
        """PSUs of each stratum without a row in the level (H, L): they total 0."""
        structure = self.design.structure
        present = sums(self._cell, None, structure.n_strata * self.size)
        return structure.sizes[:, None] - present.reshape(structure.n_strata, self.size)

    def strata_with(self, rows: AnyArray) -> AnyArray:
        """Tell which strata have one of `rows` (n, bool) in which level (H, L)."""
        return self.stratum_sums(self.pair_totals(rows.astype(np.float64))) > 0

    def single_psus(self, entering: AnyArray) -> IntArray:
        """Count, by level (L,), the strata of which one PSU of several has an entering row."""
        totals = self.pair_totals(entering.astype(np.float64))
        present = self.stratum_sums((totals > 0).astype(np.float64))
        several = self.design.structure.sizes[:, None] > 1
        return np.asarray(np.sum((present == 1) & several, axis=0), dtype=np.int64)

    def degrees_of_freedom(self, entering: AnyArray) -> FloatArray:
        """PSUs less strata with an entering row (n, bool), by level (L,)."""
        present = (self.pair_totals(entering.astype(np.float64)) > 0).astype(np.float64)
        counts = self.stratum_sums(present)
        return np.asarray(counts.sum(axis=0) - (counts > 0).sum(axis=0))

    def weighed(self, rows: FloatArray) -> FloatArray:
        """Return a row vector (n,) as it counts in a variance, see ``Design.residuals``."""
        factors = self.design.residual_factors
        return rows if factors is None else rows * factors

    def pair_totals(self, rows: FloatArray) -> FloatArray:
        pair = self._pairs[0]
        return rows if pair is None else sums(pair, rows, len(self.pair_psu))

    def stratum_sums(self, pairs: FloatArray) -> FloatArray:
        """Sums over each stratum and level (H, L)."""
        h = self.design.structure.n_strata
        return sums(self._cell, pairs, h * self.size).reshape(h, self.size)

    def whole(self, pairs: FloatArray) -> FloatArray:
        """Return a pair vector summed over levels, around its stratum means (P,)."""
        structure = self.design.structure
        return structure.centre(sums(self.pair_psu, pairs, structure.n_psu))

    def by_level(self, pairs: FloatArray) -> FloatArray:
        return sums(self.pair_level, pairs, self.size)

    def means(self, pairs: FloatArray) -> FloatArray:
        """Stratum means over all PSUs, of each level (H, L)."""
        structure = self.design.structure
        means = self.stratum_sums(pairs) / structure.sizes[:, None] * structure.centred[:, None]
        if self.design.adjust_domains and self.design.lonely == "adjust":
            met = self.stratum_sums((pairs != 0).astype(np.float64))
            means = np.where(met == 1, 0.0, means)
        return np.asarray(means)

    def deviations(self, pairs: FloatArray, means: FloatArray) -> FloatArray:
        return np.asarray(pairs - means.ravel()[self._cell])

    def form(
        self, u: FloatArray, u_means: FloatArray, v: FloatArray, v_means: FloatArray
    ) -> FloatArray:
        """Covariance (L,) of two pair vectors given as deviations with their means."""
        absent = (self.design.structure.scale[:, None] * self._absent * u_means * v_means).sum(0)
        return np.asarray(self.by_level(self.pair_scale * u * v) + absent)
