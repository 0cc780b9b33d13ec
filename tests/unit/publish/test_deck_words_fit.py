"""Whatever the labels, words on a slide fit their place, and places do not overlap."""

from itertools import combinations

import pytest
from shop_decks import built, deck_context, native_charts, opened

from phare.publish import deck_look
from phare.publish.deck import Big, Deck, Grid, Line, Slide, WordColumn
from phare.publish.deck_charts import Bar, Chart, Series
from phare.publish.deck_fit import fits
from phare.publish.deck_look import LEADING, Box, fitted, lines
from phare.publish.estimates import Estimate
from phare.publish.pptx import pptx_of

POINT = 12_700
LONG = "Emploi, chômage, insertion professionnelle et développement économique du territoire"
WORDS = f"{LONG} : {LONG}, et ce qui l’accompagne encore dans {LONG}."


def chart(form: str, rows: int, series: int = 1, title: str = "") -> Chart:
    one = Estimate("w", "s", "i", "c", "d", "l", 0.061, 0.05, 0.07, 10, 9, "ok", "")
    bars = (Bar(one, "6 %", "", "#0B4F83"),) * rows
    named = tuple(Series(f"{LONG} {n}", "#0B4F83", bars) for n in range(series))
    labels = tuple(f"{n} {LONG}" for n in range(rows))
    return Chart(form, labels, named, 0.7, "percent", 0, "fr", "told", title, callout="TI+I 91 %")


BODIES = {
    "sixteen rows": (chart("bars", 16),),
    "thirty rows": (chart("bars", 30),),
    "four panels": (chart("bars", 16, title=LONG),) * 4,
    "one row": (chart("bars", 1),),
    "a single bar of nine": (chart("stacked", 1, 9),),
    "twenty bars of five": (chart("stacked", 20, 5),),
    "eight columns": (chart("columns", 8),),
    "four numbers": (Big("1 198 400 000", WORDS, (LONG, "n = 12"), "#0B4F83", "ok"),) * 4,
    "three numbers": (Big("37 %", WORDS, (), "#0B4F83", "caution"),) * 3,
    "four columns of words": (WordColumn(LONG, WORDS, (LONG,) * 24, "#0B4F83"),) * 4,
    "a table": (Grid((LONG,) * 4, ((LONG,) * 4,) * 5), Line(WORDS), Line(WORDS)),
}


def crowded(body: tuple, kind: str = "charts") -> Slide:
    return Slide(kind, WORDS, body, (WORDS, WORDS), WORDS, (WORDS,) * 3, (WORDS,) * 2, LONG)


def boxes(slide) -> list[tuple[Box, object]]:
    return [
        (Box(*(one / POINT for one in (shape.left, shape.top, shape.width, shape.height))), shape)
        for shape in slide.shapes
    ]


def check(slide) -> int:
    texts = []
    for box, shape in boxes(slide):
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= deck_look.WIDTH + 0.1, shape.name
        assert box.y + box.height <= deck_look.HEIGHT + 0.1, shape.name
        if shape.has_text_frame and shape.text_frame.text and "Number" not in shape.name:
            high = 0.0
            for line in shape.text_frame.paragraphs:
                (run,) = line.runs
                size = run.font.size.pt
                count = len(lines(run.text, box.width + 0.1, size, bool(run.font.bold)))
                high += count * size * LEADING + (line.space_before.pt if high else 0)
            assert high <= box.height + 1.5, (shape.text_frame.text, high, box)
            texts.append((box, shape.text_frame.text))
        if shape.has_chart or shape.has_table or shape.shape_type == 13:
            texts.append((box, shape.name))
    for (one, text), (other, said) in combinations(texts, 2):
        apart = (
            one.x + one.width <= other.x + 0.5 or other.x + other.width <= one.x + 0.5
            or one.y + one.height <= other.y + 0.5 or other.y + other.height <= one.y + 0.5
        )  # fmt: skip
        # A call-out stands over the end of the first bar, in the free height of its row.
        assert apart or "TI+I" in text + said or "Aimé" in text + said or "Liked" in text + said, (
            text, said, one, other,
        )  # fmt: skip
    return len(texts)


@pytest.mark.parametrize("name", BODIES)
def test_on_a_crowded_slide(name):
    deck = Deck("crowded", "fr", LONG, LONG, (crowded(BODIES[name]),))
    (slide,) = opened(pptx_of(deck)).slides
    assert check(slide) > 5


def test_on_a_cover():
    cover = Slide("cover", WORDS, (Line(WORDS),), sources=(LONG,), notice=LONG)
    (slide,) = opened(pptx_of(Deck("cover", "fr", LONG, LONG, (cover,)))).slides
    assert check(slide) == 4


@pytest.mark.parametrize("language", ["fr", "en"])
def test_on_every_slide_of_a_study(shops, estimates, comparisons, language):
    deck = built(deck_context(shops, "talk", estimates, comparisons), language)
    for slide in opened(pptx_of(deck)).slides:
        assert check(slide) > 2


@pytest.mark.parametrize("rows", [1, 4, 16, 27])
def test_the_labels_of_rows_fit_beside_their_bars(rows):
    one = chart("bars", rows)
    (how,) = fits([one], [Box(40, 150, 880, 280)])
    assert how.row * rows <= 280.1
    for label in one.rows:
        assert len(lines(label, how.plot.x, how.label)) * how.label * LEADING <= how.row


def test_a_text_is_set_as_large_as_it_fits_and_cut_only_then():
    assert fitted("Court", 200, 40, (28.0, 20.0)).size == 28
    small = fitted(LONG, 300, 30, (28.0, 20.0, 12.0, 8.0))
    assert small.size < 28
    assert small.text == LONG
    cut = fitted(WORDS, 100, 12, (10.0, 8.0))
    assert cut.text.endswith("…")
    assert cut.lines == 1
    assert len(lines(cut.text, 100, 8.0)) == 1


def test_the_bars_of_panels_are_on_one_scale():
    panels = [chart("bars", 4, title="Un"), chart("bars", 3, title="Deux")]
    deck = Deck("panels", "fr", LONG, "", (Slide("charts", "Titre", tuple(panels)),))
    (slide,) = opened(pptx_of(deck)).slides
    found = native_charts(slide)
    assert len({one.value_axis.maximum_scale for one in found}) == 1
    widths = {one._chartSpace.xpath("string(.//c:plotArea/c:layout//c:w/@val)") for one in found}
    assert len(widths) == 1
