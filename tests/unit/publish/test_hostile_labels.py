"""Labels that are commands to a spreadsheet, a browser, Word, TeX or Typst are only text."""

import csv
import io
import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from drawn import built

from phare.config.base import Text
from phare.publish.captions import Captions
from phare.publish.csv_shown import shown_text
from phare.publish.csv_tidy import tidy_text
from phare.publish.document import Document, Prose
from phare.publish.docx import docx_of
from phare.publish.escaping import latex_text, sheet_text, xml_text
from phare.publish.figure_pdf import figure_pdf
from phare.publish.html import html_text
from phare.publish.latex import latex_of
from phare.publish.pdf import pdf_of, source_of
from phare.publish.render import specification_text, svg_text
from phare.publish.table import Cell, Column, Row, Table
from phare.publish.xlsx import xlsx_of

HOSTILE = (
    '=HYPERLINK("http://x","y")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "|calc",
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&amp; &lt;b&gt;", "]]>",
    r"\input{/etc/passwd}", r"\write18{rm -rf}", "$x^2_1$", "100% #1 & ~ {a} \\", "^^M", "%%",
    '#import "x"', "#sys.inputs", "*bold* _it_ `raw` <label> @ref", "// gone", "= Title", "\\u{41}",
    '{ INCLUDETEXT "c:\\\\x" }', "{\\rtf1 \\field}", "MERGEFIELD x", "?`!`--''``,,<<>>",
    "bell\x07 null\x00 vt\x0b",
)  # fmt: skip
"""Every one as a title, a base, a head, a heading, a label and a cell."""


def table(text: str) -> Table:
    words = Captions(text, (text,), text, (text,), (text,), text)
    columns = (Column((text, text), "value"), Column((text, "n"), "n"))
    cells = (Cell(text), Cell("7"))
    rows = (Row((text,), text, cells), Row((text,), "b", cells, total=True))
    return Table("hostile", "en", words, text, columns, rows)


@pytest.fixture(params=HOSTILE)
def text(request):
    return request.param


def xml_said(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0b\x0c]", "", text)


class _Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, tuple(name for name, _ in attrs)))


def test_page(text):
    page, plain = (html_text(Document.of(table(one))) for one in (text, "plain"))
    assert _Tags(page).found == _Tags(plain).found


def test_workbook(text):
    content = xlsx_of(table(text))
    with ZipFile(io.BytesIO(content)) as package:
        assert b"<f>" not in b"".join(package.read(name) for name in package.namelist())
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content)).active for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_word(text):
    content = docx_of(Document.of(table(text)))
    with ZipFile(io.BytesIO(content)) as package:
        tree = ElementTree.fromstring(package.read("word/document.xml"))
    names = {element.tag.rpartition("}")[2] for element in tree.iter()}
    assert not names & {"fldSimple", "instrText", "fldChar", "hyperlink", "object", "altChunk"}
    (read,) = docx.Document(io.BytesIO(content)).tables
    assert read.rows[-1].cells[1].text == xml_said(text)


def prose(text: str) -> Document:
    part = Prose(text, (text,), ((text, text),), (text, "b"), ordered=True)
    return Document("hostile", "en", text, text, (part,), (text,), (text,))


def test_words_without_a_table(text):
    page, plain = (html_text(prose(one)) for one in (text, "plain"))
    assert _Tags(page).found == _Tags(plain).found
    assert pdf_of(prose(text)).startswith(b"%PDF")
    with ZipFile(io.BytesIO(docx_of(prose(text)))) as package:
        tree = ElementTree.fromstring(package.read("word/document.xml"))
    names = {element.tag.rpartition("}")[2] for element in tree.iter()}
    assert not names & {"fldSimple", "instrText", "fldChar", "hyperlink", "object", "altChunk"}


def test_sheets(text):
    for line in shown_text(table(text)).removeprefix("\ufeff").splitlines():
        assert not line.lstrip('"').startswith(("=", "+", "-", "@", "\t", "|"))
    assert sheet_text(text).removeprefix("'") == text


def test_latex_knows_every_command(text):
    """Whatever the label, LaTeX meets the same commands as for a plain one, and our escapes."""
    source, plain = (latex_of(Document.of(table(one))) for one in (text, "plain"))
    ours = {r"\%", r"\#", r"\&", r"\$", r"\_", r"\{", r"\}", r"\,"}
    escapes = re.compile(
        r"\\(text[a-z]+|guillemot[a-z]+|ldots|ensuremath|square|leq|geq|neq|pm|times|rightarrow)"
    )
    commands = set(re.findall(r"\\(?:[A-Za-z@]+|.)", source))
    known = set(re.findall(r"\\(?:[A-Za-z@]+|.)", plain))
    assert not [one for one in commands - known - ours if not escapes.fullmatch(one)]
    escaped = latex_text(text)
    assert not re.search(r"(?<!\\)[#$&_^%~]", escaped.replace(r"\\", ""))
    bare = re.sub(r"\\[{}]", "", escaped)
    assert bare.count("{") == bare.count("}")


def test_typst_is_told_text_and_nothing_else(text):
    told = json.loads(source_of(Document.of(table(text))))
    shown = re.sub(r"[\x00-\x1f]", "□", text)
    assert re.sub(r"[\x00-\x1f]", "□", told["title"]) == shown
    assert pdf_of(Document.of(table(text))).startswith(b"%PDF")


def test_figures(text, context):
    """Titles, labels, description and file of a figure hold a hostile label as text."""
    made = context("figure", "services_heat")
    words = made.about.indicators["services"]
    label = Text(fr=text, en=text)
    told = {
        "services": words.model_copy(
            update={"label": label, "categories": dict.fromkeys(words.categories, label)}
        ),
        "services_liked": made.about.indicators["services_liked"],
    }
    # Braces in a title name an estimate; what they name is checked with the configuration.
    plain = Text(fr="titre", en=re.sub(r"[{}]", "", text))
    figure_spec = made.about.figure.model_copy(update={"title": plain})
    about = made.about.model_copy(update={"indicators": told, "figure": figure_spec})
    figure = built(type(made)(about, made.estimates, made.comparisons), "en")
    drawn = svg_text(figure.specification, figure.captions.title, figure.told, "en")
    tree = ElementTree.fromstring(drawn)
    names = {element.tag.rpartition("}")[2] for element in tree.iter()}
    assert names <= {"svg", "title", "desc", "g", "path", "text", "tspan", "rect", "line", "defs"}
    assert not [name for element in tree.iter() for name in element.attrib if name.startswith("on")]
    assert json.loads(specification_text(figure.specification)) == figure.specification
    assert figure_pdf(figure, drawn).startswith(b"%PDF")
    for row in csv.reader(io.StringIO(tidy_text(about, figure.estimates))):
        assert not [cell for cell in row if cell.startswith(("=", "+", "@", "\t", "|"))]


def test_xml_holds_no_character_that_xml_forbids(text):
    assert ElementTree.fromstring(f"<a>{xml_text(text)}</a>").text == xml_said(text)
