"""The interval of each estimate and whether it may be shown."""

from __future__ import annotations

import numpy as np

from phare.config.indicators import Indicator
from phare.config.slices import EstimateSlice
from phare.stats.intervals import Interval, mean_interval, proportion_interval
from phare.stats.quality import (
    OK,
    Quality,
    QualityRules,
    rate_counts,
    rate_means,
    rate_proportions,
)
from phare.stats.records import Estimates

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

    Shares have an interval on the log odds, and so have counts where the population is
    known: a count is then the share of the population that is counted. Others are
    symmetric, with Student's quantile.
    """
    level = card.estimation.confidence
    whole = _whole(indicator, card)
    if whole is None:
        return mean_interval(estimate, std_error, found.df, level)
    share, error = np.clip(estimate / whole, 0.0, 1.0), std_error / whole
    inside = proportion_interval("logit", share, error, found.df, found.n, found.n_effective, level)
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
    rules = QualityRules(disclosure_n=card.estimation.disclosure)
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
