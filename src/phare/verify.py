"""Whether releases and stages are still what was made."""

from __future__ import annotations

from pathlib import Path

from phare import ledger
from phare.errors import Problem
from phare.provenance import file_digest
from phare.release.numbering import MANIFEST, manifest_of, releases


def verify_releases(reports: Path) -> list[Problem]:
    """Return every file of a release that is not as its manifest says."""
    return [problem for release in releases(reports) for problem in _release(release)]


def _release(release: Path) -> list[Problem]:
    expected = {name: one["sha256"] for name, one in manifest_of(release)["outputs"].items()}
    found = {
        path.relative_to(release).as_posix(): path
        for path in release.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }
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
        problems.append(
            Problem(
                str(release / name), got, "what its manifest says",
                f"put back a copy, or remove {release} and run again",
            )
        )  # fmt: skip
    return problems


def verify_stages() -> list[Problem]:
    """Return every output of a stage that was edited by hand or is gone."""
    problems = []
    for entry in ledger.entries().values():
        for path in entry.changed():
            problems.append(
                Problem(path, "other content than its step wrote", "that content",
                        "run again: it is set aside and made again")
            )  # fmt: skip
        for path in entry.outputs:
            if not Path(path).is_file():
                problems.append(Problem(path, "no such file", "it", "run again"))
    return problems
