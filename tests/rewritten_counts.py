"""What adoption makes of rewritten waves, counted by kind of change."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from phare.adopt.links import TRUSTED
from phare.adopt.match import Side, match
from phare.adopt.verdicts import Line
from phare.config.adoption import read_adoption
from tests.rewritten_waves import Column, Rewritten, rewrite, surveys

# What leaves every answer as it was.
HARMLESS = {"renamed"}


def adopted(reference: Path, seeds: Iterable[int]) -> pd.DataFrame:
    """Return a row per delivered variable: seed, changes, verdict, and what is right or wrong.

    `silent`: links that are wrong though their own words speak for them, or a variable called
    sure whose answers are not what they were.
    """
    settings, real = read_adoption(), surveys(reference)
    rows = []
    for seed in seeds:
        records, codebook = real[0 if seed % 3 else 1]
        wave = rewrite(records, codebook, seed)
        found = match(Side(records, codebook), Side(wave.records, wave.codebook), settings)
        truth = {one.name: one for one in wave.columns}
        rows += [_row(seed, wave, truth[line.new.column], line) for line in found.lines]
    return pd.DataFrame(rows)


def _row(seed: int, wave: Rewritten, truth: Column, line: Line) -> dict[str, object]:
    given = line.old.name if line.old is not None and line.verdict != "new" else None
    links = (
        line.links.links
        if line.links is not None and given is not None and given == truth.origin
        else ()
    )
    wrong = [link for link in links if link.old not in truth.codes.get(link.new, ())]
    told = [link for link in wrong if link.by not in TRUSTED]
    changed = set(truth.changes) - HARMLESS
    return {
        "seed": seed,
        "format": wave.format,
        "variable": truth.origin or truth.label,
        "changes": truth.changes or ("unchanged",),
        "verdict": line.verdict,
        "given": given,
        "right": given == truth.origin,
        "accepted_wrong": line.verdict in ("sure", "look") and given != truth.origin,
        "sure_wrong": line.verdict == "sure" and given != truth.origin,
        "links": len(links),
        "links_right": len(links) - len(wrong),
        "links_told": len(told),
        "silent": len(wrong) - len(told) + (line.verdict == "sure" and bool(changed)),
        "relation": line.relation,
    }
