"""What margins leave of a quantity: residuals of a regression on them, over atoms."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from phare.audit.atoms import Atoms, Sums
from phare.stats.arrays import FloatArray
from phare.stats.auxiliaries import Auxiliaries
from phare.stats.basis import CalibrationBasis
from phare.stats.columns import Columns
from phare.stats.leverage import leverage_factors


@dataclass(frozen=True, eq=False)
class Fits:
    """Residuals e of y and of x in atoms: their squares and products, and their sums (A, k)."""

    squares: tuple[FloatArray, FloatArray, FloatArray]
    sums: tuple[FloatArray, FloatArray]


@dataclass(frozen=True, eq=False)
class Regression:
    """The regression on margins, weighted by the weights before calibration, all rows.

    Parameters
    ----------
    margins : what the weights were calibrated to, by name
    base : weight of one row before calibration (A,)
    factors : what multiplies the residual of each row (A,): 1, or for its leverage
    solver : independent columns and X' diag(d) X, where they are known
    """

    atoms: Atoms
    margins: tuple[str, ...]
    base: FloatArray
    factors: FloatArray | float = 1.0
    solver: tuple[Columns, FloatArray] | None = None

    @cached_property
    def auxiliaries(self) -> Auxiliaries:
        return Auxiliaries.of([self.atoms.margins[name] for name in self.margins])

    @cached_property
    def columns(self) -> FloatArray:
        """The columns x of the atoms (A, p)."""
        codes, sizes = self.auxiliaries.codes, self.auxiliaries.sizes
        return np.hstack([np.eye(size)[own] for own, size in zip(codes, sizes, strict=True)])

    @cached_property
    def _inverse(self) -> tuple[Columns, FloatArray]:
        if self.solver is not None:
            return self.solver
        gram = (self.columns.T * (self.base * self.atoms.rows)) @ self.columns
        return Columns.of(gram), gram

    def fitted(self, totals: FloatArray) -> FloatArray:
        """Return the fitted values in atoms (A, k) of quantities that sum to `totals` (A, k)."""
        columns, gram = self._inverse
        return np.asarray(
            self.columns @ columns.solve(gram, self.columns.T @ (self.base[:, None] * totals))
        )

    def of(self, known: Sums) -> Fits:
        """Return the residuals of k quantities."""
        k = known.y.shape[1]
        both = self.fitted(np.hstack([known.y, known.x]))
        y, x, rows = both[:, :k], both[:, k:], self.atoms.rows[:, None]
        squares = (
            known.yy - 2.0 * y * known.y + rows * y * y,
            known.xy - y * known.x - x * known.y + rows * y * x,
            known.xx - 2.0 * x * known.x + rows * x * x,
        )
        sums = (known.y - rows * y, known.x - rows * x)
        if isinstance(self.factors, float):
            return Fits(squares, sums)
        f = self.factors[:, None]
        return Fits(
            (f * f * squares[0], f * f * squares[1], f * f * squares[2]), (f * sums[0], f * sums[1])
        )


def regress(
    atoms: Atoms,
    margins: tuple[str, ...],
    base: FloatArray,
    solver: tuple[Columns, FloatArray] | None = None,
) -> Regression | None:
    """Return the regression on margins; None without margins.

    Residuals are those of the design: plain, or adjusted for the leverage of their PSU.
    """
    if not margins:
        return None
    plain = Regression(atoms, margins, base, solver=solver)
    if atoms.design.residuals == "plain":
        return plain
    rows = Auxiliaries(
        tuple(codes[atoms.of_row] for codes in plain.auxiliaries.codes),
        plain.auxiliaries.sizes,
        (),
    )
    of_row = atoms.spread(base)
    basis = CalibrationBasis(of_row, np.ones(atoms.n), rows)
    factors = leverage_factors(atoms.design.structure, basis)
    return replace(plain, factors=np.asarray(factors[atoms.first]))
