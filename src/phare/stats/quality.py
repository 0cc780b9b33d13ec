"""Whether an estimate may be shown: ok, caution or suppressed, and why.

Method: docs/methods/quality.md. Everything is vectorised over arrays of one shape.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from phare.stats.arguments import aligned
from phare.stats.arrays import AnyArray, FloatArray, floats
from phare.stats.intervals import design_effective_n, proportion_interval

OK, CAUTION, SUPPRESSED = "ok", "caution", "suppressed"


@dataclass(frozen=True)
class QualityRules:
    """Thresholds; proportions, their widths and shares are in 0..1.

    Parameters
    ----------
    disclosure_n : fewer respondents than this are never shown
    proportion_n, proportion_narrow, proportion_wide, proportion_relative : effective n,
        interval width always and never shown, width over estimate (NCHS 2017)
    count_n, count_relative : effective n and width over estimate of counts
    mean_n, mean_relative : effective n and relative standard error that call for caution
    min_df : degrees of freedom below which a standard error is itself uncertain
    """

    disclosure_n: int = 5
    proportion_n: float = 30
    proportion_narrow: float = 0.05
    proportion_wide: float = 0.30
    proportion_relative: float = 1.30
    count_n: float = 10
    count_relative: float = 1.60
    mean_n: float = 30
    mean_relative: float = 0.30
    min_df: float = 8


@dataclass(frozen=True, eq=False)
class Quality:
    """One word and one reason per estimate, arrays of str; the reason of ``ok`` is empty."""

    word: AnyArray
    reason: AnyArray


_Finding = tuple[AnyArray, str, str]


@np.errstate(invalid="ignore", divide="ignore", over="ignore")
def rate_proportions(
    estimate: FloatArray,
    std_error: FloatArray,
    df: FloatArray,
    n: FloatArray,
    n_effective: FloatArray,
    rules: QualityRules | None = None,
    level: float = 0.95,
) -> Quality:
    """Rate proportions by the NCHS standard of 2017.

    Parameters
    ----------
    n, n_effective : rows behind the estimate, and Kish's effective n, which replaces that of
        the design where the estimate is 0 or 1
    """
    rules = rules or QualityRules()
    aligned("quality", estimate=estimate, std_error=std_error, df=df, n=n, n_effective=n_effective)
    p, n = floats(estimate), floats(n)
    effective = np.minimum(design_effective_n(p, std_error, n_effective), n)
    # The standard does not let a design be better than simple random sampling.
    with np.errstate(invalid="ignore", divide="ignore"):
        capped = np.maximum(floats(std_error), np.sqrt(p * (1 - p) / n))
    interval = proportion_interval("beta", p, capped, df, n, np.minimum(n_effective, n), level)
    width = interval.high - interval.low
    shown = width <= rules.proportion_narrow
    with np.errstate(invalid="ignore", divide="ignore"):
        relative, complement = width / p, width / (1 - p)
    edge = (p <= 0) | (p >= 1)
    few = f"effective sample under {rules.proportion_n:g}"
    wide = f"interval wider than {100 * rules.proportion_wide:g} points"
    uncertain = f"interval wider than {100 * rules.proportion_relative:g} % of the estimate"
    return _rate(
        p,
        n,
        rules,
        [
            (effective < rules.proportion_n, SUPPRESSED, few),
            (width >= rules.proportion_wide, SUPPRESSED, wide),
            (~shown & ~edge & (relative > rules.proportion_relative), SUPPRESSED, uncertain),
            (edge, CAUTION, "nobody or everybody answered so"),
            (floats(df) < rules.min_df, CAUTION, f"fewer than {rules.min_df:g} degrees of freedom"),
            (np.isnan(width), CAUTION, "no interval can be computed"),
            (
                ~shown & (complement > rules.proportion_relative),
                CAUTION,
                "the complement of this share is too uncertain to be shown",
            ),
        ],
    )


@np.errstate(invalid="ignore", divide="ignore", over="ignore")
def rate_counts(
    estimate: FloatArray,
    low: FloatArray,
    high: FloatArray,
    df: FloatArray,
    n: FloatArray,
    n_effective: FloatArray,
    rules: QualityRules | None = None,
) -> Quality:
    """Rate totals and extrapolated counts with their interval."""
    rules = rules or QualityRules()
    aligned("quality", estimate=estimate, low=low, high=high, df=df, n=n, n_effective=n_effective)
    estimate = floats(estimate)
    with np.errstate(invalid="ignore", divide="ignore"):
        relative = (floats(high) - floats(low)) / np.abs(estimate)
    uncertain = f"interval wider than {100 * rules.count_relative:g} % of the estimate"
    few = f"effective sample under {rules.count_n:g}"
    return _rate(
        estimate,
        floats(n),
        rules,
        [
            (floats(n_effective) < rules.count_n, SUPPRESSED, few),
            (relative > rules.count_relative, SUPPRESSED, uncertain),
            (estimate == 0, CAUTION, "no case was observed"),
            (floats(df) < rules.min_df, CAUTION, f"fewer than {rules.min_df:g} degrees of freedom"),
            (np.isnan(relative) & (estimate != 0), CAUTION, "no interval can be computed"),
        ],
    )


@np.errstate(invalid="ignore", divide="ignore", over="ignore")
def rate_means(
    estimate: FloatArray,
    std_error: FloatArray,
    df: FloatArray,
    n: FloatArray,
    n_effective: FloatArray,
    rules: QualityRules | None = None,
) -> Quality:
    """Rate means and ratios: our own rule, of cautions, beside disclosure."""
    rules = rules or QualityRules()
    aligned("quality", estimate=estimate, std_error=std_error, df=df, n=n, n_effective=n_effective)
    estimate = floats(estimate)
    with np.errstate(invalid="ignore", divide="ignore"):
        relative = floats(std_error) / np.abs(estimate)
    few = f"effective sample under {rules.mean_n:g}"
    uncertain = f"standard error above {100 * rules.mean_relative:g} % of the estimate"
    return _rate(
        estimate,
        floats(n),
        rules,
        [
            (floats(n_effective) < rules.mean_n, CAUTION, few),
            ((estimate != 0) & (relative > rules.mean_relative), CAUTION, uncertain),
            (floats(df) < rules.min_df, CAUTION, f"fewer than {rules.min_df:g} degrees of freedom"),
        ],
    )


def _rate(
    estimate: FloatArray, n: FloatArray, rules: QualityRules, findings: Sequence[_Finding]
) -> Quality:
    """Give each estimate its first finding: what forbids before what warns."""
    first: list[_Finding] = [
        (n <= 0, SUPPRESSED, "no respondent"),
        (n < rules.disclosure_n, SUPPRESSED, f"fewer than {rules.disclosure_n} respondents"),
        (np.isnan(estimate), SUPPRESSED, "no estimate can be computed"),
    ]
    every = first + [f for f in findings if f[1] == SUPPRESSED]
    every += [f for f in findings if f[1] == CAUTION]
    holds = [np.broadcast_to(f[0], estimate.shape) for f in every]
    word = np.select(holds, [np.full(estimate.shape, f[1], dtype=object) for f in every], OK)
    reason = np.select(holds, [np.full(estimate.shape, f[2], dtype=object) for f in every], "")
    return Quality(word, reason)
