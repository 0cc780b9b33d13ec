"""Whether a release is still what its manifest says."""

from __future__ import annotations

from pathlib import Path

from phare.errors import Problem
from phare.provenance import file_digest
from phare.release.numbering import MANIFEST, manifest_of

REMEDY = "put back a copy, or remove {0} (chmod -R u+w, then rm -r) and run again"
"""What to do where the latest release was touched: a run makes that one again."""


def touched(release: Path, remedy: str) -> list[Problem]:
    """Return a problem for every file of a release that is not as its manifest says."""
    try:
        outputs = manifest_of(release)["outputs"]
        expected = {name: one["sha256"] for name, one in outputs.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        manifest = str(release / MANIFEST)
        return [Problem(manifest, "no list of outputs", "that of its release", remedy)]
    found = {
        path.relative_to(release).as_posix(): path for path in release.rglob("*") if path.is_file()
    }
    found.pop(MANIFEST, None)
    problems = []
    for name in sorted({*expected, *found}):
        if name not in found:
            got = "no such file"
        elif name not in expected:
            got = "a file that the release did not have"
        elif file_digest(found[name]) != expected[name]:
            got = "other content"
        else:
            continue
        problems.append(Problem(str(release / name), got, "what its manifest says", remedy))
    return problems
