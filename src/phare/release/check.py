"""How many published figures come out."""

from __future__ import annotations

import pandas as pd


def tally(check: pd.DataFrame) -> dict[str, int]:
    """Return how many figures were reproduced, differ, were not run, are within the interval."""
    verdicts = check["verdict"].value_counts()
    return {
        "reproduced": int(verdicts.get("reproduced", 0)),
        "differs": int(verdicts.get("differs", 0)),
        "suppressed": int(verdicts.get("suppressed", 0)),
        "not run": int(verdicts.get("not run", 0)),
        "with interval": int(check["covered"].notna().sum()),
        "covered": int(check["covered"].fillna(False).sum()),
    }
