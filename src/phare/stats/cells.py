"""Cells: the respondents who share all their categories, numbered and counted once.

What the checks, the solver and the report of a calibration need of the rows are sums over
cells, of which there are a few thousand; the rows themselves are then passed over four times.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from phare.stats.arrays import AnyArray, FloatArray, sums
from phare.stats.auxiliaries import Auxiliaries, Auxiliary, Margin


@dataclass(frozen=True, eq=False)
class Cells:
    """n rows in m cells.

    Parameters
    ----------
    respondents : the columns of the rows
    of_row : cell of each row (n,)
    columns : the columns of the cells
    rows : number of rows of each cell (m,)
    base : their base weight (m,)
    """

    respondents: Auxiliaries
    of_row: AnyArray
    columns: Auxiliaries
    rows: FloatArray
    base: FloatArray

    @classmethod
    def of(cls, margins: Sequence[Auxiliary], base: FloatArray) -> Cells | None:
        """Number the cells of margins; None where a row has no cell, or a number of its own."""
        if not margins or not all(isinstance(m, Margin) and coded(m, base) for m in margins):
            return None
        respondents = Auxiliaries.of(margins)
        of_row, columns, rows = respondents.cells
        return cls(respondents, of_row, columns, rows, sums(of_row, base, columns.n))


def coded(margin: Margin, base: FloatArray) -> bool:
    """Tell whether each row of `base` (n,) has a category of the margin."""
    codes = np.asarray(margin.codes)
    if codes.shape != base.shape or not len(codes):
        return False
    return bool(codes.min() >= 0 and codes.max() < len(margin.categories))
