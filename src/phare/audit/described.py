"""Weights in a few numbers, and what of them a reader should notice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from phare.stats.arrays import FloatArray
from phare.stats.weights import summarise

_QUANTILES = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)


@dataclass(frozen=True)
class Thresholds:
    """When a number about weights is worth a sentence."""

    max_over_median: float = 5.0
    share_top1: float = 0.05
    g_range: float = 3.0
    share_at_bound: float = 0.05
    kish: tuple[float, float, float] = (1.5, 2.0, 3.0)
    n_effective: float = 100.0
    held_out_asmd: float = 0.10
    farther: float = 0.02


@dataclass(frozen=True)
class Described:
    """Weights of the rows that have one.

    `quantiles` at 1, 5, 25, 50, 75, 95 and 99 per cent; `share_top1`, `share_top10`: of the total
    weight, held by the heaviest 1 and 10 per cent of the rows; g: over the weights before.
    """

    n: int
    total: float
    smallest: float
    largest: float
    quantiles: tuple[float, ...]
    max_over_median: float
    cv: float
    kish: float
    n_effective: float
    share_top1: float
    share_top10: float
    g_min: float
    g_max: float
    share_at_bound: float


def describe(
    weights: FloatArray, base: FloatArray | None = None, share_at_bound: float = 0.0
) -> Described:
    """Describe weights (n,); `base` are those before, themselves by default."""
    before = weights if base is None else base
    used = weights != 0
    about = summarise(weights)
    own = np.sort(weights[used])[::-1]
    g = weights[used] / before[used]
    quantiles = np.quantile(own, _QUANTILES)
    return Described(
        n=about.n,
        total=about.total,
        smallest=about.smallest,
        largest=about.largest,
        quantiles=tuple(map(float, quantiles)),
        max_over_median=about.largest / float(quantiles[3]),
        cv=about.cv,
        kish=about.deff_kish,
        n_effective=about.n_effective,
        share_top1=_top(own, 0.01),
        share_top10=_top(own, 0.1),
        g_min=float(g.min()),
        g_max=float(g.max()),
        share_at_bound=share_at_bound,
    )


def _top(falling: FloatArray, share: float) -> float:
    # 0.01 x 300 is 3.0000000000000004 in floats, and three rows all the same.
    count = int(np.ceil(round(share * len(falling), 9)))
    return float(falling[:count].sum() / falling.sum())


def at_bound(
    g: FloatArray, weights: FloatArray, bounds: tuple[float, float] | None, cap: float | None
) -> float:
    """Return the share of rows held at a bound of g or at a cap of the weight."""
    held = np.zeros(len(g), dtype=bool)
    if bounds is not None:
        held |= (g <= bounds[0] * (1 + 1e-9)) | (g >= bounds[1] * (1 - 1e-9))
    if cap is not None:
        held |= weights >= cap * (1 - 1e-9)
    return float(np.mean(held))


@dataclass(frozen=True)
class Remark:
    """A number about weights that crossed its threshold: note, caution or alarm."""

    name: str
    level: str
    numbers: dict[str, float]


def remarks(one: Described, limits: Thresholds) -> list[Remark]:
    """Return what about these weights a reader should notice."""
    found = []
    crossed = [
        level
        for level, limit in zip(("note", "caution", "alarm"), limits.kish, strict=True)
        if one.kish >= limit
    ]
    if crossed:
        found.append(Remark("kish", crossed[-1], {"deff_kish": one.kish}))
    if one.n_effective < limits.n_effective:
        found.append(Remark("few", "caution", {"n": one.n, "n_effective": one.n_effective}))
    if one.max_over_median > limits.max_over_median:
        found.append(Remark("heaviest", "note", {"max_over_median": one.max_over_median}))
    if one.share_top1 > limits.share_top1:
        found.append(Remark("top1", "note", {"share_top1": one.share_top1}))
    if one.g_min < 1 / limits.g_range or one.g_max > limits.g_range:
        found.append(Remark("factors", "note", {"g_min": one.g_min, "g_max": one.g_max}))
    if one.share_at_bound > limits.share_at_bound:
        found.append(Remark("bound", "note", {"share_at_bound": one.share_at_bound}))
    return found
