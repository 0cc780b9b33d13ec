"""What each file of a table says, read back by another program's eyes, is the table."""

import csv
import io
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser

import docx
import openpyxl
import pytest

from phare.publish.build import build_table
from phare.publish.csv_shown import shown_text
from phare.publish.document import Document
from phare.publish.docx import docx_of
from phare.publish.estimates import select
from phare.publish.html import html_text
from phare.publish.latex import latex_of
from phare.publish.pdf import pdf_of, source_of
from phare.publish.xlsx import xlsx_of

NARROW = "\u202f"


@pytest.fixture(params=["by_size", "answers", "waves", "schemes.shops-2024"])
def name(request):
    return request.param


@pytest.fixture(params=["fr", "en"])
def table(context, name, request):
    made = context("table", name)
    found = select(made.about, made.estimates, made.comparisons)
    return build_table(made.about, request.param, found)


def said(table) -> list[list[str]]:
    """Label and cells of each row, as displayed."""
    return [[row.label, *(cell.shown for cell in row.cells)] for row in table.rows]


def test_word(table):
    paper = docx.Document(io.BytesIO(docx_of(Document.of(table))))
    (read,) = paper.tables
    rows = [[cell.text for cell in row.cells] for row in read.rows]
    body = [row for row in rows[table.depth :] if len(set(row)) > 1 or len(row) == 1]
    assert body == said(table)
    words = [one.text for one in paper.paragraphs]
    for line in (table.captions.title, table.captions.base, *table.captions.notes):
        assert line in words


def test_workbook(table):
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_of(table))).active
    labels = [row.label for row in table.rows]
    rows = [row for row in sheet.iter_rows() if row[0].value in labels and row[1].value is not None]
    assert [row[0].value for row in rows] == [
        row.label for row in table.rows if any(cell.shown for cell in row.cells)
    ]
    for row, read in zip(table.rows, rows, strict=True):
        for cell, there in zip(row.cells, read[1:], strict=True):
            wanted = cell.shown if cell.number is None else cell.number
            assert (there.value or "") == wanted


class _Rows(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = False

    def handle_starttag(self, tag, attrs):  # noqa: ARG002
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag):
        if tag in ("th", "td"):
            self.inside = False

    def handle_data(self, text):
        if self.inside:
            self.rows[-1][-1] += text


def test_page(table):
    reader = _Rows()
    reader.feed(html_text(Document.of(table)))
    body = [row for row in reader.rows[table.depth :] if len(row) > 1]
    assert body == said(table)


def test_sheet_as_displayed(table):
    text = shown_text(table)
    assert text.startswith("\ufeff")
    separator = {"fr": ";", "en": ","}[table.language]
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=separator))
    wide = len(table.columns)
    first = next(i for i, row in enumerate(rows) if len(row) > 1)
    assert rows[first][-wide - 1] == table.stub
    body = [row[-wide - 1 :] for row in rows[first + 1 :] if len(row) > 1]
    plain = [[cell.removeprefix("'").removeprefix(NARROW) for cell in row] for row in body]
    assert plain == said(table)


def test_latex(table):
    source = latex_of(Document.of(table))
    body = source.partition("\\endlastfoot\n")[2].partition("\\end{longtable}")[0]
    rows = [line for line in body.splitlines() if line.endswith(r"\\")]
    assert [len(row.split(" & ")) for row in rows] == [len(table.columns) + 1] * len(table.rows)
    for row, read in zip(table.rows, rows, strict=True):
        for cell, there in zip(row.cells, read.removesuffix(r" \\").split(" & ")[1:], strict=True):
            figures = [letter for letter in cell.shown if letter.isdigit()]
            assert [letter for letter in there if letter.isdigit()] == figures


def test_what_typst_is_told(table):
    source = source_of(Document.of(table))
    if table.language == "fr":
        assert not re.findall(r".{0,20}[ \u00a0][%:;?!»].{0,5}", source.replace('": ', '":'))
    told = json.loads(source)
    (read,) = told["parts"]
    (block,) = read["blocks"]
    rows = [[row["label"], *(c["text"] + c["mark"] for c in row["cells"])] for row in block["rows"]]
    assert rows == said(table)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed")
def test_what_the_pdf_shows(table, tmp_path):
    path = tmp_path / "table.pdf"
    path.write_bytes(pdf_of(Document.of(table)))
    command = ["pdftotext", "-raw", str(path), "-"]
    shown = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8")
    words = "".join(shown.split())
    for row in said(table):
        assert "".join("".join(row).split()) in words
