"""One engine, one task, in a process of its own: what it took and what it gave.

Run by each `run_*.py` with: task, workload, share (indicators or replicates done), calls, where
to leave the results. Only the public call is timed: neither imports nor reading.
"""

import gc
import json
import resource
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import numpy as np

Arrays = dict[str, np.ndarray]
# From task, workload and share to the call, and to what turns its answer into arrays.
Prepare = Callable[[str, Path, int], tuple[Callable[[], object], Callable[[object], Arrays]]]


def run(engine: str, prepare: Prepare) -> None:
    """Time an engine and write what it took (JSON) and what it gave (.npz)."""
    task, place, share, calls, out = sys.argv[1:6]
    warnings.simplefilter("ignore")
    call, arrays = prepare(task, Path(place), int(share))
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    took, answer = [], None
    for _ in range(int(calls)):
        answer = None
        start = time.process_time()
        answer = call()
        took.append(time.process_time() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    np.savez(Path(out).with_suffix(".npz"), **arrays(answer))
    told = {
        "version": version(engine), "seconds": statistics.median(took), "calls": took,
        "gigabytes": peak / 2**20, "gigabytes_before": before / 2**20,
    }  # fmt: skip
    Path(out).write_text(json.dumps(told), encoding="utf-8")
