"""ipfn, on a table of cells: what makes the table of the rows, and rows of the table, is ours."""

from pathlib import Path

import numpy as np
import timing
import workload
from ipfn import ipfn


def prepare(_task: str, place: Path, _share: int):
    totals = workload.described(place)["totals"]
    rows = workload.read(place, *totals, "weight")
    sizes = tuple(len(own) for own in totals.values())
    wanted = [np.array([*own.values()]) for own in totals.values()]

    def call():
        cell = np.ravel_multi_index([rows[name] for name in totals], sizes)
        before = np.bincount(cell, rows["weight"], int(np.prod(sizes)))
        table = before.reshape(sizes).copy()
        fitted = ipfn.ipfn(
            table, wanted, [[axis] for axis in range(len(sizes))],
            convergence_rate=1e-10, rate_tolerance=0.0, max_iteration=1000,
        ).iteration()  # fmt: skip
        factor = np.divide(fitted.ravel(), before, out=np.ones_like(before), where=before > 0)
        return rows["weight"] * factor[cell]

    return call, lambda weights: {"weights": weights}


if __name__ == "__main__":
    timing.run("ipfn", prepare)
