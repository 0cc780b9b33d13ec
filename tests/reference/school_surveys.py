"""The school samples of the reference (api) as surveys of the library, and R's results."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import phare

STYPE = {"E": 4421, "H": 755, "M": 1018}
WIDE = {"No": 1072, "Yes": 5122}
API99 = 3914069


def schools(reference: Path, name: str) -> pd.DataFrame:
    frame = pd.read_csv(reference / "api" / f"{name}.csv")
    return frame.assign(target_met=(frame["sch_wide"] == "Yes").astype(int))


@cache
def results(reference: Path, folder: str = "api") -> dict[str, Any]:
    entries = json.loads((reference / folder / "expected.json").read_text("utf-8"))["results"]
    return {entry["id"]: entry["result"] for entry in entries}


def survey(reference: Path, design: str) -> phare.Survey:
    """A design of the reference, by its name there."""
    if design.startswith("strat"):
        counts = None if design == "strat_nofpc" else "fpc"
        frame = schools(reference, "apistrat")
        return phare.Survey(frame, weights="pw", strata="stype", population=counts)
    if design.startswith("clus1"):
        counts = None if design == "clus1_nofpc" else "fpc"
        return phare.Survey(
            schools(reference, "apiclus1"), weights="pw", psu="dnum", population=counts
        )
    if design == "clus2":
        frame = schools(reference, "apiclus2")
        return phare.Survey(frame, psu=["dnum", "snum"], population=["fpc1", "fpc2"])
    assert design == "srs"
    return phare.Survey(schools(reference, "apisrs"), population="fpc")


def close(found: Any, expected: Any, relative: float = 1e-9) -> None:
    """Assert that numbers are R's, to a relative difference."""
    got, wanted = np.ravel(np.asarray(found, float)), np.ravel(np.asarray(expected, float))
    np.testing.assert_allclose(got, wanted, rtol=relative, atol=1e-12)
