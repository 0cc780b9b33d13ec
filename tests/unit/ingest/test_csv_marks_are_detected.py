"""Encoding, separator, decimal and byte-order mark: found, reported, or declared."""

import pytest

from phare.config.reader import Reader
from phare.errors import PhareError
from phare.ingest import ingest

LINES = "id;région;note;poids\n1;Île-de-France;7;0,5\n2;Pays de la Loire;10;1,25\n"


def read(tmp_path, content: bytes, reader: Reader | None = None, name="wave.csv"):
    path = tmp_path / name
    path.write_bytes(content)
    return ingest(path, "citizens-2015", reader or Reader(), "id")


def said(delivery) -> dict:
    return dict(zip(delivery.findings["finding"], delivery.findings["value"], strict=True))


@pytest.mark.parametrize(
    ("codec", "reported", "mark"),
    [
        ("utf-8", "utf-8", False),
        ("utf-8-sig", "utf-8", True),
        ("utf-16", "utf-16", True),
        ("cp1252", "windows-1252", False),
    ],
)
def test_the_encoding_is_detected_and_reported(tmp_path, codec, reported, mark):
    delivery = read(tmp_path, LINES.encode(codec))
    assert said(delivery)["encoding"] == reported
    assert ("byte_order_mark" in said(delivery)) == mark
    assert list(delivery.records.columns) == ["wave", "row", "id", "région", "note", "poids"]
    assert list(delivery.records["région"]) == ["Île-de-France", "Pays de la Loire"]


def test_a_declared_encoding_is_used(tmp_path):
    delivery = read(tmp_path, "id;mot\n1;čeština\n".encode("cp1250"), Reader(encoding="cp1250"))
    assert list(delivery.records["mot"]) == ["čeština"]


@pytest.mark.parametrize(
    ("separator", "reported"), [(";", "semicolon"), (",", "comma"), ("\t", "tab"), ("|", "bar")]
)
def test_the_separator_is_detected_and_reported(tmp_path, separator, reported):
    text = f'id{separator}opinion\n1{separator}"oui; non, peut-être"\n2{separator}non\n'
    delivery = read(tmp_path, text.encode())
    assert said(delivery)["separator"] == reported
    assert list(delivery.records["opinion"]) == ["oui; non, peut-être", "non"]


def test_the_decimal_comma_is_detected_and_reported(tmp_path):
    delivery = read(tmp_path, LINES.encode())
    assert said(delivery)["decimal"] == ","
    assert list(delivery.records["poids"]) == [0.5, 1.25]


def test_two_decimal_marks_are_refused_until_one_is_declared(tmp_path):
    text = b"id;a;b\n1;0,5;0.5\n2;1,5;1.5\n"
    with pytest.raises(PhareError, match=r"numbers with a point \(b\).*comma \(a\)"):
        read(tmp_path, text)
    records = read(tmp_path, text, Reader(decimal=",")).records
    assert list(records["a"]) == [0.5, 1.5]
    assert list(records["b"]) == ["0.5", "1.5"]


def test_a_line_break_inside_quotes_is_part_of_the_answer(tmp_path):
    delivery = read(tmp_path, b'id;opinion\n1;"a\nb"\n2;c\n')
    assert list(delivery.records["opinion"]) == ["a\nb", "c"]


def test_blank_lines_are_reported_and_keep_their_number(tmp_path):
    delivery = read(tmp_path, b"id;note\n1;2\n\n2;3\n\n")
    assert list(delivery.records["row"]) == [1, 3]
    empty = delivery.findings.query("finding == 'empty_row'")
    assert list(empty["place"]) == ["row 2", "row 4"]


def test_a_line_with_too_many_values_is_refused_with_its_row(tmp_path):
    with pytest.raises(PhareError, match=r"row 2: got 3 values; expected 2"):
        read(tmp_path, b"id;note\n1;2\n2;3;4\n3;3\n")


def test_a_txt_file_is_read_like_a_csv(tmp_path):
    assert len(read(tmp_path, LINES.encode(), name="wave.TXT").records) == 2
