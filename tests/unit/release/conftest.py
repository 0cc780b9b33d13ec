"""Estimates and comparisons of one shop survey, to release."""

from collections.abc import Callable

import pandas as pd
import pytest

from phare.contracts import COMPARISONS, ESTIMATES

Rows = Callable[..., pd.DataFrame]


@pytest.fixture
def estimates() -> Rows:
    """Make ESTIMATES: a row per dictionary of what differs from a plain share of 37.46 %."""

    def make(*rows: dict[str, object]) -> pd.DataFrame:
        plain = {
            "wave": "shops-2020", "scheme": "reference", "indicator": "opens",
            "category": "all", "domain": "all", "level": "all", "statistic": "share",
            "estimate": 0.374612, "std_error": 0.012345, "conf_low": 0.351234,
            "conf_high": 0.398765, "df": 58.123456, "deff": 1.234567, "n": 60,
            "n_weighted": 241_234.5, "n_effective": 48.6, "quality": "ok", "reason": None,
        }  # fmt: skip
        return ESTIMATES.check(pd.DataFrame([plain | row for row in rows or ({},)]), "test")

    return make


@pytest.fixture
def comparisons() -> Rows:
    """Make COMPARISONS: gaps of small shops to all shops."""

    def make(*rows: dict[str, object]) -> pd.DataFrame:
        plain = {
            "kind": "gap", "indicator": "opens", "category": "all", "wave": "shops-2020",
            "scheme": "reference", "domain": "size", "level": "small",
            "against_wave": "shops-2020", "against_scheme": "reference", "against_level": "all",
            "difference": 0.0123456, "std_error": 0.01, "conf_low": -0.01, "conf_high": 0.03,
            "df": 58.0, "p_value": 0.2, "p_adjusted": 0.4, "test": "t",
        }  # fmt: skip
        return COMPARISONS.check(pd.DataFrame([plain | row for row in rows or ({},)]), "test")

    return make
