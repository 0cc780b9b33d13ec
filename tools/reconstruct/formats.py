"""Files as institutes deliver them, the same bytes each time."""

from __future__ import annotations

import datetime
import struct
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import xlsxwriter

from reconstruct.encoding import SourceColumn

_WRITTEN = datetime.datetime(2016, 1, 4, 9, 0, 0)
_STAMP = b"04 Jan 1609:00:00"  # creation date and time in the header of a .sav
_STAMP_AT = 92
_HEADER = 176


def write_csv(lines: pd.DataFrame, path: Path) -> None:
    """Write windows-1252 text with semicolons, decimal commas and CRLF."""
    rows = [";".join(lines.columns)]
    rows += [";".join(_cell(value) for value in row) for row in lines.itertuples(index=False)]
    path.write_bytes(("\r\n".join(rows) + "\r\n").encode("windows-1252"))


def _cell(value: object) -> str:
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.10g}".replace(".", ",")
    return str(value)


def write_xlsx(
    lines: pd.DataFrame, columns: list[SourceColumn], path: Path, sheets: tuple[str, str]
) -> None:
    """Write codes on one sheet and the codebook on another.

    An empty line stands in the middle, where two parts were pasted together, and another,
    formatted, at the end.
    """
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": _WRITTEN, "author": "", "comments": "Données reconstituées"})
    bold, framed = book.add_format({"bold": True}), book.add_format({"border": 1})
    sheet = book.add_worksheet(sheets[0])
    sheet.write_row(0, 0, list(lines.columns), bold)
    middle = len(lines) // 2
    for number, row in enumerate(lines.itertuples(index=False), start=1):
        for place, value in enumerate(row):
            if value is not None and value == value:
                sheet.write(number + (number > middle), place, value)
    for place in range(len(lines.columns)):
        sheet.write_blank(len(lines) + 2, place, None, framed)
    sheet = book.add_worksheet(sheets[1])
    sheet.write_row(0, 0, ["Variable", "Libellé", "Code", "Modalité"], bold)
    number = 1
    for column in columns:
        for code, label in column.labels.items() or [(None, None)]:
            sheet.write_row(number, 0, [column.name, column.label])
            if code is not None:
                sheet.write_row(number, 2, [float(code), label])
            number += 1
    book.close()


def write_sav(
    lines: pd.DataFrame, columns: list[SourceColumn], path: Path, file_label: str,
    sets: dict[str, tuple[str, tuple[str, ...]]] | None = None,
) -> None:  # fmt: skip
    """Write an SPSS file with labels, user-missing codes and multiple-response sets.

    Parameters
    ----------
    sets : set -> its label and the columns that are 1 where it is cited
    """
    numbers = {
        column.name: pd.to_numeric(lines[column.name]).astype(float)
        for column in columns if not column.text
    }  # fmt: skip
    frame = lines.assign(**numbers)
    texts = [name for name in frame.columns if name not in numbers]
    for name in texts:
        if not isinstance(frame[name].iloc[0], datetime.date):
            frame[name] = frame[name].where(frame[name].notna(), "").astype(str)
    pyreadstat.write_sav(
        frame, str(path), file_label=file_label, row_compress=True,
        column_labels={column.name: column.label for column in columns},
        variable_value_labels={
            column.name: {float(code): label for code, label in column.labels.items()}
            for column in columns if column.labels
        },
        missing_ranges={
            column.name: [float(code) for code in column.missing]
            for column in columns if column.missing
        },
        variable_format={
            name: "F8.1" if (values.dropna() % 1 != 0).any() else "F5.0"
            for name, values in numbers.items()
        },
    )  # fmt: skip
    octets = bytearray(path.read_bytes())
    octets[_STAMP_AT : _STAMP_AT + len(_STAMP)] = _STAMP
    if sets:
        end = _end_of_dictionary(octets)
        octets[end:end] = _multiple_response(sets)
    path.write_bytes(octets)


def _multiple_response(sets: dict[str, tuple[str, tuple[str, ...]]]) -> bytes:
    """Return the extension record (type 7, subtype 7) that declares dichotomous sets."""
    said = ""
    for name, (label, members) in sets.items():
        size = len(label.encode("utf-8"))
        said += f"${name}=D1 1 {size} {label} {' '.join(members).lower()}\n"
    octets = said.encode("utf-8")
    return struct.pack("<4i", 7, 7, 1, len(octets)) + octets


def _end_of_dictionary(octets: bytearray) -> int:
    """Return where the record that ends the dictionary (type 999) begins."""

    def integer(at: int) -> int:
        return int(struct.unpack_from("<i", octets, at)[0])

    at = _HEADER
    while integer(at) != 999:
        match integer(at):
            case 2:  # a variable
                labelled, missing = integer(at + 8), abs(integer(at + 12))
                at += 32
                if labelled:
                    at += 4 + -(-integer(at) // 4) * 4
                at += 8 * missing
            case 3:  # labels of values, then the variables that have them
                count, at = integer(at + 4), at + 8
                for _ in range(count):
                    at += 8 + -(-(octets[at + 8] + 1) // 8) * 8
            case 4:
                at += 8 + 4 * integer(at + 4)
            case 6:  # documents
                at += 8 + 80 * integer(at + 4)
            case 7:  # an extension
                at += 16 + integer(at + 8) * integer(at + 12)
            case kind:
                raise ValueError(f"record of type {kind} at {at}")
    return at
