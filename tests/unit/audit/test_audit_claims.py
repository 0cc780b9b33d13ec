"""The words of a verdict, and the choices responsible."""

from __future__ import annotations

import numpy as np
import pytest
from shop_audit import run, sentence, shops, text

from phare.audit.choices import Variant
from phare.audit.claims import Standing, common_choice, judge
from phare.audit.multiverse import Tried
from phare.audit.solving import How
from phare.config.audits import Cap


def tried(name: str, *margins: str, defensible: bool = True, **about: object) -> Tried:
    how = How(str(about.get("method", "raking")))  # type: ignore[arg-type]
    variant = Variant(name, "multiverse", "scheme", margins, how, Cap(), "refuse", defensible)
    return Tried(variant, margins, np.ones(1), np.ones(1))


VARIANTS = [
    tried("a", "size"), tried("b", "size", "region"), tried("c", "size", method="linear"),
    tried("d", defensible=False),
]  # fmt: skip


def standing(*ahead: float, error: float = 0.1) -> Standing:
    return Standing(np.array(ahead)[:, None], np.full((len(ahead), 1), error))


@pytest.mark.parametrize(
    ("ahead", "verdict", "fails", "choice"),
    [
        ((1.0, 1.0, 1.0, 1.0), "holds", 0, ""),
        ((1.0, 1.0, 1.0, -1.0), "holds", 0, ""),
        ((1.0, 0.1, 1.0, 1.0), "barely", 0, ""),
        ((1.0, -0.1, 1.0, 1.0), "depends", 1, "with region"),
        ((1.0, 1.0, -0.1, 1.0), "depends", 1, "distance linear"),
        ((-0.1, 1.0, 1.0, 1.0), "fails", 1, "distance raking, without region"),
        ((-0.1, -1.0, -1.0, 1.0), "fails", 3, ""),
        ((0.0, 1.0, 1.0, 1.0), "fails", 1, "distance raking, without region"),
        ((np.nan, 1.0, 1.0, 1.0), "unknown", 0, ""),
    ],
)
def test_words(ahead: tuple[float, ...], verdict: str, fails: int, choice: str) -> None:
    found = judge(standing(*ahead), VARIANTS, 0, 1.96)
    assert (found.verdict, found.fails, found.failing_choice) == (verdict, fails, choice)


def test_stress_variants_do_not_vote_but_are_counted() -> None:
    found = judge(standing(1.0, 1.0, 1.0, -1.0), VARIANTS, 0, 1.96)
    assert (found.variants, found.stress_fails) == (3, 1)


def test_no_words_where_failures_share_nothing() -> None:
    failing = [tried("a", "size"), tried("b", "region", method="linear")]
    holding = [tried("c", "size", method="linear"), tried("d", "region")]
    assert common_choice(failing, holding) == ""


def claimed(**claim: object) -> dict[str, object]:
    found = run(audit={"claims": [{"id": "c"} | claim]})
    return dict(found["AUDIT_CLAIMS"].iloc[0])


def test_a_threshold_between_the_variants_depends_and_names_the_choice() -> None:
    row = claimed(indicator="open", kind="below", value=0.33)
    assert row["verdict"] == "depends"
    assert 0 < int(str(row["fails"])) < int(str(row["variants"]))
    # Only the crossed margin carries the sector by size, which moves the figure.
    assert row["failing_choice"]
    low = claimed(indicator="open", kind="below", value=0.3)
    assert (low["verdict"], low["failing_choice"]) == ("fails", None) or low["fails"]


def test_kinds_of_claims() -> None:
    between = claimed(indicator="open", kind="between", low=0.2, high=0.5)
    assert between["verdict"] == "holds"
    larger = claimed(indicator="best", category="price", kind="larger_than", than="place")
    assert larger["verdict"] == "holds"
    assert float(str(larger["estimate"])) - float(str(larger["threshold"])) > 0
    order = claimed(indicator="best", kind="order", order=["price", "choice", "place"])
    assert order["verdict"] in ("holds", "barely")
    assert order["order"] == 1
    assert claimed(indicator="best", kind="order", order=["place", "price"])["verdict"] == "fails"
    gap = claimed(
        indicator="open", kind="gap_to_national", domain="region", level="north", value=-1
    )
    assert gap["verdict"] == "fails"
    largest = claimed(indicator="best", category="place", kind="largest")
    assert largest["verdict"] == "fails"


def test_the_error_of_a_difference_knows_both_figures_are_of_one_sample() -> None:
    """Shares of one question: twice the margin of the mean of their difference, -1, 0 and 1."""
    rows = shops()
    row = claimed(indicator="best", category="price", kind="larger_than", than="choice")
    rows["rating"] = np.where(rows["best"] == "price", 1.0, 0.0) - (rows["best"] == "choice")
    found = run(rows, audit={"claims": []})["AUDIT_DEFF"]
    direct = found[(found["indicator"] == "rating") & (found["domain"] == "all")]
    assert row["moe_true"] == pytest.approx(direct["moe_true"].iloc[0], rel=1e-9)


def test_a_level_against_the_whole_as_the_engine_compares_them() -> None:
    from shop_audit import DOMAINS, INDICATORS, STEPS, VARIABLES, WAVE, weighted

    from phare.config.slices import EstimateSlice
    from phare.estimate import estimate

    rows = shops()
    told = EstimateSlice.model_validate(
        {
            "wave": WAVE, "scheme": "tried", "design": {}, "steps": STEPS,
            "indicators": {"open": INDICATORS["open"]}, "bases": {}, "domains": DOMAINS,
            "variables": VARIABLES, "population": 7000.0, "estimation": {},
        }
    )  # fmt: skip
    gaps = estimate(rows, weighted(rows), told).comparisons.set_index("level")
    row = claimed(
        indicator="open", kind="gap_to_national", domain="region", level="north", value=-1
    )
    expected = 1.959963984540054 * gaps.loc["north", "std_error"]
    assert row["moe_true"] == pytest.approx(expected, rel=1e-9)


def test_a_change_pairs_variants_of_the_same_choices() -> None:
    then = run(shops(seed=9))["AUDIT_ESTIMATES"]
    claim = {"id": "up", "indicator": "open", "kind": "change", "value": -0.5,
             "waves": ["shops-2020", "shops-2024"]}  # fmt: skip
    found = run(audit={"claims": [claim]}, earlier={"shops-2020": then})
    row = found["AUDIT_CLAIMS"].iloc[0]
    now = found["AUDIT_ESTIMATES"]
    keys = ["variant", "indicator", "category", "domain", "level"]
    at = ("tried", "open", "all", "all", "all")
    one, two = (rows.set_index(keys).loc[at] for rows in (now, then))
    assert row["verdict"] == "fails"
    assert row["threshold"] == pytest.approx(two["estimate"] - 0.5)
    error = np.hypot(one["std_error"], two["std_error"])
    assert row["moe_true"] == pytest.approx(1.959963984540054 * error)
    assert row["variants"] == 18
    flat = run(audit={"claims": [claim | {"value": 0.0}]}, earlier={"shops-2020": now})
    assert flat["AUDIT_CLAIMS"].iloc[0]["verdict"] == "fails"


def test_the_line_says_the_verdict_in_words() -> None:
    claim = {"id": "c", "indicator": "open", "kind": "below", "value": 0.33,
             "label": text("un sur trois", "one in three")}  # fmt: skip
    line = sentence(run(audit={"claims": [claim]}), "another")
    assert "dépend du redressement (échoue dans " in line["fr"]
    assert "“one in three” depends on the weighting (fails in " in line["en"]
    assert line["level"] == "caution"


def test_a_claim_about_a_level_says_why_its_shift_is_not_shared_out() -> None:
    claim = {"id": "c", "indicator": "open", "domain": "region", "level": "north",
             "kind": "above", "value": 0.1}  # fmt: skip
    found = run(audit={"claims": [claim]})
    assert found["AUDIT_CLAIMS"].iloc[0]["verdict"] in ("holds", "barely")
    assert "ce chiffre est d’un niveau" in sentence(found, "change")["fr"]
    assert "North" in sentence(found, "worth")["en"] or "north" in sentence(found, "worth")["en"]
