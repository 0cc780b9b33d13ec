"""What real files have and clean ones do not: the edits of the cards must have work to do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Blemishes:
    """How many lines of each kind are added, and what is planted in those kept.

    identifier : column, and how an identifier is written
    duplicates, speeders, straight_liners : lines added, all to be excluded
    straight : a grid, and the codes of which one is given to all its items
    outside : (column, value) of further lines to be excluded
    planted : (column, where, value): `value` in the column, for one kept line after the
        other among those whose `where` (column, value) holds
    """

    identifier: tuple[str, str]
    duplicates: int = 0
    speeders: int = 0
    duration: str = "DUREE"
    straight_liners: int = 0
    straight: tuple[str, tuple[float, ...]] = ("", ())
    outside: tuple[tuple[str, object], ...] = ()
    planted: tuple[tuple[str, tuple[str, object], object], ...] = ()


def blemished(
    lines: pd.DataFrame, blemishes: Blemishes, grid: list[str], rng: np.random.Generator
) -> pd.DataFrame:
    """Return the lines of the delivered file; `grid` are the columns of `straight`."""
    lines = lines.astype(object).reset_index(drop=True)
    _plant(lines, blemishes, rng)
    added = [lines]
    added.append(_speeders(lines, blemishes, rng))
    added.append(_straight_liners(lines, blemishes, grid, rng))
    added.append(_outside(lines, blemishes, rng))
    whole = pd.concat([part for part in added if len(part)], ignore_index=True)
    whole = whole.iloc[rng.permutation(len(whole))].reset_index(drop=True)
    name, pattern = blemishes.identifier
    numbers = np.sort(rng.choice(np.arange(1, 3 * len(whole)), size=len(whole), replace=False))
    whole.insert(0, name, [pattern.format(number) for number in numbers])
    return _duplicated(whole, blemishes, rng, len(lines))


def _plant(lines: pd.DataFrame, blemishes: Blemishes, rng: np.random.Generator) -> None:
    taken: set[int] = set()
    for column, (where, holds), value in blemishes.planted:
        rows = np.flatnonzero((lines[where] == holds).to_numpy(bool))
        fitting = [row for row in rows if row not in taken]
        row = int(rng.choice(fitting))
        taken.add(row)
        lines.loc[row, column] = value


def _copies(lines: pd.DataFrame, n: int, rng: np.random.Generator) -> pd.DataFrame:
    return lines.iloc[rng.choice(len(lines), size=n, replace=False)].copy()


def _speeders(lines: pd.DataFrame, blemishes: Blemishes, rng: np.random.Generator) -> pd.DataFrame:
    fast = _copies(lines, blemishes.speeders, rng)
    median = float(np.median(lines[blemishes.duration].astype(float)))
    fast[blemishes.duration] = np.round(median * rng.uniform(0.10, 0.28, len(fast)), 1)
    return fast


def _straight_liners(
    lines: pd.DataFrame, blemishes: Blemishes, grid: list[str], rng: np.random.Generator
) -> pd.DataFrame:
    answers = blemishes.straight[1]
    bored = _copies(lines, blemishes.straight_liners, rng)
    for row in bored.index:
        bored.loc[row, grid] = answers[int(rng.integers(len(answers)))]
    return bored


def _outside(lines: pd.DataFrame, blemishes: Blemishes, rng: np.random.Generator) -> pd.DataFrame:
    strays = _copies(lines, len(blemishes.outside), rng)
    for row, (column, value) in zip(strays.index, blemishes.outside, strict=True):
        strays.loc[row, column] = value
    return strays


def _duplicated(
    lines: pd.DataFrame, blemishes: Blemishes, rng: np.random.Generator, kept: int
) -> pd.DataFrame:
    """Deliver some lines a second time, further down."""
    first = np.sort(rng.choice(kept // 2, size=blemishes.duplicates, replace=False))
    again = lines.iloc[first]
    places = np.sort(rng.integers(len(lines) // 2 + 1, len(lines), size=len(first)))
    parts, start = [], 0
    for place, number in zip(places, range(len(again)), strict=True):
        parts += [lines.iloc[start:place], again.iloc[[number]]]
        start = int(place)
    return pd.concat([*parts, lines.iloc[start:]], ignore_index=True)
