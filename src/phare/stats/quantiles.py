"""Quantiles of a weighted distribution. Method: docs/methods/quantiles.md."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from phare.errors import PhareError, Problem, nearest
from phare.stats.arguments import Arguments
from phare.stats.arrays import BoolArray, FloatArray, as_numbers
from phare.stats.design import Design
from phare.stats.inference import entering, infer, means_of
from phare.stats.intervals import Interval, ProportionMethod, proportion_interval, t_quantile

Rule = Literal[
    "math", "school", "shahvaish", "hf1", "hf2", "hf3", "hf4", "hf5", "hf6", "hf7", "hf8", "hf9"
]
QuantileMethod = ProportionMethod | Literal["score"]

# Cumulated weights this near (relatively) to p times their sum have reached it.
_REACHED = 1e-12


@dataclass(frozen=True, eq=False)
class Quantiles:
    """Quantiles (m,) at `probabilities`, and their interval.

    `std_error` is the width of the interval over twice the quantile of Student's law. A
    limit beyond the observed distribution is NaN, and so is the standard error then.
    """

    probabilities: FloatArray
    estimate: FloatArray
    low: FloatArray
    high: FloatArray
    std_error: FloatArray
    df: int


def weighted_quantiles(
    values: FloatArray, weights: FloatArray, probabilities: FloatArray, rule: Rule = "math"
) -> FloatArray:
    """Return quantiles (m,) of `values` (n,); rows of weight 0 do not count.

    Parameters
    ----------
    rule : ``math`` (= ``hf1``) the least value that p of the weight does not exceed;
        ``school`` (= ``hf2``) the same, halfway to the next where p is met exactly; ``hf3``
        the nearest; ``hf4`` to ``hf9`` linear between them, after Hyndman and Fan;
        ``shahvaish`` the last value whose place is not beyond p, after Shah and Vaish
    """
    if rule not in get_args(Rule):
        raise PhareError(
            Problem(
                "quantile rule",
                f"'{rule}'",
                ", ".join(get_args(Rule)),
                nearest(rule, get_args(Rule)),
            )
        )
    x, w, p = _checked("quantiles", values, weights, probabilities)
    alive = w > 0
    if not np.any(alive):
        return np.full(p.shape, np.nan)
    order = np.argsort(x[alive], kind="stable")
    x, w = x[alive][order], w[alive][order]
    if rule in ("math", "hf1", "school", "hf2", "hf3"):
        return _step(x, w, p, rule)
    if rule == "shahvaish":
        return _shah_vaish(x, w, p)
    return np.interp(p, _positions(w, rule), x)


def _checked(
    where: str, values: FloatArray, weights: FloatArray, probabilities: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return values (n,), where a row weighs anything, weights (n,) and probabilities (m,)."""
    arguments = Arguments(where, np.size(weights))
    w = arguments.numbers("weights", weights)
    x = arguments.numbers("values", values, w > 0)
    p, _ = as_numbers(np.asarray(probabilities))
    bad = int(np.sum(~((p >= 0) & (p <= 1))))
    if bad or p.ndim != 1:
        got = f"{bad} outside 0..1" if bad else f"an array of shape {p.shape}"
        arguments.refuse("probabilities", got, "shares from 0 to 1", "write 0.5 for the median")
    arguments.check()
    return x, w, p


def _step(x: FloatArray, w: FloatArray, p: FloatArray, rule: Rule) -> FloatArray:
    cumulated = np.cumsum(w)
    wanted = p * cumulated[-1]
    at = np.searchsorted(cumulated, wanted * (1 - _REACHED)).clip(0, len(x) - 1)
    if rule in ("math", "hf1"):
        return np.asarray(x[at])
    above = np.minimum(at + 1, len(x) - 1)
    met = np.abs(cumulated[at] - wanted) <= _REACHED * cumulated[-1]
    if rule in ("school", "hf2"):
        return np.asarray(np.where(met, (x[at] + x[above]) / 2, x[at]))
    return _nearest(x, cumulated, wanted)


def _nearest(x: FloatArray, cumulated: FloatArray, wanted: FloatArray) -> FloatArray:
    """Hyndman and Fan's third: the value whose cumulated weight is nearest, even on a tie."""
    upper = np.searchsorted(cumulated, wanted).clip(0, len(x) - 1)
    lower = np.maximum(upper - 1, 0)
    left, right = wanted - cumulated[lower], cumulated[upper] - wanted
    tie = np.abs(left - right) <= _REACHED * cumulated[-1]
    even = np.where((lower + 1) % 2 == 0, lower, upper)
    return np.asarray(x[np.where(tie, even, np.where(left < right, lower, upper))])


def _shah_vaish(x: FloatArray, w: FloatArray, p: FloatArray) -> FloatArray:
    n, unit = len(x), w / w.mean()
    place = (np.cumsum(unit) + 0.5 - unit / 2) / (n + 1)
    return np.asarray(x[(np.searchsorted(place, p, side="right") - 1).clip(0, n - 1)])


def _positions(w: FloatArray, rule: Rule) -> FloatArray:
    """Where on 0..1 each ordered value stands (n,): Hyndman and Fan's, weights for counts."""
    cumulated = np.cumsum(w)
    total = cumulated[-1]
    if rule == "hf7":
        return np.asarray((cumulated - w) / max(total - w[-1], w[-1] * _REACHED))
    less, more = {
        "hf4": (0.0, 0.0),
        "hf5": (1 / 2, 0.0),
        "hf6": (0.0, 1.0),
        "hf8": (1 / 3, 1 / 3),
        "hf9": (3 / 8, 1 / 4),
    }[rule]
    return np.asarray((cumulated - less * w) / (total + more * w[-1]))


def estimate_quantiles(
    design: Design,
    values: FloatArray,
    probabilities: FloatArray,
    *,
    rows: BoolArray | None = None,
    rule: Rule = "math",
    method: QuantileMethod = "mean",
    df: int | None = None,
    level: float = 0.95,
) -> Quantiles:
    """Estimate quantiles of `values` (n,) over `rows` with an interval.

    Parameters
    ----------
    method : one of those of proportions: Woodruff's interval, that of the share of rows at or
        below the quantile carried back through the distribution. ``score``: Francisco and
        Fuller's, the values whose share at or below is not significantly different from p.
    df : degrees of freedom; those of the design where None
    """
    known = entering(design, rows)
    arguments = Arguments(design.where, design.n)
    x = arguments.numbers("values", values, known)
    arguments.share("confidence level", level)
    arguments.one_of("method", method, (*get_args(ProportionMethod), "score"))
    arguments.check()
    w = np.where(known, design.weights, 0.0)
    x, _, p = _checked(design.where, x, w, probabilities)
    found = weighted_quantiles(x, w, p, rule)
    degrees = design.degrees_of_freedom if df is None else df
    t = float(t_quantile(np.array(float(degrees)), level))
    if method == "score":
        ends = [_score_limits(design, x, known, share, t) for share in p]
        low, high = np.array([end[0] for end in ends]), np.array([end[1] for end in ends])
    else:
        limits = _share_limits(design, x, known, found, method, degrees, level)
        low, high = (
            np.where(
                (end >= 0) & (end <= 1),
                weighted_quantiles(x, w, np.nan_to_num(end).clip(0, 1), rule),
                np.nan,
            )
            for end in (limits.low, limits.high)
        )
    return Quantiles(p, found, low, high, (high - low) / (2 * t), degrees)


def _share_limits(
    design: Design,
    x: FloatArray,
    known: BoolArray,
    quantiles: FloatArray,
    method: ProportionMethod,
    degrees: int,
    level: float,
) -> Interval:
    """Interval of the share of rows at or below each quantile (m,)."""
    share = infer(design, means_of((x[:, None] <= quantiles).astype(np.float64), known))
    w = design.weights[known]
    return proportion_interval(
        method,
        share.estimate,
        share.std_error,
        np.array(float(degrees)),
        np.array(float(known.sum())),
        np.array(w.sum() ** 2 / (w @ w) if len(w) else 0.0),
        level,
    )


def _score_limits(
    design: Design, x: FloatArray, known: BoolArray, p: float, t: float
) -> tuple[float, float]:
    """Least values whose share at or below is not under p, and is over it, at t."""
    candidates = np.unique(x[known])

    def score(index: int) -> float:
        share = infer(design, means_of((x <= candidates[index])[:, None].astype(float), known))
        gap, error = float(share.estimate[0]) - p, float(share.std_error[0])
        # The share of everybody is certain.
        return gap / error if error > 0 else float(np.sign(gap)) * np.inf

    def least(limit: float) -> float:
        low, high = 0, len(candidates)
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if score(middle) >= limit else (middle + 1, high)
        return float(candidates[low]) if low < len(candidates) else float("nan")

    return least(-t), least(t)
