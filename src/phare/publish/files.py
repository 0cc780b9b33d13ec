"""The files of one item, each whole under its name or not there at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from phare import storage


def write_all(contents: Mapping[str, str | bytes], folder: Path, name: str) -> list[Path]:
    """Write ending -> content as `<name>.<ending>` and return the paths."""
    paths = []
    for end, content in contents.items():
        paths.append(folder / f"{name}.{end}")
        if isinstance(content, str):
            storage.write_text(content, paths[-1])
        else:
            storage.write_bytes(content, paths[-1])
    return paths
