"""Nothing in the tables depends on the order of the rows, nor on the order of the choices."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from shop_audit import AUDIT, MARGINS, Audited, audit, card, run, shops, weighted

TABLES = (
    "AUDIT_VARIANTS", "AUDIT_ESTIMATES", "AUDIT_BALANCE", "AUDIT_DEFF", "AUDIT_SHIFT",
    "AUDIT_INFLUENCE", "AUDIT_CLAIMS", "AUDIT_TRIM", "AUDIT_TESTS", "AUDIT_FRAME",
)  # fmt: skip


def same(first: Audited, second: Audited) -> None:
    for name in TABLES:
        one, two = (
            found[name].sort_values(_keys(found[name])).reset_index(drop=True)
            for found in (first, second)
        )
        pd.testing.assert_frame_equal(one, two, rtol=1e-8, atol=1e-10, obj=name)
    words = ["sentence", "level", "fr", "en"]
    pd.testing.assert_frame_equal(first["AUDIT_VERDICT"][words], second["AUDIT_VERDICT"][words])


def _keys(table: pd.DataFrame) -> list[str]:
    return [str(name) for name in table.columns if table[name].dtype == "str"]


@pytest.fixture(scope="module")
def found() -> Audited:
    return run()


@given(seed=st.integers(0, 1000))
@settings(max_examples=4, deadline=None, phases=[Phase.explicit, Phase.generate])
def test_order_of_rows(found: Audited, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(240)
    rows = shops().iloc[order].reset_index(drop=True)
    same(found, audit(rows, weighted(rows), card()))


def test_order_of_choices_margins_and_claims(found: Audited) -> None:
    def turned(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: turned(value[key]) for key in reversed(value)}
        return value

    choices = turned(AUDIT["choices"])
    choices["margins"] = {"any_of": ["sector", "region"], "always": ["size"]}
    blocks = {name: [row for row in MARGINS if row[0] == name] for name, _, _ in MARGINS}
    margins = [row for name in reversed(blocks) for row in blocks[name]]
    same(found, run(audit={"choices": choices}, margins=margins))


def test_scale_of_the_weights() -> None:
    """Totals in thousands: every share, verdict and count of respondents stays."""
    margins = [(m, c, t / 1000) for m, c, t in MARGINS]
    rows = shops()
    weights = weighted(rows).assign(weight=lambda w: w["weight"] / 1000)
    design = {"strata": "size"}
    small = audit(rows, weights, card(margins=margins, population=7.0, design=design))
    large = run(design=design)
    for name in ("AUDIT_CLAIMS", "AUDIT_DEFF", "AUDIT_BALANCE"):
        one, two = small[name], large[name]
        if name == "AUDIT_DEFF":
            one, two = (t[t["indicator"] != "shops_open"] for t in (one, two))
        one, two = (t.drop(columns="scenario_bias", errors="ignore") for t in (one, two))
        pd.testing.assert_frame_equal(
            one.reset_index(drop=True), two.reset_index(drop=True), rtol=1e-8, atol=1e-10
        )


def test_the_audit_touches_none_of_its_arguments() -> None:
    rows = shops()
    weights = weighted(rows)
    before = rows.copy(), weights.copy()
    audit(rows, weights, card())
    pd.testing.assert_frame_equal(rows, before[0])
    pd.testing.assert_frame_equal(weights, before[1])
