"""A figure shows what its CSV holds: every value is written, and stands where it should."""

import csv
import io
from collections import Counter

import pytest
from drawn import built, marks, words

from phare import numbers
from phare.config.items import EVERY
from phare.contracts import TOTAL
from phare.publish import theme
from phare.publish.csv_tidy import tidy_text

WRITTEN = (
    "all_services", "over_time", "two_years", "advice_by_size", "services_heat",
    "mood_heat", "moods", "sizes", "years", "by_scheme", "one_scheme",
)  # fmt: skip


def rows(figure, context) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(tidy_text(context.about, figure.estimates))))


def printed(row: dict[str, str], context, language: str) -> str:
    if row["quality"] == "suppressed":
        return "s"
    words = context.about.indicators[row["indicator"]]
    said = numbers.shown(float(row["estimate"]), words.unit, words.digits, language)
    return said + ("*" if row["quality"] == "caution" else "")


@pytest.mark.parametrize("name", WRITTEN)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_value_of_the_file_is_written_in_the_figure(context, name, language):
    made = context("figure", name)
    figure = built(made, language)
    spec = made.about.figure
    # Of small multiples by level the total is a line in each panel, not a number.
    ticks = spec.kind == "small_multiples" and spec.domain is not None
    shown = [one for one in rows(figure, made) if not (ticks and one["level"] == TOTAL)]
    assert len(shown) >= 2
    expected = Counter(printed(one, made, language) for one in shown)
    if name == "advice_by_size":
        # A row without either value says so once.
        expected["s"] = 1
    said = Counter(one["text"] for one in words(figure))
    assert not expected - said, expected - said
    assert "0.777" not in str(figure.specification) and "77.7" not in figure.told


def test_dots_of_a_dumbbell_stand_where_their_values_are(context):
    """On one scale, pixels are proportional to values."""
    figure = built(context("figure", "two_years"))
    dots = marks(figure, "point")
    key = min(dot["y"] for dot in dots)
    places = sorted(dot["x"] for dot in dots if dot["y"] > key)
    values = sorted(one.value for one in figure.estimates)
    unit = (places[-1] - places[0]) / (values[-1] - values[0])
    for value, place in zip(values, places, strict=True):
        assert place == pytest.approx(places[0] + unit * (value - values[0]), abs=0.2)
    assert {dot.get("shape", "circle") for dot in dots} == {"circle", "diamond"}


def test_bars_of_small_multiples_are_as_long_as_their_values(context):
    figure = built(context("figure", "years"))
    bars = [one for one in marks(figure, "rect") if one["colour"] != theme.ALERT_WASH
            and one["y2"] - one["y"] == pytest.approx(11, abs=0.2)]  # fmt: skip
    values = sorted(one.value for one in figure.estimates if one.value is not None)
    lengths = sorted(one["x2"] - one["x"] for one in bars)
    assert len(lengths) == len(values)
    for value, length in zip(values, lengths, strict=True):
        assert length / lengths[-1] == pytest.approx(value / values[-1], abs=0.01)


def test_cells_of_a_heat_map_have_the_colour_of_their_class(context):
    figure = built(context("figure", "services_heat"))
    cells = [one for one in marks(figure, "geoshape") if one["filled"]]
    colours = [one["properties"]["colour"] for one in cells]
    # The most and the least stand in different classes, the key has each class once more.
    assert len(set(colours)) >= 3
    assert len(colours) == len(figure.estimates) + len(set(colours))


def test_what_was_not_asked_is_empty_and_withheld_is_hatched(context):
    figure = built(context("figure", "mood_heat"))
    cells = [one["properties"]["colour"] for one in marks(figure, "geoshape") if one["filled"]]
    assert theme.PAPER in cells
    lines = [one for one in marks(figure, "geoshape") if not one["filled"]]
    assert {one["properties"]["colour"] for one in lines} >= {theme.HATCHING}
    assert "s" in {one["text"] for one in words(figure)}


def test_one_panel_of_schemes_is_in_the_order_of_its_estimates(context):
    made = context("figure", "one_scheme")
    estimates = made.estimates.copy()
    estimates.loc[estimates["scheme"] == "unweighted", "estimate"] -= 0.1
    figure = built(type(made)(made.about, estimates, made.comparisons))
    assert [one.scheme for one in figure.estimates] == ["unweighted", "reference"]
    assert made.about.figure.schemes == (EVERY,)


def test_a_break_in_the_series_is_drawn_and_told(context):
    made = context("figure", "over_time")
    words_of = made.about.indicators["open_rate"]

    def drawn(**given):
        told = {"open_rate": words_of.model_copy(update=given)}
        about = made.about.model_copy(update={"indicators": told})
        return built(type(made)(about, made.estimates, made.comparisons), "en")

    broken, joined = drawn(over_waves=False), drawn(over_waves=True)
    since = drawn(over_waves=True, comparable_since="shops-2024")
    dashed = [[one for one in marks(each, "rule") if one.get("strokeDash")]
              for each in (broken, joined, since)]  # fmt: skip
    assert [len(each) for each in dashed] == [1, 0, 1]
    assert "break in the series" in broken.told and "break in the series" not in joined.told
