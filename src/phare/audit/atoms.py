"""Atoms: rows alike in every margin, in their base weight and in their place in the design.

Every weight of every variant is constant in an atom, so that estimates, standard errors and
design effects of all variants need only sums over atoms. Method: docs/methods/audit.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

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
        return Sums(
            self.total(y),
            self.total(x),
            self.total(y * y),
            self.total(x * y),
            self.total(x * x),
            self.total(measures.inside.astype(np.float64)),
            measures.centre,
        )

    def spread(self, weights: FloatArray) -> FloatArray:
        """Return weights (n,) of rows from those of one row of each atom (A,)."""
        return np.asarray(weights[self.of_row])
