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

    Bins follow each other, each of `least` respondents or more, unless there are fewer in all.
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
    """Join bins from both ends towards the fullest, until each has `least`; it takes the rest."""
    fullest = max(range(len(bins)), key=lambda at: bins[at].n)
    below, rest = _gathered(bins[:fullest], least)
    above, more = _gathered(bins[:fullest:-1], least)
    centre = _together([*rest, bins[fullest], *more])
    return [*below, centre, *reversed(above)]


def _gathered(bins: list[WeightBin], least: int) -> tuple[list[WeightBin], list[WeightBin]]:
    """Return bins joined in turn up to `least`, and those left over at the end."""
    done: list[WeightBin] = []
    waiting: list[WeightBin] = []
    for one in bins:
        waiting.append(one)
        if sum(each.n for each in waiting) >= least:
            done.append(_together(waiting))
            waiting = []
    return done, waiting


def _together(bins: list[WeightBin]) -> WeightBin:
    low, high = min(one.low for one in bins), max(one.high for one in bins)
    return WeightBin(low, high, sum(one.n for one in bins))
