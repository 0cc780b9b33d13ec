"""Words of figures are measured, broken and never drawn by another font."""

import pytest

from phare.publish import letters, theme
from phare.publish.estimates import select
from phare.publish.figure import build_figure

LONG = "Emploi, chômage, insertion professionnelle et développement économique du territoire"


def test_lines_fit_their_room():
    for line in letters.lines(LONG, 120, 14):
        assert letters.width(line, 14) <= 120
    assert " ".join(letters.lines(LONG, 120, 14)) == LONG


def test_a_word_longer_than_the_room_is_cut():
    assert all(letters.width(line, 14) <= 60 for line in letters.lines("x" * 60, 60, 14))


def test_a_space_that_does_not_break_does_not():
    assert letters.lines("37\u202f% de tout", 40, 14)[0] == "37\u202f%"


def test_balanced_lines_are_no_more_than_needed():
    assert len(letters.balanced(LONG, 400, 14)) == len(letters.lines(LONG, 400, 14))


def test_what_the_font_lacks_is_written_plainer():
    assert letters.drawable("16ᵉ domaine") == "16ᵉ domaine"
    assert letters.drawable("ﬁn") == "fin"
    assert letters.drawable("中") == letters.MISSING


@pytest.mark.parametrize("name", ["services", "all_services", "mood", "by_size", "over_time"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_word_of_a_figure_stands_inside_it(context, name, language):
    made = context("figure", name)
    found = select(made.about, made.estimates, made.comparisons)
    drawn = build_figure(made.about, language, found).specification
    words = 0
    for layer in drawn["layer"]:
        if layer["mark"]["type"] != "text":
            continue
        bold = layer["mark"]["fontWeight"] == "bold"
        part = {"left": 0.0, "center": 0.5, "right": 1.0}[layer["mark"]["align"]]
        for one in layer["data"]["values"]:
            wide = letters.width(one["text"], one["size"], bold)
            assert one["x"] - part * wide >= 0, one
            assert one["x"] + (1 - part) * wide <= theme.WIDTH, one
            assert 0 <= one["y"] <= drawn["height"], one
            words += 1
    assert words > 5
