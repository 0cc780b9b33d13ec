"""A stratum with one PSU is treated as R survey 4.1 treats it.

Oracle: ../shared/reference/nhanes2, design `single`. Tolerance: 1e-9 relative.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from phare.errors import PhareError
from phare.stats.design import Design
from phare.stats.estimators import Base, estimate_means, estimate_ratios, estimate_totals


@pytest.fixture(scope="module")
def rows(reference: Path) -> pd.DataFrame:
    every = pd.read_csv(reference / "nhanes2" / "nhanes2.csv", low_memory=False)
    return every[~((every.strata == 1) & (every.psu == 2))]


@pytest.fixture(scope="module")
def results(reference: Path) -> dict[str, Any]:
    told = json.loads((reference / "nhanes2" / "expected.json").read_text(encoding="utf-8"))
    return {one["id"]: one["result"] for one in told["results"]}


def design(rows: pd.DataFrame, lonely: Any) -> Design:
    return Design(
        rows.finalwgt.to_numpy(float), rows.strata.to_numpy(), rows.psu.to_numpy(), lonely=lonely
    )


@pytest.mark.parametrize("lonely", ["adjust", "certainty"])
def test_lonely_psu(lonely: str, rows: pd.DataFrame, results: dict[str, Any]) -> None:
    here = design(rows, lonely)
    assert here.degrees_of_freedom == 30
    weight = rows.weight.to_numpy(float)[:, None]
    height = rows.height.to_numpy(float)[:, None]
    regions = pd.Categorical(rows.region, categories=sorted(rows.region.unique()))
    by = Base(regions.codes, 4)
    told_by = results[f"single_{lonely}/svyby_weight"]["rows"]
    pairs = [
        (estimate_means(here, weight).estimates.std_error, "svymean_weight"),
        (estimate_totals(here, weight).std_error, "svytotal_weight"),
        (estimate_ratios(here, weight, height).estimates.std_error, "svyratio_weight"),
    ]
    for ours, tag in pairs:
        told = np.ravel(results[f"single_{lonely}/{tag}"]["se"])
        np.testing.assert_allclose(np.ravel(ours), told, rtol=1e-9)
    ours = estimate_means(here, weight, base=by).estimates.std_error
    np.testing.assert_allclose(ours[:, 0], [row["se"]["weight"] for row in told_by], rtol=1e-9)


def test_lonely_psu_fails_unless_told_otherwise(rows: pd.DataFrame) -> None:
    with pytest.raises(PhareError, match="stratum '1': got a single PSU"):
        estimate_means(design(rows, "fail"), np.ones((len(rows), 1)))
