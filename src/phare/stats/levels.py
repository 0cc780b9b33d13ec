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

import numpy as np

from phare.stats.arrays import AnyArray, FloatArray, sums
from phare.stats.correction import Correction
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


def level_moments(domain: Domain, zy: FloatArray, zx: FloatArray) -> LevelMoments:
    """Return the moments of w y (`zy`) and w x (`zx`), both (n,), 0 outside the base."""
    size, codes = domain.size, domain.codes
    sum_x, sum_y = sums(codes, zx, size), sums(codes, zy, size)
    empty = sum_x == 0
    x = np.where(empty, 1.0, sum_x)
    ratio = np.where(empty, 0.0, sum_y / x)
    all_x = float(sum_x.sum()) or 1.0
    all_ratio = float(sum_y.sum()) / all_x
    own = (zy - ratio[codes] * zx) / x[codes]
    base = zx / x[codes]
    # The whole, written in the vectors of the levels: a = sum of wholes * (a_l + shift c_l).
    wholes, shift = x / all_x, ratio - all_ratio
    covariance = _uncalibrated(domain, own, base, wholes, shift)
    rough = np.einsum("lii->li", covariance).copy()
    if domain.design.calibration is not None:
        correction = Correction(domain, domain.design.calibration)
        covariance, terms = correction.apply(covariance, own, base, wholes, shift)
        rough += terms
    last = size - 1
    return LevelMoments(
        x[:last], ratio[:last], empty[:last], all_x, all_ratio, covariance[:last], rough[:last]
    )


def _uncalibrated(
    domain: Domain, own: FloatArray, base: FloatArray, wholes: FloatArray, shift: FloatArray
) -> FloatArray:
    """Covariances of the four vectors (L, 4, 4) without calibration."""
    structure = domain.design.structure
    whole = wholes[domain.codes]
    totals = [domain.pair_totals(own), domain.pair_totals(base)]
    overall = [
        structure.centre(structure.totals(whole * (own + shift[domain.codes] * base))),
        structure.centre(structure.totals(whole * base)),
    ]
    means = [domain.means(total) for total in totals]
    around = [domain.deviations(t, m) for t, m in zip(totals, means, strict=True)]
    scale = structure.scale[structure.stratum_of_psu]
    result = np.empty((domain.size, 4, 4))
    for i in range(2):
        for j in range(2):
            if i <= j:
                level = domain.form(around[i], means[i], around[j], means[j])
                result[:, i, j] = result[:, j, i] = level
                result[:, 2 + i, 2 + j] = result[:, 2 + j, 2 + i] = float(
                    (scale * overall[i]) @ overall[j]
                )
            cross = domain.by_level(domain.pair_scale * totals[i] * overall[j][domain.pair_psu])
            result[:, i, 2 + j] = result[:, 2 + j, i] = cross
    return result
