"""What a file says has one digest, whatever compressed it."""

import struct
import zipfile
import zlib
from pathlib import Path

from phare.release.content import PNG, content_digest


def archive(path: Path, level: int, text: str = "cells") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as book:
        book.writestr("sheet.xml", text * 1000)
    return path


def picture(path: Path, level: int, pixels: bytes = b"\0\1\2" * 1000) -> Path:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    content = PNG + chunk(b"IHDR", bytes(13)) + chunk(b"IDAT", zlib.compress(pixels, level))
    path.write_bytes(content + chunk(b"IEND", b""))
    return path


def test_a_workbook_packed_otherwise_says_the_same(tmp_path: Path) -> None:
    tight, loose = archive(tmp_path / "a.xlsx", 9), archive(tmp_path / "b.xlsx", 1)
    assert tight.read_bytes() != loose.read_bytes()
    assert content_digest(tight) == content_digest(loose)
    assert content_digest(archive(tmp_path / "c.xlsx", 9, "other")) != content_digest(tight)


def test_a_deck_with_files_in_it_packed_otherwise_says_the_same(tmp_path: Path) -> None:
    def deck(name: str, level: int, text: str = "cells") -> Path:
        inner = archive(tmp_path / f"{name}.xlsx", level, text).read_bytes()
        drawn = picture(tmp_path / f"{name}.png", level).read_bytes()
        with zipfile.ZipFile(tmp_path / name, "w") as package:
            package.writestr("ppt/embeddings/sheet.xlsx", inner)
            package.writestr("ppt/media/image.png", drawn)
        return tmp_path / name

    tight, loose = deck("a.pptx", 9), deck("b.pptx", 1)
    assert tight.read_bytes() != loose.read_bytes()
    assert content_digest(tight) == content_digest(loose)
    assert content_digest(deck("c.pptx", 9, "other")) != content_digest(tight)


def test_a_picture_packed_otherwise_shows_the_same(tmp_path: Path) -> None:
    tight, loose = picture(tmp_path / "a.png", 9), picture(tmp_path / "b.png", 0)
    assert tight.read_bytes() != loose.read_bytes()
    assert content_digest(tight) == content_digest(loose)
    assert content_digest(picture(tmp_path / "c.png", 9, b"\3" * 3000)) != content_digest(tight)


def test_any_other_file_is_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n")
    (tmp_path / "b.csv").write_text("a,b\n\n")
    assert content_digest(tmp_path / "a.csv") != content_digest(tmp_path / "b.csv")
