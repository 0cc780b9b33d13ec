"""Public tables carry three decimals of a share, three figures of a count, nothing suppressed."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from phare.config.base import Text
from phare.precision import half_up, public, three_figures
from phare.release.public import public_comparisons, public_estimates
from phare.release.settings import IndicatorTold

SHARE = {"opens": IndicatorTold(label=Text(fr="", en=""), unit="percent", digits=0)}
COUNT = {"opens": IndicatorTold(label=Text(fr="", en=""), unit="count", digits=0)}


def test_shares_have_three_decimals_and_round_to_what_is_printed(estimates) -> None:
    # 0.374612 is printed 37 %: 0.375 would be read as 38.
    shown = public_estimates(estimates(), SHARE).iloc[0]
    assert (shown["estimate"], shown["std_error"]) == (0.374, 0.012)
    assert (shown["conf_low"], shown["conf_high"]) == (0.351, 0.399)


def test_extrapolated_counts_have_three_figures(estimates) -> None:
    row = {"statistic": "count", "estimate": 89_240.7, "conf_low": 82_111.0, "conf_high": 96_149.0}
    shown = public_estimates(estimates(row), COUNT).iloc[0]
    assert (shown["estimate"], shown["conf_low"], shown["conf_high"]) == (89_200, 82_100, 96_100)


def test_a_suppressed_estimate_keeps_its_reason_only(estimates) -> None:
    small = estimates({"quality": "suppressed", "reason": "n below 5"})
    shown = public_estimates(small, SHARE).iloc[0]
    withheld = ["estimate", "conf_low", "conf_high", "deff", "n", "n_weighted", "n_effective"]
    assert shown[withheld].isna().all()
    assert shown["reason"] == "n below 5"


def test_a_comparison_with_a_suppressed_estimate_is_left_out(estimates, comparisons) -> None:
    small = {"domain": "size", "level": "small", "quality": "suppressed", "reason": "n below 5"}
    pairs = comparisons({}, {"level": "large"})
    shown = public_comparisons(pairs, estimates({}, small), SHARE)
    assert list(shown["level"]) == ["large"]
    assert list(shown["difference"]) == [0.012]


def test_the_tables_given_are_left_alone(estimates, comparisons) -> None:
    given, pairs = estimates(), comparisons()
    kept, kept_pairs = given.copy(), pairs.copy()
    public_estimates(given, SHARE)
    public_comparisons(pairs, given, SHARE)
    assert given.equals(kept)
    assert pairs.equals(kept_pairs)


@pytest.mark.parametrize(
    ("number", "shown"), [(0.0, 0.0), (7.6, 8.0), (1234.0, 1230.0), (-98765.0, -98800.0)]
)  # fmt: skip
def test_three_figures(number: float, shown: float) -> None:
    assert three_figures(number) == shown


def test_no_number_stays_no_number() -> None:
    assert np.isnan(three_figures(np.nan))
    assert public(np.nan, "percent", 0) is None


def test_the_estimates_of_an_older_release_can_be_read(estimates, tmp_path) -> None:
    from phare import storage
    from phare.release.public import RELEASED_ESTIMATES

    older = public_estimates(estimates(), SHARE).drop(columns=["deff", "reason"]).assign(extra="x")
    older.to_csv(tmp_path / "estimates.csv", index=False)
    found = storage.read_table(tmp_path / "estimates.csv", RELEASED_ESTIMATES)
    assert found["estimate"].tolist() == [0.374]


@given(
    st.one_of(
        st.floats(-1e9, 1e9),
        st.integers(-200_000, 200_000).map(lambda n: n / 2000),
        st.integers(-(10**7), 10**7).map(lambda n: n / 10**5),
    ),
    st.integers(0, 4),
)
def test_public_values_are_rounded_as_decimals_are(value: float, digits: int) -> None:
    rounded = half_up(value, 3)
    if digits < 3 and half_up(float(rounded), digits) != half_up(value, digits):
        rounded -= Decimal("0.001").copy_sign(rounded)
    assert public(value, "number", digits) == float(rounded)
