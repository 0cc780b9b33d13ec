"""The manifest: what the release was made from, by what, and what it holds."""

from __future__ import annotations

import json
import platform
import re
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from phare.provenance import file_digest
from phare.release.settings import ReleaseSlice


@dataclass(frozen=True)
class Made:
    """What made the numbers, beside the study.

    Parameters
    ----------
    engine : digest of the source that turns a delivered file into estimates
    python : version of Python
    libraries : name -> version
    """

    engine: str
    python: str
    libraries: dict[str, str]


def made_here(engine: str, requirements: Path) -> Made:
    """Return the engine with the versions of this Python and of what `requirements` names."""
    names = re.findall(r"(?m)^([A-Za-z0-9_.-]+)", requirements.read_text(encoding="utf-8"))
    versions = {}
    for name in sorted({one.lower() for one in names} - {"setuptools", "pygments"}):
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return Made(engine, platform.python_version(), versions)


def manifest(
    number: str, parent: str | None, raw: dict[str, Path], told: ReleaseSlice, made: Made
) -> dict[str, Any]:
    """Return the manifest, its outputs and content still to come. No clock and no path of here."""
    return {
        "release": number,
        "parent": parent,
        "study": told.study,
        "title": told.title.model_dump(),
        "notice": told.notice.model_dump() if told.reconstructed else None,
        "seed": told.seed,
        "python": made.python,
        "libraries": made.libraries,
        "raw": {
            wave: {
                "file": about.file,
                "sha256": file_digest(raw[wave]),
                "bytes": raw[wave].stat().st_size,
            }
            for wave, about in told.waves.items()
        },
        "digests": {
            wave: {**about.digests.model_dump(), "engine": made.engine}
            for wave, about in told.waves.items()
        },
        "address": "an estimate is addressed by wave, scheme, indicator, category, domain, level",
        "configuration": told.configuration,
    }


def manifest_text(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
