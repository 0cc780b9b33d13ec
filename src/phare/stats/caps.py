"""The cap of a trimming: how it is set, and weights cut at one.

Method: docs/methods/calibration.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from phare.errors import PhareError, Problem, Problems
from phare.stats.arguments import vector
from phare.stats.arrays import FloatArray

# The cap that gives a design effect is looked for to this relative precision.
_PRECISION = 1e-6


@dataclass(frozen=True)
class Trimming:
    """How the cap is set; exactly one of the four.

    Parameters
    ----------
    cap : the largest weight itself
    median_multiple : k times the median weight
    iqr_multiple : the median plus k interquartile ranges
    design_effect : the largest cap under which Kish's design effect is at most this
    """

    cap: float | None = None
    median_multiple: float | None = None
    iqr_multiple: float | None = None
    design_effect: float | None = None

    def __post_init__(self) -> None:
        given = [
            value
            for value in (self.cap, self.median_multiple, self.iqr_multiple, self.design_effect)
            if value is not None
        ]
        if len(given) != 1 or not given[0] > 0:
            raise PhareError(
                Problem(
                    "trimming",
                    f"{len(given)} limits" if len(given) != 1 else f"a limit of {given[0]:g}",
                    "one positive limit",
                    "give one of cap, median_multiple, iqr_multiple, design_effect",
                )
            )

    def cap_of(self, weights: FloatArray) -> float | None:
        """Return the cap that these weights (n,) imply; None for a design effect."""
        used = weights[weights > 0]
        if self.median_multiple is not None:
            return self.median_multiple * float(np.median(used))
        if self.iqr_multiple is not None:
            first, median, third = np.quantile(used, [0.25, 0.5, 0.75])
            return float(median + self.iqr_multiple * (third - first))
        return self.cap


def largest_cap(
    effect: Callable[[float], float | None], target: float, low: float, high: float
) -> float | None:
    """Return the largest cap in (low, high) whose effect is at most `target`, or None.

    `effect` gives None for a cap too low to hold.
    """
    best = None
    while high > low * (1 + _PRECISION):
        middle = 0.5 * (low + high)
        value = effect(middle)
        if value is not None and value > target:
            high = middle
            continue
        low = middle
        best = middle if value is not None else best
    return best


def check_effect(target: float, where: str) -> None:
    if not target >= 1:
        raise PhareError(
            Problem(
                where,
                f"a design effect of {target:g}",
                "1 or more",
                "choose a larger design effect",
            )
        )


def cut_at(weights: FloatArray, cap: float, where: str) -> FloatArray:
    """Return min(s w, cap) with the s that keeps the sum."""
    total, alive = float(weights.sum()), int(np.sum(weights > 0))
    if cap * alive < total * (1 - 1e-12):
        raise PhareError(
            Problem(
                f"{where}, cap {cap:g}",
                f"{alive} rows, which weigh at most {cap * alive:.6g} together",
                f"room for a sum of {total:.6g}",
                f"raise the cap to {total / alive:.6g} or more",
            )
        )
    if float(weights.max()) <= cap:
        return weights
    falling = np.sort(weights[weights > 0])[::-1]
    capped = np.arange(alive)
    rest = total - np.concatenate([[0.0], np.cumsum(falling)[:-1]])
    scale = np.maximum(total - capped * cap, 0.0) / rest
    fits = np.flatnonzero(scale * falling <= cap * (1 + 1e-15))
    s = scale[fits[0]] if len(fits) else np.inf
    with np.errstate(invalid="ignore"):
        return np.where(weights > 0, np.minimum(weights * s, cap), 0.0)


def trimmable(weights: FloatArray, where: str) -> FloatArray:
    """Return weights (n,) that can be trimmed."""
    weights = vector(weights, f"{where}, weights")
    missing = int(np.sum(~np.isfinite(weights)))
    negative = int(np.sum(weights < 0))
    found = Problems()
    of = f"of {len(weights)} rows"
    if missing:
        got = f"{missing} {of} missing or infinite"
        found.add(f"{where}, weights", got, "a number in every row", "complete them")
    if negative:
        got = f"{negative} {of} negative"
        found.add(f"{where}, weights", got, "0 or more in every row", "correct them")
    if not missing and not negative and not weights.sum() > 0:
        found.add(f"{where}, weights", f"0 in all {of[3:]}", "a positive sum", "weight first")
    found.raise_if_any()
    return weights
