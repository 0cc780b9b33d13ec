"""With replicates, every error is the spread of the estimate over them.

Oracle: the formula, worked out from the replicate weights of a notebook; R's by way of the
jackknife of a total, which equals its linearised variance.
"""

import numpy as np
import pytest
from tests.unit.estimate.shop_estimates import estimated, value
from tests.unit.weight.shop_wave import COLUMN, ONE, RAKE, card, last, shops

from phare.sampling.replicates import replicates_of
from phare.stats.intervals import mean_interval, proportion_interval
from phare.weight import weight

BOOTSTRAP = {"replicates": "bootstrap", "size": 60}
JACKKNIFE = {"replicates": "JKn"}
PEOPLE = shops()
LARGE = (PEOPLE["size"] == "b").to_numpy()
STAFF = PEOPLE["staff"].to_numpy()


def repeated(how: dict, *steps: dict) -> tuple[np.ndarray, np.ndarray]:
    """Return the weights (n,) and those of the replicates (n, R)."""
    drawn = {"design": {"strata": "region", "psu": "block"}, "replication": how, "seed": 3}
    made = weight(PEOPLE, card(*steps, **drawn))
    found = replicates_of(made.replicates, last(made), PEOPLE["respondent_id"], "test")
    return found.weights, found.replicate_weights()


def test_a_mean_and_its_levels_spread_over_the_replicates() -> None:
    found = estimated(COLUMN, RAKE, replication=BOOTSTRAP)
    w, wr = repeated(BOOTSTRAP, COLUMN, RAKE)
    for level, inside in (("all", np.ones(200, bool)), ("a", ~LARGE), ("b", LARGE)):
        full = np.average(STAFF[inside], weights=w[inside])
        each = (STAFF[inside] @ wr[inside]) / wr[inside].sum(axis=0)
        assert value(found, "estimate", "staff", level) == pytest.approx(full, rel=1e-12)
        error = np.sqrt(np.mean((each - full) ** 2))
        assert value(found, "std_error", "staff", level) == pytest.approx(error, rel=1e-9)


def test_a_share_that_is_a_margin_has_no_error() -> None:
    found = estimated(COLUMN, RAKE, replication=BOOTSTRAP)
    assert value(found, "estimate", "large") == pytest.approx(0.4)
    assert value(found, "std_error", "large") == 0


def test_an_extrapolated_total_spreads_over_the_replicates() -> None:
    found = estimated(COLUMN, RAKE, replication=BOOTSTRAP)
    w, wr = repeated(BOOTSTRAP, COLUMN, RAKE)
    each = (STAFF @ wr) / wr.sum(axis=0) * 1000
    error = np.sqrt(np.mean((each - STAFF @ w / w.sum() * 1000) ** 2))
    assert value(found, "std_error", "jobs") == pytest.approx(error, rel=1e-9)


def test_intervals_and_degrees_of_freedom_follow() -> None:
    found = estimated(COLUMN, replication=JACKKNIFE)
    assert value(found, "df", "staff") == 8
    names = ("estimate", "std_error", "df")
    mean, error, df = (np.array([value(found, name, "staff")]) for name in names)
    limits = mean_interval(mean, error, df)
    assert value(found, "conf_low", "staff") == pytest.approx(limits.low[0])
    share, error, df = (np.array([value(found, name, "large")]) for name in names)
    n = np.array([200.0])
    limits = proportion_interval("logit", share, error, df, n, n)
    assert value(found, "conf_high", "large") == pytest.approx(limits.high[0])


def test_the_gap_to_the_rest_spreads_over_the_replicates() -> None:
    found = estimated(COLUMN, RAKE, replication=BOOTSTRAP).comparisons
    w, wr = repeated(BOOTSTRAP, COLUMN, RAKE)

    def gap(weights: np.ndarray) -> float:
        inside = np.average(STAFF[LARGE], weights=weights[LARGE])
        return float(inside - np.average(STAFF, weights=weights))

    row = found[(found["indicator"] == "staff") & (found["level"] == "b")].iloc[0]
    each = np.array([gap(one) for one in wr.T])
    assert row["difference"] == pytest.approx(gap(w), rel=1e-9)
    assert row["std_error"] == pytest.approx(np.sqrt(np.mean((each - gap(w)) ** 2)), rel=1e-9)
    assert row["df"] == 7


def test_the_jackknife_of_what_is_linear_is_the_linearised_error() -> None:
    # Equal weights and blocks of one size: the sum of weights never moves.
    jackknifed = estimated(ONE, replication=JACKKNIFE)
    linearised = estimated(ONE)
    for indicator in ("staff", "large", "jobs"):
        assert value(jackknifed, "std_error", indicator) == pytest.approx(
            value(linearised, "std_error", indicator), rel=1e-9
        )


def test_a_median_has_woodruffs_interval_over_the_replicates() -> None:
    found = estimated(COLUMN, RAKE, replication=BOOTSTRAP)
    w, wr = repeated(BOOTSTRAP, COLUMN, RAKE)
    order = np.argsort(STAFF, kind="stable")
    at = np.searchsorted(np.cumsum(w[order]), 0.5 * w.sum())
    median = STAFF[order][at]
    assert value(found, "estimate", "middle") == median
    below = median >= STAFF
    each = wr[below].sum(axis=0) / wr.sum(axis=0)
    share = w[below].sum() / w.sum()
    error = np.sqrt(np.mean((each - share) ** 2))
    limits = mean_interval(np.array([share]), np.array([error]), np.array([8.0]))
    for column, end in (("conf_low", limits.low[0]), ("conf_high", limits.high[0])):
        at = np.searchsorted(np.cumsum(w[order]), end * w.sum())
        assert value(found, column, "middle") == STAFF[order][at]
