"""Numbers, ISO dates and text; codes with leading zeros stay text."""

import numpy as np
import pandas as pd
import pytest

from phare.config.reader import Reader
from phare.contracts import ANY
from phare.ingest import ingest


def read_column(tmp_path, *values: str):
    path = tmp_path / "wave.csv"
    path.write_text("id;x\n" + "".join(f"{n};{value}\n" for n, value in enumerate(values)))
    delivery = ingest(path, "citizens-2015", Reader(decimal="."))
    book = delivery.codebook
    kind = book.loc[(book["variable"] == "x") & (book["code"] == ANY), "type"].item()
    return delivery.records["x"], kind, set(delivery.findings["finding"])


@pytest.mark.parametrize(
    ("written", "number"),
    [("7", 7.0), ("-0.25", -0.25), (" 12 ", 12.0), ("+3", 3.0), (".5", 0.5), ("1e+05", 1e5)],
)
def test_a_number_is_read_as_float64(tmp_path, written, number):
    column, kind, _ = read_column(tmp_path, written, "", "4")
    assert kind == "number"
    np.testing.assert_array_equal(column, [number, np.nan, 4.0])


@pytest.mark.parametrize("written", ["01", "2A", "12E5", "12345678901234567", "0x10", "nan"])
def test_a_code_stays_text(tmp_path, written):
    column, kind, _ = read_column(tmp_path, written, "4")
    assert kind == "text"
    assert list(column) == [written, "4"]


def test_digits_that_stay_text_are_reported(tmp_path):
    assert "digits_kept_as_text" in read_column(tmp_path, "01", "75")[2]


def test_iso_dates_are_read_as_dates(tmp_path):
    column, kind, _ = read_column(tmp_path, "2015-06-30", "", "1915-01-02")
    assert kind == "date"
    assert list(column.dropna()) == [pd.Timestamp("2015-06-30"), pd.Timestamp("1915-01-02")]


def test_a_thirteenth_month_is_text(tmp_path):
    assert read_column(tmp_path, "2015-13-30")[1] == "text"


def test_times_of_day_stay_with_their_date(tmp_path):
    column, kind, _ = read_column(tmp_path, "2015-06-30T12:30:00", "2015-06-30 12:30:05.250")
    assert kind == "datetime"
    assert column[1] == pd.Timestamp("2015-06-30 12:30:05.250")


def test_an_empty_column_is_kept_and_reported(tmp_path):
    column, kind, findings = read_column(tmp_path, "", "")
    assert kind == "text"
    assert column.isna().all()
    assert "empty_column" in findings


def test_many_distinct_texts_are_read_like_few(tmp_path):
    column, kind, _ = read_column(tmp_path, *[f"answer {n}" for n in range(3000)])
    assert kind == "text"
    assert column.dtype == "str"
    assert column[2999] == "answer 2999"
