"""Tables at the precision that may be published, without what is suppressed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from phare.contracts import COMPARISONS, ESTIMATES, PUBLIC_ESTIMATES, Column, Contract
from phare.precision import DECIMALS, public, three_figures
from phare.release.settings import IndicatorTold, ReleaseSlice

RELEASED_ESTIMATES = replace(
    PUBLIC_ESTIMATES,
    name="RELEASED_ESTIMATES",
    columns=tuple(
        column for column in PUBLIC_ESTIMATES.columns if column.name in (*ESTIMATES.key, "estimate")
    ),
    open=True,
)
"""What a release of any age has of its estimates: their address and their value."""

Told = Mapping[str, IndicatorTold]

_IN_ITS_UNIT = ("estimate", "difference", "std_error", "conf_low", "conf_high")
_BARE = ("df", "deff", "n_effective", "p_value", "p_adjusted")
_KEPT = (*ESTIMATES.key, "statistic", "quality", "reason")


def noticed(contract: Contract) -> Contract:
    """Return the contract with a column `notice`: the words, where a wave was reconstructed."""
    return replace(contract, columns=(*contract.columns, Column("notice", nullable=True)))


def with_notice(rows: pd.DataFrame, told: ReleaseSlice) -> pd.DataFrame:
    """Return rows of waves with the column `notice`, for a file that leaves its folder."""
    words = f"{told.notice.fr} / {told.notice.en}"
    notices = {wave: words for wave, about in told.waves.items() if about.reconstructed}
    return rows.assign(notice=rows["wave"].map(notices))


def public_estimates(estimates: pd.DataFrame, told: Told) -> pd.DataFrame:
    """Return PUBLIC_ESTIMATES: rounded; of one that is suppressed, the key and the reason."""
    shown = _rounded(estimates, told)
    hidden = estimates["quality"] == "suppressed"
    for name in shown.columns.difference(_KEPT):
        shown[name] = shown[name].mask(hidden)
    return PUBLIC_ESTIMATES.check(shown, "public estimates")


def public_comparisons(
    comparisons: pd.DataFrame, estimates: pd.DataFrame, told: Told
) -> pd.DataFrame:
    """Return COMPARISONS rounded, without those that lean on a suppressed estimate."""
    hidden = _addresses(estimates[estimates["quality"] == "suppressed"], ESTIMATES.key)
    here = ["wave", "scheme", "indicator", "category", "domain", "level"]
    there = ["against_wave", "against_scheme", "indicator", "category", "domain", "against_level"]
    leans = [
        bool({first, second} & hidden)
        for first, second in zip(_rows(comparisons, here), _rows(comparisons, there), strict=True)
    ]
    kept = comparisons[~np.array(leans, dtype=bool)]
    return COMPARISONS.check(_rounded(kept, told).reset_index(drop=True), "public comparisons")


def _rounded(rows: pd.DataFrame, told: Told) -> pd.DataFrame:
    shown = rows.copy()
    units = [(told[name].unit, told[name].digits) for name in rows["indicator"]]
    for name in _IN_ITS_UNIT:
        if name in shown:
            numbers = rows[name].to_numpy("float64")
            shown[name] = [
                public(number, *unit) for number, unit in zip(numbers, units, strict=True)
            ]
    for name in _BARE:
        if name in shown:
            shown[name] = np.round(rows[name].to_numpy("float64"), DECIMALS)
    if "n_weighted" in shown:
        shown["n_weighted"] = [three_figures(number) for number in rows["n_weighted"]]
    return shown


def _rows(frame: pd.DataFrame, columns: list[str] | tuple[str, ...]) -> list[tuple[str, ...]]:
    return list(zip(*(frame[name].to_list() for name in columns), strict=True))


def _addresses(frame: pd.DataFrame, columns: tuple[str, ...]) -> set[tuple[str, ...]]:
    return set(_rows(frame, columns))
