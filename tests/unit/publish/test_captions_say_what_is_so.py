"""Bases and notes follow the numbers that are shown."""

import pytest

from phare.publish.build import build_table
from phare.publish.document import Document
from phare.publish.estimates import select
from phare.publish.html import html_text

ROUNDED = "Percentages are rounded and may not add up to 100."


@pytest.fixture
def answers(context):
    """The table `answers` in English, one column of some of its estimates replaced."""

    def built(column: str = "n", **of: object):
        given = context("table", "answers")
        estimates = given.estimates.copy()
        for category, value in of.items():
            estimates.loc[estimates["category"] == category, column] = value
        about = given.about
        return build_table(about, "en", select(about, estimates, given.comparisons))

    return built


def test_the_base_says_both_ends_where_items_differ(answers):
    base = answers(repair=297).captions.base
    assert "n\u00a0=\u00a0297 to 304" in base


def test_the_base_says_one_n_where_they_agree(answers):
    assert " to " not in answers().captions.base


def test_rounding_is_told_where_a_distribution_does_not_add_up(answers):
    assert ROUNDED not in answers().captions.notes
    uneven = answers("estimate", good=0.334, fair=0.333, bad=0.333)
    assert ROUNDED in uneven.captions.notes


def test_a_wide_table_says_that_it_scrolls(answers, monkeypatch):
    page = html_text(Document.of(answers()))
    assert "Wide table" not in page
    monkeypatch.setattr("phare.publish.html.WIDE", 0)
    assert "Wide table: scroll to the right" in html_text(Document.of(answers()))
