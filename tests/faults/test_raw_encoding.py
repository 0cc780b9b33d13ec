"""Text in the wrong encoding, or in two: refused with line and byte."""

import pytest

from phare.config.reader import Reader
from phare.errors import PhareError
from phare.ingest import ingest


def problem_of(tmp_path, content: bytes, reader: Reader | None = None):
    path = tmp_path / "w.csv"
    path.write_bytes(content)
    with pytest.raises(PhareError) as raised:
        ingest(path, "citizens-2015", reader or Reader())
    (problem,) = raised.value.problems
    assert problem.where.startswith(str(path))
    return problem


def test_a_declared_encoding_that_does_not_decode(tmp_path):
    content = "id;mot\n1;été\n".encode("cp1252")
    problem = problem_of(tmp_path, content, Reader(encoding="utf-8"))
    assert problem.where.endswith("line 2, byte 10")
    assert "utf-8, which the card declares" in problem.expected


def test_two_encodings_in_one_file(tmp_path):
    content = "id;mot\n1;été\n".encode("cp1252") + "2;été\n".encode()
    problem = problem_of(tmp_path, content)
    assert "line 3, byte 16" in problem.where
    assert problem.got == "a letter of UTF-8, where line 2 is not UTF-8"


def test_letters_encoded_twice(tmp_path):
    twice = "été".encode().decode("cp1252")
    problem = problem_of(tmp_path, f"id;mot\n1;a\n2;{twice}\n".encode())
    assert "line 3, byte 14" in problem.where
    assert "twice" in problem.got


def test_utf_16_without_a_mark(tmp_path):
    problem = problem_of(tmp_path, "id;mot\n1;été\n".encode("utf-16-le"))
    assert "NUL" in problem.got


def test_capitals_of_windows_1252_before_a_quotation_mark_are_no_utf_8(tmp_path):
    path = tmp_path / "w.csv"
    path.write_bytes("id;mot\n1;«LIBERTÉ»\n2;À l’école\n".encode("cp1252"))
    delivery = ingest(path, "citizens-2015", Reader())
    assert list(delivery.records["mot"]) == ["«LIBERTÉ»", "À l’école"]
