"""What a calibration takes from the covariances of level vectors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from phare.stats.arrays import FloatArray
from phare.stats.basis import CalibrationBasis
from phare.stats.domain import Domain
from phare.stats.structure import Structure


class Correction:
    """Covariances of residuals: with B the regression coefficients of a vector u,

    cov(u - w x'B_u, v - w x'B_v) = cov(u, v) - B_u'E_v - B_v'E_u + B_u' M B_v,

    E_v the covariances of w x with v, M those of w x with itself.
    """

    def __init__(self, domain: Domain, basis: CalibrationBasis) -> None:
        self.domain, self.basis = domain, basis
        self.frame = _Frame.of(domain.design.structure, basis)

    def apply(
        self,
        covariance: FloatArray,
        own: FloatArray,
        base: FloatArray,
        wholes: FloatArray,
        shift: FloatArray,
    ) -> tuple[FloatArray, FloatArray]:
        """Return the covariances (L, 4, 4) of the residuals and the size of the terms (L, 4)."""
        fitted = [self._coefficients(own), self._coefficients(base)]
        crossed = [self._crossed(own), self._crossed(base)]
        # By linearity, the whole from its levels; the same for each level, hence a column.
        for parts in (fitted, crossed):
            whole = [(parts[0] + shift * parts[1]) @ wholes, parts[1] @ wholes]
            parts += [np.repeat(column[:, None], self.domain.size, axis=1) for column in whole]
        result = covariance.copy()
        inner = [self.frame.inner @ b for b in fitted]
        for i in range(4):
            for j in range(4):
                result[:, i, j] += np.sum(
                    fitted[i] * inner[j] - fitted[i] * crossed[j] - fitted[j] * crossed[i], axis=0
                )
        sizes = [np.sum(np.abs(b) * (self.frame.gross @ np.abs(b)), axis=0) for b in fitted]
        return result, np.column_stack(sizes)

    def _coefficients(self, rows: FloatArray) -> FloatArray:
        """B of each level (p, L)."""
        cross = self.basis.auxiliaries.table(
            rows * self.basis.inverse_g, self.domain.codes, self.domain.size
        )
        return self.basis.coefficients(cross)

    def _crossed(self, rows: FloatArray) -> FloatArray:
        """E of each level (p, L)."""
        domain, frame = self.domain, self.frame
        pairs = domain.pair_totals(rows)
        if frame.by_psu is None:
            weighted = rows * self.basis.weights * domain.pair_scale
            direct = self.basis.auxiliaries.table(weighted, domain.codes, domain.size)
        else:
            index = (domain.pair_psu, domain.pair_level)
            shape = (domain.design.structure.n_psu, domain.size)
            spread = sparse.csr_array((pairs * domain.pair_scale, index), shape=shape)
            direct = np.asarray((spread.T @ frame.by_psu).T)
        scale = domain.design.structure.scale[:, None]
        return np.asarray(direct - frame.means.T @ (scale * domain.stratum_sums(pairs)))


@dataclass(frozen=True, eq=False)
class _Frame:
    """The vectors w x of a calibration as the design sees them.

    `by_psu` (P, p) their PSU totals, None where rows are PSUs; `means` (H, p) over the PSUs
    of a stratum; `inner` (p, p) their covariance; `gross` (p, p) its size before centring.
    """

    by_psu: FloatArray | None
    means: FloatArray
    inner: FloatArray
    gross: FloatArray

    @classmethod
    def of(cls, structure: Structure, basis: CalibrationBasis) -> _Frame:
        x, w = basis.auxiliaries, basis.weights
        sizes, centred = structure.sizes, structure.centred
        h = structure.n_strata
        means = (x.table(w, structure.stratum_of_row, h) / sizes * centred).T
        weight = structure.scale * sizes
        if structure.psu_of_row is None:
            plain = x.gram(w * w * structure.scale[structure.stratum_of_psu])
            inner = plain - means.T @ (weight[:, None] * means)
            return cls(None, means, inner, np.abs(plain))
        by_psu = x.table(w, structure.psu_of_row, structure.n_psu).T
        around = by_psu - means[structure.stratum_of_psu]
        scale = structure.scale[structure.stratum_of_psu]
        inner = around.T @ (scale[:, None] * around)
        return cls(by_psu, means, inner, np.abs(by_psu).T @ (scale[:, None] * np.abs(by_psu)))
