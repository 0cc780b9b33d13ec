"""Names of columns that repeat, lack, or are needed elsewhere."""

import openpyxl
import pytest

from phare.config.reader import Reader
from phare.errors import PhareError
from phare.ingest import ingest


def test_two_columns_of_one_name(tmp_path):
    path = tmp_path / "w.csv"
    path.write_text("id;Sexe;âge;sexe;ID\n1;1;2;3;4\n", encoding="utf-8")
    with pytest.raises(PhareError) as raised:
        ingest(path, "citizens-2015", Reader())
    assert [problem.got for problem in raised.value.problems] == [
        "two columns named 'sexe' (columns 2 and 4)",
        "two columns named 'ID' (columns 1 and 5)",
    ]


def test_two_columns_of_one_name_in_a_workbook(tmp_path):
    path = tmp_path / "w.xlsx"
    book = openpyxl.Workbook()
    for row in (("id", "q", "q "), (1, 2, 3)):
        book.active.append(row)
    book.save(path)
    with pytest.raises(PhareError, match=r"two columns named 'q' \(columns 2 and 3\)"):
        ingest(path, "citizens-2015", Reader())


def test_a_column_without_a_name_is_called_by_its_place(tmp_path):
    path = tmp_path / "w.csv"
    path.write_text(",x\n1,2\n")
    delivery = ingest(path, "citizens-2015", Reader())
    assert list(delivery.records.columns[2:]) == ["column 1", "x"]
    assert "unnamed_column" in set(delivery.findings["finding"])


def test_a_column_called_wave_or_row_keeps_apart_from_the_key(tmp_path):
    path = tmp_path / "w.csv"
    path.write_text("row;wave\n7;2\n")
    delivery = ingest(path, "citizens-2015", Reader())
    assert delivery.records.iloc[0].to_dict() == {
        "wave": "citizens-2015", "row": 1, "row_delivered": 7.0, "wave_delivered": 2.0,
    }  # fmt: skip
