"""The warm process: imports once what the steps import, then forks one child for each.

`python -m phare.workflow.warm <number of the control socket>`, started by :class:`phare.workflow.worker.Worker`.
Each byte on the control socket comes with a connection on which one step is asked and
answered. A child that crashes is one failed step; the end of the control socket is the end
of everything. Without a socket, one step is read from the input and done here.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import importlib.util
import json
import os
import selectors
import signal
import socket
import sys
import traceback
from pathlib import Path
from types import ModuleType

from phare.errors import PhareError
from phare.workflow.log import step_log
from phare.workflow.step import Step

DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)

_scripts: dict[str, ModuleType] = {}


def script(path: str) -> ModuleType:
    """Return a step script as a module; what it imports stays warm."""
    if path not in _scripts:
        spec = importlib.util.spec_from_file_location(Path(path).stem, path)
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        _scripts[path] = module
    return _scripts[path]


def perform(request: bytes) -> bytes:
    """Do one step in this process and say how it went, as JSON."""
    from phare.workflow import ledger

    step = Step(**json.loads(request))
    answer: dict[str, object] = {}
    with step_log(Path(step.log), step.job):
        try:
            ledger.strike(step)
            script(step.script).main(step)
            ledger.enter(step)
        except PhareError as error:
            answer["problems"] = [vars(problem) for problem in error.problems]
            print(error, file=sys.stderr)
        except Exception as error:
            said = " ".join(str(error).split())
            answer["defect"] = f"{type(error).__name__}: {said}"[:400]
            traceback.print_exc()
    return json.dumps(answer).encode() + b"\n"


def die_with_parent() -> None:
    """On Linux, have the kernel end this process when the one that forked it ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)


class Server:
    """Forks a child per step, and tells of those that end without an answer."""

    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.children: dict[int, socket.socket] = {}

    def serve(self) -> None:
        """Work until the control socket ends, then end every child."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        ended, wake = os.pipe()
        os.set_blocking(wake, False)
        signal.set_wakeup_fd(wake)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        with selectors.DefaultSelector() as waiting:
            waiting.register(self.control, selectors.EVENT_READ)
            waiting.register(ended, selectors.EVENT_READ)
            while True:
                for key, _ in waiting.select():
                    if key.fileobj == ended:
                        os.read(ended, 4096)
                        self._reap()
                    elif not self._accept():
                        self._stop()
                        return

    def _accept(self) -> bool:
        asked, files, _, _ = socket.recv_fds(self.control, 1, 1)
        if not asked:
            return False
        connection = socket.socket(fileno=files[0])
        with connection.makefile("rb") as lines:
            request = lines.readline()
        if not request:
            connection.close()
            return True
        with contextlib.suppress(Exception):  # the child will say it properly
            script(json.loads(request)["script"])
        pid = os.fork()
        if pid == 0:
            self._child(request, connection)
        self.children[pid] = connection
        return True

    def _child(self, request: bytes, connection: socket.socket) -> None:
        die_with_parent()
        for number in (signal.SIGINT, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        signal.set_wakeup_fd(-1)
        self.control.close()
        with contextlib.suppress(BrokenPipeError):
            connection.sendall(perform(request))
        os._exit(0)

    def _reap(self) -> None:
        while self.children:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            connection = self.children.pop(pid, None)
            if connection is None:
                continue
            code = os.waitstatus_to_exitcode(status)
            if code:
                ending = signal.Signals(-code).name if code < 0 else f"status {code}"
                kind = "interrupted" if code == -signal.SIGINT else "defect"
                said = json.dumps({kind: f"its process was ended by {ending}"})
                with contextlib.suppress(OSError):
                    connection.sendall(said.encode() + b"\n")
            connection.close()

    def _stop(self) -> None:
        for pid in self.children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def main() -> None:
    faulthandler.enable()
    if len(sys.argv) > 1:
        Server(socket.socket(fileno=int(sys.argv[1]))).serve()
    else:
        sys.stdout.buffer.write(perform(sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
