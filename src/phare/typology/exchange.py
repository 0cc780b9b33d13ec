"""Units change sides, one at a time, as long as the chi-square of the split grows.

Moving unit i into the first side (s = 1) or out of it (s = -1) gives S' = S + V_i, with
V_i = 2 s G_i + Q_i, G = A (n / c), Q = A (1 / c), and R' = R + s r_i. Units of one side and
one size r have the same R': among them the one of largest V is best. So units stand sorted
by size, and each move needs the maximum of V by side and size, which is a pass over V, and
a handful of chi-squares. A move changes V only in the units that share a term with it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from phare.typology.incidence import (
    BoolArray,
    FloatArray,
    Incidence,
    IntArray,
    column_sums,
    row_sums,
)

# A gain below this part of the chi-square is rounding.
_RELATIVE = 1e-13
# V is computed anew after this many moves, so that rounding does not add up.
_ANEW = 500


@dataclass(frozen=True, eq=False)
class Exchanged:
    """The sides after the last move (n,), their chi-square, and how many units moved."""

    inside: BoolArray
    chi2: float
    moves: int


def exchange(matrix: Incidence, inside: BoolArray) -> Exchanged:
    """Move the unit that raises the chi-square most, until none raises it.

    The chi-square of the sides is computed again from their counts after each move, and
    must have grown: the search ends.
    """
    sides = _Sides(matrix, inside)
    moves = 0
    while True:
        unit = sides.best()
        if unit is None or not sides.move(unit):
            return Exchanged(sides.inside, sides.chi2, moves)
        moves += 1
        if moves % _ANEW == 0:
            sides.renew()


class _Sides:
    """The state of the search: who is where, and what each move would give.

    Units are sorted by size here; `order` leads back.
    """

    def __init__(self, matrix: Incidence, inside: BoolArray) -> None:
        size = row_sums(matrix)
        self._order = np.argsort(size, kind="stable")
        self._matrix = matrix[self._order]
        self._columns = self._matrix.tocsc()
        self._size = size[self._order]
        self._starts = np.flatnonzero(np.diff(self._size, prepend=0.0))
        self._sizes = np.tile(self._size[self._starts], 2) * np.repeat(
            (1.0, -1.0), len(self._starts)
        )
        c = column_sums(matrix)
        self._inverse, self._total = 1 / c, float(c.sum())
        self._inside = inside[self._order]
        self._counts: FloatArray = self._matrix.T @ self._inside.astype(np.float64)
        self.renew()
        self.chi2 = self._chi2()

    @property
    def inside(self) -> BoolArray:
        found = np.empty_like(self._inside)
        found[self._order] = self._inside
        return found

    def renew(self) -> None:
        """Compute V anew: of units outside if they came in, of those inside if they left."""
        g2 = 2.0 * (self._matrix @ (self._counts * self._inverse))
        q = self._matrix @ self._inverse
        self._coming = np.where(self._inside, -np.inf, q + g2)
        self._leaving = np.where(self._inside, q - g2, -np.inf)

    def _chi2(self) -> float:
        self._within = float(self._counts.sum())
        self._s = float(np.sum(self._counts * self._counts * self._inverse))
        below = self._within * (self._total - self._within)
        if below <= 0:
            return 0.0
        return self._total**2 / below * (self._s - self._within**2 / self._total)

    def best(self) -> int | None:
        """Return the unit whose move gives most, or None where no move gives more than now."""
        largest = np.concatenate([
            np.maximum.reduceat(self._coming, self._starts),
            np.maximum.reduceat(self._leaving, self._starts),
        ])  # fmt: skip
        within, total = self._within + self._sizes, self._total
        below = within * (total - within)
        possible = (below > 0) & (largest > -np.inf)  # a move may not empty a side
        chi2 = np.full(len(largest), -np.inf)
        above = self._s + largest[possible] - within[possible] ** 2 / total
        chi2[possible] = total**2 * above / below[possible]
        at = int(np.argmax(chi2))
        if not chi2[at] > self.chi2 * (1 + _RELATIVE):
            return None
        side = self._coming if at < len(self._starts) else self._leaving
        block = at % len(self._starts)
        start = int(self._starts[block])
        end = int(self._starts[block + 1]) if block + 1 < len(self._starts) else None
        return start + int(np.argmax(side[start:end]))

    def move(self, unit: int) -> bool:
        """Move one unit; False, and nothing changed, where the chi-square has not grown."""
        sign, before = -1.0 if self._inside[unit] else 1.0, self.chi2
        terms = self._matrix.indices[self._matrix.indptr[unit] : self._matrix.indptr[unit + 1]]
        self._counts[terms] += sign
        self.chi2 = self._chi2()
        if not self.chi2 > before:
            self._counts[terms] -= sign
            self.chi2 = self._chi2()
            return False
        for term in terms.tolist():
            begin, stop = self._columns.indptr[term], self._columns.indptr[term + 1]
            sharing, change = self._columns.indices[begin:stop], 2 * sign * self._inverse[term]
            self._coming[sharing] += change
            self._leaving[sharing] -= change
        self._cross(unit, terms)
        return True

    def _cross(self, unit: int, terms: IntArray) -> None:
        """Put the unit on its other side, with the V of its way back."""
        q = float(self._inverse[terms].sum())
        g2 = 2.0 * float(np.sum(self._counts[terms] * self._inverse[terms]))
        self._inside[unit] = not self._inside[unit]
        self._coming[unit] = -np.inf if self._inside[unit] else q + g2
        self._leaving[unit] = q - g2 if self._inside[unit] else -np.inf
