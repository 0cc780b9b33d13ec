"""Clusters, replicates beside, and those without an answer."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from shop_audit import MARGINS, STEPS, VARIABLES, WAVE, audit, card, run, shops, weighted

from phare.audit import Audited
from phare.config.slices import WeightSlice
from phare.weight import weight

CLUSTERS: dict[str, Any] = {"strata": "size", "psu": "staff"}


def clustered() -> Any:
    rows = shops()
    rows["psu"] = [f"c{i // 8}" for i in range(len(rows))]
    rows["stratum"] = "one"
    rows["stratum_population"] = None
    alike = np.repeat(np.random.default_rng(3).random(30) < 0.5, 8)
    answers = np.where(np.random.default_rng(4).random(240) < 0.8, alike, ~alike)
    rows["open"] = rows["open"].cat.set_categories(["yes", "no"])
    rows.loc[:, "open"] = np.where(answers, "yes", "no")
    return rows


def test_clusters_cost_their_own_factor_and_replicates_agree() -> None:
    rows = clustered()
    told = WeightSlice.model_validate(
        {
            "wave": WAVE, "scheme": "tried", "steps": STEPS, "variables": VARIABLES,
            "margins": MARGINS, "population": 7000.0, "design": CLUSTERS, "seed": 1,
            "replication": {"replicates": "JKn"}, "lonely": {"rule": "fail"},
        }
    )  # fmt: skip
    made = weight(rows, told)
    found = audit(rows, made.weights, card(design=CLUSTERS), replicates={"tried": made.replicates})
    deff = found["AUDIT_DEFF"].set_index(["indicator", "domain"])
    opened = deff.loc[("open", "all")]
    assert opened["clustering"] > 2
    assert opened["moe_true"] > 1.3 * opened["moe_kish"]
    assert opened["moe_replicates"] == pytest.approx(opened["moe_true"], rel=0.15)
    assert deff.loc[("rating", "all"), "clustering"] < 2


def with_holes() -> Any:
    rows = shops()
    rows.loc[rows.index[::20], "sector"] = None
    return rows


def audited(**missing: str) -> Audited:
    return run(
        with_holes(),
        audit={
            "choices": {
                "margins": {"always": ["size"], "any_of": ["sector"]}, "missing": missing
            }
        },
    )  # fmt: skip


def test_those_without_an_answer_are_refused_or_a_category_of_their_own() -> None:
    found = audited(refuse="defensible", own_category="defensible")["AUDIT_VARIANTS"]
    rows = found.set_index("variant")
    refused = rows.loc["sector+size/raking"]
    assert refused["status"] == "pruned"
    assert "a missing value in" in refused["reason"]
    own = rows.loc["sector+size/raking/own category"]
    assert own["status"] == "solved"
    # Nobody lacks a size: there the two are one weighting.
    assert rows.loc["size/raking/own category", "equivalent_to"] == "size/raking"


def test_the_reference_may_have_a_category_of_its_own_for_them() -> None:
    steps = [STEPS[0], {"calibrate": {"margins": ["size", "sector"], "missing": "own_category"}}]
    rows = with_holes()
    found = audit(rows, weighted(rows, steps), card(steps))
    variants = found["AUDIT_VARIANTS"].set_index("variant")
    assert variants.loc["tried", "status"] == "solved"
    assert variants.loc["without sector", "status"] == "solved"
    players = set(found["AUDIT_SHIFT"]["player"])
    assert {"size", "sector"} <= players


def test_a_reference_without_calibration() -> None:
    found = run(steps=[{"base": {"from": "strata", "margin": "size"}}])
    variants = found["AUDIT_VARIANTS"]
    assert not variants["kind"].isin(["leave_one_out", "bounds", "trim"]).any()
    shift = found["AUDIT_SHIFT"]
    shapley = shift[shift["method"] == "shapley"]
    assert shapley.empty
    moved = shift[(shift["indicator"] == "open") & (shift["player"] == "base")].iloc[0]
    assert moved["value"] == pytest.approx(moved["total"])
    assert found["AUDIT_TRIM"].empty
