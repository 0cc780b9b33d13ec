"""balance, from a pandas frame. Its target is a frame of rows: the crossing of all margins, each
row with the product of its shares, which has the margins exactly."""

import logging
from functools import reduce
from pathlib import Path

import numpy as np
import pandas as pd
import timing
import workload
from balance.weighting_methods.rake import rake

logging.disable(logging.CRITICAL)


def prepare(_task: str, place: Path, _share: int):
    totals = workload.described(place)["totals"]
    read = workload.read(place, *totals, "weight")
    rows = pd.DataFrame(
        {name: pd.Categorical.from_codes(read[name], list(own)) for name, own in totals.items()}
    )
    base = pd.Series(read["weight"])
    target = pd.MultiIndex.from_product(totals.values(), names=list(totals)).to_frame(index=False)
    shares = [np.array([*own.values()]) / workload.POPULATION for own in totals.values()]
    weights = pd.Series(workload.POPULATION * reduce(np.multiply.outer, shares).ravel())

    def call():
        return rake(
            rows, base, target, weights, transformations=None, max_iteration=1000,
            convergence_rate=1e-10, rate_tolerance=0.0,
        )["weight"]  # fmt: skip

    return call, lambda made: {"weights": made.to_numpy()}


if __name__ == "__main__":
    timing.run("balance", prepare)
