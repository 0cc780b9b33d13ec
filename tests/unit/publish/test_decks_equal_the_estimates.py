"""What a deck shows, read back by another program's eyes, is the estimates of its figures."""

import csv
import io

import openpyxl
import pytest
from shop_decks import built, deck_context, drawn_sheet, native_charts, opened

from phare.config.publishing import publish_slice
from phare.errors import PhareError
from phare.publish.deck_charts import Chart
from phare.publish.decks import DeckContext, publish_deck
from phare.publish.estimates import select
from phare.publish.figure import build_figure
from phare.publish.pptx import pptx_of

N = "\u202f"


@pytest.fixture(scope="module")
def made(shops, estimates, comparisons) -> DeckContext:
    return deck_context(shops, "talk", estimates, comparisons)


@pytest.fixture(scope="module", params=["fr", "en"])
def deck(made, request):
    return built(made, request.param)


@pytest.fixture(scope="module")
def read(deck):
    return opened(pptx_of(deck))


def test_each_slide_has_its_title(deck, read):
    titles = [slide.shapes.title.text_frame.text for slide in read.slides]
    assert titles == [slide.title for slide in deck.slides]
    assert f"37{N}% des commerces{N}: ouverts tard" in titles or "37% open late" in titles


def test_a_chart_and_its_workbook_are_the_estimates(deck, read):
    charts = 0
    for slide, there in zip(deck.slides, read.slides, strict=True):
        told = [piece for piece in slide.body if isinstance(piece, Chart)]
        found = native_charts(there)
        assert len(found) == len(told)
        for chart, native in zip(told, found, strict=True):
            wanted = {
                (row, series.name): bar.value
                for series in chart.series
                for row, bar in zip(chart.rows, series.bars, strict=True)
            }
            assert drawn_sheet(native) == pytest.approx(wanted, abs=0)
            plotted = {
                (str(row), series.name): value
                for series in native.plots[0].series
                for row, value in zip(native.plots[0].categories, series.values, strict=True)
            }
            assert plotted == wanted
            charts += 1
    assert charts == 6


def test_a_chart_shows_what_its_figure_shows(shops, made, deck):
    for slide, about in zip(deck.slides, made.about.slides, strict=True):
        if about.spec.kind != "figure":
            continue
        part = publish_slice(shops, "figure", about.spec.figure)
        figure = build_figure(part, deck.language, select(part, made.estimates, made.comparisons))
        shown = {one.key: one for _, one in slide.estimates}
        assert shown == {one.key: one for one in figure.estimates}
        charts = [piece for piece in slide.body if isinstance(piece, Chart)]
        bars = [bar.one for chart in charts for series in chart.series for bar in series.bars]
        if charts:
            assert {one.key for one in bars if one} == shown.keys()
            assert slide.questions == figure.captions.questions
            assert slide.base == figure.captions.base


def test_the_second_sheet_has_address_interval_and_n(deck, read):
    slide = next(i for i, one in enumerate(deck.slides) if isinstance(one.body[:1][0], Chart))
    chart = deck.slides[slide].body[0]
    blob = native_charts(read.slides[slide])[0].part.chart_workbook.xlsx_part.blob
    sheet = openpyxl.load_workbook(io.BytesIO(blob)).worksheets[1]
    rows = [tuple(row) for row in sheet.iter_rows(min_row=2, values_only=True)]
    ones = [bar.one for series in chart.series for bar in series.bars if bar.one]
    assert rows == [("/".join(one.key), one.value, one.low, one.high, one.n) for one in ones]


def test_the_speaker_is_told_each_estimate_by_its_address(deck, read):
    addresses = 0
    for slide, there in zip(deck.slides, read.slides, strict=True):
        said = there.notes_slide.notes_text_frame.text
        for _, one in slide.estimates:
            assert "/".join(one.key) in said
            addresses += 1
    assert addresses > 30


def test_charts_pictures_and_tables_have_words_for_those_who_do_not_see_them(deck, read):
    described = []
    for slide, there in zip(deck.slides, read.slides, strict=True):
        for shape in there.shapes:
            if shape.has_chart or shape.has_table or shape.shape_type == 13:
                told = shape._element._nvXxPr.cNvPr.get("descr")
                assert told
                described.append(told)
                if shape.has_chart:
                    assert told.startswith(slide.title)
    assert len(described) == 9
    level = {"fr": "Géant s", "en": "Giant s"}[deck.language]
    assert sum(level in told for told in described) == 3


def test_labels_on_bars_print_what_the_figure_prints(deck, read):
    """As a format, which follows an edited value, where the machine cannot spoil it."""
    slide = next(i for i, one in enumerate(deck.slides) if one.title.startswith(("Part", "Share")))
    (chart,) = native_charts(read.slides[slide])
    formats = chart._chartSpace.xpath(".//c:dLbl/c:numFmt/@formatCode")
    whole = {"fr": f'0"{N}"%', "en": "0%"}[deck.language]
    assert set(formats) == {whole, f'{whole}" ▲"', f'{whole}"*"'}
    assert chart._chartSpace.xpath("count(.//c:dLbl)") == 3.0


def test_a_callout_stands_beside_and_its_bar_behind(deck, read):
    slide = next(i for i, one in enumerate(deck.slides) if len(one.body) == 2)
    first, _ = deck.slides[slide].body
    label = {"fr": f"Aimé 87{N}%", "en": "Liked 87%"}[deck.language]
    assert first.callout == label
    texts = [one.text_frame.text for one in read.slides[slide].shapes if one.has_text_frame]
    assert label in texts
    behind, front = native_charts(read.slides[slide])[0].plots[0].series
    assert list(behind.values) == [0.87, None]
    assert front.values[0] == 0.62


def test_a_number_that_may_not_be_published_has_a_mark_and_no_value(shops, estimates, comparisons):
    hidden = estimates.copy()
    hit = hidden["indicator"].eq("open_rate") & hidden["level"].eq("all")
    hidden.loc[hit, ["quality", "reason"]] = ["suppressed", "fewer than 5 respondents"]
    deck = built(deck_context(shops, "talk", hidden, comparisons), "fr")
    numbers = deck.slides[2]
    assert [numbers.body[0].value, numbers.body[0].under] == ["s", ()]
    assert "37" not in numbers.title
    assert f"s{N}: résultat non publié (moins de 5 répondants)." in numbers.notes


def test_the_tidy_file_has_every_estimate_once(made, deck, tmp_path):
    publish_deck(made, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {
        "talk.csv", "talk.fr.pptx", "talk.en.pptx"
    }  # fmt: skip
    with (tmp_path / "talk.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    keys = ("wave", "scheme", "indicator", "category", "domain", "level")
    found = [tuple(row[name] for name in keys) for row in rows]
    assert len(found) == len(set(found))
    assert set(found) == {one.key for slide in deck.slides for _, one in slide.estimates}


def test_a_slide_without_estimate_is_refused(made, tmp_path):
    nothing = DeckContext(made.about, made.estimates.iloc[:0], made.comparisons)
    with pytest.raises(PhareError, match="no estimate"):
        publish_deck(nothing, tmp_path)
    assert list(tmp_path.iterdir()) == []
