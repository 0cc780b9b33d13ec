"""The sheet of all waves: written as a workbook, and read back."""

from __future__ import annotations

from pathlib import Path
from zipfile import BadZipFile

import openpyxl
from openpyxl.styles import Alignment, Font
from openpyxl.utils.exceptions import InvalidFileException

from phare import storage
from phare.adopt.sheet import Row, sheet_rows
from phare.config.base import code_text, read_model
from phare.config.variables import Variables
from phare.contracts import refuse
from phare.errors import nearest

TITLE = "crosswalk"


def variables_of(root: Path) -> Variables:
    """Return the study variables."""
    return read_model(Variables, root / "config" / "variables.yaml", "config/variables.yaml")


def write_sheet(root: Path, population: str, target: Path) -> str:
    """Write the waves of a population side by side; return what was done.

    Raises
    ------
    PhareError
        When the population has no card.
    """
    paths = sorted((root / "config" / "waves").glob("*.yaml"))
    cards = {
        path.stem: path.read_text(encoding="utf-8")
        for path in paths if path.stem.partition("-")[0] == population
    }  # fmt: skip
    if not cards:
        known = {path.stem.partition("-")[0] for path in paths}
        raise refuse(
            "phare sheet", f"'{population}'", "a population with a card", nearest(population, known)
        )
    rows = sheet_rows(cards, variables_of(root))
    book = openpyxl.Workbook()
    page = book.active
    page.title = TITLE
    for row in rows:
        page.append(list(row))
    for cell in page[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for line in page.iter_rows(min_row=2):
        for cell in line:
            cell.number_format = "@"  # 01 and 2-9 stay what they are
    page.freeze_panes = "D2"
    for column in page.columns:
        page.column_dimensions[column[0].column_letter].width = 22
    with storage.whole_file(target) as temporary:
        book.save(temporary)
    return f"{target.name}: {len(rows) - 1} rows, {len(cards)} waves ({', '.join(cards)})."


def read_sheet(path: Path) -> list[Row]:
    """Return the rows of an edited sheet as text.

    Raises
    ------
    PhareError
        When it is absent or is no such workbook.
    """
    if not path.is_file():
        raise refuse(str(path), "no such file", "the edited sheet", "correct the path of --sheet")
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError):
        raise refuse(
            str(path), "no workbook", "a sheet of phare sheet, as .xlsx", "save it as .xlsx"
        ) from None
    try:
        if TITLE not in book.sheetnames:
            raise refuse(str(path), f"no sheet '{TITLE}'", "it", nearest(TITLE, book.sheetnames))
        found = [
            tuple("" if cell is None else code_text(cell) for cell in row)
            for row in book[TITLE].iter_rows(values_only=True)
        ]
    finally:
        book.close()
    return [row for row in found if any(row)]
