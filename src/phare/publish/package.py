"""Office files are zip packages: the same parts make the same bytes."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""A date of its own would make every run write other bytes."""

LANGUAGES = {"fr": "fr-FR", "en": "en-GB"}
"""The languages of a study, as office programs call them."""

_TYPES = "[Content_Types].xml"
_CORE = "docProps/core.xml"
_OLDEST = (1980, 1, 1, 0, 0, 0)
_OFFICE = (".xlsx", ".docx", ".pptx")


def normalised(content: bytes) -> bytes:
    """Return an office file with its parts sorted and all dates pinned.

    Workbooks embedded in it are treated likewise. The list of types stays first, where
    programs that guess a file's kind look for it.
    """
    packed = io.BytesIO()
    with (
        ZipFile(io.BytesIO(content)) as given,
        ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=6) as made,
    ):
        for name in sorted(given.namelist(), key=lambda name: (name != _TYPES, name)):
            entry = ZipInfo(name, _OLDEST)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0
            made.writestr(entry, _part(name, given.read(name)))
    return packed.getvalue()


def _part(name: str, content: bytes) -> bytes:
    if name.endswith(_OFFICE):
        return normalised(content)
    return _undated(content) if name == _CORE else content


def _undated(core: bytes) -> bytes:
    """Return the core properties, created and modified at `CREATED`."""
    date = f"{CREATED:%Y-%m-%dT%H:%M:%SZ}"
    pattern = r"(<dcterms:(created|modified)\b[^>]*>)[^<]*(</dcterms:\2>)"
    return re.sub(pattern, rf"\g<1>{date}\g<3>", core.decode("utf-8")).encode("utf-8")
