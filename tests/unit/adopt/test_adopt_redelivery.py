"""The same wave delivered again: what changed, and what a person confirmed stays."""

from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from tests.unit.adopt.asked_files import side
from tests.women_study import write_women

from phare.adopt.redelivery import Difference, difference, difference_text
from phare.errors import PhareError
from phare.workflow.adopting import Delivered, adopt
from phare.workflow.deciding import Decision, confirm

IDS = ("id", None, {}, [1.0, 2, 3, 4, 5, 6])
AGE = ("age", "Âge", {}, [20.0, 30, 40, 50, 60, 70])
SEX = ("sex", "Sexe", {"1": "Homme", "2": "Femme"}, [1.0, 2, 1, 2, 1, 2])
WEIGHT = ("w", "Poids", {}, [1.0, 1, 1, 1, 1, 1])


def changed(*columns: object) -> Difference:
    old, new = side(IDS, AGE, SEX, WEIGHT), side(*columns)  # type: ignore[arg-type]
    pair = (old.records, old.codebook), (new.records, new.codebook)
    return difference(*pair, "id", ("w",), "second.sav")


def test_the_same_answers_in_another_order_of_rows_are_the_same() -> None:
    order = [5, 3, 1, 0, 2, 4]
    columns = [(*told, [values[at] for at in order]) for *told, values in (IDS, AGE, SEX, WEIGHT)]
    found = changed(*columns)
    assert found.nothing
    assert difference_text(found) == "The two deliveries say the same.\n"


def test_rows_and_cells_are_told_by_respondent() -> None:
    found = changed(
        ("id", None, {}, [1.0, 2, 3, 4, 5, 9]),
        ("age", "Âge", {}, [20.0, 31, 40, 50, 60, 70]), SEX, WEIGHT,
    )  # fmt: skip
    assert (found.rows_added, found.rows_removed) == (("9",), ("6",))
    assert found.cells.to_dict("records") == [
        {"respondent": "2", "variable": "age", "old": "30", "new": "31"}
    ]


def test_columns_renamed_added_and_moved_are_told() -> None:
    found = changed(IDS, SEX, ("agerev", "Âge", {}, AGE[3]), ("new", None, {}, [1.0] * 6), WEIGHT)
    assert found.columns_renamed == (("age", "agerev"),)
    assert found.columns_added == ("new",)
    assert found.columns_removed == ()


def test_weights_that_changed_are_said_apart_from_answers() -> None:
    found = changed(IDS, AGE, SEX, ("w", "Poids", {}, [1.1, 0.9, 1, 1, 1, 1]))
    assert found.reweighted_only
    assert len(found.weights) == 2
    assert "weighted again" in difference_text(found)


def test_codes_that_changed_one_to_one_are_no_changed_answers() -> None:
    found = changed(
        IDS, AGE, ("sex", "Sexe", {"2": "Homme", "1": "Femme"}, [2.0, 1, 2, 1, 2, 1]), WEIGHT
    )
    assert found.codes == {"sex": {"1": "2", "2": "1"}}
    assert found.cells.empty
    assert found.labels.empty


def test_a_label_that_changed_without_its_values_is_told() -> None:
    found = changed(IDS, AGE, ("sex", "Sexe", {"1": "Homme", "2": "Dame"}, SEX[3]), WEIGHT)
    assert found.labels.to_dict("records") == [
        {"variable": "sex", "code": "2", "old": "Femme", "new": "Dame"}
    ]


def test_a_key_that_repeats_is_refused() -> None:
    with pytest.raises(PhareError, match="'1' repeated"):
        changed(("id", None, {}, [1.0, 1, 3, 4, 5, 6]), AGE, SEX, WEIGHT)


def test_confirmed_lines_are_kept_letter_by_letter(reference: Path, tmp_path: Path) -> None:
    root = write_women(tmp_path / "women", reference)
    raw = root / "raw" / "women-2017" / "femmes_2017.xlsx"
    adopt(root, Delivered(raw, "women-2012"))
    card = root / "config" / "waves" / "women-2017.yaml"
    edited = card.read_text(encoding="utf-8").replace(
        "    source: B1\n", "    source: B1 # as asked\n"
    )
    card.write_text(edited, encoding="utf-8")
    confirm(root, Decision("women-2017", ("educ", "milieu"), "ABC", "2026-11-23"))
    book = openpyxl.load_workbook(raw)
    page = book["donnees"]
    headings = [cell.value for cell in page[1]]
    page.cell(2, headings.index("A1") + 1).value = 44
    # The institute swapped the codes of A2: what was confirmed of it holds no longer.
    for row in range(2, page.max_row + 1):
        cell = page.cell(row, headings.index("A2") + 1)
        cell.value = 3 - cell.value
    second = raw.with_name("femmes_2017_v2.xlsx")
    book.save(second)
    said = adopt(root, Delivered(second, "women-2012")).said
    assert said.startswith("Since femmes_2017.xlsx:\n")
    assert "codes of A2 changed: " in said
    assert "1 answers changed: A1 (1)" in said
    text = card.read_text(encoding="utf-8")
    assert "    source: B1 # as asked\n" in text
    assert text.count("confirmed: {by: ABC") == 1
    assert pd.Series(text.splitlines()).str.startswith("file: women-2017/femmes_2017_v2.xlsx").any()
