"""Whether releases and stages are still what was made."""

from __future__ import annotations

from pathlib import Path

from phare.errors import Problem
from phare.release.intact import REMEDY, touched
from phare.release.numbering import releases
from phare.workflow import ledger

OLDER = "put back a copy of {0}; it is never made again, and later ones stand without it"


def verify_latest(reports: Path) -> list[Problem]:
    """Return every file of the latest release that is not as its manifest says."""
    return [
        problem for one in releases(reports)[-1:] for problem in touched(one, REMEDY.format(one))
    ]


def verify_releases(reports: Path) -> list[Problem]:
    """Return every file of a release that is not as its manifest says."""
    found = releases(reports)
    return [
        problem
        for release in found
        for problem in touched(release, (REMEDY if release == found[-1] else OLDER).format(release))
    ]


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
