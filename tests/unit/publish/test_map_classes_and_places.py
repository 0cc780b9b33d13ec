"""Classes of values, and what lies inside an area."""

import pytest

from phare.publish import geography, letters, map_classes, scanning


def test_the_value_stands_inside_its_area():
    square = (((0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0), (0.0, 0.0)),)
    hole = (*square, ((10.0, 10.0), (10.0, 90.0), (60.0, 90.0), (60.0, 10.0), (10.0, 10.0)))
    (x, y), room = scanning.Inside(square).roomiest(20, 10)
    assert (x, y) == (pytest.approx(50, abs=scanning.STEP), pytest.approx(50, abs=scanning.STEP))
    assert room == pytest.approx(5, rel=0.1)
    (x, y), room = scanning.Inside(hole).roomiest(20, 10)
    assert x - 10 > 60 and x + 10 < 100
    assert room > 1


def test_hatching_stays_inside():
    ring = ((0.0, 0.0), (30.0, 0.0), (30.0, 30.0), (0.0, 30.0), (0.0, 0.0))
    hole = ((10.0, 10.0), (10.0, 20.0), (20.0, 20.0), (20.0, 10.0), (10.0, 10.0))
    lines = scanning.hatching((ring, hole), 5.0)
    assert len(lines) > 6
    for (x1, y1), (x2, y2) in lines:
        middle = ((x1 + x2) / 2, (y1 + y2) / 2)
        assert min(x1, x2) >= -1e-6 and max(x1, x2) <= 30 + 1e-6
        assert not all(10 < one < 20 for one in middle)
        assert (x2 - x1) == pytest.approx(-(y2 - y1))


def test_the_colour_is_that_of_the_printed_value(context):
    words_ = context("figure", "by_size").about.indicators["open_rate"]
    classes = map_classes.classes([0.3149, 0.3451, 0.48], words_, None)
    assert classes.labels("en") == ["30–34%", "35–39%", "40–44%", "45–49%"]
    # 34.51 is printed 35 and stands with 35.
    assert classes.colour(0.3451) == classes.colours[1]
    assert classes.colour(0.3449) == classes.colours[0]
    assert map_classes.classes([0.3149, 0.48], words_, 10).labels("en") == ["30–39%", "40–49%"]
    assert len(map_classes.classes([0.01, 0.99], words_, 1).bounds) <= map_classes.MOST
    assert map_classes.classes([], words_, None).bounds == ()


@pytest.mark.parametrize(
    ("unit", "digits", "values", "labels"),
    [
        ("note", 1, [6.1, 6.34], ["6.1–6.1", "6.2–6.2", "6.3–6.3"]),
        ("count", 0, [120.0, 1999.4], ["0–499", "500–999", "1,000–1,499", "1,500–1,999"]),
        ("number", 0, [-12.0, 4.0], ["-15–-11", "-10–-6", "-5–-1", "0–4"]),
        ("percent", 1, [0.312, 0.381], ["30.0–34.9%", "35.0–39.9%"]),
    ],
)
def test_classes_are_round_in_every_unit(context, unit, digits, values, labels):
    about = context("figure", "by_size").about.indicators["open_rate"]
    about = about.model_copy(update={"unit": unit, "digits": digits})
    told = map_classes.classes(values, about, None).labels("en")
    assert [one.replace("\u2212", "-") for one in told] == labels


def test_a_name_breaks_after_spaces_and_hyphens_only():
    assert letters.name_lines("Bourgogne-Franche-Comté", 90, 11) == ["Bourgogne-", "Franche-Comté"]
    assert letters.name_lines("Corse", 5, 11) == ["Corse"]
    assert "".join(letters.name_lines("Provence-Alpes-Côte d’Azur", 80, 11)).count("-") == 2


def test_a_place_in_no_level_is_land_all_the_same(map_context):
    context = map_context("region")
    territories = {k: v for k, v in context.about.territories.items() if k != "corse"}
    borders = geography.mainland(territories)
    assert len(borders.rest) == 1
    assert "corse" not in borders.areas
