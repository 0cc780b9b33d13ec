"""Tables of profiles without numbers of a few respondents, and without what gives them away."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from phare.contracts.words import TOTAL
from phare.stats.suppression import complementary


def publishable(tables: dict[str, pd.DataFrame], least: int) -> dict[str, pd.DataFrame]:
    """Return the tables that tell of fewer than `least` respondents, without those numbers.

    Shares and modalities keep the row and lose its numbers, and so do as many others as
    protect them from totals; words, points and ties lose the row.
    """
    counted = ("words", "plane", "ties")
    return {
        "shares": _shares(tables["shares"], least),
        "modalities": _modalities(tables["modalities"], least),
        "stability": _hidden(tables["stability"], tables["stability"]["n"] < least, ["n"]),
        "splits": _splits(tables["splits"], least),
        **{name: _without_few(tables[name], least) for name in counted},
    }


def _hidden(frame: pd.DataFrame, rows: pd.Series, columns: Sequence[str]) -> pd.DataFrame:
    """Return a frame with these columns missing in these rows."""
    shown = frame.copy()
    for column in columns:
        shown[column] = shown[column].mask(rows.fillna(False).astype("bool"))
    return shown


def _without_few(frame: pd.DataFrame, least: int) -> pd.DataFrame:
    """Return the rows of nobody told or of enough; a term that a class never has tells of none."""
    few = (frame["n"] > 0) & (frame["n"] < least)
    if "n_all" in frame:
        few |= frame["n_all"] < least
    return frame[~few.fillna(False)].reset_index(drop=True)


def _splits(frame: pd.DataFrame, least: int) -> pd.DataFrame:
    few = (frame["n_first"] < least) | (frame["n_second"] < least)
    return _hidden(frame, few, ["n_first", "n_second"])


def _shares(frame: pd.DataFrame, least: int) -> pd.DataFrame:
    """Hide shares of few; on either base a share that is hidden is hidden on the other.

    On both bases the shares add up to one, so none is hidden alone.
    """
    hidden = pd.Series(False, index=frame.index)
    for _, block in frame.groupby(["typology", "wave", "route"], sort=False):
        profiles = set(block.loc[block["n"] < least, "profile"])
        for base in ("answers", "classified"):
            own = block[block["base"] == base]
            few, counts = own["profile"].isin(profiles).to_numpy(), own["n"].to_numpy()
            profiles |= set(own.loc[_protected(few[None, :], counts[None, :])[0], "profile"])
        hidden.loc[block.index] = block["profile"].isin(profiles)
    return _hidden(frame, hidden, ["n", "share", "std_error", "conf_low", "conf_high", "df"])


def _modalities(frame: pd.DataFrame, least: int) -> pd.DataFrame:
    hidden = pd.Series(False, index=frame.index)
    cells = frame[frame["level"] != TOTAL]
    for _, block in cells.groupby(["typology", "wave", "variable"], sort=False):
        counts = block.pivot_table(index="level", columns="profile", values="n", sort=False).astype(
            "float64"
        )
        few = pd.DataFrame(
            _protected(counts.to_numpy() < least, counts.to_numpy()), counts.index, counts.columns
        )
        hidden.loc[block.index] = [
            bool(few.loc[level, profile])
            for level, profile in zip(block["level"], block["profile"], strict=True)
        ]
    return _hidden(frame, hidden, ["n", "share", "statistic", "p_value", "p_adjusted"])


def _protected(few: np.ndarray, counts: np.ndarray) -> np.ndarray:
    return complementary(np.asarray(few, dtype=bool), np.asarray(counts, dtype=float))
