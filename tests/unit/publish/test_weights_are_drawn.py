"""The figure of weights equals its file, tells each wave's facts, and is the same twice."""

import csv

import pytest
from drawn import edges, marks, words

from phare.contracts import WEIGHT_DISTRIBUTION, WEIGHT_SUMMARY
from phare.errors import PhareError
from phare.publish import theme
from phare.publish.context import PublishContext, SpreadTables
from phare.publish.figures import publish_figure
from phare.publish.weight_figure import build_spread


def test_bars_are_in_proportion_to_the_respondents_of_the_file(weight_context, tmp_path):
    paths = {path.name: path for path in publish_figure(weight_context, tmp_path)}
    with paths["weights.csv"].open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [int(one["n"]) for one in rows] == [30, 60, 20, 80]
    assert {one["wave"]: one["reconstructed"] for one in rows} == {
        "shops-2020": "yes",
        "shops-2024": "no",
    }
    bars = [
        one
        for one in marks(build_spread(weight_context, "fr"), "rect")
        if one["colour"] == theme.tint(theme.SERIES[0], 0.6)
    ]
    areas = sorted((one["x2"] - one["x"]) * (one["y2"] - one["y"]) for one in bars)
    shares = sorted([30 / 90, 60 / 90, 20 / 100, 80 / 100])
    for area, share in zip(areas, shares, strict=True):
        assert area / areas[-1] == pytest.approx(share / shares[-1], rel=0.02)


def test_facts_are_those_of_the_last_step(weight_context):
    figure = build_spread(weight_context, "fr")
    assert "Effet du redressement\u202f: 1,25" in figure.told
    assert "9,99" not in figure.told
    assert "n = 90\u202f; n effectif = 50" in figure.told


def test_hostile_titles_are_only_text(weight_context, tmp_path):
    for path in publish_figure(weight_context, tmp_path):
        if path.suffix in (".svg", ".csv"):
            assert "<script" not in path.read_text("utf-8")
            assert "<img" not in path.read_text("utf-8")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_words_stand_on_the_paper(weight_context, language):
    figure = build_spread(weight_context, language)
    for one in words(figure):
        left, top, right, bottom = edges(one)
        assert left >= 0 and right <= theme.WIDTH, one
        assert top >= 0 and bottom <= figure.specification["height"], one


def test_the_same_bytes_again(weight_context, tmp_path):
    one, two = (
        [path.read_bytes() for path in publish_figure(weight_context, tmp_path / part)]
        for part in "ab"
    )
    assert one == two


def test_no_weights_are_refused(weight_context):
    empty = SpreadTables(WEIGHT_DISTRIBUTION.empty(), WEIGHT_SUMMARY.empty())
    bare = PublishContext(
        weight_context.about, weight_context.estimates, weight_context.comparisons, empty
    )
    with pytest.raises(PhareError, match="no weights"):
        build_spread(bare, "fr")
