"""A small sample with a heavy stratum, raked: what each convention's errors are worth.

Truth by repetition: 600 samples of a built population under a fixed seed. The proper table, on
other populations and with more samples, is docs/methods/coverage.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
from stats_surveys import margin

from phare.stats.calibration import CalibrationSettings, calibrate
from phare.stats.design import Design
from phare.stats.intervals import ProportionMethod, proportion_interval

SAMPLES = 600
DRAWN = 40
SHARES = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class Repeated:
    """Estimates, both standard errors and Kish's n of every sample (SAMPLES, 3), and truths (3,)."""

    estimates: np.ndarray
    plain: np.ndarray
    leverage: np.ndarray
    kish: np.ndarray
    truth: np.ndarray

    def covered(self, method: ProportionMethod, errors: np.ndarray) -> float:
        n = np.full(SAMPLES, 3.0 * DRAWN)[:, None]
        found = proportion_interval(method, self.estimates, errors, n - 3, n, self.kish)
        return float(np.mean((found.low <= self.truth) & (self.truth <= found.high)))

    def size(self, errors: np.ndarray) -> float:
        """Mean standard error over the standard deviation of the estimates, over the shares."""
        return float(np.mean(errors.mean(axis=0) / self.estimates.std(axis=0, ddof=1)))


@pytest.fixture(scope="module")
def repeated() -> Repeated:
    """40 from each of three very unequal strata, raked on stratum, region and age."""
    rng = np.random.default_rng(20260101)
    sizes = np.repeat([0, 1, 2], [16_000, 2_600, 400])
    region, age = rng.choice(4, len(sizes)), rng.choice(4, len(sizes))
    leaning = 0.5 * sizes + 0.3 * rng.normal(size=4)[region] + rng.normal(size=len(sizes))
    answers = (leaning[:, None] > np.quantile(leaning, [1 - s for s in SHARES])).astype(float)
    totals = [(name, c, np.bincount(c)) for name, c in (("s", sizes), ("r", region), ("a", age))]
    strata = [np.flatnonzero(sizes == h) for h in range(3)]
    population = np.repeat([len(units) for units in strata], DRAWN).astype(float)
    estimates, plain, leverage, kish = (np.empty((SAMPLES, 3)) for _ in range(4))
    for at in range(SAMPLES):
        rows = np.concatenate([rng.choice(units, DRAWN, replace=False) for units in strata])
        margins = [margin(name, codes[rows], counts) for name, codes, counts in totals]
        made = calibrate(population / DRAWN, margins, CalibrationSettings("raking"))
        design = Design(made.weights, sizes[rows], None, population, made.basis)
        w, y = made.weights, answers[rows]
        estimates[at], kish[at] = w @ y / w.sum(), w.sum() ** 2 / (w @ w)
        influence = w[:, None] * (y - estimates[at]) / w.sum()
        plain[at] = np.sqrt(np.diag(design.covariance(influence)))
        adjusted = replace(design, residuals="leverage")
        leverage[at] = np.sqrt(np.diag(adjusted.covariance(influence)))
    return Repeated(estimates, plain, leverage, kish, answers.mean(axis=0))


def test_leverage_makes_the_error_as_large_as_what_it_stands_for(repeated: Repeated) -> None:
    assert repeated.size(repeated.plain) < 0.93
    assert 0.95 < repeated.size(repeated.leverage) < 1.05


def test_intervals_cover_with_leverage_and_do_not_without(repeated: Repeated) -> None:
    assert repeated.covered("logit", repeated.plain) < 0.93
    assert 0.93 < repeated.covered("kott-liu", repeated.leverage) < 0.97
