"""Respondents on one sheet, the codebook on another, detected or declared."""

import datetime

import openpyxl
import pandas as pd
import pytest

from phare.config.reader import CodebookSheet, Reader
from phare.contracts import ANY
from phare.errors import PhareError
from phare.ingest import ingest

ANSWERS = [("NUM", "Q1", "Q2"), (1, 1, "a"), (2, 2, None), (3, 1, "b")]
DICTIONARY = [
    ("variable", "libellé", "code", "modalité"),
    ("NUM", "Numéro", None, None),
    ("Q1", "Avez-vous un partenariat ?", 1, "Oui"),
    (None, None, 2, "Non"),
    ("Q2", "Pourquoi ?", None, None),
]


def write(path, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(path)
    return path


def labels(codebook, variable):
    rows = codebook[(codebook["variable"] == variable) & (codebook["code"] != ANY)]
    return dict(zip(rows["code"], rows["code_label"], strict=True))


def said(delivery) -> dict:
    return dict(zip(delivery.findings["finding"], delivery.findings["value"], strict=True))


def test_the_codebook_sheet_is_detected(tmp_path):
    path = write(tmp_path / "w.xlsx", dico=DICTIONARY, reponses=ANSWERS)
    delivery = ingest(path, "associations-2015", Reader(), "NUM")
    assert (said(delivery)["sheet"], said(delivery)["codebook_sheet"]) == ("reponses", "dico")
    assert labels(delivery.codebook, "Q1") == {"1": "Oui", "2": "Non"}
    itself = delivery.codebook.query("variable == 'Q1' and code == '*'").iloc[0]
    assert itself["variable_label"] == "Avez-vous un partenariat ?"
    assert itself["type"] == "number"
    assert list(delivery.records["Q1"]) == [1.0, 2.0, 1.0]
    assert delivery.records["Q2"].isna().tolist() == [False, True, False]


def test_declared_headings_are_used(tmp_path):
    odd = [
        ("x", "name", "key", "text", "note"),
        ("-", "Q1", 8, "jamais", "Oui"),
        ("-", "Q1", 9, "toujours", "Non"),
    ]
    path = write(tmp_path / "w.xlsx", reponses=ANSWERS, notes=odd)
    reader = Reader(
        sheet="reponses",
        codebook=CodebookSheet(sheet="notes", variable="name", code="key", code_label="text"),
    )
    delivery = ingest(path, "associations-2015", reader)
    assert labels(delivery.codebook, "Q1") == {"8": "jamais", "9": "toujours"}
    assert "not_in_codebook" in set(delivery.findings["finding"])


def test_an_unknown_sheet_or_heading_is_refused_with_the_nearest(tmp_path):
    path = write(tmp_path / "w.xlsx", reponses=ANSWERS, dico=DICTIONARY)
    with pytest.raises(PhareError, match=r"no sheet 'reponse'.*write 'reponses'"):
        ingest(path, "associations-2015", Reader(sheet="reponse"))
    with pytest.raises(PhareError, match=r"no heading 'codes'.*write 'code'"):
        ingest(path, "associations-2015", Reader(codebook=CodebookSheet(code="codes")))


def test_two_sheets_without_a_codebook_are_refused_until_one_is_declared(tmp_path):
    path = write(tmp_path / "w.xlsx", un=ANSWERS, deux=[("c", "d"), (1, 2)])
    with pytest.raises(PhareError, match=r"declare reader\.sheet"):
        ingest(path, "associations-2015", Reader())
    delivery = ingest(path, "associations-2015", Reader(sheet="deux"))
    assert list(delivery.records["d"]) == [2.0]
    assert "ignored_sheet" in set(delivery.findings["finding"])


def test_a_title_above_the_headings_is_passed_over(tmp_path):
    path = write(tmp_path / "w.xlsx", reponses=[("Enquête",), (), *ANSWERS])
    delivery = ingest(path, "associations-2015", Reader())
    assert list(delivery.records["NUM"]) == [1.0, 2.0, 3.0]
    assert said(delivery)["lines_above_headings"] == "2"


def test_cells_keep_their_types(tmp_path):
    day, moment = datetime.date(2015, 6, 30), datetime.datetime(2015, 6, 30, 12, 5)
    head = ("n", "jour", "moment", "heure", "vrai", "mixte", "erreur")
    first = (1, day, moment, datetime.time(10, 0, 1), True, "01", "#N/A")
    second = (2, day, moment, datetime.time(0, 1), False, 75, 4)
    path = write(tmp_path / "w.xlsx", reponses=[head, first, second])
    delivery = ingest(path, "associations-2015", Reader())
    book = delivery.codebook.query("code == '*'").set_index("variable")["type"]
    assert dict(book) == {
        "n": "number", "jour": "date", "moment": "datetime", "heure": "time", "vrai": "flag",
        "mixte": "text", "erreur": "number",
    }  # fmt: skip
    one = delivery.records.iloc[0]
    assert one["jour"] == pd.Timestamp(day)
    assert one["moment"] == pd.Timestamp(moment)
    assert one["heure"] == 36001
    assert bool(one["vrai"]) is True
    assert list(delivery.records["mixte"]) == ["01", "75"]
    assert delivery.records["erreur"].isna().tolist() == [True, False]
    assert {"mixed_cells", "cell_error"} <= set(delivery.findings["finding"])
