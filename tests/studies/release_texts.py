"""Everything that the files of a release say, as one text each."""

import html
import io
import re
import zipfile
from pathlib import Path

from tests.unit.publish.file_texts import pdf_text


def said(path: Path) -> str:
    """What a file says in small letters, tags and typographic signs taken out."""
    if path.suffix == ".png":
        return ""
    if path.suffix == ".pdf":
        return plain(pdf_text(path))
    return plain(_content(path.read_bytes()))


def _content(content: bytes) -> str:
    """The parts of an office file one after the other, those packed inside them included."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content.decode("utf-8", "ignore")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return "\n".join(_content(package.read(name)) for name in package.namelist())


def plain(text: str) -> str:
    text = html.unescape(re.sub(r"<[^>]*>", " ", text)).replace("’", "'").lower()
    return " ".join(text.split())
