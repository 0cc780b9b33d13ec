"""Every file of the reference folder reads as R's haven 2.5.1 reads it.

Oracle: formats/expected.json. Tolerance: none for names, labels, codes, counts and values;
1e-12 relative for sums, which R adds up in longer arithmetic.
"""

import json
import math
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from phare.config.reader import Reader
from phare.contracts import ANY
from phare.ingest import Delivery, ingest

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "reference" / "formats"

TYPES = {"Date": "date", "POSIXct": "datetime", "hms": "time", "character": "text"}

# Where phare reads otherwise than haven on purpose: file -> (reason, change to the oracle).
OTHERWISE = {
    "haven__stata__notes.dta": (
        "haven gives the number of notes, which Stata stores beside them, as a last note",
        lambda entry: {**entry, "notes": entry["notes"][:-1]},
    ),
}


def entries() -> list[dict]:
    if not FOLDER.is_dir():
        return []
    return json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))["files"]


ENTRIES = entries()
IDS = [f"{entry['file']}-user_na={entry.get('user_na')}" for entry in ENTRIES]


@cache
def delivered(path: Path) -> Delivery:
    return ingest(path, "reference-2000", Reader())


def declared_missing(rows: pd.DataFrame) -> tuple[list[str], list[tuple[float, float]]]:
    codes = rows.loc[rows["missing_kind"] == "declared", "code"]
    ranges = [tuple(map(float, code.split(" thru "))) for code in codes if " thru " in code]
    return [code for code in codes if " thru " not in code], ranges


def is_user_missing(column: pd.Series, rows: pd.DataFrame) -> pd.Series:
    codes, ranges = declared_missing(rows)
    if isinstance(column.dtype, pd.StringDtype):
        return column.isin(codes)
    found = column.isin([float(code) for code in codes])
    for low, high in ranges:
        found |= column.between(low, high)
    return found


def shown(column: pd.Series, tags: dict[int, str]) -> list:
    """Values as the oracle writes them."""
    if column.dtype.kind == "M":
        texts = np.datetime_as_string(column.to_numpy(), unit="ms")
        return [None if text == "NaT" else text for text in texts]
    values = [None if pd.isna(value) else value for value in column]
    if tags:
        return [tags.get(row, value) for row, value in enumerate(values, 1)]
    return values


def oracle_values(values: list, kind: str) -> list:
    if kind == "date":
        return [None if value is None else f"{value}T00:00:00.000" for value in values]
    if kind == "text":
        return values
    number = lambda value: float(value) if value.lstrip("-")[0].isdigit() else value  # noqa: E731
    return [number(value) if isinstance(value, str) and kind != "datetime" else value
            for value in values]  # fmt: skip


def check_variable(expected: dict, delivery: Delivery, user_na: bool) -> None:
    name = expected["name"]
    rows = delivery.codebook[delivery.codebook["variable"] == name]
    itself = rows[rows["code"] == ANY].iloc[0]
    rows = rows[rows["code"] != ANY]
    kinds = [TYPES[one] for one in expected["class"] if one in TYPES]
    kind = kinds[0] if kinds else "number"
    assert itself["type"] == kind
    assert expected.get("label") == (
        None if pd.isna(itself["variable_label"]) else itself["variable_label"]
    )

    labelled = rows[rows["code_label"].notna()]
    found = {oracle_values([code], kind)[0]: label
             for code, label in zip(labelled["code"], labelled["code_label"], strict=True)}  # fmt: skip
    oracle = expected.get("value_labels", {"values": [], "labels": []})
    assert found == dict(zip(oracle["values"], oracle["labels"], strict=True))

    column = delivery.records[name]
    missing = is_user_missing(column, rows)
    if user_na:
        codes, ranges = declared_missing(rows)
        assert oracle_values(codes, kind) == expected.get("na_values", [])
        assert [bound for pair in ranges for bound in pair] == [
            float(bound) for bound in expected.get("na_range", [])
        ]
    else:
        column = column.mask(missing)
    assert int((column.isna() | missing).sum()) == expected["n_missing"]
    if "sum" in expected:
        assert math.isclose(column.sum(), expected["sum"], rel_tol=1e-12)
    if "n_distinct" in expected:
        assert column.nunique(dropna=False) == expected["n_distinct"]
    if expected.get("max_chars") is not None:
        assert column.str.len().max() == expected["max_chars"]
    tagged = delivery.tagged[delivery.tagged["variable"] == name]
    tags = dict(zip(tagged["row"], tagged["tag"], strict=True))
    if "values" in expected:
        assert shown(column, tags) == oracle_values(expected["values"], kind)
    else:
        assert shown(column.head(3), tags) == oracle_values(expected["head"], kind)


@pytest.mark.usefixtures("reference")
def test_the_oracle_describes_64_readings():
    assert len(ENTRIES) == 64


@pytest.mark.parametrize("entry", ENTRIES, ids=IDS)
def test_a_file_reads_as_haven_reads_it(entry, reference):
    delivery = delivered(reference / "formats" / entry["file"])
    if entry["file"] in OTHERWISE:
        entry = OTHERWISE[entry["file"]][1](entry)
    assert len(delivery.records) == entry["rows"]
    assert list(delivery.records["row"]) == list(range(1, entry["rows"] + 1))
    assert list(delivery.records.columns[2:]) == [one["name"] for one in entry["variables"]]
    said = delivery.findings.set_index("finding")["value"]
    assert said.get("file_label") == entry.get("file_label")
    assert list(said[said.index == "note"]) == entry.get("notes", [])
    for variable in entry["variables"]:
        check_variable(variable, delivery, bool(entry.get("user_na")))


@pytest.mark.parametrize(
    ("file", "catalogue", "variable", "labels"),
    [
        ("pyreadstat__sas_catalog__test_data_linux.sas7bdat",
         "pyreadstat__sas_catalog__test_formats_linux.sas7bcat",
         "SEXA", {"1": "Male", "2": "Female"}),
        ("pyreadstat__sas_catalog__test_data_win.sas7bdat",
         "pyreadstat__sas_catalog__test_formats_win.sas7bcat",
         "SEXB", {"1": "Male", "2": "Female"}),
        ("haven__sas__hadley.sas7bdat", "haven__sas__formats.sas7bcat",
         "workshop", {"1": "R", "2": "SAS"}),
        ("haven__sas__tagged-na.sas7bdat", "haven__sas__tagged-na.sas7bcat",
         "x", {".a": "Apple", ".z": "Zebra"}),
        ("pyreadstat__missing_data__missing_test.sas7bdat",
         "pyreadstat__missing_data__missing_formats.sas7bcat", "var1", {".a": "missing"}),
    ],
)  # fmt: skip
def test_a_sas_catalogue_gives_the_value_labels(file, catalogue, variable, labels, reference):
    delivery = ingest(reference / "formats" / file, "sas-2000", Reader(catalogue=catalogue))
    book = delivery.codebook
    rows = book[book["variable"] == variable].dropna(subset="code_label")
    assert dict(zip(rows["code"], rows["code_label"], strict=True)) == labels


@pytest.mark.parametrize(
    ("csv", "other"),
    [
        ("basic__sample.csv", "basic__sample.sav"),
        ("basic__sample.csv", "basic__sample.sas7bdat"),
        ("basic__sample_missing_user.csv", "basic__sample_missing.sav"),
        ("basic__dates.csv", "basic__dates.sas7bdat"),
    ],
)
def test_the_csv_beside_a_file_holds_the_same_values(csv, other, reference):
    text = delivered(reference / "formats" / f"pyreadstat__{csv}").records
    binary = delivered(reference / "formats" / f"pyreadstat__{other}").records
    assert list(text.columns) == list(binary.columns)
    same = [name for name in text.columns[2:] if text[name].dtype == binary[name].dtype]
    assert len(same) >= 2
    for name in same:
        # An empty text is no value in a .csv.
        column = binary[name].replace("", None) if binary[name].dtype == "str" else binary[name]
        pd.testing.assert_series_equal(text[name], column)


def resolved(delivery: Delivery) -> pd.DataFrame:
    """Records with each code replaced by its label, where all its codes have one."""
    book = delivery.codebook[delivery.codebook["code_label"].notna()]
    labels = {name: dict(zip(rows["code"].astype(float), rows["code_label"], strict=True))
              for name, rows in book.groupby("variable")}  # fmt: skip
    columns = {
        name: column.map(labels[name]).astype("str") if name in labels else column
        for name, column in delivery.records.items()
    }
    return pd.DataFrame(columns)


@pytest.mark.parametrize(
    "delivery", ["hdv2003.sav", "hdv2003.dta", "hdv2003.xlsx", "hdv2003_fr.csv"]
)
def test_four_deliveries_of_one_survey_hold_the_same_rows(delivery, reference):
    plain = ingest(reference / "hdv2003" / "hdv2003.csv", "citizens-2003", Reader(), "id")
    other = ingest(reference / "hdv2003" / delivery, "citizens-2003", Reader(), "id")
    assert len(plain.records) == 2000
    # One weight of the .sav and .dta is the next double to that of the .csv and .xlsx.
    pd.testing.assert_frame_equal(resolved(other), resolved(plain), rtol=3e-16, atol=0)


def test_the_dictionary_sheet_of_a_workbook_becomes_the_codebook(reference):
    delivery = ingest(reference / "newwave" / "femmes_2017.xlsx", "women-2017", Reader(), "NUM")
    findings = delivery.findings.set_index("finding")["value"]
    assert findings["sheet"] == "donnees"
    assert findings["codebook_sheet"] == "dictionnaire"
    book = delivery.codebook
    assert book.loc[
        (book["variable"] == "A1") & (book["code"] == ANY), "variable_label"
    ].item() == ("Quel âge avez-vous ?")
    truth = {"E", "N"}
    coded = set(delivery.records["A3"].dropna())
    assert truth <= coded <= set(book.loc[book["variable"] == "A3", "code"])
