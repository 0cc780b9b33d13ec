"""How far choices move a figure, which choice does, and what becomes of ranks.

Method: docs/methods/audit.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from phare.audit.attribution import shapley
from phare.audit.choices import AXES
from phare.audit.multiverse import Tried
from phare.stats.arrays import FloatArray

# Estimates nearer than this, of their size, are one answer.
_SAME = 1e-12


@dataclass(frozen=True)
class Spread:
    """What distinct defensible weightings make of one figure; `ratio` over twice the margin of
    error of the reference."""

    variants: int
    low: float
    high: float
    ratio: float

    @property
    def words(self) -> str:
        """``none``: the choice does not count; ``seen``; ``more``: it weighs more than chance."""
        if not self.ratio >= 0.25:
            return "none"
        return "seen" if self.ratio <= 1 else "more"


def spread(estimates: FloatArray, moe: float) -> Spread:
    """Return the spread of the estimates of distinct weightings (V,)."""
    known = estimates[~np.isnan(estimates)]
    if not len(known):
        return Spread(0, float("nan"), float("nan"), float("nan"))
    low, high = float(known.min()), float(known.max())
    width = 0.0 if high - low <= _SAME * max(abs(low), abs(high)) else high - low
    ratio = width / (2 * moe) if moe > 0 else float("nan" if not width else "inf")
    return Spread(len(known), low, high, ratio)


def shares_of_variance(tried: Sequence[Tried], estimates: FloatArray) -> dict[str, FloatArray]:
    """Return the share (k,) of the variance of estimates (V, k) that each choice accounts for.

    Shapley's shares of R2 over the solved variants, equal ones included: where every value is
    tried with every other, these are the sums of squares between values. Choices of a single
    value are left out; NaN where estimates do not vary.
    """
    rows = [
        at
        for at, one in enumerate(tried)
        if one.weights is not None and one.variant.kind == "multiverse"
    ]
    told = {axis: [tried[at].variant.choices[axis] for at in rows] for axis in AXES}
    varied = {axis: levels for axis, levels in told.items() if len(set(levels)) > 1}
    y = estimates[rows] - estimates[rows].mean(axis=0) if rows else estimates[:0]
    whole = np.sum(y**2, axis=0)
    columns = {axis: _dummies(levels) for axis, levels in varied.items()}

    def explained(some: frozenset[str]) -> FloatArray:
        if not some:
            return np.zeros(y.shape[1])
        x = np.hstack([columns[axis] for axis in AXES if axis in some])
        u, singular, _ = np.linalg.svd(x - x.mean(axis=0), full_matrices=False)
        basis = u[:, singular > 1e-9 * max(float(singular[0]), 1e-300)]
        return np.asarray(np.sum((basis.T @ y) ** 2, axis=0))

    if not varied:
        return {}
    found = shapley(tuple(varied), explained)
    with np.errstate(invalid="ignore", divide="ignore"):
        # Without a spread there is nothing to share.
        still = whole <= (_SAME * np.abs(estimates[rows]).max(axis=0)) ** 2 * len(rows)
        shares = np.where(still, np.nan, found.shares / whole)
    return dict(zip(found.players, shares, strict=True))


def _dummies(levels: Sequence[str]) -> FloatArray:
    names = sorted(set(levels))
    return np.array([[float(one == name) for name in names] for one in levels])


@dataclass(frozen=True)
class Ranks:
    """What becomes of an order under other weightings: shares of them, and Kendall's tau."""

    top1: float
    top3: float
    whole: float
    tau_low: float
    tau_median: float


def ranks(reference: FloatArray, estimates: FloatArray) -> Ranks:
    """Return how the order of m figures (m,) fares under V weightings (V, m)."""
    order = np.argsort(-reference, kind="stable")
    theirs = np.argsort(-estimates, axis=1, kind="stable")
    first = min(3, len(order))
    top3 = np.all(np.sort(theirs[:, :first], axis=1) == np.sort(order[:first]), axis=1)
    tau = np.array([kendall(reference, one) for one in estimates])
    return Ranks(
        float(np.mean(theirs[:, 0] == order[0])),
        float(np.mean(top3)),
        float(np.mean(np.all(theirs == order, axis=1))),
        float(tau.min()),
        float(np.median(tau)),
    )


def kendall(first: FloatArray, second: FloatArray) -> float:
    """Return Kendall's tau-b of two rankings (m,)."""
    a = np.sign(first[:, None] - first)
    b = np.sign(second[:, None] - second)
    size = np.sqrt(np.sum(a**2) * np.sum(b**2))
    return float(np.sum(a * b) / size) if size > 0 else float("nan")
