"""weightipy, from a pandas frame. It takes no base weights: every row counts 1 before."""

from pathlib import Path

import pandas as pd
import timing
import weightipy as wp
import workload


def prepare(_task: str, place: Path, _share: int):
    described = workload.described(place)
    totals = described["totals"]
    read = workload.read(place, *totals)
    rows = pd.DataFrame(
        {name: pd.Categorical.from_codes(read[name], list(own)) for name, own in totals.items()}
    )
    scheme = wp.scheme_from_dict(totals)
    scale = workload.POPULATION / described["rows"]
    return (
        lambda: wp.weight_dataframe(rows, scheme)["weights"],
        lambda made: {"weights": made.to_numpy() * scale},
    )


if __name__ == "__main__":
    timing.run("weightipy", prepare)
