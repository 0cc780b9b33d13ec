"""The releases there are, and the number of the next one."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
_NUMBER = re.compile(r"^(\d{4})[.](\d+)$")


def releases(reports: Path) -> list[Path]:
    """Return the folders of the releases in `reports`, oldest first."""
    found = [
        (int(match[1]), int(match[2]), path)
        for path in (reports.iterdir() if reports.is_dir() else ())
        if (match := _NUMBER.match(path.name)) and (path / MANIFEST).is_file()
    ]
    return [path for _, _, path in sorted(found)]


def next_number(reports: Path, year: int) -> str:
    """Return `YYYY.N`, N one above the releases of that year."""
    taken = [
        int(match[2])
        for path in (reports.iterdir() if reports.is_dir() else ())
        if (match := _NUMBER.match(path.name)) and int(match[1]) == year
    ]
    return f"{year}.{max(taken, default=0) + 1}"


def manifest_of(release: Path) -> dict[str, Any]:
    """Return the manifest of a release."""
    found: dict[str, Any] = json.loads((release / MANIFEST).read_text(encoding="utf-8"))
    return found
