"""Atoms: rows alike in every margin, in their base weight and in their place in the design.

Every weight of every variant is constant in an atom, so that estimates, standard errors and
design effects of all variants need only sums over atoms. Method: docs/methods/audit.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import sparse

from phare.audit.measures import Measures
from phare.stats.arrays import AnyArray, FloatArray, IntArray, sums
from phare.stats.auxiliaries import Margin
from phare.stats.crossings import cross
from phare.stats.design import Design
from phare.stats.structure import Structure


@dataclass(frozen=True, eq=False)
class Sums:
    """What atoms know of k quantities: sums over their rows, each (A, k)."""

    y: FloatArray
    x: FloatArray
    yy: FloatArray
    xy: FloatArray
    xx: FloatArray
    inside: FloatArray
    centre: FloatArray

    @cached_property
    def _every(self) -> tuple[FloatArray, bool]:
        """The sums side by side, those of x once where x is 1 in the base."""
        plain = self.x is self.inside
        kept = (self.y, self.yy, self.inside)
        return np.hstack(kept if plain else (*kept, self.x, self.xy, self.xx)), plain

    def merged(self, of_atom: IntArray, size: int) -> Sums:
        """Return the sums over fewer atoms; `of_atom` (A,) says which."""
        every, plain = self._every
        n = len(of_atom)
        adds = sparse.csr_array((np.ones(n), (of_atom, np.arange(n))), shape=(size, n))
        parts = np.split(np.asarray(adds @ every), 3 if plain else 6, axis=1)
        y, yy, inside = parts[:3]
        x, xy, xx = (inside, y, inside) if plain else parts[3:]
        return Sums(y, x, yy, xy, xx, inside, self.centre)


@dataclass(frozen=True, eq=False)
class Atoms:
    """n rows in A atoms.

    Parameters
    ----------
    of_row : atom of each row (n,)
    first : a row of each atom (A,)
    rows : number of rows (A,)
    margins : each margin over atoms instead of rows
    bases : weight of *one row* before calibration (A,), by the name of the base
    design : how the rows were drawn; its weights are not used
    """

    of_row: IntArray
    first: IntArray
    rows: FloatArray
    margins: Mapping[str, Margin]
    bases: Mapping[str, FloatArray]
    design: Design

    @classmethod
    def of(
        cls,
        margins: Sequence[Margin],
        bases: Mapping[str, FloatArray],
        design: Design | None = None,
    ) -> Atoms:
        """Number the atoms of margins and base weights over n rows."""
        n = len(next(iter(bases.values())))
        design = Design(np.ones(n)) if design is None else design
        codes: list[AnyArray] = []
        for structure in design.structures:
            codes.append(structure.stratum_of_row)
            if structure.psu_of_row is not None:
                codes.append(structure.psu_of_row)
        codes += [np.asarray(margin.codes, dtype=np.int64) + 1 for margin in margins]
        codes += [np.unique(base, return_inverse=True)[1] for base in bases.values()]
        # What does not vary does not part atoms.
        varied = [own for own in codes if own.min() != own.max()] or codes[:1]
        of_row, _, rows = cross(varied, [int(own.max()) + 1 for own in varied])
        first = np.zeros(len(rows), dtype=np.int64)
        first[of_row[::-1]] = np.arange(n)[::-1]
        return cls(
            of_row.astype(np.int64),
            first,
            rows,
            {m.name: replace(m, codes=np.asarray(m.codes)[first]) for m in margins},
            {name: np.asarray(base, dtype=np.float64)[first] for name, base in bases.items()},
            design,
        )

    @property
    def n(self) -> int:
        """Rows."""
        return len(self.of_row)

    @property
    def size(self) -> int:
        """Atoms A."""
        return len(self.rows)

    @cached_property
    def places(self) -> tuple[tuple[Structure, IntArray, IntArray | None], ...]:
        """Per stage of the design: its structure, stratum and PSU of the atoms."""
        return tuple(
            (
                one,
                one.stratum_of_row[self.first],
                None if one.psu_of_row is None else one.psu_of_row[self.first],
            )
            for one in self.design.structures
        )

    def total(self, columns: FloatArray) -> FloatArray:
        """Sum columns (n, k) over the rows of each atom (A, k)."""
        found = np.zeros((self.size, columns.shape[1]))
        for j, column in enumerate(columns.T):
            found[:, j] = sums(self.of_row, column, self.size)
        return found

    def collapse(self, measures: Measures) -> Sums:
        """Return the sums of quantities over atoms."""
        y, x = measures.y, measures.x
        sum_y, yy = self.total(y), self.total(y * y)
        inside = self.total(measures.inside.astype(np.float64))
        if np.array_equal(x, measures.inside):
            return Sums(sum_y, inside, yy, sum_y, inside, inside, measures.centre)
        sum_x, xy, xx = self.total(x), self.total(x * y), self.total(x * x)
        return Sums(sum_y, sum_x, yy, xy, xx, inside, measures.centre)

    def merged(self, margins: Sequence[str], base: FloatArray) -> tuple[Atoms, IntArray]:
        """Return fewer atoms, alike in these margins, in `base` (A,) and in the design only.

        With the merged atom of each atom (A,).
        """
        codes: list[AnyArray] = []
        for _, stratum, psu in self.places:
            codes += [stratum] if psu is None else [stratum, psu]
        codes.append(np.unique(base, return_inverse=True)[1])
        codes += [np.asarray(self.margins[name].codes) + 1 for name in margins]
        varied = [own for own in codes if own.min() != own.max()] or codes[:1]
        of_atom, _, _ = cross(varied, [int(own.max()) + 1 for own in varied])
        of_atom = of_atom.astype(np.int64)
        rows = sums(of_atom, self.rows, int(of_atom.max()) + 1)
        some = np.zeros(len(rows), dtype=np.int64)
        some[of_atom[::-1]] = np.arange(self.size)[::-1]
        kept = {
            name: replace(self.margins[name], codes=np.asarray(self.margins[name].codes)[some])
            for name in margins
        }
        bases = {name: own[some] for name, own in self.bases.items()}
        merged = Atoms(of_atom[self.of_row], self.first[some], rows, kept, bases, self.design)
        return merged, of_atom

    def spread(self, weights: FloatArray) -> FloatArray:
        """Return weights (n,) of rows from those of one row of each atom (A,)."""
        return np.asarray(weights[self.of_row])
