"""Describe weights, and the adjustments that need no margin.

Method: docs/methods/calibration.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from phare.errors import PhareError, Problem, Problems
from phare.stats.arguments import Arguments, vector
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
    used = _used(weights)
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
    used = _used(weights)
    return float(len(used) * (used @ used) / used.sum() ** 2)


def _used(weights: FloatArray) -> FloatArray:
    """Return the weights that are not 0, or refuse what no summary can be made of."""
    weights = vector(weights, "weights")
    used = weights[weights != 0]
    missing, found = int(np.sum(~np.isfinite(used))), Problems()
    if missing:
        got = f"{missing} of {len(weights)} rows missing or infinite"
        found.add("weights", got, "a number in every row", "complete them")
    elif not len(used):
        found.add("weights", "none but 0", "a weight that is not 0", "weight first")
    elif not used.sum() > 0:
        found.add("weights", f"a sum of {used.sum():g}", "a positive sum", "correct them")
    found.raise_if_any()
    return np.asarray(used)


def normalise(weights: FloatArray, total: float) -> FloatArray:
    """Scale weights (n,) to sum to `total`, such as n or a population."""
    sum_of = float(_used(weights).sum())
    if not 0 < total < np.inf:
        raise PhareError(
            Problem("weights", f"a sum of {total:g} to reach", "a positive sum", "correct it")
        )
    return np.asarray(floats(weights) * (total / sum_of))


def stratum_base_weights(
    codes: AnyArray, names: Sequence[str], populations: FloatArray, where: str = "base weights"
) -> FloatArray:
    """Return N_h / n_h (n,): each row stands for its share of its stratum.

    Parameters
    ----------
    codes : stratum of each row 0..H-1 (n,)
    populations : N_h (H,), in the order of `names`
    """
    populations = vector(populations, f"{where}, populations")
    arguments = Arguments(where, np.size(codes))
    codes = arguments.codes("stratum", codes, len(names), unknown=False)
    if populations.shape != (len(names),):
        got, expected = f"{len(populations)} of them", f"one for each of {len(names)} strata"
        arguments.refuse("populations", got, expected, "give them in the order of the strata")
    arguments.check()
    found = Problems()
    counts = sums(codes, None, len(names))
    for name, count, population in zip(names, counts, populations, strict=True):
        here = f"{where}, stratum '{name}'"
        if not 0 < population < np.inf and count:
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
    return np.asarray((populations / np.maximum(counts, 1.0))[codes])


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
    arguments, found = Arguments(where, np.size(base)), Problems()
    base = arguments.numbers("base weights", base)
    codes = arguments.codes("class", codes, len(names), unknown=False)
    responded = arguments.rows("responded", responded)
    negative = int(np.sum(base < 0))
    if not np.any(base):
        arguments.refuse("base weights", f"0 in all {len(base)} rows", "a weight", "weight first")
    if negative:
        got = f"{negative} of {len(base)} rows negative"
        arguments.refuse("base weights", got, "0 or more in every row", "correct them")
    arguments.check()
    drawn = sums(codes, base, len(names))
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
