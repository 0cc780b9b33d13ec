"""Run one engine on one workload, in a process of its own, on one core."""

import json
import os
import subprocess
from pathlib import Path

import numpy as np

from engines import workload
from engines.environments import Engine

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS",
           "RAYON_NUM_THREADS", "NUMEXPR_NUM_THREADS", "NUMBA_NUM_THREADS", "ARROW_NUM_THREADS")  # fmt: skip
HOURS = 2 * 3600


def measure(
    engine: Engine, task: str, place: Path, share: int, calls: int, out: Path
) -> tuple[dict, dict[str, np.ndarray]]:
    """Return what it took, and what it gave; {"missing": why} where it could not be run."""
    if engine.missing:
        return {"missing": engine.missing}, {}
    out.parent.mkdir(parents=True, exist_ok=True)
    for old in out.parent.glob(f"{out.name}*"):
        old.unlink()
    core = max(os.sched_getaffinity(0))
    command = [*engine.command, task, str(place), str(share), str(calls), str(out)]
    try:
        done = subprocess.run(
            command, env=os.environ | dict.fromkeys(THREADS, "1"), capture_output=True, text=True,
            check=False, timeout=HOURS, preexec_fn=lambda: os.sched_setaffinity(0, {core}),
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"missing": f"not done after {HOURS // 3600} hours"}, {}
    if done.returncode or not out.exists():
        said = (done.stderr or done.stdout).strip().splitlines() or ["no message"]
        # R says last that it halts, and before that why.
        why = next((line for line in said if line.startswith("Error")), said[-1])
        return {"missing": f"stopped: {why}"}, {}
    if engine.name != "R survey":
        with np.load(out.with_suffix(".npz")) as arrays:
            return json.loads(out.read_text("utf-8")), dict(arrays)
    seconds, peak, version = out.read_text("utf-8").splitlines()
    told = {"seconds": float(seconds), "gigabytes": float(peak), "version": version}
    return told, _from_r(task, np.fromfile(f"{out}.bin", dtype="<f8"), share)


def _from_r(task: str, numbers: np.ndarray, share: int) -> dict[str, np.ndarray]:
    if task == "supplied":
        return {"weights": numbers.reshape(-1, share)}
    if task in ("rake", "logit", "bootstrap"):
        return {"weights": numbers}
    estimate, std_error = numbers.reshape(2, share, workload.DOMAINS)
    return {"estimate": estimate, "std_error": std_error}


def apart(ours: dict[str, np.ndarray], theirs: dict[str, np.ndarray]) -> dict[str, float]:
    """Return the largest relative difference of each result that both gave, over what both did."""
    found = {}
    for name, own in ours.items():
        if name not in theirs:
            continue
        other = theirs[name]
        own = own[: len(other)] if name != "weights" else own
        if own.shape != other.shape:
            found[name] = float("inf")
            continue
        size = np.maximum(np.abs(own), np.abs(other))
        gap = np.divide(np.abs(own - other), size, out=np.zeros_like(size), where=size > 0)
        found[name] = float(gap.max())
    return found
