"""svy, from a polars frame with Categorical columns, the fastest of those it takes."""

from pathlib import Path

import numpy as np
import polars as pl
import svy
import timing
import workload

EXACT = {"tol": 1e-10, "max_iter": 1000}


def frame(place: Path, *names: str) -> pl.DataFrame:
    columns = {}
    for name, values in workload.read(place, *names).items():
        known = workload.categories(place, name)
        columns[name] = (
            pl.Series(known).gather(values.astype(np.uint32)).cast(pl.Categorical)
            if known
            else pl.Series(values)
        )
    return pl.DataFrame(columns)


def prepare(task: str, place: Path, share: int):
    totals = workload.described(place)["totals"]
    if task == "rake":
        rows = frame(place, *totals, "weight")

        def rake():
            drawn = svy.Sample(rows, svy.Design(wgt="weight"))
            return drawn.weighting.rake(controls=totals, **EXACT)

        return rake, lambda made: {"weights": made.data["rk_wgt"].to_numpy()}
    if task == "bootstrap":
        rows = frame(place, *totals, "weight", "stratum", "psu")

        def replicated():
            drawn = svy.Sample(rows, svy.Design(wgt="weight", stratum="stratum", psu="psu"))
            drawn = drawn.weighting.create_bs_wgts(share, rstate=7)
            return drawn.weighting.rake(controls=totals, **EXACT)

        return replicated, lambda made: {"weights": made.data["rk_wgt"].to_numpy()}
    if task == "supplied":
        rows = frame(place, *totals, "weight", *[f"rw{r + 1}" for r in range(share)])
        given = svy.BootstrapWgts(prefix="rw", n_reps=share, df=share - 1)
        made = [f"rk_wgt{r + 1}" for r in range(share)]

        def supplied():
            drawn = svy.Sample(rows, svy.Design(wgt="weight", rep_wgts=given))
            return drawn.weighting.rake(controls=totals, **EXACT)

        return supplied, lambda raked: {"weights": raked.data.select(made).to_numpy()}
    names = workload.indicators(share)
    rows = frame(place, *totals, "weight", "stratum", "psu", "domain", *names)
    design = svy.Design(wgt="weight", stratum="stratum", psu="psu")
    weighted = None
    if task == "calibrated":
        weighted = svy.Sample(rows, design).weighting.rake(controls=totals, **EXACT)
    if task == "greg":
        controls = {svy.Cat(name): own for name, own in totals.items()}
        weighted = svy.Sample(rows, design).weighting.calibrate(controls=controls)

    def estimated():
        drawn = svy.Sample(rows, design) if weighted is None else weighted
        return drawn.estimation.mean(names, by="domain")

    def arrays(found) -> timing.Arrays:
        ordered = [sorted(one.estimates, key=lambda e: e.by_level) for one in found]
        return {
            "estimate": np.array([[e.est for e in one] for one in ordered]),
            "std_error": np.array([[e.se for e in one] for one in ordered]),
        }

    return estimated, arrays


if __name__ == "__main__":
    timing.run("svy", prepare)
