"""Colours that everybody can tell apart, on paper and from each other."""

from itertools import combinations, pairwise

import pytest

from phare.publish import theme

# Severe deficiency, in linear light (Machado, Oliveira and Fernandes 2009).
DEFICIENCIES = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
                   (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
                     (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
                   (0.004733, 0.691367, 0.303900)),
}  # fmt: skip


def linear(colour: str) -> list[float]:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def lab(light: list[float]) -> tuple[float, float, float]:
    red, green, blue = (min(max(part, 0.0), 1.0) for part in light)
    xyz = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089,
    )
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: str, other: str, kind: str) -> float:
    matrix = DEFICIENCIES[kind]
    seen = [
        lab([sum(m * p for m, p in zip(row, linear(colour), strict=True)) for row in matrix])
        for colour in (one, other)
    ]
    return sum((a - b) ** 2 for a, b in zip(*seen, strict=True)) ** 0.5


@pytest.mark.parametrize("colour", [*theme.SERIES, theme.INK, theme.QUIET, theme.ALERT])
def test_colours_stand_out_from_paper(colour):
    assert theme.contrast(colour, theme.PAPER) >= 3


@pytest.mark.parametrize("colour", [theme.INK, theme.QUIET])
def test_small_letters_stand_out_more(colour):
    assert theme.contrast(colour, theme.PAPER) >= 4.5
    assert theme.contrast(theme.ALERT, theme.ALERT_WASH) >= 4.5


@pytest.mark.parametrize("kind", DEFICIENCIES)
@pytest.mark.parametrize(("one", "other"), list(combinations(theme.SERIES, 2)))
def test_series_are_told_apart_without_full_colour_vision(one, other, kind):
    assert distance(one, other, kind) >= 15


@pytest.mark.parametrize("steps", [2, 3, 4, 5])
def test_letters_on_each_step_of_a_scale_can_be_read(steps):
    for colour in theme.ramp(steps):
        assert theme.contrast(theme.readable_on(colour), colour) >= 4.5


@pytest.mark.parametrize("count", range(1, 7))
def test_letters_on_each_class_of_a_map_can_be_read(count):
    for colour in theme.classes(count):
        assert theme.contrast(theme.readable_on(colour), colour) >= 4.5


@pytest.mark.parametrize("kind", DEFICIENCIES)
@pytest.mark.parametrize("count", range(2, 7))
def test_classes_of_a_map_darken_and_are_told_apart_without_full_colour_vision(count, kind):
    colours = theme.classes(count)
    assert len(set(colours)) == count
    light = [theme.luminance(colour) for colour in colours]
    assert light == sorted(light, reverse=True)
    for one, other in pairwise(colours):
        assert distance(one, other, kind) >= 10


def test_outlines_and_hatchings_stand_out_from_paper():
    assert theme.contrast(theme.COAST, theme.PAPER) >= 3
    assert theme.contrast(theme.HATCHING, theme.PAPER) >= 3


def test_bars_of_small_multiples_stand_out_from_paper_and_carry_their_intervals():
    bar = theme.tint(theme.SERIES[0], 0.6)
    assert theme.contrast(bar, theme.PAPER) >= 3
    assert theme.contrast(theme.INK, bar) >= 3
