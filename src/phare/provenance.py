"""What made a number: digests of files, of source code and of what the code imports.

Light on purpose: Snakemake's process imports this at every start, so there is nothing here
but the standard library.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
HOME = PACKAGE.parent.parent
"""The repository: where the Snakefile, the step scripts and the lock file are."""

LOCK = "requirements/study.lock"
CHUNK = 1 << 20

Imports = dict[str, list[str]]
"""sha256 of a source file -> the modules it imports: right whatever happens to the file."""


def bytes_digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def file_digest(path: Path) -> str:
    """Return the sha256 of a file's content, read in pieces."""
    digest = hashlib.sha256()
    with Path(path).open("rb") as file:
        while piece := file.read(CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def json_text(content: object) -> str:
    """Return `content` as JSON without spaces, keys in their order.

    The order of keys is meaning: that of the categories of a scale, of the waves of a study.
    """
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def json_digest(content: object) -> str:
    return bytes_digest(json_text(content).encode())


def folder_digests(folder: Path, pattern: str = "**/*") -> dict[str, str]:
    """Return path relative to `folder` -> sha256, hidden files left out."""
    found = {
        path.relative_to(folder).as_posix(): path for path in folder.glob(pattern) if path.is_file()
    }
    return {
        name: file_digest(found[name])
        for name in sorted(found)
        if not any(part.startswith((".", "__pycache__")) for part in name.split("/"))
    }


class Sources:
    """Source files and what they import inside phare, each read once.

    Parameters
    ----------
    known : imports of files met before, by the sha256 of their content; added to
    package, home : where the package and the repository are
    """

    def __init__(self, known: Imports, package: Path = PACKAGE, home: Path = HOME) -> None:
        self.known = known
        self.package = package
        self.home = home
        self._read: dict[Path, tuple[str, list[Path]]] = {}
        self._files: dict[str, Path | None] = {}

    def behind(self, *paths: Path) -> dict[str, str]:
        """Return file -> sha256 for these files and all they import inside phare.

        A package's `__init__` counts when something is imported from it; the files that a
        stage room ships beside its modules (fonts, styles) count with the room.
        """
        waiting, found = [Path(path) for path in paths], set()
        while waiting:
            path = waiting.pop()
            if path not in found:
                found.add(path)
                waiting += self._read_once(path)[1]
        rooms = {path.parent for path in found if self.package in path.parent.parents}
        for room in rooms:
            found |= {path for path in room.rglob("*") if path.is_file() and _shipped(path)}
        return {
            path.relative_to(self.home).as_posix(): self._read_once(path)[0]
            for path in sorted(found)
        }

    def _read_once(self, path: Path) -> tuple[str, list[Path]]:
        """Return the digest of a file and the files of phare that it imports."""
        if path not in self._read:
            content = path.read_bytes()
            digest = bytes_digest(content)
            if digest not in self.known:
                self.known[digest] = imports_of(content) if path.suffix == ".py" else []
            files = (self._file(module) for module in self.known[digest])
            self._read[path] = digest, [file for file in files if file]
        return self._read[path]

    def _file(self, module: str) -> Path | None:
        if module not in self._files:
            self._files[module] = self._found(module)
        return self._files[module]

    def _found(self, module: str) -> Path | None:
        path = self.package.joinpath(*module.split(".")[1:])
        for candidate in (path.with_suffix(".py"), path / "__init__.py"):
            if candidate.is_file():
                return candidate
        return None


def _shipped(path: Path) -> bool:
    return path.suffix not in (".py", ".pyc", ".typed") and not path.name.startswith(".")


def imports_of(source: bytes) -> list[str]:
    """Return the names of phare that a source file may import: modules, and what is in them."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return sorted(name for name in names if name.split(".")[0] == PACKAGE.name)


def moved(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """Return the keys whose values differ between two mappings, in order."""
    return [key for key in sorted({*before, *after}) if before.get(key) != after.get(key)]
