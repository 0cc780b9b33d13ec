"""Iteratively reweighted least squares of a generalised linear model.

Method: docs/methods/models.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg

from phare.errors import PhareError, Problem
from phare.stats.arrays import FloatArray, floats
from phare.stats.families import Family


@dataclass(frozen=True)
class FitSettings:
    """When iteratively reweighted least squares may stop.

    Parameters
    ----------
    tolerance : relative change of the deviance
    max_iterations : more is an error
    last_step : take the variance at the weights of the last step, as R, not at the solution
    """

    tolerance: float = 1e-12
    max_iterations: int = 50
    last_step: bool = False


@dataclass(frozen=True, eq=False)
class Solution:
    """Coefficients, and the slope of the mean that their variance is taken with."""

    beta: FloatArray
    predictor: FloatArray
    slope: FloatArray
    deviance: float
    iterations: int


@dataclass(frozen=True, eq=False)
class Fit:
    """A model on the rows that take part, to be solved under any weights."""

    family: Family
    y: FloatArray
    x: FloatArray
    offset: FloatArray
    settings: FitSettings
    where: str

    def solve(self, weights: FloatArray, start: FloatArray | None) -> Solution:
        """Iterate from `start`, or from means near the answers."""
        w = floats(weights) / float(np.mean(weights))
        beta, eta = start, self.family.predictor(self.family.start(self.y, w))
        if beta is not None:
            eta = self.x @ beta + self.offset
        before = float(w @ self.family.deviance(self.y, self.family.mean(eta)))
        for iteration in range(1, self.settings.max_iterations + 1):
            slope = self.family.slope(eta)
            beta = self._first(w, eta, slope) if beta is None else self._next(w, eta, slope, beta)
            eta = self.x @ beta + self.offset
            after = float(w @ self.family.deviance(self.y, self.family.mean(eta)))
            if abs(after - before) <= self.settings.tolerance * (abs(after) + 0.1):
                if not self.settings.last_step:
                    slope = self.family.slope(eta)
                return Solution(beta, eta, slope, after, iteration)
            before = after
        raise PhareError(
            Problem(
                f"{self.where}, {self.family.name} model",
                f"a deviance still moving after {self.settings.max_iterations} iterations",
                "a model whose coefficients are finite",
                "look for a category in which every answer is the same",
            )
        )

    def _first(self, w: FloatArray, eta: FloatArray, slope: FloatArray) -> FloatArray:
        """Weighted least squares on the linearised answers."""
        working = eta - self.offset + (self.y - self.family.mean(eta)) / slope
        root = np.sqrt(w * slope)
        found, _, _, _ = linalg.lstsq(self.x * root[:, None], working * root, lapack_driver="gelsy")
        return np.asarray(found)

    def _next(
        self, w: FloatArray, eta: FloatArray, slope: FloatArray, beta: FloatArray
    ) -> FloatArray:
        """Return the same as a step from `beta`: what the information lacks in digits, the
        next step makes good."""
        score = self.x.T @ (w * (self.y - self.family.mean(eta)))
        information = self.x.T @ (self.x * (w * slope)[:, None])
        unit = np.sqrt(np.maximum(np.diag(information), np.finfo(np.float64).tiny))
        try:
            factor = linalg.cho_factor(information / np.outer(unit, unit))
        except linalg.LinAlgError:
            return self._first(w, eta, slope)
        return np.asarray(beta + linalg.cho_solve(factor, score / unit) / unit)

    def influence(self, weights: FloatArray, solution: Solution) -> FloatArray:
        """Influence of each row on the coefficients (n, p): the inverse information times
        its score."""
        eta, working = solution.predictor, weights * solution.slope
        r = linalg.qr(self.x * np.sqrt(working)[:, None], mode="r")[0][: self.x.shape[1]]
        residual = (self.y - self.family.mean(eta)) / self.family.slope(eta)
        score = (working * residual)[:, None] * self.x
        half = linalg.solve_triangular(r, score.T, trans="T")
        return np.asarray(linalg.solve_triangular(r, half).T)
