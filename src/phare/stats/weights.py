"""Describe weights, and the adjustments that need no margin.

Method: docs/methods/calibration.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from phare.errors import PhareError, Problem, Problems
from phare.stats.arrays import AnyArray, FloatArray, floats, sums


@dataclass(frozen=True)
class WeightSummary:
    """A column of weights in a few numbers; rows of weight 0 are left out."""

    n: int
    total: float
    smallest: float
    largest: float
    cv: float
    deff_kish: float
    n_effective: float


def summarise(weights: FloatArray) -> WeightSummary:
    """Describe weights (n,), of which at least one is not 0."""
    used = floats(weights)[floats(weights) != 0]
    if not len(used):
        raise PhareError(Problem("weights", "none but 0", "a weight that is not 0", "weight first"))
    total, effect = float(used.sum()), kish_design_effect(used)
    return WeightSummary(
        len(used),
        total,
        float(used.min()),
        float(used.max()),
        float(np.sqrt(max(effect - 1.0, 0.0))),
        effect,
        len(used) / effect,
    )


def kish_design_effect(weights: FloatArray) -> float:
    """Return n sum(w2) / (sum w)2 over the weights that are not 0: 1 + their squared cv."""
    used = floats(weights)[floats(weights) != 0]
    return float(len(used) * (used @ used) / used.sum() ** 2)


def normalise(weights: FloatArray, total: float) -> FloatArray:
    """Scale weights (n,) to sum to `total`, such as n or a population."""
    return np.asarray(floats(weights) * (total / float(floats(weights).sum())))


def stratum_base_weights(
    codes: AnyArray, names: Sequence[str], populations: FloatArray, where: str = "base weights"
) -> FloatArray:
    """Return N_h / n_h (n,): each row stands for its share of its stratum.

    Parameters
    ----------
    codes : stratum of each row 0..H-1 (n,)
    populations : N_h (H,), in the order of `names`
    """
    found = Problems()
    counts = _class_sums(codes, None, names, f"{where}, stratum", found)
    for name, count, population in zip(names, counts, floats(populations), strict=True):
        here = f"{where}, stratum '{name}'"
        if not population > 0 and count:
            found.add(here, f"a population of {population:g}", "a positive count", "correct it")
        elif population > 0 and not count:
            found.add(
                here,
                f"a population of {population:.15g} and no respondent",
                "respondents in each stratum",
                "join it to a neighbouring stratum",
            )
        elif population < count:
            found.add(
                here,
                f"a population of {population:.15g} and {int(count)} respondents",
                "a population at least as large",
                "correct the count or the strata",
            )
    found.raise_if_any()
    return np.asarray((floats(populations) / np.maximum(counts, 1.0))[codes])


def class_factors(
    base: FloatArray,
    codes: AnyArray,
    names: Sequence[str],
    responded: AnyArray,
    where: str = "non-response",
) -> FloatArray:
    """Return the factors (n,) by which respondents also stand for non-respondents.

    In each class: the base weight of all over that of its respondents; 0 for the others.

    Parameters
    ----------
    codes : weighting class of each row 0..C-1 (n,)
    responded : (n, bool)
    """
    found = Problems()
    base = floats(base)
    drawn = _class_sums(codes, base, names, f"{where}, class", found)
    found.raise_if_any()
    kept = sums(codes, np.where(responded, base, 0.0), len(names))
    for name, before, after in zip(names, drawn, kept, strict=True):
        if before > 0 and not after > 0:
            found.add(
                f"{where}, class '{name}'",
                f"a base weight of {before:.6g} and no respondent",
                "a respondent in each class",
                "collapse it with a class that answers alike",
            )
    found.raise_if_any()
    factors = np.divide(drawn, kept, out=np.zeros_like(drawn), where=kept > 0)
    return np.where(responded, factors[codes], 0.0)


def _class_sums(
    codes: AnyArray, weights: FloatArray | None, names: Sequence[str], where: str, found: Problems
) -> FloatArray:
    valid = (codes >= 0) & (codes < len(names))
    outside = int(np.sum(~valid))
    if outside:
        found.add(where, f"{outside} rows without one", "one in every row", "complete or exclude")
    chosen = weights if weights is None else weights[valid]
    return sums(codes[valid], chosen, len(names))
