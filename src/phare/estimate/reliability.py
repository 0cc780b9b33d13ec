"""The interval of each estimate and whether it may be shown."""

from __future__ import annotations

import numpy as np

from phare.config.indicators import Indicator
from phare.config.slices import EstimateSlice
from phare.stats.intervals import Interval, mean_interval, proportion_interval
from phare.stats.quality import (
    OK,
    SUPPRESSED,
    Quality,
    QualityRules,
    rate_counts,
    rate_means,
    rate_proportions,
)
from phare.stats.records import Estimates
from phare.stats.suppression import complementary

PROTECTING = "withheld to protect another value"
FIXED = "fixed by the weighting"
"""The reason of a share that is a margin: it has no error, and says nothing."""


def interval_of(
    estimate: np.ndarray,
    std_error: np.ndarray,
    found: Estimates,
    indicator: Indicator,
    card: EstimateSlice,
) -> Interval:
    """Return the interval of each estimate (L, k).

    Shares have the interval that the study declares, and so have counts where the population
    is known: a count is then the share of the population that is counted. Others are
    symmetric, with Student's quantile.
    """
    level = card.estimation.confidence
    whole = _whole(indicator, card)
    if whole is None:
        return mean_interval(estimate, std_error, found.df, level)
    share, error = np.clip(estimate / whole, 0.0, 1.0), std_error / whole
    inside = proportion_interval(
        card.estimation.interval, share, error, found.df, found.n, found.n_effective, level
    )
    return Interval(inside.low * whole, inside.high * whole)


def quality_of(
    estimate: np.ndarray,
    std_error: np.ndarray,
    interval: Interval,
    found: Estimates,
    indicator: Indicator,
    card: EstimateSlice,
) -> Quality:
    """Return whether each estimate (L, k) may be shown, and why not."""
    rules = QualityRules(**card.estimation.quality.model_dump())
    if indicator.statistic in ("count", "total"):
        return rate_counts(
            estimate, interval.low, interval.high, found.df, found.n, found.n_effective, rules
        )
    if _whole(indicator, card) is None:
        return rate_means(estimate, std_error, found.df, found.n, found.n_effective, rules)
    rated = rate_proportions(
        estimate, std_error, found.df, found.n, found.n_effective, rules,
        card.estimation.confidence,
    )  # fmt: skip
    # What the weighting fixes is known, however small it is: the standard rates estimates.
    fixed = (std_error == 0) & (estimate > 0) & (estimate < 1) & (found.n >= rules.disclosure_n)
    return Quality(np.where(fixed, OK, rated.word), np.where(fixed, FIXED, rated.reason))


def _whole(indicator: Indicator, card: EstimateSlice) -> float | None:
    """Return what an estimate is a part of: 1 for a share, N for a count, None otherwise."""
    if indicator.statistic == "count":
        return card.population
    return None if indicator.statistic in ("mean", "total", "ratio") else 1.0


def protect(quality: Quality, n: np.ndarray, card: EstimateSlice) -> Quality:
    """Return the quality (L, k) of counts whose levels add up to a whole that is shown.

    A level withheld alone because too few answered could be had by subtraction: the next
    smallest is withheld with it. What is withheld for its reliability is not secret.
    """
    word, reason = quality.word.copy(), quality.reason.copy()
    secret = (n > 0) & (n < card.estimation.quality.disclosure_n)
    for at in np.flatnonzero(secret.any(axis=0)):
        if (word[:, at] == SUPPRESSED).sum() == 1:
            hidden = complementary(secret[None, :, at], n[None, :, at])[0]
            more = hidden & ~secret[:, at]
            word[more, at], reason[more, at] = SUPPRESSED, PROTECTING
    return Quality(word, reason)
