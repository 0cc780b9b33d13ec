"""How evenly a known frame is represented: R-indicators and their parts.

Method: docs/methods/audit.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from phare.errors import PhareError, Problem
from phare.stats.arrays import BoolArray, FloatArray, IntArray, sums
from phare.stats.auxiliaries import Margin
from phare.stats.crossings import cross
from phare.stats.response_patterns import Patterns


@dataclass(frozen=True, eq=False)
class Partial:
    """One variable: share, mean propensity and unconditional part of each category.

    `unconditional` is the part of the variable alone; `conditional`, within the cells of the
    other variables (None where there is no other).
    """

    categories: tuple[str, ...]
    share: FloatArray
    propensity: FloatArray
    by_category: FloatArray
    unconditional: float
    conditional: float | None


@dataclass(frozen=True, eq=False)
class Representativity:
    """R = 1 - 2 S, S the standard deviation of the propensities over the frame.

    `r_adjusted` takes from S squared the mean variance of the fitted propensities. `cv`: S
    over their mean. `coefficients`: of the logistic model, the intercept first.
    """

    units: int
    rate: float
    spread: float
    r_indicator: float
    r_adjusted: float
    cv: float
    lowest: float
    highest: float
    coefficients: FloatArray
    partials: Mapping[str, Partial]

    def largest_bias(self, sigma: float) -> float:
        """Return the largest bias of a mean whose standard deviation is `sigma`."""
        return sigma * self.spread / self.rate


def representativity(
    frame: Sequence[Margin], responded: BoolArray, weights: FloatArray | None = None
) -> Representativity:
    """Return how evenly the units of a frame responded (or were included).

    Parameters
    ----------
    frame : what is known of every unit (N,); the totals of these margins are not read
    weights : design weights of the units (N,); None for 1

    Raises
    ------
    PhareError : where the model has no finite coefficients: someone is certain to respond, or
        certain not to
    """
    d = np.ones(len(responded)) if weights is None else weights
    codes = [np.asarray(one.codes, dtype=np.int64) for one in frame]
    columns = np.hstack(
        [np.ones((len(d), 1))]
        + [np.eye(len(one.categories))[own][:, 1:] for one, own in zip(frame, codes, strict=True)]
    )
    patterns = Patterns.of(columns, responded)
    counted = sums(patterns.of_row, d, patterns.size)
    start = patterns.fit(counted)
    if np.any(np.isnan(start)):
        names = ", ".join(f"'{one.name}'" for one in frame)
        raise PhareError(
            Problem(
                f"representativity on {names}",
                "categories that all responded, or none of which did",
                "both kinds in each category",
                "collapse categories of the frame",
            )
        )
    beta, covariance = _polished(patterns, counted, start)
    p_of = patterns.propensity(beta)
    p = p_of[patterns.of_row]
    total = float(d.sum())
    rate = float(d @ p / total)
    s2 = float(d @ (p - rate) ** 2 / (total - 1))
    spread = float(np.sqrt(s2))
    slope = (p_of * (1 - p_of))[:, None] * patterns.columns
    own = np.einsum("mp,pq,mq->m", slope, covariance, slope)
    adjusted = max(s2 - float(counted @ own / total), 0.0)
    partials = {one.name: _partial(one, at, codes, d, p, rate) for at, one in enumerate(frame)}
    return Representativity(
        len(d), rate, spread, 1 - 2 * spread, 1 - 2 * float(np.sqrt(adjusted)), spread / rate,
        float(p.min()), float(p.max()), beta, partials,
    )  # fmt: skip


def _polished(
    patterns: Patterns, weights: FloatArray, beta: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the coefficients after two more steps of Newton, and their covariance."""
    x = patterns.columns
    for _ in range(3):
        p = patterns.propensity(beta)
        information = (x.T * (weights * p * (1 - p))) @ x
        inverse = np.linalg.inv(information)
        beta = beta + inverse @ (x.T @ (weights * (patterns.responded - p)))
    return beta, np.asarray(inverse, dtype=np.float64)


def _partial(
    one: Margin, at: int, codes: Sequence[IntArray], d: FloatArray, p: FloatArray, rate: float
) -> Partial:
    k, total = len(one.categories), float(d.sum())
    weight = sums(codes[at], d, k)
    mean = sums(codes[at], d * p, k) / weight
    by_category = np.sqrt(weight / total) * (mean - rate)
    conditional = None
    others = [own for other, own in enumerate(codes) if other != at]
    if others:
        cell, _, _ = cross(others, [int(own.max()) + 1 for own in others])
        size = int(cell.max()) + 1
        within = sums(cell, d * p, size) / sums(cell, d, size)
        conditional = float(np.sqrt(d @ (p - within[cell]) ** 2 / total))
    return Partial(
        one.categories, weight / total, mean, by_category,
        float(np.sqrt(np.sum(by_category**2))), conditional,
    )  # fmt: skip
