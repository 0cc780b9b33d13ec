"""Word and PDF files name their language, title, heads of tables and what they show."""

import io
import re
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

from phare.publish.build import build_table
from phare.publish.document import Document
from phare.publish.docx import docx_of
from phare.publish.estimates import select
from phare.publish.pdf import pdf_of


@pytest.fixture(params=["fr", "en"])
def document(context, request):
    made = context("table", "by_size")
    found = select(made.about, made.estimates, made.comparisons)
    return Document.of(build_table(made.about, request.param, found))


def test_word(document):
    paper = docx.Document(io.BytesIO(docx_of(document)))
    assert paper.core_properties.title == document.title
    assert paper.core_properties.language == {"fr": "fr-FR", "en": "en-GB"}[document.language]
    headings = [one.text for one in paper.paragraphs if one.style.name == "Heading 1"]
    assert headings == [document.title]
    (table,) = paper.tables
    caption = table._tbl.tblPr.find(qn("w:tblCaption"))
    assert caption.get(qn("w:val")) == document.title
    described = table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
    assert document.tables[0].captions.base in described
    heads = [row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None
             for row in table.rows]  # fmt: skip
    depth = document.tables[0].depth
    assert heads == [True] * depth + [False] * (len(heads) - depth)


def test_word_speaks_the_language_of_its_reader(document):
    with ZipFile(io.BytesIO(docx_of(document))) as package:
        styles = package.read("word/styles.xml").decode()
    wanted = {"fr": "fr-FR", "en": "en-GB"}[document.language]
    assert set(re.findall(r'w:lang w:val="([^"]*)"', styles)) == {wanted}


def test_pdf(document):
    content = pdf_of(document)
    assert b"/Marked true" in content
    assert f"/Lang({document.language})".encode() in content
    assert b"pdfuaid:part" in content
    assert b"/DisplayDocTitle true" in content
    (table,) = document.tables
    heads = sum(len(table.spanners(level)) for level in range(table.depth)) + 1
    assert content.count(b"/S/TH/") == heads
    assert content.count(b"/S/TD/") == len(table.rows) * (len(table.columns) + 1)
