"""The eleven tables of a wave agree with each other and with the estimates that are published."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from shop_audit import (
    DOMAINS,
    INDICATORS,
    STEPS,
    VARIABLES,
    WAVE,
    card,
    run,
    sentence,
    shops,
    weighted,
)

from phare.audit import Audited, audit
from phare.config.slices import EstimateSlice
from phare.contracts.audit import AUDIT_TABLES, SENTENCES
from phare.estimate import estimate

FIGURE = ["indicator", "category", "domain", "level"]


@pytest.fixture(scope="module")
def found() -> Audited:
    return run()


def test_every_table_keeps_its_contract(found: Audited) -> None:
    assert list(found.tables) == [contract.name for contract in AUDIT_TABLES]
    assert len(AUDIT_TABLES) == 11
    for contract in AUDIT_TABLES:
        contract.check(found[contract.name], "test")
        assert len(found[contract.name]), contract.name


def test_reference_figures_are_those_of_the_estimates(found: Audited) -> None:
    rows = shops()
    told = EstimateSlice.model_validate(
        {
            "wave": WAVE, "scheme": "tried", "design": {}, "steps": STEPS,
            "indicators": {k: v for k, v in INDICATORS.items() if k != "middle"}, "bases": {},
            "domains": DOMAINS, "variables": VARIABLES, "population": 7000.0, "estimation": {},
        }
    )  # fmt: skip
    published = estimate(rows, weighted(rows), told).estimates.set_index(FIGURE)
    own = found["AUDIT_ESTIMATES"]
    own = own[own["variant"] == "tried"].set_index(FIGURE)
    same = published.reindex(own.index)
    assert same["estimate"].notna().all()
    np.testing.assert_allclose(own["estimate"], same["estimate"], rtol=1e-9)
    np.testing.assert_allclose(own["std_error"], same["std_error"], rtol=1e-6, atol=1e-9)
    staircase = found["AUDIT_DEFF"].set_index(FIGURE)
    whole = staircase[staircase.index.get_level_values("domain") == "all"]
    whole = whole[~whole["fixed"] & ~whole.index.isin(["rating", "per_staff"], level=0)]
    np.testing.assert_allclose(whole["deff"], same.loc[whole.index, "deff"], rtol=1e-6)


def test_staircase_multiplies_to_the_design_effect(found: Audited) -> None:
    rows = found["AUDIT_DEFF"]
    rows = rows[~rows["fixed"]]
    steps = rows[["kish", "association", "explained", "design", "clustering"]]
    np.testing.assert_allclose(steps.prod(axis=1), rows["deff"], rtol=1e-12)
    assert (rows["clustering"] == 1).all()
    assert (rows["fpc"] < 1).all()


def test_a_figure_fixed_by_a_margin_says_so(found: Audited) -> None:
    rows = found["AUDIT_DEFF"].set_index(FIGURE)
    fixed = rows.loc[("size_profile", "all", "all", "all")]
    assert fixed["fixed"]
    assert fixed["moe_true"] == 0
    assert rows["fixed"].sum() == 1


def test_parts_of_the_shift_sum_to_it(found: Audited) -> None:
    rows = found["AUDIT_SHIFT"]
    moved = rows[rows["method"] != "variance"].groupby(["indicator", "category"])
    np.testing.assert_allclose(moved["value"].sum(), moved["total"].first(), rtol=0, atol=1e-10)
    assert set(rows["player"]) >= {"base", "region", "size", "after", "choice:margins"}
    kish = rows[rows["indicator"] == "log_kish"]["total"].iloc[0]
    effect = found["AUDIT_VARIANTS"].set_index("variant").loc["tried", "deff_kish"]
    assert np.exp(kish) == pytest.approx(effect)


def test_six_lines_end_in_a_number_of_a_table(found: Audited) -> None:
    rows = found["AUDIT_VERDICT"]
    lines = rows[rows["sentence"].isin(SENTENCES)]
    assert tuple(lines["sentence"]) == SENTENCES
    for row in lines.itertuples():
        told = json.loads(row.numbers)
        held = number_at(found, row.table, row.row, row.column)
        assert any(value == pytest.approx(held) for value in told.values()), row.sentence
        for text in (row.fr, row.en):
            last = text.rstrip(".").replace("points", "").replace("point", "").rstrip("% \u202f")
            digits = last.split()[-1].split("\u202f")[-1].lstrip("±+−").replace(",", ".")
            shown = float(digits)
            close = [held, 100 * held, abs(held), 100 * abs(held)]
            assert min(abs(shown - abs(one)) for one in close) <= 0.051, (row.sentence, text)


def number_at(found: Audited, table: str, row: str, column: str) -> float:
    contract = next(one for one in AUDIT_TABLES if one.name == table)
    keys = row.split(" / ")
    rows = found[table]
    names = [name for name in contract.key if name != "wave"]
    for name, value in zip(names, keys, strict=True):
        rows = rows[rows[name].astype(str) == value]
    assert len(rows) == 1, (table, row)
    return float(rows[column].iloc[0])


def test_notes_too_point_at_their_number(found: Audited) -> None:
    rows = found["AUDIT_VERDICT"]
    notes = rows[rows["sentence"].str.startswith("note") & rows["table"].notna()]
    assert len(notes)
    for row in notes.itertuples():
        held = number_at(found, row.table, row.row, row.column)
        assert json.loads(row.numbers)[row.column] == pytest.approx(held)


def test_a_held_out_benchmark_is_judged_and_never_calibrated(found: Audited) -> None:
    rows = found["AUDIT_BALANCE"]
    urban = rows[(rows["variable"] == "urban") & (rows["variant"] == "tried")]
    assert set(urban["role"]) == {"benchmark"}
    assert urban["gap"].abs().max() > 0.01
    calibrated = rows[(rows["variant"] == "tried") & (rows["role"] == "calibrated")]
    np.testing.assert_allclose(calibrated["gap"], 0, atol=1e-10)
    left = rows[(rows["variant"] == "without region") & (rows["variable"] == "region")]
    assert set(left["role"]) == {"left_out"}


def test_replicates_stand_beside(found: Audited) -> None:
    assert found["AUDIT_DEFF"]["moe_replicates"].isna().all()


def test_imported_weights_are_a_scheme_like_any_other() -> None:
    rows = shops()
    given = weighted(rows, [{"base": {"from": "strata", "margin": "size"}}], "institute")
    both = pd.concat([weighted(rows), given], ignore_index=True)
    steps = {"tried": STEPS, "institute": [{"base": {"from": "strata", "margin": "size"}}]}
    told = card(audit={"imported": ["institute"]}, schemes=steps)
    made = audit(rows, both, told)
    variants = made["AUDIT_VARIANTS"].set_index("variant")
    assert variants.loc["institute", "kind"] == "imported"
    # It weighs as post-stratification to size, which is a variant: that one does not vote again.
    assert variants.loc["size/raking", "equivalent_to"] == "institute"
    assert set(made["AUDIT_DEFF"]["scheme"]) == {"tried", "institute"}


def test_an_imported_scheme_may_be_a_stress() -> None:
    rows = shops()
    given = weighted(rows, [{"base": {"from": "population"}}], "unweighted")
    both = pd.concat([weighted(rows), given], ignore_index=True)
    steps = {"tried": STEPS, "unweighted": [{"base": {"from": "population"}}]}
    told = card(audit={"imported": {"unweighted": "stress"}}, schemes=steps)
    variants = audit(rows, both, told)["AUDIT_VARIANTS"].set_index("variant")
    assert not variants.loc["unweighted", "defensible"]
    assert variants.loc["not weighted", "equivalent_to"] == "unweighted"


def test_a_cap_held_with_the_margins_is_found_again() -> None:
    steps = [*STEPS, {"trim": {"times_median": 3.5}}]
    made = run(steps=steps)
    variants = made["AUDIT_VARIANTS"].set_index("variant")
    assert variants.loc["tried", "weight_max"] < variants.loc["region+size/raking", "weight_max"]
    assert variants.loc["cap 4 medians", "weight_max"] > variants.loc["tried", "weight_max"]
    players = made["AUDIT_SHIFT"].set_index(["indicator", "category", "player"])["value"]
    assert abs(players.loc[("open", "all", "after")]) > 0
    line = sentence(made, "fragility")
    assert line["level"] != "unknown"
