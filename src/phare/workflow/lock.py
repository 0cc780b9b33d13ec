"""One run at a time in a folder.

The lock belongs to an open file, so the system frees it when the last process that holds
it is gone, however it went. The processes of a run inherit it: while one of them still
writes, no other run starts.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from phare.errors import PhareError, Problem

FOLDER = ".phare"
INHERITED = "PHARE_LOCK"
"""Environment variable: the number of the open lock file that a run was given."""

PATIENCE = 5.0
"""Seconds to wait for the processes of a run that was killed to go."""


def take(folder: Path) -> int:
    """Take the lock of `folder` and return its open file, or the one this run was given.

    Raises
    ------
    PhareError
        When another run holds it, naming its process.
    """
    inherited = os.environ.get(INHERITED)
    if inherited is not None:
        return int(inherited)
    path = Path(folder) / FOLDER / "lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    if not _taken(file, path):
        holder = path.read_text() or "unknown"
        os.close(file)
        raise PhareError(
            Problem(
                str(path), f"a run already at work in this folder (process {holder})",
                "one run at a time", "wait for it to end, or stop it",
            )
        )  # fmt: skip
    os.ftruncate(file, 0)
    os.pwrite(file, str(os.getpid()).encode(), 0)
    os.set_inheritable(file, True)
    os.environ[INHERITED] = str(file)
    return file


def free(file: int) -> None:
    """Give the lock back."""
    os.environ.pop(INHERITED, None)
    os.close(file)


def _taken(file: int, path: Path) -> bool:
    end = time.monotonic() + PATIENCE
    while not _try(file):
        if _alive(path.read_text()) or time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def _alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True


def _try(file: int) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
