"""Why R's likelihood intervals differ from ours: a factor of the effective n, and interpolation.

Oracle: R survey 4.1, method "likelihood" of svyciprop. With (n - 1) / n of the effective n the
exact root equals R's limits to 1e-4, the error of interpolating between a few points.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from phare.stats.intervals import proportion_interval


@pytest.mark.parametrize("name", ["api", "communes2012", "hdv2003", "nhanes2", "small"])
def test_a_factor_and_interpolation_are_all_the_difference(reference: Path, name: str) -> None:
    told = json.loads((reference / name / "expected.json").read_text(encoding="utf-8"))
    compared = 0
    for one in told["results"]:
        result, design = one["result"], told["designs"].get(one["design"])
        if "likelihood" not in one["r_call"] or None in result["ci"]:
            continue
        n = design["n"]
        ours = proportion_interval(
            "likelihood",
            np.array(result["estimate"]),
            np.array(result["se"] * np.sqrt(n / (n - 1))),
            np.array(float(design["degf"])),
            np.array(float(n)),
            np.array(float(n)),
        )
        np.testing.assert_allclose([ours.low, ours.high], result["ci"], rtol=1e-4)
        compared += 1
    assert compared
