"""A study with banner books: what is made of them, and what an edit makes again."""

from pathlib import Path

import pytest

from tests.tiny_study import WAVES, edit, jobs, phare, put, write_study

pytestmark = pytest.mark.workflow
BOOKS = """
letters: {levels: [0.05, 0.01], adjustment: holm}
books:
  shops: {title: {fr: Livre, en: Book}, each: wave, banner: size}
  years: {title: {fr: Vagues, en: Waves}, indicators: [opens]}
"""
NAMES = [*(f"shops.{wave}" for wave in WAVES), "years"]


def rerun(folder: Path) -> list[str]:
    run = phare(folder, "run")
    assert run.returncode == 0, run.stdout
    return jobs(run)


def test_books_are_released_and_follow_their_settings(tmp_path: Path) -> None:
    folder = write_study(tmp_path)
    put(folder / "config" / "books.yaml", BOOKS.lstrip())
    done = rerun(folder)
    assert [job for job in done if job.startswith("publish book")] == [
        f"publish book {name}" for name in NAMES
    ]
    release = folder / "reports" / "2024.1"
    made = {path.name for path in (release / "books").iterdir()}
    assert made == {f"{name}.{language}.xlsx" for name in NAMES for language in ("fr", "en")}
    page = (release / "index.html").read_text(encoding="utf-8")
    assert all(f'href="books/{name}"' in page for name in made)
    assert "Banner books" in page
    assert rerun(folder) == []
    # Another correction is another set of letters: estimates of the reference scheme, books.
    edit(folder / "config" / "books.yaml", "holm", "none")
    assert rerun(folder) == sorted(
        [*(f"estimate {wave} reference" for wave in WAVES), "compare",
         *(f"publish book {name}" for name in NAMES), "release"]
    )  # fmt: skip
    # A label is no estimate: only what shows it.
    edit(folder / "config" / "indicators.yaml", "en: Staff", "en: Workers")
    assert rerun(folder) == sorted(
        [*(f"publish book shops.{wave}" for wave in WAVES), "publish table staffing", "release"]
    )
