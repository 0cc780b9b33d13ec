"""The digest of what a file says, whatever compressed it.

The bytes of a workbook or a picture depend on the zlib that packed them; what they unpack
to does not.
"""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from pathlib import Path

PNG = b"\x89PNG\r\n\x1a\n"


def content_digest(path: Path) -> str:
    """Return the sha256 of the unpacked content of an office file or a PNG, else of the bytes."""
    return _digest(Path(path).read_bytes())


def _digest(content: bytes) -> str:
    if zipfile.is_zipfile(io.BytesIO(content)):
        return _archive(content)
    if content.startswith(PNG):
        return _picture(content)
    return hashlib.sha256(content).hexdigest()


def _archive(content: bytes) -> str:
    digest = hashlib.sha256()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in sorted(archive.namelist()):
            part = archive.read(name)
            # A deck has workbooks and pictures in it, packed by themselves.
            packed = zipfile.is_zipfile(io.BytesIO(part)) or part.startswith(PNG)
            said = _digest(part).encode() if packed else part
            digest.update(name.encode() + b"\0" + said + b"\0")
    return digest.hexdigest()


def _picture(content: bytes) -> str:
    digest, pixels, at = hashlib.sha256(), zlib.decompressobj(), len(PNG)
    while at + 8 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        kind, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        digest.update(pixels.decompress(body) if kind == b"IDAT" else kind + body)
        at += length + 12
    return digest.hexdigest()
