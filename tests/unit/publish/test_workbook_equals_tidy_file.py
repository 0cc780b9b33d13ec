"""The numbers of a workbook, read back, are those of the tidy file."""

import csv

import openpyxl
import pytest

from phare.publish.item import publish_item


@pytest.mark.parametrize("name", ["by_size", "answers", "waves", "schemes.shops-2024"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_values_in_the_same_order(context, tmp_path, name, language):
    publish_item(context("table", name), tmp_path)
    with (tmp_path / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    tidy = [float(row["estimate"]) for row in rows if row["estimate"]]
    sheet = openpyxl.load_workbook(tmp_path / f"{name}.{language}.xlsx").active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    read = [cell.value for cell in cells if cell.data_type == "n" and cell.value is not None
            and cell.number_format not in ("General", "#,##0")]  # fmt: skip
    counts = [cell.value for cell in cells if cell.number_format == "#,##0"]
    totals = [float(row["estimate"]) for row in rows if row["unit"] == "count"]
    assert read == [value for value in tidy if value not in totals]
    assert set(totals) <= set(counts)


def test_marks_do_not_make_a_number_a_text(context, tmp_path):
    publish_item(context("table", "by_size"), tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / "by_size.en.xlsx").active
    rows = {row[0].value: row[1] for row in sheet.iter_rows(max_col=2)}
    assert rows["Large"].value == 0.344
    assert rows["Large"].number_format == '#,##0%"*"'
    assert rows["Giant"].value == "s"


def test_heads_stay_in_sight(context, tmp_path):
    publish_item(context("table", "by_size"), tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / "by_size.fr.xlsx").active
    line = int(sheet.freeze_panes[1:])
    assert sheet.freeze_panes == f"B{line}"
    assert sheet.cell(line - 1, 1).value == "Taille"
    assert sheet.cell(line, 1).value == "Ensemble"
