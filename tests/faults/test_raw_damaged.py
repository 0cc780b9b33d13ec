"""Damaged files: one sentence, never a crash of the caller."""

import random

import pandas as pd
import pyreadstat
import pytest

from phare.config.reader import Reader
from phare.errors import PhareError
from phare.ingest import Delivery, Limits, ingest

LIMITS = Limits(seconds=20, bytes=2**30)
FLIPS = 300


@pytest.fixture(scope="module")
def sav(tmp_path_factory):
    """The bytes of a small .sav with labels, missing codes, text, dates and a note."""
    path = tmp_path_factory.mktemp("sav") / "w.sav"
    answers = pd.DataFrame(
        {
            "id": [float(n) for n in range(20)],
            "q": [1.0, 2.0, 3.0, 9.0] * 5,
            "opinion": ["oui", "non", "", "peut-être"] * 5,
            "day": pd.to_datetime(["2015-06-30"] * 20),
        }
    )
    pyreadstat.write_sav(
        answers,
        path,
        variable_value_labels={"q": {1: "oui", 2: "non"}},
        missing_ranges={"q": [9]},
        note="a note",
        row_compress=True,
    )
    return path.read_bytes()


def test_a_truncated_sav(sav, tmp_path):
    path = tmp_path / "cut.sav"
    for length in (1, 100, len(sav) // 2, len(sav) - 16, len(sav) - 1):
        path.write_bytes(sav[:length])
        with pytest.raises(PhareError) as raised:
            ingest(path, "firms-2015", Reader(), "id", LIMITS)
        (problem,) = raised.value.problems
        assert problem.where == str(path)
        assert problem.got.startswith("content that cannot be read")


@pytest.mark.parametrize("ending", [".sav", ".dta", ".sas7bdat", ".por", ".xpt", ".xlsx", ".csv"])
def test_an_empty_file(ending, tmp_path):
    path = tmp_path / f"empty{ending}"
    path.touch()
    with pytest.raises(PhareError, match="got an empty file"):
        ingest(path, "firms-2015", Reader())


@pytest.mark.parametrize("ending", [".sav", ".dta", ".sas7bdat", ".por", ".xpt", ".xlsx", ".csv"])
def test_bytes_that_are_something_else(ending, tmp_path):
    path = tmp_path / f"noise{ending}"
    path.write_bytes(random.Random(1).randbytes(5000))
    with pytest.raises(PhareError) as raised:
        ingest(path, "firms-2015", Reader(), limits=LIMITS)
    assert len(raised.value.problems) == 1


def test_a_file_of_headings_only(tmp_path):
    path = tmp_path / "w.csv"
    path.write_text("id;note\n")
    with pytest.raises(PhareError, match="got no respondent"):
        ingest(path, "firms-2015", Reader())


def test_an_unknown_ending(tmp_path):
    path = tmp_path / "w.xls"
    path.write_text("x")
    with pytest.raises(PhareError, match=r"ending '\.xls'.*\.sav"):
        ingest(path, "firms-2015", Reader())


def test_a_missing_file(tmp_path):
    with pytest.raises(PhareError, match="no such file"):
        ingest(tmp_path / "w.sav", "firms-2015", Reader())


def test_a_flipped_bit_of_a_sav(sav, tmp_path):
    path = tmp_path / "flipped.sav"
    refused = 0
    for bit in random.Random(2024).sample(range(8 * len(sav)), FLIPS):
        content = bytearray(sav)
        content[bit // 8] ^= 1 << bit % 8
        path.write_bytes(content)
        try:
            delivery = ingest(path, "firms-2015", Reader(), limits=LIMITS)
        except PhareError as error:
            refused += 1
            assert str(path) in str(error)
        else:
            assert isinstance(delivery, Delivery)
    assert 0 < refused < FLIPS
