"""Tables of profiles at the precision that may be published.

Small numbers are hidden where the tables are made.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from phare.contracts import Contract
from phare.precision import DECIMALS, public
from phare.release.settings import ReleaseSlice

_SHARES = ("share", "share_all", "conf_low", "conf_high")


def public_profiles(frame: pd.DataFrame, contract: Contract) -> pd.DataFrame:
    """Return a table of profiles rounded."""
    shown = frame.copy()
    for column in contract.columns:
        if column.name in _SHARES:
            numbers = frame[column.name].to_numpy("float64", na_value=np.nan)
            shown[column.name] = [public(number, "percent", 0) for number in numbers]
        elif column.kind == "number":
            shown[column.name] = frame[column.name].astype("float64").round(DECIMALS)
    return contract.check(shown.reset_index(drop=True), f"public {contract.name}")


def profiles_noticed(rows: pd.DataFrame, told: ReleaseSlice) -> pd.DataFrame:
    """Return rows with the column `notice`: the words, where a wave was reconstructed.

    Words and splits are those of the wave learnt from.
    """
    words = f"{told.notice.fr} / {told.notice.en}"
    notices = {wave: words for wave, about in told.waves.items() if about.reconstructed}
    waves = rows["wave"] if "wave" in rows else rows["typology"].map(told.typologies)
    return rows.assign(notice=waves.map(notices))
