"""Differences between independent estimates, and tests made many at a time.

Method: docs/methods/variance.md. A level and its rest, or two indicators of one wave, are
not independent: see ``estimators``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from phare.errors import PhareError, Problem
from phare.stats.arguments import aligned
from phare.stats.arrays import AnyArray, FloatArray, floats


@dataclass(frozen=True, eq=False)
class Comparison:
    """First less second, arrays of one shape; `p_value` two-sided."""

    difference: FloatArray
    std_error: FloatArray
    df: FloatArray
    statistic: FloatArray
    p_value: FloatArray


def compare_independent(
    first: FloatArray,
    first_error: FloatArray,
    first_df: FloatArray,
    second: FloatArray,
    second_error: FloatArray,
    second_df: FloatArray,
) -> Comparison:
    """Test the difference of estimates from two independent samples.

    The df are Satterthwaite's; infinite df on both sides make a z test.
    """
    aligned(
        "comparison",
        first=first,
        first_error=first_error,
        first_df=first_df,
        second=second,
        second_error=second_error,
        second_df=second_df,
    )
    difference = np.asarray(floats(first) - floats(second))
    a, b = floats(first_error) ** 2, floats(second_error) ** 2
    error = np.asarray(np.sqrt(a + b))
    with np.errstate(invalid="ignore", divide="ignore"):
        df = (a + b) ** 2 / (a**2 / floats(first_df) + b**2 / floats(second_df))
    return against_zero(difference, error, np.asarray(df))


def against_zero(difference: FloatArray, std_error: FloatArray, df: FloatArray) -> Comparison:
    """Test a difference against 0. A standard error of 0 leaves the test undefined (NaN)."""
    with np.errstate(invalid="ignore", divide="ignore"):
        statistic = np.where(std_error > 0, difference / std_error, np.nan)
        p_value = 2 * stats.t.sf(np.abs(statistic), np.where(df > 0, df, np.nan))
    return Comparison(difference, std_error, df, statistic, np.asarray(p_value))


def holm(p_values: FloatArray) -> FloatArray:
    """Adjust p values (m,) so that the chance of any false finding is held; NaN stay out."""
    return _adjust(floats(p_values), step_down=True)


def benjamini_hochberg(p_values: FloatArray) -> FloatArray:
    """Adjust p values (m,) so that the expected share of false findings is held; NaN stay out."""
    return _adjust(floats(p_values), step_down=False)


def _adjust(p_values: FloatArray, step_down: bool) -> FloatArray:
    known: AnyArray = ~np.isnan(p_values)
    bad = int(np.sum(known & ~((p_values >= 0) & (p_values <= 1))))
    if bad or p_values.ndim != 1:
        got = f"{bad} outside 0..1" if bad else f"an array of shape {p_values.shape}"
        raise PhareError(
            Problem("p values", got, "a vector of shares from 0 to 1", "adjust those of one family")
        )
    p = p_values[known]
    m, order = len(p), np.argsort(p, kind="stable")
    rank = np.arange(1, m + 1)
    ordered = p[order]
    if step_down:
        adjusted = np.maximum.accumulate(ordered * (m - rank + 1))
    else:
        adjusted = np.minimum.accumulate((ordered * m / rank)[::-1])[::-1]
    found = np.empty(m)
    found[order] = np.minimum(adjusted, 1.0)
    result = np.full(p_values.shape, np.nan)
    result[known] = found
    return result
