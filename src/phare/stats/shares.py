"""The interval of one share, whatever the design. Method: docs/methods/intervals.md."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from phare.stats.arguments import Arguments
from phare.stats.arrays import BoolArray, FloatArray
from phare.stats.design import Design
from phare.stats.inference import Statistic, entering, infer, means_of
from phare.stats.intervals import ProportionMethod, proportion_interval


@dataclass(frozen=True)
class Share:
    """A share in 0..1 with its standard error and its interval."""

    estimate: float
    std_error: float
    low: float
    high: float
    df: float


def estimate_share(
    design: Design,
    cases: FloatArray,
    method: ProportionMethod = "logit",
    *,
    rows: BoolArray | None = None,
    df: float | None = None,
    level: float = 0.95,
) -> Share:
    """Estimate the share of the cases (n,), 0 or 1, among `rows` with its interval.

    With replicates, ``logit`` and ``likelihood`` repeat the log odds themselves; the other
    methods, and every method of a linearised design, go by the standard error of the share.

    Parameters
    ----------
    df : degrees of freedom; those of the whole design where None
    """
    known = entering(design, rows)
    arguments = Arguments(design.where, design.n)
    y = arguments.numbers("cases", cases, known)
    arguments.share("confidence level", level)
    arguments.check()
    found = infer(design, means_of(y[:, None], known))
    p, error = float(found.estimate[0]), float(found.std_error[0])
    degrees = float(design.degrees_of_freedom) if df is None else df
    spread = error
    if design.replicates is not None and method in ("logit", "likelihood") and 0 < p < 1:
        spread = _log_odds_error(design, y, known) * p * (1 - p)
    w = design.weights[known]
    limits = proportion_interval(
        method,
        np.array(p),
        np.array(spread),
        np.array(degrees),
        np.array(float(known.sum())),
        np.array(w.sum() ** 2 / (w @ w) if len(w) else 0.0),
        level,
    )
    return Share(p, error, float(limits.low), float(limits.high), degrees)


def _log_odds_error(design: Design, y: FloatArray, known: BoolArray) -> float:
    def values(w: FloatArray) -> FloatArray:
        inside = np.where(known, w, 0.0)
        return np.array([special.logit(inside @ y / inside.sum())])

    # Only replicates come here, which never ask for the influence.
    return float(infer(design, Statistic(values, lambda w: w[:, None])).std_error[0])
