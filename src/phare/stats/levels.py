"""Covariances of the linearised estimates of every level of a domain, in one pass.

For a numerator y and a denominator x (1 for a mean), each level l has the row vectors

    own   a_l = w (y - R_l x) / X_l   on the rows of l, 0 elsewhere
    base  c_l = w x / X_l             on the rows of l, 0 elsewhere
    and, over all rows, a = w (y - R x) / X and c = w x / X

where X_l and X are weighted sums of x, R_l and R ratios. Ratios, totals, shares of a whole,
differences from the whole or from the rest are all sums of these four, so that their 4 x 4
covariance matrix per level serves them all (docs/methods/variance.md). Nothing of size
rows x levels is ever built.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from phare.stats.arrays import AnyArray, FloatArray, sums
from phare.stats.domain import Domain

OWN, BASE, ALL_OWN, ALL_BASE = range(4)


@dataclass(frozen=True, eq=False)
class LevelMoments:
    """Sums, ratios and covariances of one variable, by level; the unknown level left out.

    Parameters
    ----------
    denominator, ratio : X_l and R_l (L,); for X_l = 0 the ratio is 0 and X_l counts as 1
    empty : X_l = 0 (L,)
    all_denominator, all_ratio : X and R
    covariance : (L, 4, 4) in the order OWN, BASE, ALL_OWN, ALL_BASE
    rough : (L, 4) the size of the terms whose balance a variance is, to judge rounding by
    """

    denominator: FloatArray
    ratio: FloatArray
    empty: AnyArray
    all_denominator: float
    all_ratio: float
    covariance: FloatArray
    rough: FloatArray


def level_moments(domain: Domain, zy: FloatArray, below: Below) -> LevelMoments:
    """Return the moments of w y (n,), 0 outside the base, and of the denominator `below`."""
    size, codes = domain.size, domain.codes
    sum_y, x = sums(codes, zy, size), below.x
    ratio = np.where(below.empty, 0.0, sum_y / x)
    all_ratio = float(sum_y.sum()) / below.all_x
    own = (zy - ratio[codes] * below.zx) / below.x_of_row
    shift = ratio - all_ratio
    covariance = _uncalibrated(domain, Vector.of(domain, own), below, shift)
    rough = np.einsum("lii->li", covariance).copy()
    if domain.correction is not None:
        terms = (domain.correction.terms(own), below.terms)
        covariance, sizes = domain.correction.apply(covariance, terms, below.wholes, shift)
        rough += sizes
    last = size - 1
    return LevelMoments(
        x[:last],
        ratio[:last],
        below.empty[:last],
        below.all_x,
        all_ratio,
        covariance[:last],
        rough[:last],
    )


@dataclass(frozen=True, eq=False)
class Vector:
    """A row vector of every level as its PSUs see it: totals, stratum means, what is left."""

    totals: FloatArray
    means: FloatArray
    around: FloatArray

    @classmethod
    def of(cls, domain: Domain, rows: FloatArray) -> Vector:
        totals = domain.pair_totals(domain.weighed(rows))
        means = domain.means(totals)
        return cls(totals, means, domain.deviations(totals, means))


@dataclass(frozen=True, eq=False)
class Below:
    """A denominator w x (`zx`, n) in every level, worked out once for all its numerators."""

    domain: Domain
    zx: FloatArray

    @cached_property
    def _sums(self) -> FloatArray:
        return sums(self.domain.codes, self.zx, self.domain.size)

    @cached_property
    def empty(self) -> AnyArray:
        """Levels with a denominator of 0 (L,)."""
        return np.asarray(self._sums == 0)

    @cached_property
    def x(self) -> FloatArray:
        """X_l (L,), 1 where it is 0."""
        return np.where(self.empty, 1.0, self._sums)

    @cached_property
    def x_of_row(self) -> FloatArray:
        return self.x[self.domain.codes]

    @cached_property
    def all_x(self) -> float:
        return float(self._sums.sum()) or 1.0

    @cached_property
    def wholes(self) -> FloatArray:
        """X_l / X: the whole in the vectors of the levels is the sum of wholes (a_l + shift c_l)."""
        return np.asarray(self.x / self.all_x)

    @cached_property
    def base(self) -> FloatArray:
        return np.asarray(self.zx / self.x_of_row)

    @cached_property
    def vector(self) -> Vector:
        return Vector.of(self.domain, self.base)

    @cached_property
    def pair_wholes(self) -> FloatArray:
        return self.wholes[self.domain.pair_level]

    @cached_property
    def overall(self) -> FloatArray:
        """The whole, around its stratum means (P,)."""
        return self.domain.whole(self.pair_wholes * self.vector.totals)

    @cached_property
    def weight(self) -> FloatArray:
        """What the total of a pair counts in a covariance with the whole."""
        return self.domain.pair_scale * self.overall[self.domain.pair_psu]

    @cached_property
    def covariance(self) -> tuple[FloatArray, FloatArray, float]:
        """Covariances of the levels with themselves and with the whole (L,), and of the whole."""
        domain, vector = self.domain, self.vector
        structure = domain.design.structure
        scale = structure.scale[structure.stratum_of_psu]
        return (
            domain.form(vector.around, vector.means, vector.around, vector.means),
            domain.by_level(self.weight * vector.totals),
            float((scale * self.overall) @ self.overall),
        )

    @cached_property
    def terms(self) -> tuple[FloatArray, FloatArray]:
        """What a calibration takes from it, see :class:`Correction`."""
        assert self.domain.correction is not None
        return self.domain.correction.terms(self.base)


def _uncalibrated(domain: Domain, own: Vector, below: Below, shift: FloatArray) -> FloatArray:
    """Covariances of the four vectors (L, 4, 4) without calibration."""
    structure, base = domain.design.structure, below.vector
    totals = own.totals + shift[domain.pair_level] * base.totals
    overall = domain.whole(below.pair_wholes * totals)
    weight = domain.pair_scale * overall[domain.pair_psu]
    scaled = structure.scale[structure.stratum_of_psu] * overall
    upper: dict[tuple[int, int], FloatArray | float] = {
        (OWN, OWN): domain.form(own.around, own.means, own.around, own.means),
        (OWN, BASE): domain.form(own.around, own.means, base.around, base.means),
        (BASE, BASE): below.covariance[0],
        (OWN, ALL_OWN): domain.by_level(weight * own.totals),
        (OWN, ALL_BASE): domain.by_level(below.weight * own.totals),
        (BASE, ALL_OWN): domain.by_level(weight * base.totals),
        (BASE, ALL_BASE): below.covariance[1],
        (ALL_OWN, ALL_OWN): float(scaled @ overall),
        (ALL_OWN, ALL_BASE): float(scaled @ below.overall),
        (ALL_BASE, ALL_BASE): below.covariance[2],
    }
    result = np.empty((domain.size, 4, 4))
    for (i, j), covariance in upper.items():
        result[:, i, j] = result[:, j, i] = covariance
    return result
