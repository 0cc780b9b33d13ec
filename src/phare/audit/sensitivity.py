"""What would have to be true of what was not weighted, for a conclusion to fall.

Method: docs/methods/audit.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from phare.stats.arrays import FloatArray


@dataclass(frozen=True)
class LeftOut:
    """One margin as if it had been forgotten.

    `r2`: what the weights without it miss of the ideal ones; `rho`: how the error goes with
    the answer; `bias`: what leaving it out would have added; `mrcs`: how many times stronger
    than it an ignored variable would have to be; `shift`: what the estimate becomes without it,
    less the estimate.
    """

    r2: float
    rho: float
    bias: float
    mrcs: float
    shift: float


@dataclass(frozen=True)
class Sensitivity:
    """How far a conclusion is from falling.

    `robustness`: the share that an ignored variable would have to explain both of the answer
    and of the ideal weights (Hartman and Huang). `left_out`: each margin as a benchmark.
    """

    estimate: float
    threshold: float
    robustness: float
    left_out: Mapping[str, LeftOut]

    @property
    def distance(self) -> float:
        return self.threshold - self.estimate

    def gap_needed(self, excess: float) -> float:
        """Return by how much an ignored part of the population must answer differently.

        `excess`: how much more (in shares) it weighs in the population than in the survey.
        """
        return abs(self.distance) / excess

    @property
    def weakest(self) -> tuple[str, float] | None:
        """The margin whose like would do most easily, with its |MRCS|."""
        known = {k: abs(v.mrcs) for k, v in self.left_out.items() if np.isfinite(v.mrcs)}
        return min(known.items(), key=lambda one: one[1]) if known else None


def sensitivity(
    values: FloatArray,
    weights: FloatArray,
    without: Mapping[str, FloatArray],
    threshold: float,
) -> Sensitivity:
    """Return what would have to be true for the mean of values (n,) to reach a threshold.

    Parameters
    ----------
    values : NaN outside the base
    without : weights (n,) calibrated without each margin
    """
    inside = ~np.isnan(values)
    y, w = values[inside], weights[inside] / weights[inside].mean()
    estimate = float(w @ y / w.sum())
    delta = estimate - threshold
    many = len(y) > 1
    var_y, var_w = (float(np.var(v, ddof=1)) if many else 0.0 for v in (y, w))
    robustness = _robustness(delta**2, var_y * var_w)
    found = {}
    for name, other in without.items():
        v = other[inside] / other[inside].mean()
        shift = float(v @ y / v.sum()) - estimate
        found[name] = _left_out(y, v - w, var_y, var_w, delta, shift)
    return Sensitivity(estimate, threshold, robustness, found)


def _robustness(distance: float, spread: float) -> float:
    # Without a spread of weights or answers no ignored variable of the kind can do it.
    if not spread > 0:
        return 1.0 if distance > 0 else 0.0
    a = distance / spread
    # The root less a, over 2, written so that a large a does not cancel.
    return float(2 * a / (np.sqrt(a * a + 4 * a) + a)) if a > 0 else 0.0


def _left_out(
    y: FloatArray, error: FloatArray, var_y: float, var_w: float, delta: float, shift: float
) -> LeftOut:
    spread = float(np.var(error, ddof=1)) if len(y) > 1 else 0.0
    # A margin that the others imply: leaving it out changes no weight but by rounding.
    if not (spread > 1e-18 and var_y > 0 and var_w > 0):
        return LeftOut(0.0, float("nan"), 0.0, float("inf"), shift)
    ratio = spread / var_w
    r2 = ratio / (1 + ratio)
    rho = float(np.corrcoef(y, error)[0, 1])
    bias = rho * np.sqrt(var_w * r2 / (1 - r2)) * np.sqrt(var_y)
    return LeftOut(r2, rho, float(bias), float(delta / bias) if bias else float("inf"), shift)


def defect_correlation(gap: float, sigma: float, population: float, n_effective: float) -> float:
    """Return the correlation between answering and the answer that a known gap implies (Meng)."""
    return gap / (sigma * _root(population, n_effective))


def scenario_bias(rho: float, sigma: float, population: float, n_effective: float) -> float:
    """Return what such a correlation would do to a figure."""
    return rho * sigma * _root(population, n_effective)


def _root(population: float, n_effective: float) -> float:
    return float(np.sqrt((population - n_effective) / n_effective))
