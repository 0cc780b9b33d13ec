"""Office files: the same parts give the same bytes."""

import io
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from phare.publish.package import normalised

CORE = '<a xmlns:dcterms="d"><dcterms:created x="y">{}</dcterms:created></a>'


def package(names: list[str], year: int, inside: bytes) -> bytes:
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_STORED) as archive:
        for name in names:
            content = {"docProps/core.xml": CORE.format(year).encode(), "x/chart.xlsx": inside}
            entry = ZipInfo(name, (year, 5, 5, 1, 1, 1))
            archive.writestr(entry, content.get(name, name.encode()))
    return written.getvalue()


def test_order_dates_and_embedded_workbooks_do_not_matter():
    names = ["[Content_Types].xml", "docProps/core.xml", "b.xml", "x/chart.xlsx"]
    one = package(names, 2001, package(["b", "a"], 2003, b""))
    two = package(names[::-1], 2020, package(["a", "b"], 2022, b""))
    assert one != two
    assert normalised(one) == normalised(two)
    assert normalised(normalised(one)) == normalised(one)
    with ZipFile(io.BytesIO(normalised(one))) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")
        assert archive.read("b.xml") == b"b.xml"


def test_what_it_says_does_matter():
    assert normalised(package(["a"], 2001, b"")) != normalised(package(["b"], 2001, b""))
