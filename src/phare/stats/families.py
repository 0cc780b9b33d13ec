"""The families of generalised linear models, each with its canonical link.

Method: docs/methods/models.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from scipy import special

from phare.errors import PhareError, Problem, nearest
from phare.stats.arrays import FloatArray

FamilyName = Literal["gaussian", "binomial", "poisson"]

# The mean of a binomial stays this far from 0 and 1, or its weights vanish.
_EDGE = np.finfo(np.float64).eps


@dataclass(frozen=True)
class Family:
    """A variance function with its canonical link.

    Parameters
    ----------
    mean : linear predictor to mean
    slope : its derivative, which is also the variance at that mean
    curve : the derivative of the slope
    predictor : mean to linear predictor
    deviance : (y, mean) to the deviance of a row of weight 1
    start : (y, weight) to a first mean
    """

    name: FamilyName
    link: str
    mean: Callable[[FloatArray], FloatArray]
    slope: Callable[[FloatArray], FloatArray]
    curve: Callable[[FloatArray], FloatArray]
    predictor: Callable[[FloatArray], FloatArray]
    deviance: Callable[[FloatArray, FloatArray], FloatArray]
    start: Callable[[FloatArray, FloatArray], FloatArray]


def _expit(eta: FloatArray) -> FloatArray:
    return np.clip(special.expit(eta), _EDGE, 1 - _EDGE)


def _expit_slope(eta: FloatArray) -> FloatArray:
    mean = _expit(eta)
    return np.asarray(mean * (1 - mean))


def _expit_curve(eta: FloatArray) -> FloatArray:
    mean = _expit(eta)
    return np.asarray(mean * (1 - mean) * (1 - 2 * mean))


def _exp(eta: FloatArray) -> FloatArray:
    return np.maximum(np.exp(np.minimum(eta, 700.0)), _EDGE)


def _binomial_deviance(y: FloatArray, mean: FloatArray) -> FloatArray:
    return np.asarray(2 * (special.rel_entr(y, mean) + special.rel_entr(1 - y, 1 - mean)))


def _poisson_deviance(y: FloatArray, mean: FloatArray) -> FloatArray:
    return np.asarray(2 * (special.rel_entr(y, mean) - (y - mean)))


FAMILIES: dict[FamilyName, Family] = {
    "gaussian": Family(
        "gaussian",
        "identity",
        lambda eta: eta,
        lambda eta: np.ones_like(eta),
        lambda eta: np.zeros_like(eta),
        lambda mean: mean,
        lambda y, mean: (y - mean) ** 2,
        lambda y, _: y,
    ),
    "binomial": Family(
        "binomial",
        "logit",
        _expit,
        _expit_slope,
        _expit_curve,
        special.logit,
        _binomial_deviance,
        lambda y, w: (w * y + 0.5) / (w + 1),
    ),
    "poisson": Family(
        "poisson",
        "log",
        _exp,
        _exp,
        _exp,
        np.log,
        _poisson_deviance,
        lambda y, _: y + 0.1,
    ),
}


def family_of(name: str) -> Family:
    """Return the family called `name`; PhareError names the nearest known one."""
    for known, family in FAMILIES.items():
        if name == known:
            return family
    names = get_args(FamilyName)
    raise PhareError(Problem("model family", f"'{name}'", ", ".join(names), nearest(name, names)))
