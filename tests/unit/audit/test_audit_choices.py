"""Every combination of declared choices once, whatever their order."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from declared import HDV, declared
from hypothesis import given, settings
from hypothesis import strategies as st
from shop_audit import run

from phare.audit.choices import enumerate_variants
from phare.config.audits import Audit
from phare.errors import PhareError


def test_the_reference_multiverse_as_it_is_declared() -> None:
    variants = enumerate_variants(declared(), "test")
    allowed = [one for one in variants if one.refused is None]
    assert len(allowed) == 180
    assert len({one.margins for one in allowed}) == 36
    refused = [one for one in variants if one.refused is not None]
    assert {one.refused.reason for one in refused if one.refused} == {
        "condition: distance linear/logit asks for trim none"
    }
    assert {one.defensible for one in allowed if one.how.method == "linear"} == {False}


def test_classes_of_what_is_crossed_are_no_other_variant() -> None:
    names = [one.name for one in enumerate_variants(declared(), "test")]
    assert len(names) == len(set(names))
    assert names == sorted(names)


def shuffled(value: Any, draw: Any) -> Any:
    if isinstance(value, dict):
        keys = draw(st.permutations(list(value)))
        return {key: shuffled(value[key], draw) for key in keys}
    if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        return draw(st.permutations(value))
    return value


@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_order_of_choices_changes_nothing(data: st.DataObject) -> None:
    other = Audit.model_validate(shuffled(copy.deepcopy(HDV), data.draw))
    mine, theirs = (enumerate_variants(one, "test") for one in (declared(), other))
    assert [(v.name, v.margins, v.defensible, v.refused) for v in mine] == [
        (v.name, v.margins, v.defensible, v.refused) for v in theirs
    ]


def test_conditions_on_classes_and_margins() -> None:
    audit = declared(
        conditions=[
            {"if": {"classes.age": "age6"}, "then": {"classes.occup": "occup7"}},
            {"if": {"margins.with": "csp8"}, "then": {"margins.without": ["occup"]}},
            {"if": {"crossing": "sex_by_age"}, "then": {"distance": "raking", "trim": "none"}},
        ]
    )
    for one in enumerate_variants(audit, "test"):
        if one.refused is not None:
            continue
        assert not ("age6" in one.margins and "occup4" in one.margins)
        assert not ("csp8" in one.margins and {"occup4", "occup7"} & set(one.margins))
        if "sxa4" in one.margins:
            assert (one.how.method, one.cap.times_median) == ("raking", None)


def test_at_least_so_many_margins() -> None:
    choices = HDV["choices"] | {
        "margins": {"always": ["sexe", "age"], "any_of": ["niv5", "csp8"], "at_least": 1},
        "classes": {"age": {"age4": "defensible"}}, "crossing": {"none": "defensible"},
    }  # fmt: skip
    variants = enumerate_variants(declared(choices=choices), "test")
    assert {one.margins for one in variants} == {
        ("age4", "niv5", "sexe"), ("age4", "csp8", "sexe"), ("age4", "csp8", "niv5", "sexe")
    }  # fmt: skip


def test_more_variants_than_the_limit_are_refused_and_counted() -> None:
    with pytest.raises(PhareError, match=r"got 324 variants; expected at most 300; take values"):
        enumerate_variants(declared(limits={"variants": 300}), "test")
    many = {f"{n}_medians": "defensible" for n in range(2, 60)}
    with pytest.raises(PhareError, match=r"got 6264 variants; expected at most 2000"):
        enumerate_variants(declared(choices=HDV["choices"] | {"trim": many}, conditions=[]), "test")


def test_equal_weightings_vote_once() -> None:
    found = run()["AUDIT_VARIANTS"]
    solved = found[found["status"] == "solved"].set_index("variant")
    assert solved.loc["region+size/raking", "equivalent_to"] == "tried"
    assert solved.loc["region+size/raking/unit", "equivalent_to"] == "tried"
    # One margin is met in one way by every distance.
    assert solved.loc["size/linear", "equivalent_to"] == "size/raking"
    named = solved["equivalent_to"].dropna()
    assert set(named) <= set(solved.index[solved["equivalent_to"].isna()])


def test_a_choice_declared_twice_changes_no_verdict() -> None:
    twice = {"distance": {"raking": "defensible", "again": {"method": "raking"},
                          "once_more": {"method": "raking"}}}  # fmt: skip
    once = {"distance": {"raking": "defensible"}}
    claims = []
    for distance in (once, twice):
        choices = {"margins": {"always": ["size"], "any_of": ["region", "sector"]}} | distance
        claims.append(run(audit={"choices": choices})["AUDIT_CLAIMS"])
    assert claims[0].equals(claims[1])
