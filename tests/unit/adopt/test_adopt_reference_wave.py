"""The wave of ../shared/reference/newwave beside its truth."""

import json
from pathlib import Path
from typing import Any

import pytest

from phare.adopt.match import Matching
from phare.adopt.verdicts import Line


@pytest.fixture(scope="module")
def truth(reference: Path) -> dict[str, Any]:
    return json.loads((reference / "newwave" / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def ancestors(truth: dict[str, Any]) -> dict[str, str]:
    found = {one["new"]: one["old"] for one in truth["variables"]}
    for one in truth["multiple"]:
        found |= {f"{one['new']}={code}": old for code, old in one["answers"].items()}
    return found


def test_every_variable_is_given_its_ancestor(
    ancestors: dict[str, str], women_lines: dict[str, Line]
) -> None:
    given = {
        new: line.old.name for new, line in women_lines.items() if line.old and new in ancestors
    }
    assert given == ancestors


def test_none_is_wrong_among_those_called_sure(
    ancestors: dict[str, str], women_lines: dict[str, Line]
) -> None:
    sure = {new: line.old.name for new, line in women_lines.items() if line.verdict == "sure"}
    assert {new: old for new, old in sure.items() if ancestors.get(new) != old} == {}


def test_no_category_is_wrong(truth: dict[str, Any], women_lines: dict[str, Line]) -> None:
    wrong, right = [], 0
    for one in truth["variables"]:
        links = women_lines[one["new"]].links
        for link in links.links if links else ():
            if "categories" not in one:
                continue
            right += link.old in one["categories"].get(link.new, ())
            if link.old not in one["categories"].get(link.new, ()):
                wrong.append((one["new"], link))
    assert not wrong
    # One cannot be read from the labels: a church that joined all the others. It is told.
    assert (
        right
        == sum(len(o) for v in truth["variables"] for o in v.get("categories", {}).values()) - 1
    )
    assert women_lines["B3"].links.old_left == ("3",)


def test_the_reversed_scale_is_found_and_no_other(women_lines: dict[str, Line]) -> None:
    assert [new for new, line in women_lines.items() if line.relation == "reversed"] == ["B1"]
    said = [note.said("en") for note in women_lines["B1"].notes if note.kind == "reversed"]
    assert said == ["The scale is reversed: 1 meant “primaire” and now means “Supérieur”."]


def test_the_cell_of_several_answers_is_found(women_matched: Matching) -> None:
    (several,) = women_matched.several
    assert (several.name, several.separator, dict(several.codes)) == (
        "C2", ",", {"1": "Presse", "2": "Radio", "3": "Télévision"},
    )  # fmt: skip
    assert several.empty == 253


def test_a_new_question_is_left_to_a_person_and_the_lost_one_told(
    women_matched: Matching, women_lines: dict[str, Line]
) -> None:
    assert women_lines["C3"].verdict == "choose"
    assert "tie" in {note.kind for note in women_lines["C3"].notes}
    assert [one.name for one in women_matched.dropped] == ["test"]
