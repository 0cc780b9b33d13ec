"""French and English numbers, and spaces that do not break."""

import pytest

from phare import numbers, precision

N = "\u202f"


@pytest.mark.parametrize(
    ("share", "digits", "french", "english"),
    [
        (0.372, 0, f"37{N}%", "37%"),
        (0.375, 0, f"38{N}%", "38%"),
        (0.285, 0, f"29{N}%", "29%"),
        (0.0849, 1, f"8,5{N}%", "8.5%"),
        (0.0, 0, f"0{N}%", "0%"),
        (1.0, 0, f"100{N}%", "100%"),
    ],
)
def test_percentages(share, digits, french, english):
    assert numbers.percent(share, digits, "fr") == french
    assert numbers.percent(share, digits, "en") == english


def test_thousands_and_decimals():
    assert numbers.decimal(674_123.45, 1, "fr") == f"674{N}123,5"
    assert numbers.decimal(674_123.45, 1, "en") == "674,123.5"
    assert numbers.decimal(-3.2, 1, "fr") == "−3,2"


@pytest.mark.parametrize(
    ("gap", "digits", "french", "english"),
    [
        (0.085, 1, f"+8,5{N}points", "+8.5 points"),
        (-0.06, 0, f"−6{N}points", "−6 points"),
        (0.01, 0, f"+1{N}point", "+1 point"),
        (0.0, 0, f"0{N}point", "0 points"),
    ],
)
def test_gaps_are_in_points(gap, digits, french, english):
    assert numbers.points(gap, digits, "fr") == french
    assert numbers.points(gap, digits, "en") == english


def test_intervals():
    assert numbers.interval(0.341, 0.405, "percent", 0, "fr") == f"34{N}–{N}41{N}%"
    assert numbers.interval(0.341, 0.405, "percent", 0, "en") == "34–41%"


def test_a_text_gets_the_spaces_of_french():
    assert numbers.typeset("Base : 37 % ; vrai ? oui !", "fr") == (
        f"Base{N}: 37{N}%{N}; vrai{N}? oui{N}!"
    )
    assert numbers.typeset("« très important »", "fr") == f"«{N}très important{N}»"
    assert numbers.typeset("de 2 000 à 19 999, en 2 ans", "fr") == (
        f"de 2{N}000 à 19{N}999, en 2 ans"
    )
    assert numbers.typeset("a : b", "en") == "a : b"


@pytest.mark.parametrize(
    ("value", "public"), [(0.3746, 0.374), (0.3754, 0.375), (0.37449, 0.374), (0.12345, 0.123)]
)
def test_a_published_share_rounds_to_the_printed_one(value, public):
    """0.3746 is printed 37 %: published as 0.375 it would be read 38 %."""
    shown = precision.public(value, "percent", 0)
    assert shown == public
    assert numbers.percent(shown, 0, "en") == numbers.percent(value, 0, "en")


def test_an_extrapolated_total_keeps_three_figures():
    assert precision.public(89_012.3, "count", 0) == 89_000
    assert precision.public(1_198_400.0, "count", 0) == 1_200_000
    assert precision.public(0.0, "count", 0) == 0
    assert precision.public(float("nan"), "percent", 0) is None
