"""The figures a run ends with."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pandas as pd

from phare.contracts import TOTAL
from phare.release.check import rounded
from phare.release.settings import IndicatorTold


def headlines(
    estimates: pd.DataFrame,
    indicators: dict[str, IndicatorTold],
    names: Iterable[str],
    scheme: str,
) -> list[dict[str, str]]:
    """Return wave, indicator, label, value and interval, as text, of the named indicators.

    Parameters
    ----------
    estimates : ESTIMATES; only those of `scheme` for the whole population are told
    """
    whole = estimates[(estimates["scheme"] == scheme) & (estimates["domain"] == TOTAL)]
    told = []
    for name in names:
        about = indicators[name]
        for row in whole[whole["indicator"] == name].to_dict("records"):
            if row["quality"] == "suppressed" or math.isnan(row["estimate"]):
                continue
            category = "" if row["category"] == TOTAL else row["category"]
            told.append(
                {
                    "wave": row["wave"],
                    "indicator": name,
                    "category": category,
                    "label": about.label.en,
                    "value": _shown(row["estimate"], about),
                    "low": _shown(row["conf_low"], about),
                    "high": _shown(row["conf_high"], about),
                }
            )
    return told


def _shown(value: float, about: IndicatorTold) -> str:
    if math.isnan(value):
        return "?"
    if about.unit == "percent":
        return f"{rounded(value, 100, 10.0**-about.digits):.{about.digits}f}%"
    if about.unit == "count":
        step = 10 ** max(math.floor(math.log10(abs(value) or 1)) - 2, 0)
        return f"{rounded(value, 1, step):,.0f}"
    return f"{rounded(value, 1, 10.0**-about.digits):.{about.digits}f}"
