"""How precise a share of a level can be, before anything is asked: Kish's n and its width.

Method: docs/methods/intervals.md, margin of error.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from phare.stats.arrays import FloatArray, IntArray, floats
from phare.stats.intervals import t_quantile


@dataclass(frozen=True, eq=False)
class LevelSizes:
    """Levels (L,): rows with a weight, and Kish's effective n of them, 0 where there are none."""

    n: IntArray
    n_effective: FloatArray


def level_sizes(weights: FloatArray, codes: IntArray, levels: int) -> LevelSizes:
    """Return the sizes of levels; rows of weights (n,) that are 0 or of codes below 0 are out."""
    weights, codes = floats(weights), np.asarray(codes)
    inside = (codes >= 0) & (weights != 0)
    own, at = weights[inside], codes[inside]
    total = np.bincount(at, weights=own, minlength=levels)
    squares = np.bincount(at, weights=own**2, minlength=levels)
    effective = np.divide(total**2, squares, out=np.zeros(levels), where=squares > 0)
    return LevelSizes(np.bincount(at, minlength=levels), effective)


def margin_of_error(n: FloatArray, level: float = 0.95, share: float = 0.5) -> FloatArray:
    """Return half the width of the normal interval of a share of n (effective) respondents.

    NaN where n is 0.
    """
    n = floats(n)
    variance = np.divide(share * (1 - share), n, out=np.full(n.shape, np.nan), where=n > 0)
    return np.asarray(t_quantile(np.full(n.shape, np.inf), level) * np.sqrt(variance))
