"""Public tables carry three decimals of a share, three figures of a count, nothing suppressed."""

import numpy as np
import pytest

from phare.release.public import figures, public_comparisons, public_estimates


def test_shares_have_three_decimals(estimates) -> None:
    shown = public_estimates(estimates()).iloc[0]
    assert (shown["estimate"], shown["std_error"]) == (0.375, 0.012)
    assert (shown["conf_low"], shown["conf_high"]) == (0.351, 0.399)


def test_extrapolated_counts_have_three_figures(estimates) -> None:
    row = {"statistic": "count", "estimate": 89_240.7, "conf_low": 82_111.0, "conf_high": 96_149.0}
    shown = public_estimates(estimates(row)).iloc[0]
    assert (shown["estimate"], shown["conf_low"], shown["conf_high"]) == (89_200, 82_100, 96_100)


def test_a_suppressed_estimate_keeps_its_reason_only(estimates) -> None:
    shown = public_estimates(estimates({"quality": "suppressed", "reason": "n below 5"})).iloc[0]
    assert np.isnan(shown[["estimate", "conf_low", "conf_high", "deff"]].astype(float)).all()
    assert (shown["n"], shown["n_effective"]) == (0, 0)
    assert shown["reason"] == "n below 5"


def test_a_comparison_with_a_suppressed_estimate_is_left_out(estimates, comparisons) -> None:
    small = {"domain": "size", "level": "small", "quality": "suppressed", "reason": "n below 5"}
    pairs = comparisons({}, {"level": "large"})
    shown = public_comparisons(pairs, estimates({}, small))
    assert list(shown["level"]) == ["large"]
    assert list(shown["difference"]) == [0.012]


def test_the_tables_given_are_left_alone(estimates, comparisons) -> None:
    given, pairs = estimates(), comparisons()
    kept, kept_pairs = given.copy(), pairs.copy()
    public_estimates(given)
    public_comparisons(pairs, given)
    assert given.equals(kept)
    assert pairs.equals(kept_pairs)


@pytest.mark.parametrize(
    ("number", "shown"), [(0.0, 0.0), (7.6, 8.0), (1234.0, 1230.0), (-98765.0, -98800.0)]
)  # fmt: skip
def test_three_figures(number: float, shown: float) -> None:
    assert figures(np.array([number]))[0] == shown


def test_no_number_stays_no_number() -> None:
    assert np.isnan(figures(np.array([np.nan]))).all()
