"""Estimates, standard errors and the exact staircase of design effects, over atoms.

Method: docs/methods/audit.md.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from phare.audit.atoms import Atoms, Sums
from phare.audit.regression import Regression
from phare.stats.arrays import FloatArray, IntArray, sums
from phare.stats.structure import Structure

# Residuals this small beside what they are residuals of (variances) are rounding: the quantity
# is fixed by the margins.
_FIXED = 1e-13
_CENTRED, _CANCELLED = 1e-26, 1e-14


@dataclass(frozen=True, eq=False)
class Steps:
    """What weights do to k quantities; every array is (V, k) for V weightings.

    deff = kish x association x explained x strata x fpc x clustering is the linearised variance
    over n_rows / (n_rows - 1) s2 / n, that of as many rows drawn at random.

    Parameters
    ----------
    n : rows that enter; `weight` the sum of their weights
    s2 : weighted variance of the quantity in its base
    kish : what unequal weights cost if they had nothing to do with the answer
    association : above 1 where heavy rows are also those that margins do not predict
    explained : what margins leave of the variance; 0 where they fix the quantity
    strata, fpc, clustering : what the design repays or costs
    variance : linearised, of the whole design
    """

    estimate: FloatArray
    n: FloatArray
    weight: FloatArray
    s2: FloatArray
    kish: FloatArray
    association: FloatArray
    explained: FloatArray
    strata: FloatArray
    fpc: FloatArray
    clustering: FloatArray
    variance: FloatArray
    n_rows: int

    @property
    def std_error(self) -> FloatArray:
        return np.sqrt(self.variance)

    @property
    def deff(self) -> FloatArray:
        """Variance over that of n rows drawn at random."""
        with np.errstate(invalid="ignore", divide="ignore"):
            spread = np.divide(self.n_rows, self.n_rows - 1) * self.s2 / self.n
            return np.asarray(self.variance / spread)

    @property
    def design(self) -> FloatArray:
        """What strata, centring and finite populations do."""
        return np.asarray(np.where(self.strata == 0, 0.0, self.strata * self.fpc))

    @property
    def product(self) -> FloatArray:
        """The product of the factors, which is `deff`; 0 where one of them is."""
        found = self.kish * self.association * self.explained * self.design * self.clustering
        return np.asarray(np.where(self.variance == 0, 0.0, found))

    @property
    def fixed(self) -> FloatArray:
        """Whether a quantity has no error of its own: margins fix it, or it is constant (V, k)."""
        return np.asarray(self.explained == 0)

    def moe(self, quantile: float) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return the margins of error: naive (n), Kish's (n / kish), true (linearised)."""
        with np.errstate(invalid="ignore", divide="ignore"):
            naive = np.sqrt(self.s2 / self.n)
            return (
                np.asarray(quantile * naive),
                np.asarray(quantile * naive * np.sqrt(self.kish)),
                quantile * self.std_error,
            )

    def row(self, variant: int) -> Steps:
        """Return those of one weighting, arrays (k,)."""
        return Steps(
            **{
                one.name: getattr(self, one.name)[variant]
                for one in fields(self)
                if one.name != "n_rows"
            },
            n_rows=self.n_rows,
        )


def steps(
    atoms: Atoms, known: Sums, weights: FloatArray, regression: Regression | None = None
) -> Steps:
    """Return estimates and design effects of k quantities under V weightings.

    Parameters
    ----------
    weights : weight of one row of each atom (V, A)
    regression : on the margins that all of these weightings were calibrated to; None for none
    """
    fits = regression.of(known) if regression else None
    with np.errstate(invalid="ignore", divide="ignore"):
        n = np.sum(known.inside, axis=0)
        squares = weights * weights
        total, weight = weights @ known.x, weights @ known.inside
        ratio = weights @ known.y / total
        plain = _quadratic(weights, (known.yy, known.xy, known.xx), ratio)
        # A constant, but for the rounding of its mean and of squares that cancel.
        rounding = _CENTRED * known.centre**2 + _CANCELLED * ratio**2
        same = plain <= rounding * (weights @ known.xx)
        plain = np.where(same, 0.0, plain)
        if fits is None:
            parts, linear = (known.yy, known.xy, known.xx), (known.y, known.x)
        else:
            parts, linear = fits.squares, fits.sums
        left = np.maximum(_quadratic(weights, parts, ratio), 0.0)
        left = np.where(same | (left <= _FIXED * plain), 0.0, left)
        heavy = np.maximum(_quadratic(squares, parts, ratio), 0.0)
        of_squares = squares @ known.inside
        kish = n * of_squares / weight**2
        association = np.where(left > 0, (heavy / of_squares) / (left / weight), np.nan)
        variances = _Variances(atoms, weights, parts, linear, ratio)
        # What is left of sums that cancel is rounding, in a stratum as under margins.
        unit, finite, whole = (
            np.where((left == 0) | (one <= _FIXED * heavy), 0.0, one / total**2)
            for one in variances.by_step()
        )
        u2 = heavy / total**2
        base = u2 * atoms.n / max(atoms.n - 1, 1)
        return Steps(
            estimate=known.centre + ratio,
            n=np.broadcast_to(n, ratio.shape),
            weight=weight,
            s2=np.asarray(weight * plain / total**2),
            kish=kish,
            association=association,
            explained=np.where(left == 0, 0.0, left / plain),
            strata=np.where(base > 0, unit / base, np.nan),
            fpc=np.where(unit > 0, finite / unit, np.nan),
            clustering=np.where(finite > 0, whole / finite, 1.0),
            variance=np.where(np.isnan(ratio) | (atoms.n < 2), np.nan, whole),
            n_rows=atoms.n,
        )


Parts = tuple[FloatArray, FloatArray, FloatArray]


def _quadratic(weights: FloatArray, parts: Parts, ratio: FloatArray) -> FloatArray:
    """Return sums over atoms of weights times (y - R x)^2 (V, k)."""
    yy, xy, xx = parts
    return np.asarray(weights @ yy - 2.0 * ratio * (weights @ xy) + ratio**2 * (weights @ xx))


@dataclass(frozen=True, eq=False)
class _Variances:
    """Variances of the sums of u = w (e_y - R e_x), not yet over the square of the total."""

    atoms: Atoms
    weights: FloatArray
    parts: Parts
    linear: tuple[FloatArray, FloatArray]
    ratio: FloatArray

    def by_step(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return that of rows in strata, that with finite populations, that of the design."""
        structure, stratum, _ = self.atoms.places[0]
        rows = sums(structure.stratum_of_row, None, structure.n_strata)
        spread = np.where(rows > 1, rows / np.maximum(rows - 1, 1), 1.0)
        within = self._within(structure, stratum, rows)
        unit = np.einsum("h,vhk->vk", spread, within)
        finite = np.einsum("h,vhk->vk", spread * (1.0 - structure.fraction), within)
        whole = np.zeros_like(unit)
        for at, (one, own, psu) in enumerate(self.atoms.places):
            if at == 0 and psu is None and np.all(one.centred == 1) and not np.any(one.averaged):
                whole += np.einsum("h,vhk->vk", one.scale, within)
            else:
                whole += self._stage(one, own, psu)
        return unit, finite, np.maximum(whole, 0.0)

    def _stage(self, structure: Structure, stratum: IntArray, psu: IntArray | None) -> FloatArray:
        if psu is None:
            within = self._within(structure, stratum, structure.sizes, structure.centred)
            found = np.einsum("h,vhk->vk", structure.scale, within)
        else:
            found = np.array([self._between(structure, psu, v) for v in range(len(self.weights))])
        if np.any(structure.averaged):
            found = found * structure.inflation(structure.sizes > 0)
        return np.asarray(found)

    def _within(
        self,
        structure: Structure,
        stratum: IntArray,
        sizes: FloatArray,
        centred: FloatArray | float = 1.0,
    ) -> FloatArray:
        """Return the sums of squares of u about the mean of each stratum (V, H, k)."""
        found = np.zeros((len(self.weights), structure.n_strata, self.ratio.shape[1]))
        about = np.broadcast_to(centred, structure.n_strata) / np.maximum(sizes, 1.0)
        for h, own in _runs(stratum):
            w = self.weights[:, own]
            yy, xy, xx = self.parts
            of_squares = _quadratic(w * w, (yy[own], xy[own], xx[own]), self.ratio)
            of_sums = w @ self.linear[0][own] - self.ratio * (w @ self.linear[1][own])
            found[:, h] = np.maximum(of_squares - about[h] * of_sums**2, 0.0)
        return found

    def _between(self, structure: Structure, psu: IntArray, v: int) -> FloatArray:
        """Return the variance between PSUs under one weighting (k,)."""
        u = self.weights[v][:, None] * (self.linear[0] - self.ratio[v] * self.linear[1])
        totals = [sums(psu, column, structure.n_psu) for column in u.T]
        centred = np.column_stack([structure.centre(one) for one in totals])
        return np.asarray(structure.scale[structure.stratum_of_psu] @ centred**2)


def _runs(stratum: IntArray) -> list[tuple[int, IntArray | slice]]:
    """Return each stratum with its atoms."""
    if stratum.min() == stratum.max():
        return [(int(stratum[0]), slice(None))]
    order = np.argsort(stratum, kind="stable")
    names, starts = np.unique(stratum[order], return_index=True)
    pieces = np.split(order, starts[1:])
    return [(int(h), own) for h, own in zip(names, pieces, strict=True)]
