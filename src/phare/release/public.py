"""Tables at the precision that may be published.

With few weighting cells an unrounded share lets a reader solve for the answers behind it:
three decimals of a share, three figures of an extrapolated count, nothing at all of an
estimate that is suppressed.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from phare.contracts import COMPARISONS, ESTIMATES

DECIMALS = 3
FIGURES = 3
EXTRAPOLATED = ("count", "total")

_IN_ITS_UNIT = ("estimate", "difference", "std_error", "conf_low", "conf_high")
_BARE = ("df", "deff", "n_weighted", "n_effective", "p_value", "p_adjusted")


def public_estimates(estimates: pd.DataFrame) -> pd.DataFrame:
    """Return ESTIMATES rounded; those that are suppressed keep their key and reason only."""
    shown = _rounded(estimates, estimates["statistic"].isin(EXTRAPOLATED))
    hidden = estimates["quality"] == "suppressed"
    withheld = [name for name in (*_IN_ITS_UNIT, "df", "deff") if name in shown]
    shown.loc[hidden, withheld] = np.nan
    shown.loc[hidden, ["n", "n_weighted", "n_effective"]] = 0
    return ESTIMATES.check(shown, "public estimates")


def public_comparisons(comparisons: pd.DataFrame, estimates: pd.DataFrame) -> pd.DataFrame:
    """Return COMPARISONS rounded, without those that lean on a suppressed estimate."""
    hidden = _addresses(estimates[estimates["quality"] == "suppressed"], ESTIMATES.key)
    here = ["wave", "scheme", "indicator", "category", "domain", "level"]
    there = ["against_wave", "against_scheme", "indicator", "category", "domain", "against_level"]
    leans = [
        bool({first, second} & hidden)
        for first, second in zip(_rows(comparisons, here), _rows(comparisons, there), strict=True)
    ]
    extrapolated = set(
        estimates.loc[estimates["statistic"].isin(EXTRAPOLATED), "indicator"].unique()
    )
    kept = comparisons[~np.array(leans, dtype=bool)]
    shown = _rounded(kept, kept["indicator"].isin(extrapolated))
    return COMPARISONS.check(shown.reset_index(drop=True), "public comparisons")


def _rounded(rows: pd.DataFrame, extrapolated: pd.Series) -> pd.DataFrame:
    shown = rows.copy()
    for name in _IN_ITS_UNIT:
        if name in shown:
            numbers = rows[name].to_numpy("float64")
            shown[name] = np.where(extrapolated, figures(numbers), np.round(numbers, DECIMALS))
    for name in _BARE:
        if name in shown:
            shown[name] = np.round(rows[name].to_numpy("float64"), DECIMALS)
    if "n_weighted" in shown:
        shown["n_weighted"] = figures(rows["n_weighted"].to_numpy("float64"))
    return shown


def figures(numbers: np.ndarray) -> np.ndarray:
    """Return counts with three significant figures, and none after the point."""
    with np.errstate(divide="ignore", invalid="ignore"):
        magnitude = np.floor(np.log10(np.abs(numbers))) + 1 - FIGURES
    step = 10.0 ** np.nan_to_num(np.maximum(magnitude, 0), nan=0, posinf=0, neginf=0)
    rounded: np.ndarray = np.round(numbers / step) * step
    return rounded


def _rows(frame: pd.DataFrame, columns: list[str] | tuple[str, ...]) -> list[tuple[str, ...]]:
    return list(zip(*(frame[name].to_list() for name in columns), strict=True))


def _addresses(frame: pd.DataFrame, columns: tuple[str, ...]) -> set[tuple[str, ...]]:
    return set(_rows(frame, columns))
