"""Which terms each side of a split goes on with."""

from __future__ import annotations

import numpy as np

from phare.typology.incidence import BoolArray, Incidence, column_sums


def terms_kept(
    matrix: Incidence, inside: BoolArray, *, contingency: float = 0.3, least: int = 3
) -> tuple[BoolArray, BoolArray]:
    """Return the terms (p,) kept on the first side, and on the other.

    A term stays on a side that has it `least` times or more, unless that side has less of
    it than its size would give and the two sides differ on it: contingency coefficient
    sqrt(chi2 / (chi2 + c)) above `contingency`.
    """
    c = column_sums(matrix)
    first = matrix.T @ inside.astype(np.float64)
    counts = np.stack([first, c - first])
    expected = c * counts.sum(1, keepdims=True) / c.sum()
    chi2 = np.sum((counts - expected) ** 2 / expected, axis=0)
    coefficient = np.sqrt(chi2 / (chi2 + c))
    kept = (counts >= least) & ((coefficient <= contingency) | (counts > expected))
    return kept[0], kept[1]
