"""Toplines: each question in full, waves beside each other, changes with their test."""

import io

import docx
import pytest

from phare.config.publishing import items, publish_slice
from phare.errors import PhareError
from phare.publish.context import PublishContext
from phare.publish.documents import publish_document
from phare.publish.docx import docx_of
from phare.publish.estimates import select
from phare.publish.html import html_text
from phare.publish.toplines import build_toplines

N = "\u202f"


@pytest.fixture
def toplines(context):
    def built(language: str = "fr", part: str = "shops", **where: str):
        made = context("document", f"toplines.{part}")
        estimates = made.estimates.copy()
        if where:
            hit = (estimates[list(where)] == list(where.values())).all(axis=1)
            estimates.loc[hit, "quality"] = "suppressed"
            estimates.loc[hit, "reason"] = "fewer than 5 respondents"
        return build_toplines(made.about, language, select(made.about, estimates, made.comparisons))

    return built


def test_each_population_has_its_document(shops):
    assert items(shops, "document") == ["toplines.shops", "toplines.banks"]
    assert list(publish_slice(shops, "document", "toplines.shops").waves) == [
        "shops-2020", "shops-2024",
    ]  # fmt: skip


def test_its_title_names_the_population(toplines):
    assert toplines().title == f"Question par question{N}: tout – Commerces"


def test_a_question_is_told_in_full_with_base_and_n_of_each_wave(toplines):
    first = toplines().tables[0].captions
    assert first.title == "Ouvert tard"
    assert first.questions == (f"Q1. «{N}Ouvrez-vous après 20 h{N}?{N}»",)
    assert first.base == (
        f"Base{N}: Ensemble des commerces (2020{N}: n\u00a0=\u00a0304{N}; 2024{N}: n\u00a0=\u00a0304)"
    )


def test_a_wording_that_nobody_knows_is_said_to_be_unknown(toplines):
    mood = toplines("en").tables[1].captions
    assert mood.questions == ("The exact wording of the question is not known.",)


def test_what_is_made_from_one_question_stands_in_one_table(toplines):
    tables = toplines("en").tables
    assert [table.captions.title for table in tables] == ["Open late", "Mood", "Services", "Grade"]
    assert [row.label for row in tables[0].rows] == ["Share open late", "Number open late"]
    assert [row.headings for row in tables[1].rows] == [()] * 3
    assert {row.headings for row in tables[2].rows} == {(), ("Services liked",)}


def test_the_later_wave_has_its_change_with_the_test(toplines):
    first = toplines().tables[0]
    assert [(c.path[0], c.measure) for c in first.columns] == [
        ("Commerces 2020", "value"), ("Commerces 2024", "value"),
        ("Commerces 2024", "change"), ("Commerces 2024", "p_value"),
    ]  # fmt: skip
    assert [cell.shown for cell in first.rows[0].cells] == [
        f"37{N}%", f"37{N}%", f"+12{N}points ▲", "<\u00a00,001",
    ]  # fmt: skip
    assert [cell.shown for cell in toplines("en").tables[1].rows[0].cells][2:] == [
        "+12 points", "0.500",
    ]  # fmt: skip
    assert any("Holm" in note for note in first.captions.notes)


@pytest.mark.parametrize("wave", ["shops-2020", "shops-2024"])
def test_a_change_that_would_give_a_suppressed_value_away_is_not_told(toplines, wave):
    first = toplines(wave=wave, indicator="open_rate").tables[0]
    shown = [cell.shown for cell in first.rows[0].cells]
    assert "s" in shown
    assert not [text for text in shown if "12" in text or "<" in text]


def test_one_wave_has_no_change(toplines):
    document = toplines("en", "banks")
    assert [column.path for column in document.tables[0].columns] == [("Banks",)]
    assert not [note for note in document.tables[0].captions.notes if "Holm" in note]


def test_word_and_page_have_every_table(toplines):
    document = toplines("en")
    paper = docx.Document(io.BytesIO(docx_of(document)))
    for table, read in zip(document.tables, paper.tables, strict=True):
        rows = [[cell.text for cell in row.cells] for row in read.rows[table.depth :]]
        body = [row for row in rows if len(set(row)) > 1]
        assert body == [[row.label, *(cell.shown for cell in row.cells)] for row in table.rows]
    headings = [one.text for one in paper.paragraphs if one.style.name == "Heading 2"]
    assert headings == [table.captions.title for table in document.tables]
    page = html_text(document)
    assert page.count("<h2>") == page.count("<table>") == len(document.tables)


def test_a_document_without_estimate_is_refused(context, tmp_path):
    made = context("document", "toplines.shops")
    nothing = PublishContext(made.about, made.estimates.iloc[:0], made.comparisons)
    with pytest.raises(PhareError, match="no estimate"):
        publish_document(nothing, tmp_path)
    assert list(tmp_path.iterdir()) == []
