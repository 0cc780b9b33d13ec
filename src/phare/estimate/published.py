"""Published figures beside their reproduction."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from phare.contracts import PUBLISHED_CHECK

SHARES = ("percent", "points")
FINEST = 0.1
"""The finest step of a published share, in percent: three decimals of the share."""

_Key = tuple[str, ...]
_Found = tuple[float, ...] | None
_SUPPRESSED: tuple[float, ...] = ()
_WITHIN = ("wave", "indicator", "category", "domain", "level")


def published_check(
    published: pd.DataFrame, estimates: pd.DataFrame, comparisons: pd.DataFrame, scheme: str
) -> pd.DataFrame:
    """Return PUBLISHED_CHECK: each published figure with its reproduction under `scheme`.

    Parameters
    ----------
    published : PUBLISHED
    estimates : ESTIMATES, for figures in percent, counts, numbers and notes
    comparisons : COMPARISONS, whose gaps to the total are the figures in points

    The reproduced value is rounded half away from zero to what the publication rounded to;
    the ends of its interval are one digit finer. Reproduced: equal once rounded. Covered:
    the interval meets what rounds to the printed value. Suppressed: the study estimates it
    and may not show it; not run: the study does not estimate it.
    """
    mine = estimates[estimates["scheme"] == scheme]
    hidden = mine["quality"] == "suppressed"
    values = _addressed(mine[~hidden], ["estimate", "conf_low", "conf_high"])
    values |= dict.fromkeys(_addressed(mine[hidden], ["estimate"]), _SUPPRESSED)
    gaps = _addressed(
        comparisons[(comparisons["kind"] == "gap") & (comparisons["scheme"] == scheme)],
        ["difference", "conf_low", "conf_high"],
    )
    rows = [
        _checked(row, (gaps if row["unit"] == "points" else values).get(_key(row)))
        for row in published.to_dict("records")
    ]
    return PUBLISHED_CHECK.check(
        pd.DataFrame(rows, columns=PUBLISHED_CHECK.names), "published_check"
    )


def _addressed(rows: pd.DataFrame, columns: list[str]) -> dict[_Key, _Found]:
    keys = zip(*(rows[name] for name in _WITHIN), strict=True)
    numbers = zip(*(rows[name].astype("float64") for name in columns), strict=True)
    return dict(zip(keys, numbers, strict=True))


def _key(row: Mapping[str, Any]) -> _Key:
    return tuple(row[name] for name in _WITHIN)


def _checked(row: Mapping[str, Any], found: _Found) -> dict[str, Any]:
    if found == _SUPPRESSED:
        return {**row, "verdict": "suppressed"}
    if found is None or math.isnan(found[0]):
        return {**row, "verdict": "not run"}
    times = 100 if row["unit"] in SHARES else 1
    step = float(row["rounded_to"])
    reproduced, low, high = (
        rounded(number, times, to)
        for number, to in zip(found, (step, *[_finer(step, row["unit"])] * 2), strict=True)
    )
    gap = rounded(reproduced - row["value"], 1, 1e-9)
    return {
        **row,
        "reproduced": reproduced,
        "conf_low": low,
        "conf_high": high,
        "gap": gap,
        "covered": _covered(row["value"] / times, step / times / 2, found),
        "verdict": "reproduced" if gap == 0 else "differs",
    }


def _covered(value: float, half: float, found: tuple[float, ...]) -> bool | None:
    """Return whether the interval meets value -/+ half, all that is printed as value."""
    _, low, high = found
    if math.isnan(low) or math.isnan(high):
        return None
    return bool(low <= value + half and high >= value - half)


def _finer(step: float, unit: str) -> float:
    return max(step / 10, FINEST) if unit in SHARES else step / 10


def rounded(value: float, times: int, to: float) -> float:
    """Return `value` x `times` rounded to a multiple of `to`, halves away from zero.

    Through twelve significant digits: what arithmetic leaves in the last bits moves no half.
    """
    if math.isnan(value) or math.isinf(value) or to == 0:
        return value * times
    step = Decimal(repr(to))
    exact = Decimal(f"{value:.12g}") * times
    return float((exact / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step)
