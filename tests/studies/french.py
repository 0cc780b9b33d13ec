"""The words of published French files, and what a French typographer would strike in them."""

import csv
import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

# A sign that follows a plain space, a space that breaks, or no space at all; "(% of column)" is
# none of these, nor is a time of day.
SIGNS = re.compile(r"(?<!\u202f):(?!\d\d)|(?<![\u202f(])%|(?<!\u202f)[;?!»]|«(?!\u202f)")
NUMBERS = re.compile(r"(?<![\d.])\d+\.\d+(?![\d.])|\d[ \u00a0,]\d{3}(?!\d)")
"""1.5 and 1,500 and 1 500 with a space that breaks."""


def french_words(folder: Path) -> Iterator[tuple[str, str]]:
    """Return, for each French file of a release, each of the texts that a reader sees."""
    for path in sorted(folder.rglob("*.fr.*")):
        for text in texts(path):
            yield path.relative_to(folder).as_posix(), text


def texts(path: Path) -> list[str]:
    match path.suffix:
        case ".xlsx":
            return _parts(path, r"xl/sharedStrings\.xml", "t")
        case ".docx":
            return _parts(path, r"word/document\.xml", "w:t")
        case ".pptx":
            return _parts(path, r"ppt/(slides|notesSlides)/[^/]*\.xml", "a:t")
        case ".svg":
            return list(ElementTree.fromstring(path.read_text("utf-8")).itertext())
        case ".html":
            page = _Page()
            page.feed(path.read_text("utf-8"))
            return page.said
        case ".csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                return [cell for row in csv.reader(file, delimiter=";") for cell in row]
    # PNG are drawn from the SVG, PDF from what HTML is written from: poppler reads their narrow
    # spaces as plain ones.
    return []


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.within = tag
        self.said += [value for name, value in attrs if value and name in ("alt", "title")]

    def handle_data(self, data: str) -> None:
        if self.within not in ("style", "script"):
            self.said.append(data)


def _parts(path: Path, names: str, element: str) -> list[str]:
    with ZipFile(path) as package:
        parts = [one for one in package.namelist() if re.fullmatch(names, one)]
        source = "\n".join(package.read(one).decode("utf-8") for one in parts)
    return [html.unescape(one) for one in re.findall(rf"<{element}(?: [^>]*)?>([^<]+)<", source)]


def struck(text: str) -> list[str]:
    """Return what is wrong with a text: signs without their narrow space, English numbers."""
    return [
        text[max(0, one.start() - 20) : one.end() + 10]
        for pattern in (SIGNS, NUMBERS)
        for one in pattern.finditer(text)
    ]
