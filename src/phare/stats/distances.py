"""Calibration functions: how the factor g answers to the linear predictor eta.

Each gives ``g(eta)`` and its slope, with g(0) = 1 and slope 1 at 0. They are the inverse
derivatives of the distances of Deville and Särndal (1992); see docs/methods/calibration.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from phare.stats.arrays import FloatArray


class Distance(Protocol):
    """A calibration function."""

    def response(self, eta: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return g and dg/deta, both of the shape of `eta`."""
        ...


@dataclass(frozen=True)
class Linear:
    """g = 1 + eta: generalised regression; g may be negative."""

    def response(self, eta: FloatArray) -> tuple[FloatArray, FloatArray]:
        return 1.0 + eta, np.ones_like(eta)


@dataclass(frozen=True)
class Raking:
    """g = exp(eta): the limit of iterative proportional fitting; g is positive."""

    def response(self, eta: FloatArray) -> tuple[FloatArray, FloatArray]:
        with np.errstate(over="ignore"):
            g = np.exp(eta)
        return g, g


@dataclass(frozen=True)
class Logit:
    """A logistic curve between `lower` < 1 and `upper` > 1."""

    lower: float
    upper: float

    def response(self, eta: FloatArray) -> tuple[FloatArray, FloatArray]:
        below, above = 1.0 - self.lower, self.upper - 1.0
        span = self.upper - self.lower
        rate = span / (below * above)
        # The share of the way from lower to upper, written with tanh so that neither end overflows.
        share = 0.5 * (1.0 + np.tanh(0.5 * (rate * eta + np.log(below / above))))
        return self.lower + span * share, span * rate * share * (1.0 - share)


@dataclass(frozen=True)
class Sinh:
    """g - 1 / g = asinh(2 eta): positive as raking, with tails that grow as a logarithm."""

    def response(self, eta: FloatArray) -> tuple[FloatArray, FloatArray]:
        s = np.arcsinh(2.0 * eta)
        root = np.sqrt(s * s + 4.0)
        # Either form of the same root, whichever does not cancel.
        g = np.where(s < 0, 2.0 / (root - np.minimum(s, 0.0)), 0.5 * (s + root))
        return g, 2.0 * g / (root * np.hypot(1.0, 2.0 * eta))


@dataclass(frozen=True, eq=False)
class Clipped:
    """Another function cut off at `lower` and `upper`: one number, or one per row."""

    inner: Distance
    lower: float | FloatArray
    upper: float | FloatArray

    def response(self, eta: FloatArray) -> tuple[FloatArray, FloatArray]:
        g, slope = self.inner.response(eta)
        inside = (g > self.lower) & (g < self.upper)
        return np.clip(g, self.lower, self.upper), np.where(inside, slope, 0.0)
