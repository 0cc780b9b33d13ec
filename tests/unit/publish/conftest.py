"""A small study and estimates made for it: known numbers, one caution, one suppressed."""

from pathlib import Path

import pandas as pd
import pytest

from phare.config import Study, load_study
from phare.config.publishing import publish_slice
from phare.contracts import COMPARISONS, ESTIMATES, TOTAL
from phare.publish import PublishContext

SECRET = 0.777
"""The value of the suppressed estimate: it must stand in no file."""

_VALUES = {
    "open_rate": {TOTAL: 0.3746},
    "open_count": {TOTAL: 89_012.3},
    "mood": {"good": 0.5, "fair": 0.3, "bad": 0.2},
    "services": {"delivery": 0.31, "advice": 0.62, "repair": 0.05},
    "services_liked": {"delivery": 0.41, "advice": 0.87, "repair": 0.15},
    "grade": {TOTAL: 6.25},
}
_LEVELS = {
    (TOTAL, TOTAL): (0.0, 304, "ok"),
    ("size", "small"): (0.0854, 200, "ok"),
    ("size", "large"): (-0.03, 20, "caution"),
    ("size", "giant"): (0.0, 3, "suppressed"),
}


@pytest.fixture(scope="session")
def shops() -> Study:
    """The study of tests/unit/publish/shops."""
    return load_study(Path(__file__).parent / "shops")


@pytest.fixture(scope="session")
def estimates(shops: Study) -> pd.DataFrame:
    """ESTIMATES of every wave, scheme, indicator and level of the study."""
    rows = []
    for wave in shops.waves:
        for scheme in shops.schemes_of(wave):
            for indicator, one in shops.indicators_of(wave).items():
                for category, value in _VALUES[indicator].items():
                    for (domain, level), (gap, n, quality) in _LEVELS.items():
                        if domain == TOTAL or domain in shops.domains_of(wave):
                            shown = SECRET if quality == "suppressed" else value + gap
                            width = abs(shown) / 10
                            rows.append(
                                (wave, scheme, indicator, category, domain, level, one.statistic,
                                 shown, width / 2, shown - width, shown + width, n - 1.0, 1.0, n,
                                 n * 1.0, n * 1.0, quality,
                                 None if quality == "ok" else "fewer than 5 respondents")
                            )  # fmt: skip
    return ESTIMATES.check(pd.DataFrame(rows, columns=ESTIMATES.names), "made up")


@pytest.fixture(scope="session")
def comparisons(estimates: pd.DataFrame) -> pd.DataFrame:
    """Gaps of each level, those of small shops significant."""
    levels = estimates[estimates["domain"] != TOTAL]
    gaps = levels[[*ESTIMATES.key, "std_error", "df"]].assign(
        kind="gap",
        against_wave=levels["wave"],
        against_scheme=levels["scheme"],
        against_level=TOTAL,
        difference=[_LEVELS["size", level][0] or SECRET for level in levels["level"]],
        conf_low=0.0,
        conf_high=0.0,
        p_value=[0.001 if level == "small" else 0.5 for level in levels["level"]],
        p_adjusted=[0.002 if level == "small" else 0.5 for level in levels["level"]],
        test="t",
    )
    return COMPARISONS.check(gaps[COMPARISONS.names], "made up")


@pytest.fixture(scope="session")
def context(shops, estimates, comparisons):
    """Return what an item is made of: `context("table", "by_size")`."""

    def made(kind: str, name: str) -> PublishContext:
        return PublishContext(publish_slice(shops, kind, name), estimates, comparisons)

    return made
