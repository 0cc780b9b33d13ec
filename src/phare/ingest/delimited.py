"""Text files with a separator: .csv and .txt."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pandas as pd
import pyarrow as pa
from pyarrow import csv as arrow_csv

from phare.config.reader import Reader
from phare.contracts import refuse
from phare.ingest.columns import from_arrow
from phare.ingest.delivery import Finding, Source, SourceVariable
from phare.ingest.encoding import encoding_of
from phare.ingest.headings import headings

_HEAD = 2**20
_LINES_LOOKED_AT = 200
_SEPARATORS = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}
_BLOCK = 2**20


def read_delimited(path: Path, reader: Reader) -> Source:
    """Return a text file; every column is categorical text, for its values to be typed.

    Raises
    ------
    PhareError
        When it is not text in one encoding, or a line has more or fewer values than there
        are headings.
    """
    encoding = encoding_of(path, reader.encoding)
    head = _head(path, encoding)
    separator = reader.separator or _separator(head)
    top, skipped = _headings(head, separator, path)
    names, findings = headings(top, str(path))
    table = _table(path, encoding, separator, len(names), skipped)
    rows = pd.RangeIndex(1, table.num_rows + 1)
    columns = {}
    for name in names:
        columns[name] = from_arrow(table.column(0)).set_axis(rows)
        table = table.remove_column(0)  # a million rows are held once
    lines = pd.DataFrame(columns, index=rows, columns=pd.Index(names, dtype="str"), copy=False)
    findings += [
        Finding("encoding", path.name, _said(encoding)),
        Finding("separator", path.name, _SEPARATORS.get(separator, separator)),
    ]
    if encoding in ("utf-8-sig", "utf-16"):
        findings.append(Finding("byte_order_mark", path.name, _said(encoding)))
    return Source(lines, tuple(SourceVariable(name) for name in names), tuple(findings))


def _said(encoding: str) -> str:
    return {"cp1252": "windows-1252", "utf-8-sig": "utf-8", "iso8859-1": "latin-1"}.get(
        encoding, encoding
    )


def _head(path: Path, encoding: str) -> str:
    with path.open("rb") as file:
        octets = file.read(_HEAD)
    return codecs.getincrementaldecoder(encoding)().decode(octets)


def _records(head: str, separator: str) -> Iterator[tuple[list[str], int]]:
    """Give each record of the head, and the number of lines read so far."""
    lines = csv.reader(head.splitlines(keepends=True), delimiter=separator)
    try:
        for record in lines:
            yield record, lines.line_num
    except csv.Error:  # a value without end; the reading proper says where
        return


def _separator(head: str) -> str:
    """Return the separator that gives the lines as many values as there are headings."""
    scores = {}
    for mark in _SEPARATORS:
        widths = [
            len(record) for record, _ in islice(_records(head, mark), _LINES_LOOKED_AT) if record
        ]  # fmt: skip
        if widths and widths[0] > 1:
            scores[mark] = (widths.count(widths[0]) / len(widths), widths[0])
    return max(scores, key=lambda mark: scores[mark]) if scores else ";"


def _headings(head: str, separator: str, path: Path) -> tuple[list[str], int]:
    for record, lines_read in _records(head, separator):
        if any(value.strip() for value in record):
            return record, lines_read
    raise refuse(str(path), "no line of headings", "one line of headings", "ask for the file again")


def _table(path: Path, encoding: str, separator: str, width: int, skipped: int) -> pa.Table:
    """Return the values below the headings, as dictionary-encoded text; blank lines are nulls."""
    odd: list[arrow_csv.InvalidRow] = []

    def note(row: arrow_csv.InvalidRow) -> str:
        odd.append(row)
        return "error"

    places = [str(place) for place in range(width)]
    with path.open("rb") as file:
        quoted = any(b'"' in chunk for chunk in iter(lambda: file.read(_BLOCK), b""))
    parse = arrow_csv.ParseOptions(
        delimiter=separator, newlines_in_values=quoted, ignore_empty_lines=False,
        invalid_row_handler=note,
    )  # fmt: skip
    convert = arrow_csv.ConvertOptions(
        column_types=dict.fromkeys(places, pa.dictionary(pa.int32(), pa.string())),
        null_values=[""],
        strings_can_be_null=True,
    )
    # Several threads are faster; a single one knows the number of a line that is odd.
    for threads in (True, False):
        read = arrow_csv.ReadOptions(
            column_names=places, skip_rows=skipped, block_size=_BLOCK, use_threads=threads,
            encoding="utf8" if encoding.startswith("utf-8") else encoding,
        )  # fmt: skip
        try:
            return arrow_csv.read_csv(path, read, parse, convert)
        except pa.ArrowInvalid as error:
            if not odd:
                raise refuse(
                    str(path), f"text that is not a table ({error})", "lines of values",
                    "correct the file or declare reader.separator in the card",
                ) from None  # fmt: skip
    raise refuse(
        f"{path}: row {odd[-1].number - skipped}",
        f"{odd[-1].actual_columns} values",
        f"{odd[-1].expected_columns}, one for each heading",
        "correct that line or declare reader.separator in the card",
    )
