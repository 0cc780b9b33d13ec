"""Deliveries that cannot be adopted: one sentence each, exit status 2, nothing written."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from tests.women_study import write_women

from phare.errors import PhareError
from phare.workflow.adopting import Delivered, adopt

WAVE = "women-2017"
RAW = f"raw/{WAVE}/femmes_2017.xlsx"


@pytest.fixture
def women_study(reference: Path, tmp_path: Path) -> Path:
    return write_women(tmp_path / "women", reference)


def told(root: Path, raw: str = RAW, dictionary: str | None = None, link: str | None = None) -> str:
    """Adopt, and return the one sentence that says why not."""
    labels = root / dictionary if dictionary is not None else None
    with pytest.raises(PhareError) as refused:
        adopt(root, Delivered(root / raw, "women-2012", dictionary=labels, link=link))
    assert not (root / "config" / "waves" / f"{WAVE}.yaml").exists()
    assert not (root / "reports").exists()
    (problem,) = refused.value.problems
    return str(problem)


def edited(root: Path, edit: Callable[[openpyxl.worksheet.worksheet.Worksheet], None]) -> None:
    book = openpyxl.load_workbook(root / RAW)
    edit(book["donnees"])
    book.save(root / RAW)


def place(page: openpyxl.worksheet.worksheet.Worksheet, heading: str) -> int:
    return [cell.value for cell in page[1]].index(heading) + 1


def test_the_wrong_survey(women_study: Path, reference: Path) -> None:
    raw = women_study / "raw" / WAVE / "communes.csv"
    raw.write_bytes((reference / "communes2012" / "communes_strat.csv").read_bytes())
    assert "this does not look like that survey" in told(women_study, f"raw/{WAVE}/communes.csv")


def test_an_empty_dictionary(women_study: Path) -> None:
    (women_study / "labels.csv").write_text("variable;code;label\n", encoding="utf-8")
    assert "an empty dictionary" in told(women_study, RAW, "labels.csv")
    (women_study / "labels.csv").write_text("", encoding="utf-8")
    assert "an empty dictionary" in told(women_study, RAW, "labels.csv")


def test_a_dictionary_of_another_file(women_study: Path) -> None:
    (women_study / "labels.csv").write_text("variable;code;label\nX1;1;yes\n", encoding="utf-8")
    said = told(women_study, RAW, "labels.csv")
    assert "no column that names the 12 columns of the file" in said


def test_duplicate_headings(women_study: Path) -> None:
    edited(women_study, lambda page: page.cell(1, place(page, "A2")).__setattr__("value", "A1"))
    assert "two columns named 'A1'" in told(women_study)


def test_a_weight_of_zeros(women_study: Path) -> None:
    def zero(page: openpyxl.worksheet.worksheet.Worksheet) -> None:
        for row in range(2, page.max_row + 1):
            page.cell(row, place(page, "PDS")).value = 0

    edited(women_study, zero)
    said = told(women_study)
    assert "femmes_2017.xlsx: PDS: got zeros only; expected a positive weight" in said


def test_a_weight_that_is_negative_once(women_study: Path) -> None:
    edited(women_study, lambda page: page.cell(5, place(page, "PDS")).__setattr__("value", -0.5))
    assert "1 weights that are not positive, the first in row 4" in told(women_study)


def test_an_identifier_that_repeats(women_study: Path) -> None:
    edited(women_study, lambda page: page.cell(3, place(page, "NUM")).__setattr__("value", 7000))
    assert "NUM: got 1 identifiers that repeat, the first '7000'" in told(women_study)


def test_mixed_encodings(women_study: Path) -> None:
    raw = women_study / "raw" / WAVE / "mixed.csv"
    raw.write_bytes("NUM;Âge;Région\n1;20;Nord\n".encode() + "2;30;Île\n".encode("cp1252"))
    said = told(women_study, f"raw/{WAVE}/mixed.csv")
    assert "mixed.csv" in said
    assert "encoding" in said or "UTF-8" in said


def test_a_wave_that_is_not_there(women_study: Path) -> None:
    command = [sys.executable, "-m", "phare", "adopt", RAW, "--like", "women-2013"]
    done = subprocess.run(command, cwd=women_study, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        2, "--like: got 'women-2013'; expected a wave of the study; write 'women-2012'.\n",
    )  # fmt: skip


def test_a_file_outside_the_raw_folder(women_study: Path) -> None:
    (women_study / "new.xlsx").write_bytes((women_study / RAW).read_bytes())
    assert "a file outside the raw folder" in told(women_study, "new.xlsx")


def test_a_key_that_the_file_has_not(women_study: Path) -> None:
    assert "no column 'NUMERO'" in told(women_study, link="NUMERO")
