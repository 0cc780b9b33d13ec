"""Every page of a release, opened in a browser, is free of what axe calls a violation."""

from pathlib import Path

import pytest
from tests.browser import axe

pytestmark = [
    pytest.mark.workflow,
    pytest.mark.skipif(bool(axe.missing()), reason=axe.missing() or "-"),
]


def test_every_page_of_a_release(settled: Path) -> None:
    pages = sorted((settled / "reports").glob("*/**/*.html"))
    assert any(page.name == "index.html" for page in pages) and len(pages) > 2
    found = {page.name: axe.violations(page) for page in pages}
    assert not {name: wrong for name, wrong in found.items() if wrong}


def test_a_violation_would_be_found(tmp_path: Path) -> None:
    page = tmp_path / "bad.html"
    page.write_text(
        '<!doctype html><html><head><meta charset="utf-8"></head><body><img src="x.png">'
        '<p style="color:#ccc">pale</p></body></html>',
        encoding="utf-8",
    )
    rules = {one["rule"] for one in axe.violations(page)}
    assert {"html-has-lang", "image-alt", "color-contrast"} <= rules
