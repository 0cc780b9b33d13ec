"""Nothing hostile, suppressed or ill-set is in a deck, nor in the files inside it."""

import html
import io
import re
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from shop_decks import built, deck_context, native_charts, opened, parts

from phare.publish.deck import Big, Deck, Grid, Line, Slide, WordColumn
from phare.publish.deck_charts import Bar, Chart, Series
from phare.publish.estimates import Estimate
from phare.publish.pptx import pptx_of

HERE = Path(__file__).parent
ILL_SET = re.compile(r"(?<!\u202f)[%;?!»]|(?<!\u202f):|«(?!\u202f)")
HIDDEN = ("0.777", "77.7", "77,7", "78\u202f%", "78%", "0.699", "0.855")
HOSTILE = (
    "=1+1", '=HYPERLINK("http://x","y")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1",
    "<script>alert(1)</script>", '"><a:t>x</a:t>', "&amp; &lt;b&gt;", "]]>", "{0}%s", "_x0041_",
    "bell\x07 null\x00 vt\x0b esc\x1b", "two\nlines\r\nthree", "\ufffe\ud800", '"0"%', "x" * 400,
)  # fmt: skip


@pytest.fixture(scope="module", params=["fr", "en"])
def written(shops, estimates, comparisons, request) -> tuple[str, bytes]:
    deck = built(deck_context(shops, "talk", estimates, comparisons), request.param)
    return request.param, pptx_of(deck)


def test_no_suppressed_value_in_any_part(written):
    seen = 0
    for name, content in parts(written[1]):
        if name.endswith((".xml", ".rels")):
            # Where a thing stands is no value.
            said = re.sub(r"<c:manualLayout>.*?</c:manualLayout>", "", content.decode("utf-8"))
            assert not [hidden for hidden in HIDDEN if hidden in said], name
            seen += "embeddings" in name
    assert seen > 20


def test_the_words_of_a_french_deck_are_set_as_french(written):
    language, content = written
    if language != "fr":
        return
    for name, part in parts(content):
        if re.search(r"(slides|notesSlides|charts)/[^/]*\.xml$|sharedStrings", name):
            texts = list(ElementTree.fromstring(part).itertext())
            told = re.findall(r'(?:descr|formatCode)="([^"]*)"', part.decode("utf-8"))
            for text in (*texts, *map(html.unescape, told)):
                said = re.sub(r"http://x|Sheet1!|\$[$A-Z0-9:]+|\"", "", text)
                assert not ILL_SET.search(said), (name, text)


def test_every_text_is_of_the_language_of_its_reader(written):
    language, content = written
    wanted = {"fr": "fr-FR", "en": "en-GB"}[language]
    assert opened(content).core_properties.language == wanted
    for name, part in parts(content):
        if re.search(r"ppt/(slides|notesSlides|charts)/[^/]*\.xml$", name):
            said = set(re.findall(r' lang="([^"]*)"', part.decode("utf-8")))
            said |= set(re.findall(r'<c:lang val="([^"]*)"', part.decode("utf-8")))
            assert said == {wanted}, name
            text = part.decode("utf-8")
            for run in re.findall(r"<a:r>.*?</a:r>", text, re.DOTALL):
                assert f'lang="{wanted}"' in run, name


def test_the_notice_stands_on_reconstructed_slides_and_on_no_other(written):
    language, content = written
    notice = {"fr": "Données inventées, ne pas citer", "en": "Invented data, do not cite"}[language]
    shown = [
        any(shape.has_text_frame and notice in shape.text_frame.text for shape in slide.shapes)
        for slide in opened(content).slides
    ]
    assert shown == [True, False, True, True, False, False, False, True, False, True]


def hostile_deck(text: str) -> Deck:
    one = Estimate("w", "s", "i", "c", "d", "l", 0.5, 0.4, 0.6, 10, 9, "ok", "")
    bars = (Bar(one, "50%", "", "#0B4F83"), Bar(one, text, text, "#C05A0A"))
    series = (Series(text, "#0B4F83", bars),)
    charts = [
        Chart(form, (text, f"{text} 2"), series, 1.0, unit, 0, "en", text, text, callout=text)
        for form, unit in (("bars", "percent"), ("stacked", "percent"), ("columns", "note"))
    ]
    around = {"questions": (text,), "base": text, "notes": (text,), "sources": (text,),
              "notice": text, "spoken": (text,)}  # fmt: skip
    bodies = [
        *((chart,) for chart in charts),
        (Big(text, text, (text,), "#0B4F83", "ok"),) * 2,
        (WordColumn(text, text, (text,) * 3, "#0B4F83"),),
        (Grid((text, text), ((text, text),) * 2), Line(text)),
    ]
    slides = [Slide("cover", text, (Line(text),), sources=(text,), notice=text),
              *(Slide("charts", text, body, **around) for body in bodies)]  # fmt: skip
    return Deck("hostile", "en", text, text, tuple(slides))


def elements(content: bytes) -> dict[str, set[str]]:
    """Part -> the names of its elements."""
    return {
        name: {one.tag.rpartition("}")[2] for one in ElementTree.fromstring(part).iter()}
        for name, part in parts(content)
        if name.endswith((".xml", ".rels"))
    }


PLAIN = elements(pptx_of(hostile_deck("plain")))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_only_text(text):
    content = pptx_of(hostile_deck(text))
    found = elements(content)
    assert found.keys() == PLAIN.keys()
    for name, tags in found.items():
        # A label that has no room is deleted.
        assert tags <= PLAIN[name] | {"delete"}, name
    for slide in opened(content).slides:
        for chart in native_charts(slide):
            blob = chart.part.chart_workbook.xlsx_part.blob
            book = openpyxl.load_workbook(io.BytesIO(blob))
            cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
            assert {cell.data_type for cell in cells} <= {"s", "n"}
            assert not [cell for cell in cells if cell.hyperlink]


def test_nothing_is_left_of_the_template(written):
    read = opened(written[1])
    assert [layout.name for layout in read.slide_layouts] == ["Phare Cover", "Phare Slide"]
    for name, part in parts(written[1]):
        assert not re.search(r"thumbnail|printerSettings", name)
        assert not re.search(rb"Macintosh|Click to edit Master title", part), name


def test_files_in_the_file_are_sorted_and_pinned_too(written):
    names = [name for name, _ in parts(written[1]) if name.endswith("core.xml")]
    assert len(names) == 7
    for name, part in parts(written[1]):
        if name.endswith("core.xml"):
            assert set(re.findall(rb">(\d{4}-[^<]*)<", part)) == {b"2000-01-01T00:00:00Z"}
