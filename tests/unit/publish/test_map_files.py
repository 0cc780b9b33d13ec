"""What holds for every file of a map."""

import csv
import json

import pytest
from file_texts import values

from phare.contracts import TOTAL
from phare.publish import theme
from phare.publish.item import publish_item

HIDDEN = ("0.777", "77.7", "77,7", "78\u202f%", "78%", "0.707", "0.847")


@pytest.fixture(scope="module")
def folder(tmp_path_factory, map_context):
    """A map with an area of each kind, published."""
    place = tmp_path_factory.mktemp("maps")
    publish_item(map_context("region18", grand_est=None, mayotte=None, guyane=0.61), place)
    return place


def test_no_suppressed_value_in_any_file(folder):
    for path in sorted(folder.iterdir()):
        said = values(path)
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
