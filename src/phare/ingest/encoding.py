"""In which encoding a text file is written, and whether it truly is."""

from __future__ import annotations

import codecs
import mmap
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from phare.contracts import refuse
from phare.errors import PhareError

_CHUNK = 2**22
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# What UTF-8 becomes when it is read as windows-1252 and saved again: 'Ã©', 'â€™'.
_TWICE = ("Ã\u0080".encode()[:-1], "â€".encode())
# The first two bytes of accented letters, French quotation marks and typographic signs in
# UTF-8. In windows-1252 they would be 'Ã' or 'Â' before a sign, or 'â€', which no language
# writes.
_LEADS = {0xC2: (0x80, 0xBF), 0xC3: (0x80, 0xBF), 0xE2: (0x80, 0x80)}


def encoding_of(path: Path, declared: str | None) -> str:
    """Return the Python name of the encoding of a text file, every byte of it checked.

    A byte-order mark decides, then UTF-8 where the whole file is UTF-8, then windows-1252.

    Raises
    ------
    PhareError
        With line and byte: when the declared encoding does not decode; and, where none is
        declared, when the file mixes encodings, was encoded twice, or is no text.
    """
    mark = next((name for bom, name in _MARKS.items() if _starts(path, bom)), None)
    if declared is not None:
        name = codecs.lookup(declared).name
        chosen = mark if mark is not None and name in ("utf-8", "utf-16") else name
        _check(path, chosen, f"{declared}, which the card declares")
        return chosen
    if mark is not None:
        _check(path, mark, f"{mark}, which its byte-order mark announces")
        _check_twice(path)
        return mark
    _check_nul(path)
    broken = _first_undecodable(path, "utf-8")
    if broken is None:
        _check_twice(path)
        return "utf-8"
    _check_mixed(path, broken)
    _check(path, "cp1252", "UTF-8 or windows-1252")
    return "cp1252"


def _starts(path: Path, mark: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(mark)) == mark


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _first_undecodable(path: Path, encoding: str) -> int | None:
    """Return the place of the first byte that does not decode, from 0."""
    decoder = codecs.getincrementaldecoder(encoding)()
    end = 0
    try:
        for chunk in _chunks(path):
            end += len(chunk)
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        # The decoder may have kept some bytes of the chunk before.
        return end - len(error.object) + error.start
    return None


def _check(path: Path, encoding: str, expected: str) -> None:
    place = _first_undecodable(path, encoding)
    if place is not None:
        raise _refusal(path, place, "a byte that does not decode", expected)


def _check_nul(path: Path) -> None:
    _check_absent(path, (b"\0",), "a NUL byte", "text; UTF-16 only if it is declared")


def _check_twice(path: Path) -> None:
    _check_absent(
        path, _TWICE, "letters that were encoded twice ('Ã©' for 'é')", "text encoded once"
    )


def _check_absent(path: Path, patterns: tuple[bytes, ...], got: str, expected: str) -> None:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        places = [place for pattern in patterns if (place := content.find(pattern)) >= 0]
    if places:
        raise _refusal(path, min(places), got, expected)


def _check_mixed(path: Path, broken: int) -> None:
    """Refuse a file that is not UTF-8, from `broken` on, and yet holds letters of UTF-8."""
    end, last = 0, b""
    for chunk in _chunks(path):
        octets = np.frombuffer(last + chunk, dtype="uint8")
        places = np.flatnonzero(octets[:-1] >= min(_LEADS))
        first, second = octets[places], octets[places + 1]
        found = np.zeros(len(places), dtype=bool)
        for lead, (low, high) in _LEADS.items():
            found |= (first == lead) & (second >= low) & (second <= high)
        if found.any():
            place = end - len(last) + int(places[found][0])
            got = f"a letter of UTF-8, where line {_line(path, broken)} is not UTF-8"
            raise _refusal(path, place, got, "one encoding in the whole file")
        end += len(chunk)
        last = chunk[-1:]


def _line(path: Path, place: int) -> int:
    line, start = 1, 0
    for chunk in _chunks(path):
        line += chunk[: max(0, place - start)].count(b"\n")
        start += len(chunk)
        if start > place:
            break
    return line


def _refusal(path: Path, place: int, got: str, expected: str) -> PhareError:
    return refuse(
        f"{path}: line {_line(path, place)}, byte {place + 1}",
        got,
        expected,
        "save the file again as CSV UTF-8, or declare reader.encoding in the card",
    )
