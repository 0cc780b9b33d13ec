"""The figures a run ends with."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import pandas as pd

from phare.contracts import TOTAL
from phare.numbers import shown
from phare.precision import public
from phare.release.settings import IndicatorTold


def headlines(
    estimates: pd.DataFrame,
    indicators: dict[str, IndicatorTold],
    names: Iterable[str],
    scheme: str,
) -> list[dict[str, Any]]:
    """Return wave, indicator, category and, in each language, label, value and interval.

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
            told.append(
                {
                    "wave": row["wave"],
                    "indicator": name,
                    "category": "" if row["category"] == TOTAL else row["category"],
                    "fr": _words(row, about, "fr"),
                    "en": _words(row, about, "en"),
                }
            )
    return told


def _words(row: dict[str, Any], about: IndicatorTold, language: str) -> dict[str, str]:
    """Return label, value and limits of the interval in one language."""
    found = {"label": about.label[language]}
    for name, column in (("value", "estimate"), ("low", "conf_low"), ("high", "conf_high")):
        value = public(row[column], about.unit, about.digits)
        found[name] = "?" if value is None else shown(value, about.unit, about.digits, language)
    return found
