"""How the steps of a run tell the command line what went wrong: through a pipe.

A file would do, but not on a full disk.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from phare.errors import PhareError

PIPE = "PHARE_FAILURES"
"""Environment variable: the number of the open pipe that a run was given."""


@dataclass(frozen=True)
class Failures:
    """What steps failed with; `mendable` where the input is at fault, and not phare."""

    mendable: list[str] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)

    @property
    def said(self) -> list[str]:
        return list(dict.fromkeys([*self.mendable, *self.defects]))


def tell(error: Exception) -> None:
    """Tell the command line of this run, if there is one, why a step failed."""
    if PIPE not in os.environ:
        return
    if isinstance(error, PhareError):
        line = json.dumps({"mendable": [str(one) for one in error.problems]})
    else:
        line = json.dumps({"defects": [str(error)]})
    os.write(int(os.environ[PIPE]), line.encode() + b"\n")


@contextlib.contextmanager
def listening() -> Iterator[tuple[int, Failures]]:
    """Give the pipe for the processes of a run, and what they will have told at the end."""
    told = Failures()
    heard, pipe = os.pipe()
    os.set_inheritable(pipe, True)

    def listen() -> None:
        with open(heard, encoding="utf-8") as lines:  # noqa: PTH123 (a number, not a path)
            for line in lines:
                for kind, said in json.loads(line).items():
                    getattr(told, kind).extend(said)

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    os.environ[PIPE] = str(pipe)
    try:
        yield pipe, told
    finally:
        del os.environ[PIPE]
        os.close(pipe)
        # Should a process of the run outlive it, the pipe has another end: do not wait for it.
        listener.join(timeout=1)
