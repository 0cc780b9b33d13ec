"""The front of the warm process: starts it, hands it one step after the other."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from dataclasses import asdict

from phare.errors import PhareError, Problem
from phare.workflow import lock
from phare.workflow.step import Step

ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)
"""Steps run side by side; one more thread in each would only make them wait."""


class StepError(Exception):
    """A step that ended without its outputs; the text is what a reader should know."""


class StepInterrupted(StepError):  # noqa: N818 (nothing went wrong)
    """A step that was interrupted from the keyboard."""


class Worker:
    """The warm process, started when the first step needs it, and asked for every step.

    Threads may ask at the same time: each step is one child of the warm process.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def perform(self, step: Step) -> None:
        """Have the step done.

        Raises
        ------
        PhareError
            What the step found wrong with its input.
        StepError
            When it crashed, has a defect or was interrupted.
        """
        request = json.dumps(asdict(step)).encode() + b"\n"
        reply = self._forked(request) if hasattr(os, "fork") else _alone(request)
        if not reply:
            raise StepError(f"{step.job}: its process is gone without a word; see {step.log}")
        answer = json.loads(reply)
        if "problems" in answer:
            raise PhareError(*(Problem(**one) for one in answer["problems"]))
        if "interrupted" in answer:
            raise StepInterrupted(f"{step.job}: interrupted")
        if "defect" in answer:
            raise StepError(f"{step.job}: phare failed ({answer['defect']}); see {step.log}")

    def close(self) -> None:
        """End the warm process, and with it the steps it is doing."""
        if self._control is not None and self._process is not None:
            self._control.close()
            self._process.wait()
            self._control = self._process = None

    def _forked(self, request: bytes) -> bytes:
        here, there = socket.socketpair()
        with here:
            with there, self._guard:
                if self._control is None:
                    self._start()
                assert self._control is not None
                socket.send_fds(self._control, [b"s"], [there.fileno()])
            here.sendall(request)
            with here.makefile("rb") as answers:
                return answers.readline()

    def _start(self) -> None:
        self._control, theirs = socket.socketpair()
        kept = [theirs.fileno()]
        if lock.INHERITED in os.environ:
            kept.append(int(os.environ[lock.INHERITED]))
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "phare.workflow.warm", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                pass_fds=kept,
                env=os.environ | ONE_THREAD,
            )


def _alone(request: bytes) -> bytes:
    """Do one step in a process of its own, where processes cannot be forked."""
    done = subprocess.run(
        [sys.executable, "-m", "phare.workflow.warm"], input=request, stdout=subprocess.PIPE,
        env=os.environ | ONE_THREAD, check=False,
    )  # fmt: skip
    return done.stdout
