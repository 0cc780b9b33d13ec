"""Lines that are no respondent are left out, named with their row."""

import openpyxl
import pandas as pd
import pyreadstat
import pytest

from phare.config.reader import Reader
from phare.ingest import ingest


def read(tmp_path, text, identifier="id"):
    path = tmp_path / "w.csv"
    path.write_text(text, encoding="utf-8")
    return ingest(path, "citizens-2015", Reader(), identifier)


def left_out(delivery, finding) -> list[str]:
    findings = delivery.findings
    return list(findings.loc[findings["finding"] == finding, "place"])


@pytest.mark.parametrize("word", ["Total", "TOTAL", "Ensemble", " total : ", "Total général"])
def test_a_total_row(tmp_path, word):
    delivery = read(tmp_path, f"id;note\n1;7\n2;8\n{word};15\n")
    assert left_out(delivery, "total_row") == ["row 3"]
    assert list(delivery.records["id"]) == [1.0, 2.0]


def test_a_total_row_without_a_declared_identifier(tmp_path):
    assert left_out(read(tmp_path, "id;x\n1;7\nTotal;7\n", None), "total_row") == ["row 2"]


def test_a_category_called_ensemble_is_no_total_row(tmp_path):
    delivery = read(tmp_path, "cadre;x\nEnsemble;7\nSeul;7\nSeul;8\nEnsemble;1\n", None)
    assert left_out(delivery, "total_row") == []
    assert len(delivery.records) == 4


def test_a_repeated_header(tmp_path):
    delivery = read(tmp_path, "id;note\n1;7\nid;note\n2;8\n")
    assert left_out(delivery, "repeated_header") == ["row 2"]
    assert list(delivery.records["row"]) == [1, 3]
    assert list(delivery.records["note"]) == [7.0, 8.0]


def test_empty_rows_in_a_run(tmp_path):
    delivery = read(tmp_path, "id;note\n1;7\n;\n;\n2;8\n;\n")
    assert left_out(delivery, "empty_row") == ["rows 2 to 3", "row 5"]
    assert list(delivery.records["row"]) == [1, 4]


def test_stray_lines_of_a_workbook(tmp_path):
    path = tmp_path / "w.xlsx"
    book = openpyxl.Workbook()
    for row in (("id", "x"), (1, 7), (), ("id", "x"), (2, 8), ("Ensemble", 15)):
        book.active.append(row)
    book.save(path)
    delivery = ingest(path, "citizens-2015", Reader(), "id")
    assert list(delivery.records["row"]) == [1, 4]
    assert delivery.records["x"].tolist() == [7.0, 8.0]
    assert left_out(delivery, "total_row") == ["row 5"]


def test_an_empty_row_of_a_sav(tmp_path):
    path = tmp_path / "w.sav"
    pyreadstat.write_sav(pd.DataFrame({"id": [1.0, None, 3.0], "t": ["a", "", ""]}), path)
    delivery = ingest(path, "citizens-2015", Reader(), "id")
    assert list(delivery.records["row"]) == [1, 3]
    assert left_out(delivery, "empty_row") == ["row 2"]
