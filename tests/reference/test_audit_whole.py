"""hdv2003 through `audit` itself: its tables hold R's numbers, for all 180 schemes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from audited_adults import Audited, read_adults

from phare.audit import Audited as Tables
from phare.audit import audit
from phare.config.audit_slice import AuditSlice
from phare.config.slices import WeightSlice
from phare.weight import weight

WAVE = "adults-2003"
BLANK = {"fr": "", "en": ""}
STEPS = [
    {"base": {"from": "population"}},
    {"calibrate": {"margins": ["sexe", "age6", "niv5", "occup4"]}},
]
CAP = {"held": "in_turn"}
AUDIT: dict[str, Any] = {
    "reference": "unit",
    "benchmarks": ["clso3", "relig6"],
    "choices": {
        "margins": {"always": ["sexe", "age"], "any_of": ["occup", "niv5", "csp8"]},
        "classes": {
            "age": {"age4": "defensible", "age6": "defensible"},
            "occup": {"occup4": "defensible", "occup7": "defensible"},
        },
        "crossing": {
            "none": "defensible",
            "sex_by_age": {"margin": "sxa4", "instead_of": ["sexe", "age"]},
        },
        "distance": {"raking": "defensible", "linear": "defensible",
                     "logit": {"bounds": [0.3, 3]}},
        "trim": {"none": "defensible", "3_medians": CAP, "5_medians": CAP},
    },
    "conditions": [{"if": {"distance": ["linear", "logit"]}, "then": {"trim": "none"}}],
    "claims": [
        {"id": "cinema", "indicator": "cinema", "category": "oui", "kind": "below", "value": 0.5},
        {"id": "sport", "indicator": "sport", "category": "oui", "kind": "above",
         "value": 1 / 3},
        {"id": "tv", "indicator": "heures_tv", "kind": "below", "value": 2.5},
    ],
}  # fmt: skip


def slug(words: str) -> str:
    return re.sub("[^a-z0-9]+", "_", words.lower())


def address(name: str) -> tuple[str, str]:
    variable, _, category = name.partition("=")
    return variable, slug(category) if category else "all"


@pytest.fixture(scope="module")
def adults(reference: Path) -> Audited:
    return read_adults(reference)


@pytest.fixture(scope="module")
def tables(adults: Audited) -> Tables:
    targets = adults.expected["targets"]["unit"]
    rows = pd.DataFrame({"wave": WAVE, "respondent_id": adults.rows["id"].astype(str)})
    for column in ("stratum", "psu", "design_weight", "stratum_population"):
        rows[column] = None
    for name, totals in targets.items():
        rows[name] = pd.Categorical(adults.rows[name], list(totals))
    variables, indicators = {}, {}
    for name in dict.fromkeys(one.partition("=")[0] for one in adults.names):
        values = adults.rows[name]
        if any(one == name for one in adults.names):
            variables[name] = {"type": "number", "label": BLANK}
            statistic = "mean"
            rows[name] = values.astype(float)
        else:
            names = [slug(str(one)) for one in sorted(values.dropna().unique())]
            variables[name] = {
                "type": "category", "label": BLANK, "categories": dict.fromkeys(names, BLANK)
            }  # fmt: skip
            statistic = "distribution"
            rows[name] = pd.Categorical(values.dropna().map(slug).reindex(values.index), names)
        indicators[name] = {"label": BLANK, "statistic": statistic, "variable": name}
    margins = [(m, c, t) for m, own in targets.items() for c, t in own.items()]
    known = {
        "wave": WAVE, "variables": {"variables": variables}, "margins": margins,
        "population": sum(targets["sexe"].values()),
    }  # fmt: skip
    weights = weight(
        rows, WeightSlice.model_validate(known | {"scheme": "unit", "steps": STEPS})
    ).weights
    card = known | {"audit": AUDIT, "schemes": {"unit": STEPS}, "indicators": indicators}
    return audit(rows, weights, AuditSlice.model_validate(card))


def test_estimates_of_all_180_schemes(tables: Tables, reference: Path) -> None:
    variants = tables["AUDIT_VARIANTS"]
    tried = variants[variants["kind"] == "multiverse"]
    assert (tried["status"] == "solved").sum() == 180
    votes = variants[variants["equivalent_to"].isna() & variants["defensible"]]
    assert (votes["status"] == "solved").sum() == 106
    long = pd.read_csv(reference / "audit" / "estimates.csv")
    kish = pd.read_csv(reference / "audit" / "schemes.csv").set_index("scheme")["deff_kish"]
    keys = ["variant", "indicator", "category"]
    own = tables["AUDIT_ESTIMATES"].set_index(keys)["estimate"]
    method = {"trim3": "raking/cap 3 in turn", "trim5": "raking/cap 5 in turn",
              "logit": "logit[0.3,3]"}  # fmt: skip
    for scheme, rows in long.groupby("scheme"):
        margins, _, how = str(scheme).rpartition("/")
        variant = "+".join(sorted(margins.split("+"))) + "/" + method.get(how, how)
        index = [(variant, *address(name)) for name in rows["indicator"]]
        np.testing.assert_allclose(own.loc[index], rows["estimate"], rtol=1e-9, atol=1e-12)
        effect = tried.set_index("variant").loc[variant, "deff_kish"]
        assert effect == pytest.approx(kish[scheme], rel=1e-9)


def test_claims_hold_r_s_counts_and_values(adults: Audited, tables: Tables) -> None:
    rows = tables["AUDIT_CLAIMS"].set_index("claim")
    for claim, name in (("cinema", "cinema=Oui"), ("sport", "sport=Oui"), ("tv", "heures_tv")):
        flip = adults.expected["unit"]["flip"][name]
        about = adults.expected["unit"]["sensitivity"][name]
        row = rows.loc[claim]
        assert row["verdict"] == "holds"
        assert row["variants"] == 106
        assert row["flip_count"] == flip["exact_count"]
        assert row["robustness_value"] == pytest.approx(about["robustness_value"], rel=1e-9)
        weakest = min(about["benchmarks"].items(), key=lambda one: abs(one[1]["mrcs"]))
        assert row["weakest_margin"] == weakest[0]
        assert row["mrcs"] == pytest.approx(abs(weakest[1]["mrcs"]), rel=1e-9)
        assert 0.18 < row["spread_ratio"] < 0.30


def test_staircase_balance_shift_and_tests_in_the_tables(adults: Audited, tables: Tables) -> None:
    expected = adults.expected["unit"]
    deff = tables["AUDIT_DEFF"].set_index(["indicator", "category"])
    for name, told in expected["deff"].items():
        row = deff.loc[address(name)]
        for column in ("kish", "association", "explained", "deff"):
            assert row[column] == pytest.approx(told[column], rel=1e-9), (name, column)
        assert row["design"] == pytest.approx(told["centring"], rel=1e-9)
        # 1.96 there, the quantile itself here.
        assert row["moe_true"] / 1.959963984540054 == pytest.approx(told["se"], rel=1e-9)
    balance = tables["AUDIT_BALANCE"]
    for name in ("clso3", "relig6"):
        own = balance[(balance["variant"] == "unit") & (balance["variable"] == name)]
        assert set(own["role"]) == {"benchmark"}
        assert own["asmd_after"].iloc[0] == pytest.approx(
            expected["balance"][name]["asmd_after"], rel=1e-9
        )
    shift = tables["AUDIT_SHIFT"]
    shapley = shift[shift["method"] == "shapley"].groupby(["indicator", "category"])["value"].sum()
    tests = tables["AUDIT_TESTS"].set_index(["indicator", "category", "test"])
    for name, told in expected["informativeness"].items():
        assert shapley.loc[address(name)] == pytest.approx(told["shift"], rel=1e-9)
        for test in ("weight_only", "given_margins"):
            row = tests.loc[(*address(name), test)]
            assert row["statistic"] == pytest.approx(told[test]["F"], rel=1e-9)
            assert row["p_value"] == pytest.approx(told[test]["p"], rel=1e-9)


def test_the_method_counts_for_nothing_and_the_margins_for_nearly_all(tables: Tables) -> None:
    rows = tables["AUDIT_SHIFT"]
    shares = rows[rows["method"] == "variance"].pivot_table(
        index="player", columns=["indicator", "category"], values="value"
    )
    assert (shares.loc[["choice:distance", "choice:trim"]].sum() < 0.02).all()
    claimed = [("cinema", "oui"), ("sport", "oui"), ("heures_tv", "all")]
    assert (shares.loc["choice:margins", claimed] > 0.75).all()
