"""What moved since the previous release, and which of six things moved it."""

import pytest

from phare.release.changes import because, changes

DIGESTS = {
    "shops-2020": {
        "data": "d", "cleaning": "c", "margins": "m", "engine": "e",
        "scheme": {"reference": "s", "unweighted": "u"},
        "definition": {"opens": "o", "staff": "t", "domain size": "z"},
    }
}  # fmt: skip
ROW = {"wave": "shops-2020", "scheme": "reference", "indicator": "opens", "domain": "size"}


def with_moved(name: str, key: str | None = None) -> dict:
    wave = DIGESTS["shops-2020"]
    value = "moved" if key is None else {**wave[name], key: "moved"}
    return {"shops-2020": {**wave, name: value}}


@pytest.mark.parametrize(
    ("name", "key", "said"),
    [
        ("data", None, "data"),
        ("cleaning", None, "cleaning"),
        ("margins", None, "margins"),
        ("engine", None, "engine"),
        ("scheme", "reference", "scheme"),
        ("scheme", "unweighted", "none of the six"),
        ("definition", "opens", "definition"),
        ("definition", "domain size", "definition"),
        ("definition", "staff", "none of the six"),
    ],
)
def test_the_cause_is_the_digest_that_moved(name: str, key: str | None, said: str) -> None:
    assert because(ROW, DIGESTS, with_moved(name, key)) == said


def test_several_causes_are_all_told() -> None:
    after = {"shops-2020": {**with_moved("data")["shops-2020"], "engine": "moved"}}
    assert because(ROW, DIGESTS, after) == "data, engine"


def test_only_what_moved_is_listed(estimates) -> None:
    before = estimates({}, {"indicator": "staff", "estimate": 4.0})
    after = estimates({}, {"indicator": "staff", "estimate": 4.5})
    table = changes(before, after, DIGESTS, with_moved("data"))
    assert table[["indicator", "before", "after", "change", "because"]].to_numpy().tolist() == [
        ["staff", 4.0, 4.5, 0.5, "data"]
    ]


def test_what_comes_and_what_goes_is_listed(estimates) -> None:
    before, after = estimates({"indicator": "old"}), estimates({"wave": "shops-2024"})
    table = changes(before, after, DIGESTS, {**DIGESTS, "shops-2024": DIGESTS["shops-2020"]})
    assert list(table["because"]) == ["none of the six", "new wave"]
    assert table["before"].isna().tolist() == [False, True]


def test_a_value_suppressed_twice_did_not_move(estimates) -> None:
    hidden = estimates({"quality": "suppressed", "estimate": None})
    assert changes(hidden, hidden, DIGESTS, DIGESTS).empty
