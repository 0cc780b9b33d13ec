"""The sheet of all waves: written, edited, read back with checks."""

from pathlib import Path

import openpyxl
import pytest
from tests.women_study import write_women

from phare.errors import PhareError
from phare.workflow.adopting import Delivered, adopt
from phare.workflow.deciding import Decision, confirm
from phare.workflow.sheets import read_sheet, write_sheet

WAVE = "women-2017"


@pytest.fixture
def adopted_women(reference: Path, tmp_path: Path) -> Path:
    root = write_women(tmp_path / "women", reference)
    adopt(root, Delivered(root / "raw" / WAVE / "femmes_2017.xlsx", "women-2012"))
    write_sheet(root, "women", tmp_path / "waves.xlsx")
    return root


def put(sheet: Path, variable: str, category: str, cell: str) -> None:
    book = openpyxl.load_workbook(sheet)
    page = book["crosswalk"]
    at = [one.value for one in page[1]].index(f"{WAVE}: column or codes") + 1
    for row in page.iter_rows(min_row=2):
        if (row[0].value, row[1].value or "") == (variable, category):
            page.cell(row[0].row, at).value = cell
            book.save(sheet)
            return
    raise AssertionError(f"no row {variable}, {category}")


def taken(root: Path, *lines: str) -> str:
    sheet = root.parent / "waves.xlsx"
    return confirm(root, Decision(WAVE, lines, "ABC", "2026-11-23", sheet=sheet)).said


def test_every_wave_stands_beside_the_others(adopted_women: Path) -> None:
    rows = read_sheet(adopted_women.parent / "waves.xlsx")
    assert rows[0][3:9:3] == ("women-2012: column or codes", "women-2017: column or codes")
    supérieur = next(row for row in rows if row[:2] == ("educ", "educ_3"))
    assert (supérieur[3], supérieur[6]) == ("3", "1")


def test_an_unedited_sheet_changes_nothing(adopted_women: Path) -> None:
    card = adopted_women / "config" / "waves" / f"{WAVE}.yaml"
    before = card.read_text(encoding="utf-8")
    assert "nothing, it says what the card says" in taken(adopted_women)
    assert card.read_text(encoding="utf-8") == before


def test_an_edit_goes_to_its_line_and_to_no_other(adopted_women: Path) -> None:
    card = adopted_women / "config" / "waves" / f"{WAVE}.yaml"
    before = card.read_text(encoding="utf-8").splitlines()
    sheet = adopted_women.parent / "waves.xlsx"
    put(sheet, "region", "???", "")
    put(sheet, "region", "region_3", "SO")
    assert taken(adopted_women, "region").startswith(
        "Taken from the sheet: region.\nConfirmed by ABC: region."
    )
    after = card.read_text(encoding="utf-8").splitlines()
    assert "      region_3: {code: SO}" in after
    assert [line for line in before if line not in after] == ["        code: [SO]"]


def test_a_code_that_stands_twice_is_refused(adopted_women: Path) -> None:
    put(adopted_women.parent / "waves.xlsx", "milieu", "milieu_1", "1; 2")
    with pytest.raises(PhareError, match="code 1 under both milieu_1 and milieu_2"):
        taken(adopted_women)


def test_a_line_that_was_confirmed_is_not_changed_by_a_sheet(adopted_women: Path) -> None:
    confirm(adopted_women, Decision(WAVE, ("milieu",), "ABC", "2026-11-23"))
    put(adopted_women.parent / "waves.xlsx", "milieu", "milieu_1", "7")
    with pytest.raises(PhareError, match="the line was confirmed"):
        taken(adopted_women)


def test_another_workbook_is_refused(adopted_women: Path) -> None:
    openpyxl.Workbook().save(adopted_women.parent / "waves.xlsx")
    with pytest.raises(PhareError, match="no sheet 'crosswalk'"):
        taken(adopted_women)
