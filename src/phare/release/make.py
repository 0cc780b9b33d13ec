"""Write a release whole, or not at all."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from phare import storage
from phare.contracts import (
    CHANGES,
    COMPARISONS,
    DISPOSITIONS,
    EDITS,
    ESTIMATES,
    MARGIN_FIT,
    PUBLIC_ESTIMATES,
    PUBLISHED_CHECK,
    WEIGHT_SUMMARY,
    Contract,
)
from phare.contracts.typology import PUBLISHABLE
from phare.errors import PhareError
from phare.provenance import bytes_digest, json_digest
from phare.release.changes import changes
from phare.release.check import tally
from phare.release.content import content_digest
from phare.release.headlines import headlines
from phare.release.index import index_page
from phare.release.intact import REMEDY, touched
from phare.release.manifest import Made, manifest, manifest_text
from phare.release.numbering import MANIFEST, manifest_of, next_number, releases
from phare.release.profiles import profiles_noticed, public_profiles
from phare.release.public import (
    RELEASED_ESTIMATES,
    noticed,
    public_comparisons,
    public_estimates,
    with_notice,
)
from phare.release.settings import ReleaseSlice


@dataclass(frozen=True)
class Parts:
    """What a release is made from.

    Parameters
    ----------
    estimates, comparisons, weight_summary, margin_fit, dispositions, edits, published_check :
        of all waves and schemes, each following its contract; comparisons with the gaps
    raw : wave -> delivered file
    profiles : the publishable tables of profiles by their name; none without typologies
    published : the files of every item, each in processed/publish/<folder>/<item>/
    """

    estimates: pd.DataFrame
    comparisons: pd.DataFrame
    weight_summary: pd.DataFrame
    margin_fit: pd.DataFrame
    dispositions: pd.DataFrame
    edits: pd.DataFrame
    published_check: pd.DataFrame
    raw: dict[str, Path]
    published: list[Path]
    profiles: dict[str, pd.DataFrame] = field(default_factory=dict)


def make_release(parts: Parts, told: ReleaseSlice, made: Made, reports: Path) -> dict[str, Any]:
    """Write the next release into `reports`, unless its content is that of the latest.

    Returns its receipt: release, folder, content and headline figures. The release is
    assembled in a hidden folder beside and renamed; its files and folders are read-only.

    Raises
    ------
    PhareError
        When it cannot be written, or the latest is not as its manifest says; `reports` then
        holds what it held.
    """
    reports.mkdir(parents=True, exist_ok=True)
    for left in reports.glob(".*.part"):
        shutil.rmtree(left)
    number = next_number(reports, told.year)
    part = reports / f".{number}.part"
    try:
        folder = _assembled(part, number, parts, told, made, reports)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    about = manifest_of(folder)
    return {
        "release": folder.name,
        "folder": folder.as_posix(),
        "content": about["content"],
        "published_check": about["published_check"],
        "headlines": headlines(
            parts.estimates, told.indicators, told.headlines, told.reference_scheme
        ),
    }


def _assembled(
    part: Path, number: str, parts: Parts, told: ReleaseSlice, made: Made, reports: Path
) -> Path:
    """Return the folder of the release: the new one, or the latest that says the same."""
    earlier = releases(reports)
    latest = earlier[-1] if earlier else None
    if latest is not None and (problems := touched(latest, REMEDY.format(latest))):
        raise PhareError(*problems)
    _write_content(part, parts, told)
    about = manifest(number, latest.name if latest else None, parts.raw, told, made)
    outputs = {name: _output(part / name) for name in _listed(part)}
    about["content"] = _content(outputs, about)
    if latest is not None and manifest_of(latest)["content"] == about["content"]:
        return latest
    about["published_check"] = tally(parts.published_check)
    # What tells of the release itself comes last: it does not make its content another.
    _write_changes(part, latest, about)
    page = index_page(
        number,
        told,
        [*outputs, "changes.csv"],
        about["published_check"],
        headlines(parts.estimates, told.indicators, told.headlines, told.reference_scheme),
    )
    storage.write_text(page, part / "index.html")
    told_of_itself = {name: _output(part / name) for name in ("changes.csv", "index.html")}
    about["outputs"] = outputs | told_of_itself
    storage.write_text(manifest_text(about), part / MANIFEST)
    for path in _files(part):
        path.chmod(0o444)
    return _renamed(part, reports / number)


def _write_content(folder: Path, parts: Parts, told: ReleaseSlice) -> None:
    for path in parts.published:
        with storage.whole_file(folder / path.parent.parent.name / path.name) as temporary:
            shutil.copyfile(path, temporary)
    shown = public_estimates(parts.estimates, told.indicators)
    compared = public_comparisons(parts.comparisons, parts.estimates, told.indicators)
    written: list[tuple[pd.DataFrame, Contract, str]] = [
        (shown, PUBLIC_ESTIMATES, "estimates.csv"),
        (compared, COMPARISONS, "comparisons.csv"),
        (parts.weight_summary, WEIGHT_SUMMARY, "weight_summary.csv"),
        (parts.margin_fit, MARGIN_FIT, "margin_fit.csv"),
        (parts.dispositions, DISPOSITIONS, "dispositions.csv"),
        (parts.published_check, PUBLISHED_CHECK, "published_check.csv"),
        (parts.estimates, ESTIMATES, "restricted/estimates.csv"),
        (parts.comparisons, COMPARISONS, "restricted/comparisons.csv"),
        (parts.edits, EDITS, "restricted/edits.csv"),
    ]
    for frame, contract, name in written:
        storage.write_table(with_notice(frame, told), noticed(contract), folder / name)
    for name, frame in parts.profiles.items():
        about = PUBLISHABLE[name]
        rounded = profiles_noticed(public_profiles(frame, about), told)
        storage.write_table(rounded, noticed(about), folder / "profiles" / f"{name}.csv")


def _write_changes(folder: Path, latest: Path | None, about: dict[str, Any]) -> None:
    moved = CHANGES.empty()
    if latest is not None:
        before = storage.read_table(latest / "estimates.csv", RELEASED_ESTIMATES)
        after = storage.read_table(folder / "estimates.csv", RELEASED_ESTIMATES)
        moved = changes(before, after, manifest_of(latest)["digests"], about["digests"])
    storage.write_table(moved, CHANGES, folder / "changes.csv")


def _content(outputs: dict[str, dict[str, Any]], about: dict[str, Any]) -> str:
    """Return the digest of all that would make this another release."""
    said = {name: one["content"] for name, one in outputs.items()}
    raw = {wave: one["sha256"] for wave, one in about["raw"].items()}
    return json_digest([said, raw, about["configuration"]])


def _output(path: Path) -> dict[str, Any]:
    content = path.read_bytes()
    return {
        "sha256": bytes_digest(content),
        "bytes": len(content),
        "content": content_digest(path),
    }


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _listed(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in _files(folder)]


def _renamed(part: Path, folder: Path) -> Path:
    _flush(part)
    part.rename(folder)
    for inside in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        inside.chmod(0o555)
    _flush(folder.parent)
    return folder


def _flush(folder: Path) -> None:
    """Have the system write a folder's list of names to the disk."""
    if os.name == "nt":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
