"""The estimates of one item, as they may be published: the only gate to the writers.

Behind it there is no value of a suppressed estimate, and none at full precision.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from phare.config.publishing import PublishSlice
from phare.contracts import ESTIMATES, TOTAL
from phare.precision import public, three_figures

Key = tuple[str, str, str, str, str, str]
"""wave, scheme, indicator, category, domain, level: the address of an estimate."""


@dataclass(frozen=True)
class Estimate:
    """One estimate at public precision. Suppressed: no number at all, only the reason.

    `gap` is to the total, `change` from the wave `since`, the one before among those shown.
    """

    wave: str
    scheme: str
    indicator: str
    category: str
    domain: str
    level: str
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    n_effective: int | None
    quality: str
    reason: str
    gap: float | None = None
    gap_p: float | None = None
    change: float | None = None
    change_p: float | None = None
    since: str = ""
    n_weighted: float | None = None

    @property
    def key(self) -> Key:
        return (
            self.wave, self.scheme, self.indicator, self.category, self.domain, self.level,
        )  # fmt: skip


def select(
    about: PublishSlice,
    estimates: pd.DataFrame,
    comparisons: pd.DataFrame,
    intervals: bool = True,
) -> dict[Key, Estimate]:
    """Return the estimates that an item may show, by address.

    Parameters
    ----------
    about : what the item needs of the configuration
    estimates : ESTIMATES, of these waves and schemes or of more
    comparisons : COMPARISONS; only gaps to the total and changes between waves are used
    intervals : False leaves them out, for whoever shows none
    """
    wanted = estimates[
        estimates["wave"].isin(list(about.waves))
        & estimates["scheme"].isin(list(about.schemes))
        & estimates["indicator"].isin(list(about.indicators))
        & estimates["domain"].isin([TOTAL, *about.domains])
    ]
    gaps = _gaps(about, comparisons)
    columns = (wanted[name].to_numpy(object) for name in _COLUMNS)
    found = (
        _estimate(about, *row, gaps=gaps, intervals=intervals) for row in zip(*columns, strict=True)
    )
    return _changed({one.key: one for one in found}, about, comparisons)


_COLUMNS = (*ESTIMATES.key, "estimate", "conf_low", "conf_high", "n", "n_weighted",
            "n_effective", "quality", "reason")  # fmt: skip


def _gaps(about: PublishSlice, comparisons: pd.DataFrame) -> dict[Key, tuple[float, float]]:
    rows = comparisons[
        (comparisons["kind"] == "gap")
        & comparisons["indicator"].isin(list(about.indicators))
        & comparisons["domain"].isin(list(about.domains))
        & (comparisons["against_level"] == TOTAL)
    ]
    p_value = rows["p_adjusted"].fillna(rows["p_value"])
    keys = zip(*(rows[name].to_numpy(object) for name in ESTIMATES.key), strict=True)
    return dict(zip(keys, zip(rows["difference"], p_value, strict=True), strict=True))


def _changed(
    found: dict[Key, Estimate], about: PublishSlice, comparisons: pd.DataFrame
) -> dict[Key, Estimate]:
    """Return the estimates with their change from the wave before, where both may be shown."""
    rows = comparisons[
        (comparisons["kind"] == "waves")
        & comparisons["indicator"].isin(list(about.indicators))
        & comparisons["against_wave"].isin(list(about.waves))
    ].sort_values("against_wave")
    p_value = rows["p_adjusted"].fillna(rows["p_value"])
    keys = zip(*(rows[name].to_numpy(object) for name in ESTIMATES.key), strict=True)
    told = zip(keys, rows["against_wave"], rows["difference"], p_value, strict=True)
    for key, since, difference, p in told:  # of several waves before, the last one stays
        one, before = found.get(key), found.get((since, *key[1:]))
        if one and before and one.value is not None and before.value is not None:
            words = about.indicators[one.indicator]
            change = public(difference, words.unit, words.digits)
            found[key] = replace(one, change=change, change_p=_known(p), since=since)
    return found


def _estimate(
    about: PublishSlice,
    wave: str,
    scheme: str,
    indicator: str,
    category: str,
    domain: str,
    level: str,
    estimate: Any,
    conf_low: Any,
    conf_high: Any,
    n: int,
    n_weighted: float,
    n_effective: float,
    quality: str,
    reason: Any,
    *,
    gaps: dict[Key, tuple[float, float]],
    intervals: bool,
) -> Estimate:
    key = (wave, scheme, indicator, category, domain, level)
    why = reason if isinstance(reason, str) else ""
    if quality == "suppressed":
        return Estimate(*key, None, None, None, None, None, "suppressed", why)
    words = about.indicators[indicator]
    unit, digits = words.unit, words.digits
    difference, p_value = gaps.get(key, (None, None))
    value = public(_known(estimate), unit, digits)
    return Estimate(
        *key,
        value,
        public(_known(conf_low), unit, digits) if intervals else None,
        public(_known(conf_high), unit, digits) if intervals else None,
        int(n),
        round(n_effective),
        quality if value is not None else "absent",
        why,
        public(_known(difference), unit, digits),
        _known(p_value),
        n_weighted=three_figures(float(n_weighted)),
    )


def _known(number: Any) -> float | None:
    """Return a number as a float; None where it is missing."""
    if number is None or number is pd.NA:
        return None
    known = float(number)
    return None if known != known else known
