"""Confidence intervals. Method: docs/methods/intervals.md.

Everything is vectorised: arrays of one shape in, arrays of that shape out. NaN comes back
where there is nothing to build on (no estimate, no degree of freedom).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from scipy import special, stats

from phare.errors import PhareError, Problem, nearest
from phare.stats.arguments import aligned
from phare.stats.arrays import AnyArray, FloatArray, floats

ProportionMethod = Literal[
    "mean", "logit", "likelihood", "asin", "beta", "xlogit", "wilson", "kott-liu"
]

# Weighted shares may leave 0..1 by a rounding, not by more.
_ROUNDED = 1e-9
# An effective sample this large leaves no width that a float can hold.
_CERTAIN = 1e15
# Halvings of 0..1 that leave nothing between two floats.
_BISECTIONS = 60


@dataclass(frozen=True, eq=False)
class Interval:
    """Lower and upper limits."""

    low: FloatArray
    high: FloatArray


def t_quantile(df: FloatArray, level: float) -> FloatArray:
    """Two-sided quantile of Student's t; NaN for df of 0 or less, normal for infinite df."""
    if not 0 < level < 1:
        remedy = f"write {level / 100:g}" if 1 < level < 100 else "correct it"
        raise PhareError(
            Problem("confidence level", f"{level:g}", "a share between 0 and 1", remedy)
        )
    df = floats(df)
    safe = np.where(df > 0, df, 1.0)
    return np.where(df > 0, stats.t.ppf(0.5 + level / 2, safe), np.nan)


@np.errstate(invalid="ignore", over="ignore")
def mean_interval(
    estimate: FloatArray, std_error: FloatArray, df: FloatArray, level: float = 0.95
) -> Interval:
    """Return estimate -/+ t times standard error: for means, totals, ratios, differences."""
    aligned("interval", estimate=estimate, std_error=std_error, df=df)
    half = t_quantile(df, level) * floats(std_error)
    return Interval(np.asarray(floats(estimate) - half), np.asarray(floats(estimate) + half))


@np.errstate(invalid="ignore", divide="ignore", over="ignore")
def proportion_interval(
    method: ProportionMethod,
    estimate: FloatArray,
    std_error: FloatArray,
    df: FloatArray,
    n: FloatArray,
    n_effective: FloatArray,
    level: float = 0.95,
) -> Interval:
    """Return an interval for proportions (0..1).

    Parameters
    ----------
    n : rows behind the estimate
    n_effective : Kish's effective n; stands in for the design's where the estimate is 0 or 1
    method : ``mean`` (t; may leave 0..1), ``logit`` or ``xlogit`` (t on the log odds),
        ``likelihood`` (ratio, with the effective n), ``asin`` (t on the arcsine of the root),
        ``beta`` (Korn-Graubard), ``wilson``, ``kott-liu`` (t, corrected for skewness). Where
        the estimate is 0 or 1 logit, asin and kott-liu have no value and beta's is given.
        Outside 0..1, as negative weights may give, only ``mean`` has an interval.
    """
    aligned("interval", estimate=estimate, std_error=std_error, df=df, n=n, n_effective=n_effective)
    p, se, df, n, n_eff = np.broadcast_arrays(
        floats(estimate), floats(std_error), floats(df), floats(n), floats(n_effective)
    )
    if method == "mean":
        return mean_interval(p, se, df, level)
    inside = (p >= -_ROUNDED) & (p <= 1 + _ROUNDED)
    p = np.where(inside, np.clip(p, 0.0, 1.0), np.nan)
    if method == "beta":
        return _beta(p, _effective(p, se, n_eff), df, n, level)
    if method == "wilson":
        return _wilson(p, _effective(p, se, n_eff), df, level)
    if method == "likelihood":
        return _likelihood(p, _effective(p, se, n_eff), df, level)
    if method == "kott-liu":
        fallback = _beta(p, _effective(p, se, n_eff), df, n, level)
        return _kott_liu(p, se, df, n_eff, fallback, level)
    if method in ("logit", "xlogit", "asin"):
        fallback = _beta(p, _effective(p, se, n_eff), df, n, level)
        return _transformed(method, p, se, df, fallback, level)
    known = get_args(ProportionMethod)
    raise PhareError(
        Problem("interval", f"method '{method}'", ", ".join(known), nearest(method, known))
    )


def design_effective_n(p: FloatArray, se: FloatArray, n_effective: FloatArray) -> FloatArray:
    """Return p (1 - p) / se2; where p is 0 or 1, `n_effective`. Infinite for an se of 0."""
    return _effective(floats(p), floats(se), floats(n_effective))


def _effective(p: FloatArray, se: FloatArray, n_effective: FloatArray) -> FloatArray:
    with np.errstate(invalid="ignore", divide="ignore"):
        from_design = p * (1 - p) / se**2
    return np.where(_edge(p), n_effective, from_design)


def _edge(p: FloatArray) -> AnyArray:
    return np.asarray((p <= 0) | (p >= 1))


def _beta(
    p: FloatArray, effective: FloatArray, df: FloatArray, n: FloatArray, level: float
) -> Interval:
    """Clopper and Pearson's limits for n p successes out of an n corrected for the df."""
    with np.errstate(invalid="ignore"):
        size = effective * (t_quantile(n - 1, level) / t_quantile(df, level)) ** 2
    finite = np.where(size < _CERTAIN, size, np.nan)
    tail = (1 - level) / 2
    cases, others = finite * p, finite * (1 - p)
    with np.errstate(invalid="ignore"):
        low = np.where(p <= 0, 0.0, special.betaincinv(cases, others + 1, tail))
        high = np.where(p >= 1, 1.0, special.betaincinv(cases + 1, others, 1 - tail))
    certain, unknown = size >= _CERTAIN, np.isnan(size)
    low, high = (np.where(unknown, np.nan, np.where(certain, p, x)) for x in (low, high))
    return Interval(low, high)


def _wilson(p: FloatArray, effective: FloatArray, df: FloatArray, level: float) -> Interval:
    """Return Wilson's limits with the effective n and Student's quantile."""
    t = t_quantile(df, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        shrink = t**2 / effective
        centre = (p + shrink / 2) / (1 + shrink)
        half = t * np.sqrt(p * (1 - p) / effective + shrink / (4 * effective)) / (1 + shrink)
    low, high = np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0)
    return Interval(np.where(p <= 0, low * 0.0, low), np.where(p >= 1, high * 0.0 + 1.0, high))


def _kott_liu(
    p: FloatArray,
    se: FloatArray,
    df: FloatArray,
    n_effective: FloatArray,
    fallback: Interval,
    level: float,
) -> Interval:
    """Return the limits of a second-order Edgeworth expansion.

    The skewness is that of as many independent answers as the weights leave (Kish), or the
    design where that is fewer: a few respondents with most of the weight say little of it.
    """
    t, edge = t_quantile(df, level), _edge(p)
    of_design = _effective(p, se, n_effective)
    with np.errstate(divide="ignore", invalid="ignore"):
        shift = (1 - 2 * p) / np.minimum(of_design, n_effective) * (1 / 6 + t**2 / 3)
    shift = np.where(of_design >= _CERTAIN, 0.0 * t, shift)
    half = np.sqrt((t * se) ** 2 + shift**2)
    low, high = np.maximum(p + shift - half, 0.0), np.minimum(p + shift + half, 1.0)
    return Interval(np.where(edge, fallback.low, low), np.where(edge, fallback.high, high))


def _likelihood(p: FloatArray, effective: FloatArray, df: FloatArray, level: float) -> Interval:
    """Return the p' not rejected by 2 m (log likelihood of p less that of p') <= t2."""
    known = np.isfinite(effective)
    with np.errstate(invalid="ignore", divide="ignore"):
        allowed = np.where(known, t_quantile(df, level) ** 2 / (2 * effective), np.nan)

    def distance(other: FloatArray) -> FloatArray:
        return np.asarray(special.rel_entr(p, other) + special.rel_entr(1 - p, 1 - other))

    def limit(end: float) -> FloatArray:
        inner, outer = p.copy(), np.full(p.shape, end)
        for _ in range(_BISECTIONS):
            middle = (inner + outer) / 2
            inside = distance(middle) <= allowed
            inner, outer = np.where(inside, middle, inner), np.where(inside, outer, middle)
        found = np.where(p == end, end, inner)
        return np.where(np.isnan(allowed), np.where(np.isposinf(effective), p, np.nan), found)

    return Interval(limit(0.0), limit(1.0))


def _transformed(
    method: str,
    p: FloatArray,
    se: FloatArray,
    df: FloatArray,
    fallback: Interval,
    level: float,
) -> Interval:
    """Return t limits on a scale without bounds (or nearly), carried back."""
    edge = _edge(p)
    inner = np.where(edge, 0.5, p)
    spread = inner * (1 - inner)
    t = t_quantile(df, level)
    if method == "asin":
        middle, half = np.arcsin(np.sqrt(inner)), t * se / (2 * np.sqrt(spread))
        half = np.where(np.isfinite(half), half, np.nan)
        # Beyond 0 or a right angle the sine would come back.
        low, high = np.maximum(middle - half, 0.0), np.minimum(middle + half, np.pi / 2)
        low, high = np.sin(low) ** 2, np.sin(high) ** 2
    else:
        middle, half = special.logit(inner), t * se / spread
        low, high = special.expit(middle - half), special.expit(middle + half)
    return Interval(np.where(edge, fallback.low, low), np.where(edge, fallback.high, high))
