"""Waves, actors and schemes beside each other: which pairs, and which numbers."""

from typing import Any

import pandas as pd
import pytest
from scipy import stats

from phare.config.slices import CompareSlice
from phare.contracts import ESTIMATES
from phare.estimate import compare

BLANK = {"fr": "", "en": ""}
POPULATIONS = {
    "citizens-2010": "citizens", "citizens-2015": "citizens", "firms-2015": "firms",
    "firms-2021": "firms",
}  # fmt: skip


def estimates(*rows: tuple[str, str, float, float]) -> pd.DataFrame:
    """Make ESTIMATES from wave, scheme, estimate, standard error."""
    return ESTIMATES.check(
        pd.DataFrame(
            [
                {
                    "wave": wave, "scheme": scheme, "indicator": "agree", "category": "all",
                    "domain": "all", "level": "all", "statistic": "share", "estimate": estimate,
                    "std_error": error, "conf_low": 0.0, "conf_high": 1.0, "df": 100.0,
                    "deff": 1.0, "n": 101, "n_weighted": 101.0, "n_effective": 101.0,
                    "quality": "ok", "reason": None,
                }
                for wave, scheme, estimate, error in rows
            ]
        ),
        "test",
    )  # fmt: skip


def card(**indicator: Any) -> CompareSlice:
    return CompareSlice.model_validate(
        {
            "reference_scheme": "reference",
            "indicators": {
                "agree": {"label": BLANK, "statistic": "share", "variable": "agree", **indicator}
            },
            "populations": POPULATIONS,
            "confidence": 0.95,
        }
    )


ALL = estimates(
    ("citizens-2010", "reference", 0.50, 0.03),
    ("citizens-2015", "reference", 0.58, 0.04),
    ("firms-2015", "reference", 0.70, 0.05),
    ("firms-2021", "reference", 0.80, 0.05),
    ("firms-2015", "unweighted", 0.66, 0.04),
)


def pairs(found: pd.DataFrame, kind: str) -> set[tuple[str, str]]:
    rows = found[found["kind"] == kind]
    return set(zip(rows["wave"], rows["against_wave"], strict=True))


def test_waves_of_one_population_are_compared_later_against_earlier() -> None:
    found = compare(ALL, card(comparable=["waves"]))
    assert pairs(found, "waves") == {
        ("citizens-2015", "citizens-2010"), ("firms-2021", "firms-2015"),
    }  # fmt: skip
    assert pairs(found, "actors") == set()


def test_actors_meet_the_wave_nearest_in_time() -> None:
    found = compare(ALL, card(comparable=["actors"]))
    assert pairs(found, "actors") == {
        ("firms-2015", "citizens-2015"), ("firms-2021", "citizens-2015"),
    }  # fmt: skip


def test_the_difference_is_tested_as_of_independent_samples() -> None:
    found = compare(ALL, card(comparable=["waves"]))
    row = found[found["wave"] == "citizens-2015"].iloc[0]
    assert row["difference"] == pytest.approx(0.08)
    assert row["std_error"] == pytest.approx(0.05)
    # Satterthwaite: 0.05^4 / (0.03^4 + 0.04^4) x 100
    df = 0.05**4 / (0.03**4 + 0.04**4) * 100
    assert row["df"] == pytest.approx(df)
    assert row["p_value"] == pytest.approx(2 * stats.t.sf(0.08 / 0.05, df))


def test_an_indicator_is_not_compared_before_it_is_comparable() -> None:
    found = compare(ALL, card(comparable=["waves"], comparable_since="firms-2015"))
    assert pairs(found, "waves") == {("firms-2021", "firms-2015")}


def test_an_indicator_that_is_not_declared_comparable_is_not_compared() -> None:
    assert set(compare(ALL, card())["kind"]) == {"schemes"}


def test_schemes_shift_without_a_test() -> None:
    found = compare(ALL, card())
    (row,) = found[found["kind"] == "schemes"].to_dict("records")
    assert (row["scheme"], row["against_scheme"]) == ("unweighted", "reference")
    assert row["difference"] == pytest.approx(-0.04)
    assert pd.isna(row["p_value"])
