"""A full disk in the middle of a run: one sentence, and the last release is untouched."""

import os
from pathlib import Path

import pytest
from tests.tiny_study import WAVES, answers, bytes_of, deliver, edit, phare

pytestmark = [
    pytest.mark.workflow,
    pytest.mark.skipif(os.name == "nt", reason="Windows cannot limit the size of a file"),
]
LIMIT = 48 * 1024


def full_disk() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, LIMIT))


def many_answers() -> str:
    """A delivered file whose weights do not fit under the limit."""
    head, *rows = answers(0).splitlines()
    numbered = (f"{i},{rows[i % 60].partition(',')[2]}" for i in range(20_000))
    return "\n".join([head, *numbered, ""])


def test_it_is_told_and_the_next_run_recovers(study: Path) -> None:
    deliver(study, WAVES[0], many_answers())
    edit(study / "config" / "waves" / f"{WAVES[0]}.yaml", "rows: 60", "rows: 20000")
    assert phare(study, "run").returncode == 0
    released = bytes_of(study / "reports")
    edit(study / "config" / "margins" / "shops.csv", "small,700", "small,750")

    run = phare(study, "run", preexec_fn=full_disk)

    assert run.returncode == 2, run.stdout
    assert "no space left" in run.stdout
    assert "Traceback" not in run.stdout
    assert bytes_of(study / "reports") == released

    again = phare(study, "run")
    assert again.returncode == 0, again.stdout
    assert len(list((study / "reports").iterdir())) == 3
