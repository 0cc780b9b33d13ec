"""Which estimates may be shown."""

import numpy as np
import pytest

from phare.stats.quality import QualityRules, rate_counts, rate_means, rate_proportions


def proportion(p: float, n: float, deff: float = 1.0, df: float = 500.0) -> tuple[str, str]:
    se = np.sqrt(deff * p * (1 - p) / n) if n else np.nan
    values = (np.array([x]) for x in (p, se, df, n, n / deff))
    found = rate_proportions(*values)
    return str(found.word[0]), str(found.reason[0])


@pytest.mark.parametrize(
    ("p", "n", "deff", "df", "word", "reason"),
    [
        (0.5, 1000, 1.0, 500, "ok", ""),
        (0.84, 302, 2.2, 299, "ok", ""),
        (np.nan, 0, 1.0, 0, "suppressed", "no respondent"),
        (0.5, 4, 1.0, 3, "suppressed", "fewer than 5 respondents"),
        (0.5, 50, 2.0, 49, "suppressed", "effective sample under 30"),
        (0.5, 40, 1.0, 39, "suppressed", "interval wider than 30 points"),
        (0.03, 120, 1.0, 119, "suppressed", "interval wider than 130 % of the estimate"),
        (0.01, 2000, 1.0, 1999, "ok", ""),  # within 5 points is always shown
        (0.5, 1000, 1.0, 7, "caution", "fewer than 8 degrees of freedom"),
        (0.0, 1000, 1.0, 999, "caution", "nobody or everybody answered so"),
        (1.0, 1000, 1.0, 999, "caution", "nobody or everybody answered so"),
        (0.97, 120, 1.0, 119, "caution", "the complement of this share is too uncertain"),
    ],
)
def test_proportions(p: float, n: float, deff: float, df: float, word: str, reason: str) -> None:
    got = proportion(p, n, deff, df)
    assert got[0] == word
    assert got[1].startswith(reason)


def test_thresholds_are_settings() -> None:
    values = [np.array([x]) for x in (0.02, 0.012, 300.0, 302.0, 138.0)]
    assert rate_proportions(*values).word[0] == "suppressed"
    kind = QualityRules(proportion_relative=10.0)
    assert rate_proportions(*values, kind).word[0] == "ok"


def test_a_design_cannot_beat_simple_sampling() -> None:
    # Standard error 0 (a calibrated share) among 20 respondents is not certainty.
    found = rate_proportions(*(np.array([x]) for x in (0.5, 0.0, 19.0, 20.0, 20.0)))
    assert found.reason[0] == "effective sample under 30"


def test_counts() -> None:
    estimate = np.array([89_000.0, 89_000.0, 89_000.0, 0.0, 500.0])
    low = np.array([80_000.0, 10_000.0, 80_000.0, 0.0, 100.0])
    high = np.array([98_000.0, 170_000.0, 98_000.0, 0.0, 900.0])
    n, n_effective = np.array([300, 300, 12, 40, 3.0]), np.array([200, 200, 9, 40, 3.0])
    found = rate_counts(estimate, low, high, np.full(5, 100.0), n, n_effective)
    assert list(found.word) == ["ok", "suppressed", "suppressed", "caution", "suppressed"]
    assert found.reason[2] == "effective sample under 10"
    assert found.reason[4] == "fewer than 5 respondents"


def test_means() -> None:
    found = rate_means(
        np.array([6.5, 6.5, 6.5, np.nan]),
        np.array([0.1, 2.5, 0.1, np.nan]),
        np.array([100, 100, 3, 0.0]),
        np.array([200, 200, 200, 20.0]),
        np.array([150, 150, 150, 20.0]),
    )
    assert list(found.word) == ["ok", "caution", "caution", "suppressed"]
    assert found.reason[3] == "no estimate can be computed"


def test_shape_is_kept() -> None:
    shape = (3, 4)
    found = rate_proportions(*(np.full(shape, x) for x in (0.5, 0.02, 100.0, 800.0, 600.0)))
    assert found.word.shape == found.reason.shape == shape
