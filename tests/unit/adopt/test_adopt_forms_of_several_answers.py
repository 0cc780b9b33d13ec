"""Several answers to one question: five forms."""

import numpy as np
import pytest
from tests.unit.adopt.asked_files import side

from phare.adopt.asked import asked_of
from phare.adopt.match import match
from phare.adopt.several import several_of
from phare.config.adoption import read_adoption

SETTINGS = read_adoption()
MEDIA = {"1": "Presse", "2": "Radio", "3": "Télévision"}
RNG = np.random.default_rng(7)
ROWS = 200
GIVEN = RNG.random((ROWS, 3)) < [0.3, 0.5, 0.8]
BLOCK = side(
    *((f"m{code}", f"Médias suivis : {label}", {"0": "Non", "1": "Oui"}, GIVEN[:, at].astype(float))
      for at, (code, label) in enumerate(MEDIA.items()))
)  # fmt: skip


def cells(separator: str) -> list[str | None]:
    rows = [separator.join(str(at + 1) for at in np.flatnonzero(row)) for row in GIVEN]
    return [row or None for row in rows]


@pytest.mark.parametrize("separator", ["|", ";", ",", "/"])
def test_one_cell_with_a_separator(separator: str) -> None:
    new = side(("M", "Médias suivis", MEDIA, cells(separator)))
    found = match(BLOCK, new, SETTINGS)
    assert {line.new.name: line.old.name for line in found.lines if line.old} == {
        "M=1": "m1", "M=2": "m2", "M=3": "m3",
    }  # fmt: skip
    assert {line.relation for line in found.lines} == {"multiple"}


def test_mentions_in_columns_of_codes() -> None:
    orders = [np.flatnonzero(row) + 1.0 for row in GIVEN]
    columns = [[row[at] if len(row) > at else np.nan for row in orders] for at in range(3)]
    new = side(
        *(
            (f"M{at}", f"Médias : mention {at}", MEDIA, values)
            for at, values in enumerate(columns, 1)
        )
    )
    found = match(BLOCK, new, SETTINGS)
    (several,) = found.several
    assert several.form == "mentions"
    assert several.columns == ("M1", "M2", "M3")
    assert {line.new.name: line.old.name for line in found.lines if line.old} == {
        "M1=1": "m1", "M1=2": "m2", "M1=3": "m3",
    }  # fmt: skip


def test_a_battery_on_one_scale_is_not_taken_for_mentions() -> None:
    scale = {"1": "Souvent", "2": "Parfois", "3": "Jamais"}
    new = side(
        *(
            (f"q{at}", f"Fréquence {at}", scale, RNG.integers(1, 4, ROWS).astype(float))
            for at in range(3)
        )
    )
    assert (
        several_of(asked_of(new.records, new.codebook, SETTINGS.words), new.records, SETTINGS) == ()
    )


def test_an_address_with_commas_is_not_taken_for_answers() -> None:
    new = side(("where", "Adresse", {}, [f"{at}, rue {at % 7}, ville" for at in range(ROWS)]))
    assert (
        several_of(asked_of(new.records, new.codebook, SETTINGS.words), new.records, SETTINGS) == ()
    )


def test_ticked_or_blank_is_left_to_a_person() -> None:
    ticked = [1.0 if one else np.nan for one in GIVEN[:, 1]]
    new = side(("m2", "Médias suivis : Radio", {"1": "Oui"}, ticked))
    (line,) = match(BLOCK, new, SETTINGS).lines
    assert line.verdict == "look"
    assert "empty_cells" in {note.kind for note in line.notes}


def test_a_block_of_yes_and_no_that_did_not_change_is_sure() -> None:
    found = match(BLOCK, BLOCK, SETTINGS)
    assert {line.verdict for line in found.lines} == {"sure"}


def test_a_set_of_spss_holds_mentions_whatever_its_labels() -> None:
    orders = [np.flatnonzero(row) + 1.0 for row in GIVEN]
    columns = [[row[at] if len(row) > at else np.nan for row in orders] for at in range(3)]
    new = side(
        *((f"V{at}", "Médias suivis", MEDIA, values) for at, values in enumerate(columns, 1))
    )
    assert (
        several_of(asked_of(new.records, new.codebook, SETTINGS.words), new.records, SETTINGS) == ()
    )
    told = new.codebook.assign(set="$media")
    (several,) = several_of(asked_of(new.records, told, SETTINGS.words), new.records, SETTINGS)
    assert several.columns == ("V1", "V2", "V3")
