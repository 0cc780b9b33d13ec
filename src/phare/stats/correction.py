"""What a calibration takes from the covariances of level vectors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from phare.stats.arrays import FloatArray
from phare.stats.auxiliaries import Auxiliaries
from phare.stats.basis import CalibrationBasis
from phare.stats.structure import Structure

if TYPE_CHECKING:
    from phare.stats.domain import Domain


class Correction:
    """Covariances of residuals: with B the regression coefficients of a vector u,

    cov(u - w x'B_u, v - w x'B_v) = cov(u, v) - B_u'E_v - B_v'E_u + B_u' M B_v,

    E_v the covariances of w x with v, M those of w x with itself.
    """

    def __init__(self, domain: Domain, basis: CalibrationBasis) -> None:
        self.domain, self.basis = domain, basis
        self.frame = _Frame.of(
            domain.design.structure, basis.auxiliaries, domain.weighed(basis.weights)
        )

    def apply(
        self,
        covariance: FloatArray,
        terms: tuple[tuple[FloatArray, FloatArray], tuple[FloatArray, FloatArray]],
        wholes: FloatArray,
        shift: FloatArray,
    ) -> tuple[FloatArray, FloatArray]:
        """Return the covariances (L, 4, 4) of the residuals and the size of the terms (L, 4).

        `terms` are those of the numerator and of the denominator.
        """
        fitted, crossed = [b for b, _ in terms], [e for _, e in terms]
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

    def terms(self, rows: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return B and E (p, L) of a vector of every level, given on its rows (n,)."""
        return self._coefficients(rows), self._crossed(rows)

    def _coefficients(self, rows: FloatArray) -> FloatArray:
        """B of each level (p, L)."""
        cross = self.basis.auxiliaries.table(
            rows * self.basis.inverse_g, self.domain.codes, self.domain.size
        )
        return self.basis.coefficients(cross)

    def _crossed(self, rows: FloatArray) -> FloatArray:
        """E of each level (p, L)."""
        domain, frame = self.domain, self.frame
        rows = domain.weighed(rows)
        pairs = domain.pair_totals(rows)
        if frame.by_psu is None:
            weighted = rows * frame.weights * domain.pair_scale
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

    `weights` (n,) are w as they count in a variance; `by_psu` (P, p) the PSU totals of w x, None
    where rows are PSUs; `means` (H, p) over the PSUs of a stratum; `inner` (p, p) their
    covariance; `gross` (p, p) its size before centring.
    """

    weights: FloatArray
    by_psu: FloatArray | None
    means: FloatArray
    inner: FloatArray
    gross: FloatArray

    @classmethod
    def of(cls, structure: Structure, x: Auxiliaries, w: FloatArray) -> _Frame:
        sizes, centred = structure.sizes, structure.centred
        h = structure.n_strata
        means = (x.table(w, structure.stratum_of_row, h) / sizes * centred).T
        weight = structure.scale * sizes
        if structure.psu_of_row is None:
            plain = x.gram(w * w * structure.scale[structure.stratum_of_psu])
            plain = np.diag(plain) if plain.ndim == 1 else plain
            inner = plain - means.T @ (weight[:, None] * means)
            return cls(w, None, means, inner, np.abs(plain))
        by_psu = x.table(w, structure.psu_of_row, structure.n_psu).T
        around = by_psu - means[structure.stratum_of_psu]
        scale = structure.scale[structure.stratum_of_psu]
        inner = around.T @ (scale[:, None] * around)
        return cls(w, by_psu, means, inner, np.abs(by_psu).T @ (scale[:, None] * np.abs(by_psu)))
