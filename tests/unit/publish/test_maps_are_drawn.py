"""A map says the same as its numbers: colours, values, marks, insets, notes."""

from itertools import combinations

import pytest
from drawn import edges, words

from phare.config.publishing import publish_slice
from phare.errors import PhareError
from phare.publish import theme
from phare.publish.estimates import select
from phare.publish.figure import build_figure
from phare.publish.marks import Word


@pytest.fixture(scope="module")
def built(map_context):
    """A map in one language: `built("region", "fr", corse=0.2)`."""

    def made(level: str, language: str = "fr", **given):
        context = map_context(level, **given)
        return build_figure(
            context.about, language, select(context.about, context.estimates, context.comparisons)
        )

    return made


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
    assert sum(text.startswith("40\u202f%") for text in said) == len(figure.estimates) - 1 - (
        "s" in said
    )
    assert ("40\u202f%*" in said) == ("corse" in map_context(level).about.territories)


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


def test_a_map_of_many_places_says_how_many_it_lists(built):
    figure = built("department", "en")
    assert "List: the first 27 territories of 101." in figure.captions.notes
    assert len(figure.estimates) == 102


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


def test_a_map_with_nothing_to_show_is_refused(map_context):
    context = map_context("region")
    figure = context.about.figure.model_copy(update={"category": "late"})
    about = context.about.model_copy(update={"figure": figure})
    with pytest.raises(PhareError, match="no estimate"):
        build_figure(about, "fr", select(about, context.estimates, context.comparisons))


def test_an_answer_of_several_is_named_above_the_key(map_context, shops):
    context = map_context("region")
    mood = publish_slice(shops, "figure", "mood").indicators
    figure = context.about.figure.model_copy(update={"indicator": "mood", "category": "bad"})
    about = context.about.model_copy(update={"figure": figure, "indicators": mood})
    estimates = context.estimates.assign(indicator="mood", category="bad")
    made = build_figure(about, "en", select(about, estimates, context.comparisons))
    assert "Mood: <script>alert(1)</script>" in [one["text"] for one in words(made)]


def test_a_map_on_which_everything_is_withheld_is_drawn_hatched(map_context):
    context = map_context("large_region")
    estimates = context.estimates.assign(quality="suppressed", reason="fewer than 5 respondents")
    made = build_figure(context.about, "fr", select(context.about, estimates, context.comparisons))
    assert colours(made) == {theme.PAPER}
    assert [one["text"] for one in written(made)].count("s") == 5
