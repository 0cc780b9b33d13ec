"""How the weights of one wave are spread under one scheme, as it may be published."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import pandas as pd

from phare.config.publishing import PublishSlice
from phare.kinds import LANGUAGES
from phare.publish.context import SpreadTables
from phare.publish.escaping import sheet_text

HEAD = ("wave", "scheme", "bin", "low", "high", "n", "reconstructed", "notice")


@dataclass(frozen=True)
class Bin:
    """Respondents with weights from `low` to under `high` times the mean."""

    low: float
    high: float
    n: int


@dataclass(frozen=True)
class Spread:
    """The bins of one wave under one scheme, and the summary of its last step."""

    wave: str
    scheme: str
    bins: tuple[Bin, ...]
    n: int
    n_effective: float
    deff: float


def spreads(about: PublishSlice, tables: SpreadTables) -> list[Spread]:
    """Return what an item shows, by wave and scheme in its order."""
    found = [_spread(wave, scheme, tables) for wave in about.waves for scheme in about.schemes]
    return [one for one in found if one is not None]


def _spread(wave: str, scheme: str, tables: SpreadTables) -> Spread | None:
    rows, steps = (_of(table, wave, scheme) for table in (tables.bins, tables.summary))
    if rows.empty or steps.empty:
        return None
    rows = rows.sort_values("bin")
    last = steps[steps["step"] == rows["step"].iloc[0]].iloc[0]
    places = zip(rows["low"], rows["high"], rows["n"], strict=True)
    bins = tuple(
        Bin(round(float(low), 3), round(float(high), 3), int(n)) for low, high, n in places
    )
    return Spread(
        wave, scheme, bins, int(last["n"]), float(last["n_effective"]), float(last["deff_kish"])
    )


def _of(table: pd.DataFrame, wave: str, scheme: str) -> pd.DataFrame:
    return table[(table["wave"] == wave) & (table["scheme"] == scheme)]


def spread_file(about: PublishSlice, shown: list[Spread]) -> str:
    """Return the tidy file of a figure of weights: a row per bin."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    notice = sheet_text(" / ".join(about.notice[each] for each in LANGUAGES))
    for one in shown:
        made_up = about.waves[one.wave].reconstructed
        aside = ("yes", notice) if made_up else ("no", "")
        for number, each in enumerate(one.bins):
            writer.writerow((one.wave, one.scheme, number, each.low, each.high, each.n, *aside))
    return out.getvalue()
