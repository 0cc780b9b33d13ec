"""One run at a time in a folder."""

import os
from pathlib import Path

import pytest

from phare.errors import PhareError
from phare.workflow import lock


@pytest.fixture(autouse=True)
def nothing_inherited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(lock.INHERITED, raising=False)


def test_a_second_one_is_refused_with_the_process_that_holds_it(tmp_path: Path) -> None:
    lock.take(tmp_path)
    # Not by monkeypatch, which would give it back to every test that follows.
    del os.environ[lock.INHERITED]
    with pytest.raises(PhareError, match=f"process {os.getpid()}"):
        lock.take(tmp_path)


def test_the_processes_of_a_run_share_it(tmp_path: Path) -> None:
    file = lock.take(tmp_path)
    assert lock.take(tmp_path) == file
    lock.free(file)


def test_what_a_dead_run_left_is_no_lock(tmp_path: Path) -> None:
    (tmp_path / ".phare").mkdir()
    (tmp_path / ".phare" / "lock").write_text("4000000000")
    file = lock.take(tmp_path)
    assert (tmp_path / ".phare" / "lock").read_text() == str(os.getpid())
    lock.free(file)


def test_it_can_be_taken_again_once_free(tmp_path: Path) -> None:
    lock.free(lock.take(tmp_path))
    assert lock.INHERITED not in os.environ
    lock.free(lock.take(tmp_path))
    assert (tmp_path / ".phare" / "lock").read_text() == str(os.getpid())
