"""Two runs at once: the second says so in one sentence and leaves the first alone."""

import time
from pathlib import Path

import pytest
from tests.tiny_study import bytes_of, phare, start, write_study

pytestmark = pytest.mark.workflow


def test_the_second_is_refused_and_the_first_ends(settled: Path, tmp_path: Path) -> None:
    folder = write_study(tmp_path / "study")
    first = start(folder, "run")
    end = time.monotonic() + 60
    while not any((folder / "logs").rglob("*.log")) and time.monotonic() < end:
        time.sleep(0.01)

    second = phare(folder, "run")

    assert second.returncode == 2
    assert second.stdout.count("\n") == 1
    assert f"process {first.pid}" in second.stdout
    said, _ = first.communicate()
    assert first.returncode == 0, said
    assert bytes_of(folder / "reports") == bytes_of(settled / "reports")
