"""Documents are made by the workflow, released, and made again when what they show moves."""

from pathlib import Path

import pytest

from tests.tiny_study import edit, jobs, phare, put

pytestmark = pytest.mark.workflow
DOCUMENTS = """documents:
  toplines: {kind: toplines, title: {fr: Questions, en: Questions}, each: population}
"""
STEP = "publish document toplines.shops"


def rerun(folder: Path) -> list[str]:
    run = phare(folder, "run")
    assert run.returncode == 0, run.stdout
    return jobs(run)


def test_a_document_is_added_kept_and_follows_what_it_shows(study: Path) -> None:
    put(study / "config" / "documents.yaml", DOCUMENTS)
    assert rerun(study) == [STEP, "release"]
    names = {path.name for path in (study / "reports" / "2024.2" / "documents").iterdir()}
    assert names == {
        "toplines.shops.csv",
        *(f"toplines.shops.{language}.{end}" for language in ("fr", "en")
          for end in ("html", "docx", "pdf")),
    }  # fmt: skip
    assert "toplines.shops.fr.pdf" in (study / "reports" / "2024.2" / "index.html").read_text()

    edit(study / "config" / "documents.yaml", "fr: Questions", "fr: Réponses")
    assert rerun(study) == [STEP, "release"]

    edit(study / "config" / "indicators.yaml", "categories: opens", "categories: closed")
    status = phare(study, "status").stdout
    assert "publish_document toplines.shops" in status
    assert STEP in rerun(study)
    assert rerun(study) == []
