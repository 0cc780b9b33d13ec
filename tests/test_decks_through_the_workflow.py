"""A study with a deck: what is made of it, and what an edit makes again."""

from pathlib import Path

import pptx
import pytest

from tests.tiny_study import edit, jobs, phare, put

pytestmark = pytest.mark.workflow
FIGURES = """figures:
  opening: {kind: trend, indicator: opens}
"""
DECKS = """decks:
  talk:
    title: {fr: Exposé, en: A talk}
    slides:
      - {kind: cover, title: {fr: Exposé, en: A talk}}
      - {kind: figure, figure: opening}
      - {kind: method, title: {fr: Méthode, en: Method}}
"""


def rerun(folder: Path) -> list[str]:
    run = phare(folder, "run")
    assert run.returncode == 0, run.stdout
    return jobs(run)


def test_a_deck_is_released_and_follows_what_its_figures_show(study: Path) -> None:
    put(study / "config" / "figures.yaml", FIGURES)
    put(study / "config" / "decks.yaml", DECKS)
    assert rerun(study) == ["publish deck talk", "publish figure opening", "release"]
    release = study / "reports" / "2024.2"
    names = {path.name for path in (release / "decks").iterdir()}
    assert names == {"talk.csv", "talk.fr.pptx", "talk.en.pptx"}
    slides = pptx.Presentation(release / "decks" / "talk.fr.pptx").slides
    assert [slide.shapes.title.text_frame.text for slide in slides][::2] == ["Exposé", "Méthode"]
    page = (release / "index.html").read_text(encoding="utf-8")
    assert 'href="decks/talk.fr.pptx"' in page
    assert "Diaporamas" in page
    assert rerun(study) == []

    edit(study / "config" / "decks.yaml", "fr: Méthode", "fr: La méthode")
    assert rerun(study) == ["publish deck talk", "release"]
    # What a figure says, its slide says.
    edit(
        study / "config" / "figures.yaml",
        "indicator: opens",
        "indicator: opens, notes: {fr: Un, en: One}",
    )
    assert rerun(study) == ["publish deck talk", "publish figure opening", "release"]
    edit(study / "config" / "indicators.yaml", "categories: opens", "categories: closed")
    assert "publish deck talk" in rerun(study)
