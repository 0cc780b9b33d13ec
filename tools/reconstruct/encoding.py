"""From study variables back to the columns and codes of a delivered file: the crosswalk reversed."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from phare.config import Mapping, Study

CITED = {"1": "Cité", "0": "Non cité"}
MISSING = {"refused": "Refus", "dont_know": "Ne sait pas"}


@dataclass(frozen=True)
class SourceColumn:
    """One column as delivered: its label, the labels of its codes, the codes declared missing."""

    name: str
    label: str
    labels: dict[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    text: bool = False


def encoded(
    responses: pd.DataFrame, study: Study, wave: str, rng: np.random.Generator
) -> tuple[pd.DataFrame, list[SourceColumn]]:
    """Return the delivered columns of the respondents, and what the file says of each."""
    made: dict[str, np.ndarray] = {}
    columns: list[SourceColumn] = []
    for variable, mapping in study.cards[wave].crosswalk.items():
        if mapping.parent is not None:
            continue
        about = study.variables.variables[variable]
        pairs = mapping.items or {"": str(mapping.source)}
        for item, source in pairs.items():
            if source in made:
                continue
            values = responses[f"{variable}.{item}" if item else variable]
            kind = "text" if about.type == "text" else about.type
            made[source] = _codes(values, mapping, kind, rng)
            label = about.label.fr
            if item:
                label += " - " + study.variables.items(variable)[item].fr
            columns.append(_described(source, _plain(label), mapping, kind))
    return pd.DataFrame(made), columns


def _plain(text: str) -> str:
    """Return a text with the spaces and apostrophes of a keyboard."""
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("\u2019", "'")


def _described(source: str, label: str, mapping: Mapping, kind: str) -> SourceColumn:
    labels: dict[str, str] = {}
    for entry in (mapping.categories or {}).values():
        if entry.code:
            labels |= dict(zip(entry.code, entry.label, strict=False))
    if kind == "multiple":
        labels = dict(CITED)
    declared: list[str] = []
    for reason, codes in mapping.missing.items():
        labels |= dict.fromkeys(codes, MISSING[reason])
        declared += codes
    return SourceColumn(source, label, labels, tuple(declared), kind == "text")


def _codes(values: pd.Series, mapping: Mapping, kind: str, rng: np.random.Generator) -> np.ndarray:
    """Return (n,) objects: numbers where the code is one, texts elsewhere, None for a blank."""
    found = np.full(len(values), None, dtype=object)
    present = values.notna().to_numpy()
    if mapping.categories is not None:
        for name, entry in mapping.categories.items():
            rows = np.flatnonzero((values == name).to_numpy(bool, na_value=False))
            options = [_number(code) for code in entry.code or entry.label]
            # Several codes stand for one category: the first is the commoner.
            picks = rng.random(len(rows)) < 0.6
            for row, first in zip(rows, picks, strict=True):
                found[row] = options[0] if first or len(options) == 1 else options[1]
    elif kind == "multiple":
        found[present] = values[present].astype(float).to_numpy()
    else:
        found[present] = values[present].to_numpy()
    codes = [_number(code) for codes in mapping.missing.values() for code in codes]
    if codes:
        blank = np.flatnonzero(~present)
        for row, pick in zip(blank, rng.integers(len(codes), size=len(blank)), strict=True):
            found[row] = codes[pick]
    return found


def _number(code: str) -> float | str:
    try:
        return float(code)
    except ValueError:
        return code
