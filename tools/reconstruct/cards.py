"""The checksum and the number of lines, written into the card of the wave."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path


def stamp(card: Path, delivered: Path, rows: int) -> None:
    """Write sha256 and rows of `delivered` into `card`, and nothing else."""
    text = card.read_text(encoding="utf-8")
    digest = hashlib.sha256(delivered.read_bytes()).hexdigest()
    text = re.sub(r"^sha256: .*$", f"sha256: {digest}", text, count=1, flags=re.MULTILINE)
    text = re.sub(r"^rows: .*$", f"rows: {rows}", text, count=1, flags=re.MULTILINE)
    card.write_text(text, encoding="utf-8", newline="\n")
