"""How weights are spread: how many respondents in each bin of the ratio to the mean weight.

Bins are a quarter of a doubling wide, the one in the middle around the mean weight: a ratio
and its inverse are as far from it. Method: docs/methods/calibration.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from phare.stats.arrays import FloatArray
from phare.stats.weights import normalise

PARTS = 4
"""Bins in a doubling."""
LEAST = 10
"""Respondents in a bin, so that no weight is told of a few; thinner ones join their neighbour."""


@dataclass(frozen=True)
class WeightBin:
    """Respondents whose weight is from `low` to under `high` times the mean."""

    low: float
    high: float
    n: int


def weight_bins(weights: FloatArray, least: int = LEAST) -> list[WeightBin]:
    """Return the bins of weights (n,) from the smallest; rows of weight 0 or less are left out.

    Bins follow each other, each empty or of `least` respondents or more, unless there are fewer
    in all.
    """
    positive = np.asarray(weights, dtype=float)
    positive = positive[positive > 0]
    places = np.log2(normalise(positive, float(len(positive)))) * PARTS
    numbers = np.floor(places + 0.5 + 1e-9).astype(int)
    first = int(numbers.min())
    bins = [
        WeightBin(_edge(first + at), _edge(first + at + 1), int(n))
        for at, n in enumerate(np.bincount(numbers - first))
    ]
    return _joined(bins, least)


def _edge(number: int) -> float:
    return float(2.0 ** ((number - 0.5) / PARTS))


def _joined(bins: list[WeightBin], least: int) -> list[WeightBin]:
    """Join each thin bin, the thinnest first, with the nearest that is not empty."""
    bins = list(bins)
    while True:
        full = [at for at, one in enumerate(bins) if one.n]
        thin = [at for at in full if bins[at].n < least]
        if not thin or len(full) == 1:
            return bins
        at = min(thin, key=lambda one: bins[one].n)
        near = min(
            (one for one in full if one != at), key=lambda one: (abs(one - at), -bins[one].n)
        )
        first, last = min(at, near), max(at, near)
        held = bins[first : last + 1]
        together = WeightBin(held[0].low, held[-1].high, sum(one.n for one in held))
        bins = [*bins[:first], together, *bins[last + 1 :]]
