"""A total of numbers of both signs is met as nearly as floats can tell it from its terms."""

import numpy as np
import pytest

from phare.errors import PhareError
from phare.stats.calibration import CalibrationSettings, Margin, Method, Total, calibrate

BOUNDS = {"logit": (0.2, 4.0), "truncated": (0.2, 4.0)}


def problem(n: int, share: float) -> tuple[np.ndarray, list[Margin | Total]]:
    """Three categories, and a balance of incomes and debts that is `share` of its terms."""
    rng = np.random.default_rng(n)
    base, balance = rng.uniform(50, 150, n), rng.normal(0, 1e6, n)
    codes = np.r_[0, 1, 2, rng.integers(0, 3, n - 3)]
    totals = np.bincount(codes, base) * rng.uniform(0.9, 1.1, 3)
    of_terms = float(np.abs(balance) @ base)
    return base, [
        Margin("size", codes, ("s", "m", "l"), totals),
        Total("balance", balance, share * of_terms),
    ]


@pytest.mark.parametrize("share", [1e-6, 1e-8, 1e-10, 1e-12, -1e-9])
@pytest.mark.parametrize("method", ["linear", "raking", "logit", "truncated", "sinh"])
@pytest.mark.parametrize("n", [50, 5_000])
def test_a_total_far_smaller_than_its_terms_is_met(n: int, method: Method, share: float) -> None:
    base, margins = problem(n, share)
    found = calibrate(base, margins, CalibrationSettings(method, BOUNDS.get(method)))
    _, total = margins
    assert isinstance(total, Total)
    terms = float(np.abs(total.values) @ found.weights)
    known_to = 4 * np.finfo(float).eps * np.sqrt(n) * terms
    apart = abs(float(total.values @ found.weights) - total.total)
    assert apart <= max(1e-10 * abs(total.total), 2 * known_to)
    assert found.max_gap <= 1e-10


def test_other_totals_are_met_to_their_own_size() -> None:
    base, margins = problem(5_000, 0.01)
    found = calibrate(base, margins)
    np.testing.assert_allclose(found.fit.after, found.fit.target, rtol=1e-10)


def test_what_cannot_be_met_is_refused_still() -> None:
    base, margins = problem(50, 1e-8)
    positive = Total("balance", np.abs(margins[1].values), 1e-8 * margins[1].total)  # type: ignore[union-attr]
    with pytest.raises(PhareError, match="balance"):
        calibrate(base, [margins[0], positive])
