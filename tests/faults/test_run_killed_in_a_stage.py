"""SIGKILL in the middle of a stage: the next run recovers by itself, to the same bytes."""

import os
import signal
import time
from pathlib import Path

import pytest
from tests.tiny_study import bytes_of, phare, start, write_study

pytestmark = [
    pytest.mark.workflow,
    pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL on Windows"),
]


@pytest.mark.parametrize("stage", ["ingest", "weight"])
def test_the_next_run_recovers(stage: str, settled: Path, tmp_path: Path) -> None:
    folder = write_study(tmp_path / "study")
    run = start(folder, "run")
    end = time.monotonic() + 60
    while not any((folder / "logs" / stage).rglob("*.log")) and time.monotonic() < end:
        time.sleep(0.01)
    run.send_signal(signal.SIGKILL)
    run.communicate()
    assert not (folder / "reports").exists()

    again = phare(folder, "run")

    assert again.returncode == 0, again.stdout
    assert bytes_of(folder / "reports") == bytes_of(settled / "reports")


def test_a_release_that_was_being_written_leaves_nothing(study: Path) -> None:
    before = bytes_of(study / "reports")
    left = study / "reports" / ".2024.2.part"
    left.mkdir()
    (left / "estimates.csv").write_text("half of it")
    (study / "processed" / "release" / "receipt.json").unlink()

    run = phare(study, "run")

    assert run.returncode == 0, run.stdout
    assert bytes_of(study / "reports") == before
