"""Words of figures are measured, broken and never drawn by another font."""

import pytest
from drawn import built, edges, end, words

from phare.publish import letters, theme

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


FIGURES = (
    "services", "all_services", "mood", "by_size", "over_time", "two_years", "advice_by_size",
    "services_heat", "mood_heat", "moods", "sizes", "years", "by_scheme", "one_scheme",
)  # fmt: skip


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_word_of_a_figure_stands_inside_it(context, name, language):
    figure = built(context("figure", name), language)
    assert len(words(figure)) > 5
    for one in words(figure):
        left, top, right, bottom = edges(one)
        if one["angle"]:
            left, top, (right, bottom) = one["x"], one["y"], end(one)
        assert left >= 0 and right <= theme.WIDTH, one
        assert min(top, bottom) >= 0 and max(top, bottom) <= figure.specification["height"], one
