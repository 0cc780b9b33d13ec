"""What moved since the previous release, and which of six things moved it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from phare.contracts import CHANGES, ESTIMATES, TOTAL

KEY = list(ESTIMATES.key)
UNEXPLAINED = "none of the six"


def changes(
    before: pd.DataFrame,
    after: pd.DataFrame,
    digests_before: Mapping[str, Any],
    digests_after: Mapping[str, Any],
) -> pd.DataFrame:
    """Return CHANGES between two releases.

    Parameters
    ----------
    before, after : ESTIMATES at public precision
    digests_before, digests_after : wave -> the digests of what can move a number
    """
    both = before[[*KEY, "estimate"]].merge(
        after[[*KEY, "estimate"]], on=KEY, how="outer", suffixes=("_before", "_after"),
        indicator="side",
    )  # fmt: skip
    old = both["estimate_before"].to_numpy("float64")
    new = both["estimate_after"].to_numpy("float64")
    same = (old == new) | (np.isnan(old) & np.isnan(new))
    moved = both[~(same & (both["side"] == "both").to_numpy())]
    table = moved[KEY].assign(
        before=moved["estimate_before"],
        after=moved["estimate_after"],
        change=(moved["estimate_after"] - moved["estimate_before"]).round(9),
        because=[
            because(row, digests_before, digests_after) for row in moved[KEY].to_dict("records")
        ],
    )
    return CHANGES.check(table.sort_values(KEY).reset_index(drop=True), "changes")


def because(row: Mapping[str, str], before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Return which of the six moved for one estimate, joined by commas."""
    old, new = before.get(row["wave"]), after.get(row["wave"])
    if old is None or new is None:
        return "new wave" if old is None else "wave removed"
    moved = [name for name in ("data", "cleaning", "margins") if old[name] != new[name]]
    if old["scheme"].get(row["scheme"]) != new["scheme"].get(row["scheme"]):
        moved.append("scheme")
    parts = [row["indicator"]]
    if row["domain"] != TOTAL:
        parts.append(f"domain {row['domain']}")
    if any(old["definition"].get(part) != new["definition"].get(part) for part in parts):
        moved.append("definition")
    if old["engine"] != new["engine"]:
        moved.append("engine")
    return ", ".join(moved) or UNEXPLAINED
