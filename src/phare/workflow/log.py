"""The log of one step: what it was, what it printed and warned, how long it took."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def step_log(path: Path, job: str) -> Iterator[None]:
    """Send everything this process prints to `path` while the step runs.

    The file descriptors are moved, so that C libraries and the traceback of a crash land
    there too.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    sys.stdout.flush()
    sys.stderr.flush()
    kept = [os.dup(number) for number in (1, 2)]
    began = time.monotonic()
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{job}\n")
        file.flush()
        for number in (1, 2):
            os.dup2(file.fileno(), number)
        try:
            yield
        finally:
            print(f"{time.monotonic() - began:.2f} s", file=sys.stderr, flush=True)
            sys.stdout.flush()
            for number, copy in zip((1, 2), kept, strict=True):
                os.dup2(copy, number)
                os.close(copy)
