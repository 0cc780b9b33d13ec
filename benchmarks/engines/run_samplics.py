"""samplics, from numpy arrays."""

from pathlib import Path

import numpy as np
import timing
import workload
from samplics import PopParam, SampleWeight, TaylorEstimator


def prepare(task: str, place: Path, share: int):
    totals = workload.described(place)["totals"]
    if task == "rake":
        rows = workload.read(place, *totals, "weight")
        margins = {name: rows[name] for name in totals}
        control = {name: dict(enumerate(own.values())) for name, own in totals.items()}
        return (
            lambda: SampleWeight().rake(
                rows["weight"], margins, control, tol=1e-10, ctrl_tol=1e-10, max_iter=1000
            ),
            lambda weights: {"weights": weights},
        )
    names = workload.indicators(share)
    rows = workload.read(place, "weight", "stratum", "psu", "domain", *names)

    def estimated():
        found = []
        for name in names:
            mean = TaylorEstimator(PopParam.mean)
            mean.estimate(
                rows[name], samp_weight=rows["weight"], stratum=rows["stratum"],
                psu=rows["psu"], domain=rows["domain"],
            )  # fmt: skip
            found.append(mean)
        return found

    def arrays(found) -> timing.Arrays:
        return {
            "estimate": np.array([[one.point_est[d] for d in one.domains] for one in found]),
            "std_error": np.array([[one.stderror[d] for d in one.domains] for one in found]),
        }

    return estimated, arrays


if __name__ == "__main__":
    timing.run("samplics", prepare)
