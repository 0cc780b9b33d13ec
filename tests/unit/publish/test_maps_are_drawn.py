"""A map says the same as its numbers: colours, values, marks, insets, notes."""

import csv
import json
import re
from itertools import combinations

import pytest

from phare.contracts import TOTAL
from phare.publish import geography, letters, map_classes, publish_item, scanning, theme
from phare.publish.drawing import Word
from phare.publish.estimates import select
from phare.publish.figure import build_figure

HIDDEN = ("0.777", "77.7", "77,7", "78\u202f%", "78%", "0.707", "0.847")


@pytest.fixture(scope="module")
def built(map_context):
    """A map in one language: `built("region", "fr", corse=0.2)`."""

    def made(level: str, language: str = "fr", **given):
        context = map_context(level, **given)
        return build_figure(
            context.about, language, select(context.about, context.estimates, context.comparisons)
        )

    return made


@pytest.fixture(scope="module")
def folder(tmp_path_factory, map_context):
    """A map with an area of each kind, published."""
    place = tmp_path_factory.mktemp("maps")
    publish_item(map_context("region18", grand_est=None, mayotte=None, guyane=0.61), place)
    return place


def words(figure) -> list[dict]:
    """Every word of a figure with its face, halos left out."""
    return [
        {**one, "bold": layer["mark"]["fontWeight"] == "bold", "align": layer["mark"]["align"]}
        for layer in figure.specification["layer"]
        if layer["mark"]["type"] == "text"
        for one in layer["data"]["values"]
        if "halo" not in one
    ]


def written(figure) -> list[dict]:
    """The words on the land, not those of the list beside."""
    return [one for one in words(figure) if one["align"] == "center"]


def colours(figure) -> set[str]:
    return {
        one["properties"]["colour"]
        for layer in figure.specification["layer"]
        if layer["mark"]["type"] == "geoshape" and layer["mark"]["filled"]
        for one in layer["data"]["values"]
    }


def edges(one: dict) -> tuple[float, float, float, float]:
    wide = letters.width(one["text"], one["size"], one["bold"])
    left = one["x"] - {"left": 0.0, "center": 0.5, "right": 1.0}[one["align"]] * wide
    return left, one["y"] - 0.4 * one["size"], left + wide, one["y"] + 0.4 * one["size"]


@pytest.mark.parametrize("level", ["region", "region12", "large_region", "region18", "region27"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_words_stand_on_the_paper_and_clear_of_each_other(built, level, language):
    figure = built(level, language)
    boxes = [(one["text"], *edges(one)) for one in words(figure)]
    assert len(boxes) > 20
    for text, left, top, right, bottom in boxes:
        assert left >= 0 and right <= theme.WIDTH, text
        assert top >= 0 and bottom <= figure.specification["height"], text
    for (one, a, b, c, d), (other, e, f, g, h) in combinations(boxes, 2):
        assert c <= e or g <= a or d <= f or h <= b, f"{one!r} on {other!r}"


@pytest.mark.parametrize("level", ["region", "region12", "large_region", "region22"])
def test_every_value_is_written_on_its_area(built, map_context, level):
    figure = built(level)
    said = [one["text"] for one in written(figure)]
    # What asks for care has its mark, what is withheld only that.
    assert sum(text.startswith("40\u202f%") for text in said) == len(figure.shown) - 1 - (
        "s" in said
    )
    assert ("40\u202f%*" in said) == ("corse" in map_context(level).about.territories)


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


def test_insets_are_drawn_where_there_are_results_overseas(built):
    figure = built("region18")
    said = [one["text"] for one in words(figure)]
    assert said.count("La Reunion") == 2
    assert any("chaque territoire à son échelle" in note for note in figure.captions.notes)


@pytest.mark.parametrize(("language", "told"), [("fr", "Outre-mer"), ("en", "Overseas")])
def test_insets_are_hidden_and_told_where_there_is_none(built, language, told):
    none = dict.fromkeys(("guadeloupe", "martinique", "guyane", "la_reunion", "mayotte"))
    for figure in (built("region18", language, **none), built("region", language)):
        assert "Guyane" not in [one["text"] for one in words(figure)]
        covered = [note for note in figure.captions.notes if note.startswith(told)]
        assert len(covered) == 1
        assert "échelle" not in covered[0] and "scale" not in covered[0]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("fr", "Fond de carte\u202f: Natural Earth (domaine public)."),
        ("en", "Base map: Natural Earth (public domain)."),
    ],
)
def test_the_base_map_has_its_source(built, language, line):
    assert line in built("region", language).captions.notes


def test_the_key_explains_what_is_drawn_and_nothing_else(built):
    full = [one["text"] for one in words(built("region", grand_est=None))]
    assert {"*\u202f: à lire avec précaution", "s\u202f: non publié", "non mesuré"} <= set(full)
    plain = [one["text"] for one in words(built("large_region"))]
    assert not {"s\u202f: non publié", "non mesuré"} & set(plain)


def test_what_is_withheld_has_no_colour_of_a_class(built):
    figure = built("region", bretagne=0.9)
    assert colours(figure) == {theme.PAPER, theme.classes(1)[0]}
    assert theme.HATCHING in {
        one["properties"]["colour"]
        for layer in figure.specification["layer"]
        if layer["mark"]["type"] == "geoshape"
        for one in layer["data"]["values"]
    }


def test_no_suppressed_value_in_any_file(folder):
    for path in sorted(folder.iterdir()):
        if path.suffix == ".png":
            continue
        placed = r'[-.\d]+px|(d|transform|[xy]2?)="[^"]*"|"[xy]2?": [-.\d]+|"coordinates": \S*'
        said = re.sub(placed, "", path.read_text("utf-8"))
        for hidden in HIDDEN:
            assert hidden not in said, f"{path.name}: {hidden}"


def test_the_table_beside_holds_what_the_map_shows(folder):
    with (folder / "map_region18.csv").open(encoding="utf-8", newline="") as lines:
        rows = {row["level"]: row for row in csv.DictReader(lines)}
    assert rows["guyane"]["estimate"] == "0.61"
    assert rows["bretagne"]["estimate"] == "" and rows["bretagne"]["quality"] == "suppressed"
    assert TOTAL in rows and "grand_est" not in rows


def test_a_screen_reader_is_told_the_values(folder):
    said = (folder / "map_region18.fr.svg").read_text("utf-8")
    described = said.partition("<desc")[2].partition("</desc>")[0]
    assert "Guyane 61\u202f%" in described
    assert "Bretagne s" in described
    assert "Corse 40\u202f%*" in described


def test_the_specification_is_a_geoshape_in_pixels(folder):
    drawn = json.loads((folder / "map_region18.en.vl.json").read_text("utf-8"))
    shapes = [layer for layer in drawn["layer"] if layer["mark"]["type"] == "geoshape"]
    assert {layer["projection"]["type"] for layer in shapes} == {"identity"}
    for layer in shapes:
        for one in layer["data"]["values"]:
            for path in one["geometry"]["coordinates"]:
                assert all(0 <= x <= theme.WIDTH and 0 <= y <= drawn["height"] for x, y in path)
    assert len(drawn["layer"]) < 40


def test_a_map_of_many_places_says_how_many_it_lists(built):
    figure = built("department", "en")
    assert "List: the first 27 territories of 101." in figure.captions.notes
    assert len(figure.shown) == 102


def test_a_name_breaks_after_spaces_and_hyphens_only():
    assert letters.name_lines("Bourgogne-Franche-Comté", 90, 11) == ["Bourgogne-", "Franche-Comté"]
    assert letters.name_lines("Corse", 5, 11) == ["Corse"]
    assert "".join(letters.name_lines("Provence-Alpes-Côte d’Azur", 80, 11)).count("-") == 2


def test_halos_are_the_colour_of_what_is_under_them(built):
    halos = {
        one["halo"]
        for layer in built("region").specification["layer"]
        if layer["mark"]["type"] == "text"
        for one in layer["data"]["values"]
        if "halo" in one
    }
    assert halos == {theme.PAPER, theme.classes(1)[0]}
    assert Word("x", 0, 0).halo == ""


def test_a_place_in_no_level_is_land_all_the_same(map_context):
    context = map_context("region")
    territories = {k: v for k, v in context.about.territories.items() if k != "corse"}
    borders = geography.mainland(territories)
    assert len(borders.rest) == 1
    assert "corse" not in borders.areas
