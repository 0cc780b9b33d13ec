"""What the command line prints of a run, as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from phare.workflow.plan import RELEASE
from phare.workflow.planning import read_plan

SHOWN = 4
"""How many reasons, and how many jobs of one reason, are told."""


def told(headlines: Sequence[Mapping[str, Any]]) -> str:
    """Return headline figures, one per line: wave, label, value and interval."""
    rows = [
        (
            one["wave"],
            one["en"]["label"] + (f", {one['category']}" if one["category"] else ""),
            one["en"]["value"],
            f"[{one['en']['low']}, {one['en']['high']}]",
        )
        for one in headlines
    ]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    return "\n".join(
        f"  {wave:<{widths[0]}}  {label:<{widths[1]}}  {value:>{widths[2]}}  {interval}"
        for wave, label, value, interval in rows
    )


def released(receipt: Mapping[str, Any]) -> str:
    """Return where a release is, its headline figures and how published ones came out."""
    lines = [f"Release {receipt['release']}: {Path(receipt['folder']).resolve()}"]
    if receipt["headlines"]:
        lines.append(told(receipt["headlines"]))
    check = receipt["published_check"]
    if sum(check.values()):
        lines.append(
            f"Published figures: {check['reproduced']} reproduced, {check['differs']} differ, "
            f"{check['suppressed']} suppressed, {check['not run']} not run; "
            f"{check['covered']} of {check['with interval']} within their interval."
        )
    return "\n".join(lines)


def headlines_of_waves(root: Path, waves: Sequence[str]) -> list[dict[str, Any]]:
    """Return the headline figures of some waves from their estimates."""
    from phare import storage
    from phare.contracts import ESTIMATES
    from phare.release.headlines import headlines
    from phare.release.settings import ReleaseSlice

    about = ReleaseSlice.model_validate_json(read_plan(root).settings(RELEASE))
    found = []
    for wave in waves:
        path = Path("processed/estimate") / wave / about.reference_scheme / "estimates.csv"
        estimates = storage.read_table(path, ESTIMATES)
        found += headlines(estimates, about.indicators, about.headlines, about.reference_scheme)
    return found


def staleness(planned: int, stale: Mapping[str, Sequence[str]]) -> str:
    """Return how many jobs are up to date and, for those that are not, why."""
    lines = [f"{planned - len(stale)} of {planned} steps are up to date."]
    why: dict[str, list[str]] = {}
    for job, reasons in stale.items():
        why.setdefault("; ".join(_some(reasons)), []).append(job.replace("/", " "))
    for reason, jobs in why.items():
        lines += [f"{reason}:", *(f"  {job}" for job in _some(jobs))]
    if stale:
        lines.append("phare run makes them.")
    return "\n".join(lines)


def _some(texts: Sequence[str]) -> list[str]:
    more = len(texts) - SHOWN
    return [*texts[:SHOWN], *([f"and {more} more"] if more > 0 else [])]
