"""Bad input gets a sentence each; a line that cannot be said says why."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError
from shop_audit import AUDIT, MARGINS, card, run, sentence, shops, weighted

from phare.audit import audit
from phare.config.audits import Audit, Audits
from phare.config.base import read_model
from phare.errors import PhareError

LINES = ("worth", "change", "another", "held_out", "fragility", "limits")


def refused(**changes: Any) -> str:
    with pytest.raises(PhareError) as caught:
        run(audit=changes)
    return str(caught.value)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"claims": [{"id": "most", "indicator": "opne", "kind": "above", "value": 0.5}]},
            "shops-2024, audit, claim 'most': got 'opne'; expected an indicator of this wave; "
            "write 'open'.",
        ),
        (
            {"claims": [{"id": "m", "indicator": "middle", "kind": "above", "value": 5}]},
            "claim 'm': got 'middle', a median; expected a share, a mean, a ratio",
        ),
        (
            {"claims": [{"id": "g", "indicator": "open", "kind": "gap_to_national",
                         "domain": "region", "level": "nroth"}]},
            "claim 'g', region: got 'nroth'; expected a level of the domain; write 'north'.",
        ),
        (
            {"choices": {"margins": {"always": ["size"]},
                         "classes": {"size": {"sise": "defensible"}}}},
            "choices.classes.size: got 'sise'; expected a margin of "
            "config/margins/shops-2024.csv; write 'size'.",
        ),
        (
            {"choices": {"margins": {"always": ["size", "colour"]}}},
            "choices.margins: got 'colour'; expected a margin of config/margins/shops-2024.csv",
        ),
        (
            {"choices": {"margins": {"always": ["size"]}, "classes": {"regoin": {}}}},
            "choices.classes: got 'regoin'; expected a name of choices.margins",
        ),
        (
            {"conditions": [{"if": {"distnace": "linear"}, "then": {"trim": "none"}}]},
            "condition 1: got 'distnace'; expected a choice; write 'distance'.",
        ),
        (
            {"conditions": [{"if": {"distance": "linaer"}, "then": {"trim": "none"}}]},
            "condition 1, distance: got 'linaer'; expected a value of that choice; "
            "write 'linear'.",
        ),
        ({"reference": "tired"}, "reference: got 'tired'; expected a scheme of this wave; write 'tried'."),
        ({"benchmarks": ["urbn"]}, "benchmarks: got 'urbn'"),
        ({"limits": {"variants": 5}}, "choices: got 72 variants; expected at most 5; take values"),
    ],
)  # fmt: skip
def test_a_sentence_each(changes: dict[str, Any], words: str) -> None:
    assert words in refused(**changes)


def test_every_finding_at_once() -> None:
    said = refused(benchmarks=["urbn"], headlines=["opne"], domains=["regon"])
    assert said.count("\n") == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"margins": {}}, "some margin, in always or in any_of"),
        ({"margins": {"any_of": ["a"], "at_least": 2}}, "at least no more than the 1 of any_of"),
        ({"margins": {"always": ["a"]}, "distance": {"logit": "defensible"}}, "bounds with logit"),
        ({"margins": {"always": ["a"]}, "distance": {"linear": {"bounds": [0.5, 2]}}},
         "no bounds with linear"),
        ({"margins": {"always": ["a"]}, "trim": {"none": "likely"}}, "defensible"),
    ],
)  # fmt: skip
def test_choices_that_say_nothing_are_refused_when_read(
    changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        Audit.model_validate(AUDIT | {"choices": changes})


def test_claims_that_lack_a_part_are_refused_when_read() -> None:
    for claim, words in (
        ({"kind": "between", "low": 1.0}, "low and high"),
        ({"kind": "larger_than"}, "than, with larger_than"),
        ({"kind": "order", "order": ["a"]}, "two categories or more"),
        ({"kind": "change"}, "two waves"),
        ({"kind": "gap_to_national"}, "a domain and a level"),
    ):
        with pytest.raises(ValidationError, match=words):
            Audit.model_validate(AUDIT | {"claims": [{"id": "c", "indicator": "open"} | claim]})
    with pytest.raises(ValidationError, match="each claim once: c stands twice"):
        one = {"id": "c", "indicator": "open", "kind": "above"}
        Audit.model_validate(AUDIT | {"claims": [one, one]})


def test_a_yaml_file_of_audits_is_read(tmp_path: Any) -> None:
    path = tmp_path / "audits.yaml"
    path.write_text(
        "audits:\n"
        "  shops:\n"
        "    reference: tried\n"
        "    imported: {institute: stress}\n"
        "    choices:\n"
        "      margins: {always: [size], any_of: [region]}\n"
        "      classes: {region: {13: defensible, 5: defensible}}\n"
        "      distance: {raking: defensible, logit: {bounds: [0.3, 3]}, linear: stress}\n"
        "      trim: {none: defensible, 3_medians: defensible, 2.5_medians: stress}\n"
        "    conditions:\n"
        "      - {if: {distance: linear}, then: {trim: none}}\n",
        encoding="utf-8",
    )
    found = read_model(Audits, path, "config/audits.yaml").of("shops-2024", "shops")
    assert found is not None
    assert list(found.choices.classes["region"]) == ["13", "5"]
    assert found.choices.trim["2.5_medians"].times_median == 2.5
    assert found.choices.distance["logit"].bounds == (0.3, 3.0)
    assert found.imported["institute"].tag == "stress"
    path.write_text("audits: {shops: {refrence: tried}}\n", encoding="utf-8")
    with pytest.raises(PhareError, match="unknown key 'refrence'"):
        read_model(Audits, path, "config/audits.yaml")


def test_the_example_of_the_page_is_read(root: Path, tmp_path: Path) -> None:
    page = (root / "docs" / "methods" / "audit.md").read_text("utf-8")
    block = re.search(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert block is not None
    path = tmp_path / "audits.yaml"
    path.write_text(block[1], encoding="utf-8")
    found = read_model(Audits, path, "config/audits.yaml").of("mayors-2024", "mayors")
    assert found is not None
    assert found.choices.crossing["region_by_size"].instead_of == ("commune_size", "region")
    assert found.choices.trim["5_medians"].times_median == 5


def test_no_benchmark_says_so_and_holds_margins_out_in_turn() -> None:
    found = run(audit={"benchmarks": []})
    line = sentence(found, "held_out")
    assert line["fr"].startswith("Aucun repère externe fourni")
    assert line["row"].startswith("without ")
    bare = run(steps=[{"base": {"from": "population"}}], audit={"benchmarks": []})
    line = sentence(bare, "held_out")
    assert line["level"] == "unknown"
    assert "aucun repère externe fourni, et aucune marge" in line["fr"]


def test_no_claim_and_no_headline_say_so() -> None:
    found = run(audit={"claims": [], "headlines": []})
    assert found["AUDIT_CLAIMS"].empty
    for name in ("worth", "change", "another", "limits"):
        line = sentence(found, name)
        assert line["level"] == "unknown"
        assert "the audit declares no headline and no claim" in line["en"]
    assert "aucune phrase n’est déclarée" in sentence(found, "fragility")["fr"]
    assert sentence(found, "held_out")["level"] != "unknown"


def test_one_respondent() -> None:
    rows = shops().iloc[[0]].reset_index(drop=True)
    steps: list[dict[str, Any]] = [{"base": {"from": "one"}}]
    found = run(rows, steps, design={}, audit={"choices": {"margins": {"always": ["size"]}}})
    for name in LINES:
        line = sentence(found, name)
        assert line["level"] == "unknown"
        assert "un seul répondant" in line["fr"]
    variants = found["AUDIT_VARIANTS"]
    assert variants.loc[variants["kind"] == "multiverse", "status"].tolist() == ["pruned"]


def test_no_respondent() -> None:
    with pytest.raises(PhareError, match="got no respondent; expected at least one"):
        audit(shops().iloc[:0], weighted(shops()), card())


def test_weights_of_others() -> None:
    rows = shops()
    with pytest.raises(PhareError, match="weights of 240 respondents; expected those of the 239"):
        audit(rows.iloc[1:], weighted(rows), card())


def test_a_constant_indicator() -> None:
    rows = shops()
    rows["open"] = pd.Categorical(["yes"] * len(rows), ["yes", "no"])
    claim = {"id": "all_open", "indicator": "open", "kind": "above", "value": 0.5}
    found = run(rows, audit={"claims": [claim]})
    row = found["AUDIT_CLAIMS"].iloc[0]
    assert row["verdict"] == "holds"
    assert row["low"] == row["high"] == 1
    assert row["moe_true"] == 0
    line = sentence(found, "fragility")
    assert line["level"] == "unknown"
    assert "tous ont donné la même réponse" in line["fr"]
    assert "Tous ont donné la même réponse" in sentence(found, "worth")["fr"]


def test_an_indicator_equal_to_a_margin() -> None:
    claim = {"id": "few_large", "indicator": "size_profile", "kind": "below", "value": 0.2}
    found = run(audit={"claims": [claim]})
    row = found["AUDIT_CLAIMS"].iloc[0]
    assert row["verdict"] == "holds"
    assert pd.isna(row["flip_count"])
    line = sentence(found, "worth")
    assert "fixé par construction" in line["fr"]
    assert line["fr"].rstrip(".").endswith("14,3\u202f%")


def test_a_base_that_nobody_is_in() -> None:
    rows = shops()
    rows["rating"] = np.nan
    claim = {"id": "good", "indicator": "rating", "kind": "above", "value": 5}
    found = run(rows, audit={"claims": [claim], "headlines": []})
    row = found["AUDIT_CLAIMS"].iloc[0]
    assert (row["verdict"], row["reason"]) == ("unknown", "no respondent in its base")
    for name in ("worth", "change", "another", "fragility", "limits"):
        assert sentence(found, name)["level"] == "unknown"


def test_a_margin_that_is_the_total_of_a_number() -> None:
    margins = [*MARGINS, ("staff", "all", 30000.0)]
    with pytest.raises(PhareError, match="margin 'staff': got the total of a number; expected cat"):
        run(margins=margins, audit={"choices": {"margins": {"always": ["size", "staff"]}}})


def test_a_change_without_the_other_wave() -> None:
    claim = {
        "id": "up",
        "indicator": "open",
        "kind": "change",
        "waves": ["shops-2020", "shops-2024"],
    }
    found = run(audit={"claims": [claim]})
    row = found["AUDIT_CLAIMS"].iloc[0]
    assert (row["verdict"], row["reason"]) == (
        "unknown", "no audit of shops-2020 to pair variants with"
    )  # fmt: skip
    assert "cannot be judged" in sentence(found, "another")["en"]
