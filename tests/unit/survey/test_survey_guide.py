"""The guide of the library runs as it stands, and prints what it says.

After a change that moves its numbers: ``python tests/unit/survey/test_survey_guide.py``.
"""

import contextlib
import io
import re
from pathlib import Path
from typing import Any

import pytest

BLOCK = re.compile(r"```python\n(.*?)```(?:\n\n```text\n(.*?)```)?", re.DOTALL)


@pytest.fixture(scope="module")
def page(request: pytest.FixtureRequest) -> str:
    return (request.config.rootpath / "docs/guide/library.md").read_text("utf-8")


def run(page: str) -> list[tuple[str, str, str]]:
    """Run the blocks of a page in order: (code, what it printed, what the page says)."""
    names: dict[str, Any] = {}
    found = []
    for code, told in BLOCK.findall(page):
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(compile(code, "library.md", "exec"), names)
        found.append((code, printed.getvalue(), told))
    return found


def rewritten(page: str) -> str:
    """Return the page with what its blocks print now."""
    printed = iter(run(page))

    def block(_: re.Match[str]) -> str:
        code, now, _told = next(printed)
        return f"```python\n{code}```" + (f"\n\n```text\n{now}```" if now else "")

    return BLOCK.sub(block, page)


def test_every_block_runs_and_prints_what_the_page_says(page: str) -> None:
    found = run(page)
    assert len(found) > 10
    for code, printed, told in found:
        assert printed == told, code


def test_each_method_of_a_survey_stands_in_the_guide(page: str) -> None:
    import phare

    public = [name for name in dir(phare.Survey) if not name.startswith("_")]
    methods = {name for name in public if callable(getattr(phare.Survey, name))} - {"levels"}
    assert not [name for name in sorted(methods) if f".{name}(" not in page]


def test_a_page_that_lies_is_found() -> None:
    lying = "```python\nprint(1 + 1)\n```\n\n```text\n3\n```\n"
    ((_, printed, told),) = run(lying)
    assert (printed, told) == ("2\n", "3\n")
    assert rewritten(lying) == lying.replace("3", "2")


def test_the_guide_names_no_file_of_this_machine(page: str) -> None:
    assert str(Path.home()) not in page


if __name__ == "__main__":
    guide = Path(__file__).resolve().parents[3] / "docs/guide/library.md"
    guide.write_text(rewritten(guide.read_text("utf-8")), "utf-8")
