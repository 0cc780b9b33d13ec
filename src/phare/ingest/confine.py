"""Reading in a child process: what kills the reader does not kill the caller."""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import dataclass, fields
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import pyarrow as pa
from pyarrow import feather

from phare.contracts import refuse
from phare.errors import PhareError
from phare.ingest.delivery import Delivery

# The caller is small and warm, and Linux lets it be copied safely; elsewhere a fresh
# interpreter is started.
_START = "fork" if sys.platform == "linux" else "spawn"


@dataclass(frozen=True)
class Limits:
    """What reading one file may take: seconds of clock and, on Linux, bytes of memory."""

    seconds: float = 300.0
    bytes: int = 3 * 2**30


@dataclass(frozen=True)
class _Failure:
    """How the child ended, where it ended without a Delivery and without a PhareError."""

    got: str
    remedy: str = "ask for the file again, or open it in the program that made it and save it anew"


def confined(read: Callable[[], Delivery], where: str, limits: Limits) -> Delivery:
    """Return what `read` returns, having run it in a child process.

    Parameters
    ----------
    read : must be picklable where processes are spawned
    where : the file, for messages

    Raises
    ------
    PhareError
        That of `read`; or one finding when the child fails, crashes or passes a limit.
    """
    with tempfile.TemporaryDirectory(prefix="phare-") as folder:
        outcome = _outcome(read, Path(folder), limits)
        if isinstance(outcome, PhareError):
            raise outcome
        if isinstance(outcome, _Failure):
            raise refuse(where, outcome.got, "a file that can be read", outcome.remedy)
        return _load(Path(folder))


def _outcome(
    read: Callable[[], Delivery], folder: Path, limits: Limits
) -> PhareError | _Failure | None:
    context = get_context(_START)
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(  # type: ignore[attr-defined]
        target=_work, args=(read, folder, sender, limits), daemon=True
    )
    with warnings.catch_warnings():
        # Python 3.12 warns of copying a process that has threads; the child uses none of them.
        warnings.simplefilter("ignore", DeprecationWarning)
        child.start()
    sender.close()
    try:
        if not receiver.poll(limits.seconds):
            return _Failure(
                f"no end of reading after {limits.seconds:g} seconds",
                "ask for the file again or, if it is merely large, allow more seconds",
            )
        outcome: PhareError | _Failure | None = receiver.recv()
        return outcome
    except EOFError:
        child.join()
        return _crash(child.exitcode, limits)
    finally:
        receiver.close()
        child.kill()
        child.join()
        child.close()


def _crash(code: int, limits: Limits) -> _Failure:
    if code == -9:  # the system kills who takes too much
        return _memory(limits)
    name = signal.Signals(-code).name if code < 0 else f"exit {code}"
    return _Failure(f"content that crashes its reader ({name})")


def _memory(limits: Limits) -> _Failure:
    return _Failure(
        f"content that needs more than {limits.bytes / 2**30:.2g} GiB of memory",
        "ask for the file again or, if it is merely large, allow more memory",
    )


def _work(read: Callable[[], Delivery], folder: Path, sender: Connection, limits: Limits) -> None:
    """Run in the child: read, leave the frames in `folder`, say how it went."""
    outcome: PhareError | _Failure | None = None
    try:
        _confine(limits)
        _store(read(), folder)
    except PhareError as error:
        outcome = error
    except MemoryError:
        outcome = _memory(limits)
    except OSError as error:
        outcome = _Failure(f"a file that cannot be read or handed over ({error.strerror or error})",
                           "free space in the temporary folder, or check the rights of the file")  # fmt: skip
    except Exception as error:  # whatever a corrupted file provokes
        said = " ".join(f"{type(error).__name__}: {error}".split())
        outcome = _Failure(f"content that cannot be read ({said[:200]})")
    sender.send(outcome)


def _confine(limits: Limits) -> None:
    """Limit this process, and silence what the C libraries print as they crash."""
    faulthandler.disable()
    silence = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(silence, stream)
    if sys.platform != "linux":
        return
    import resource

    # The system's allocator takes what it uses; arrow's own reserves a gibibyte at once.
    pa.set_memory_pool(pa.system_memory_pool())
    pages = int(Path("/proc/self/statm").read_text().split()[5])
    most = pages * resource.getpagesize() + limits.bytes
    seconds = int(limits.seconds * (os.cpu_count() or 1)) + 1
    for kind, value in (
        (resource.RLIMIT_DATA, most),
        (resource.RLIMIT_CPU, seconds),  # should the caller die and nobody watch the clock
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (allowed, hard))


def _store(delivery: Delivery, folder: Path) -> None:
    for one in fields(delivery):
        frame = getattr(delivery, one.name)
        feather.write_feather(frame, str(folder / one.name), compression="uncompressed")


def _load(folder: Path) -> Delivery:
    # Mapped, the columns without gaps are never copied; Linux lets a mapped file be removed.
    mapped = sys.platform == "linux"
    return Delivery(
        **{
            one.name: feather.read_table(str(folder / one.name), memory_map=mapped).to_pandas(
                split_blocks=True, self_destruct=True
            )
            for one in fields(Delivery)
        }
    )
