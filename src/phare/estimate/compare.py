"""Estimates beside each other: two waves, two actors, two schemes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from phare.config.slices import CompareSlice
from phare.contracts import COMPARISONS
from phare.stats.comparisons import compare_independent, holm
from phare.stats.intervals import mean_interval

_PLACE = ["indicator", "category", "domain", "level"]
_COLUMNS = [*_PLACE, "wave", "scheme", "estimate", "std_error", "df"]


def compare(estimates: pd.DataFrame, card: CompareSlice) -> pd.DataFrame:
    """Return COMPARISONS of kinds waves, actors and schemes.

    Parameters
    ----------
    estimates : ESTIMATES of every wave and scheme
    card : which indicators may be compared with what

    Waves and actors are compared under the reference scheme, as independent samples.
    Schemes are compared with the reference one on the same respondents: the shift is
    given without a test, for the two estimates are not independent.
    """
    reference = estimates[estimates["scheme"] == card.reference_scheme]
    parts = [_schemes(estimates, reference, card)]
    for kind in ("waves", "actors"):
        pairs = _pairs(reference, card, kind)
        if len(pairs):
            parts.append(_tested(pairs, kind, card.confidence))
    return COMPARISONS.check(pd.concat(parts, ignore_index=True), "comparisons")


def _year(wave: str) -> int:
    return int(wave.rpartition("-")[2][:4])


def _pairs(reference: pd.DataFrame, card: CompareSlice, kind: str) -> pd.DataFrame:
    """Return a row per pair of comparable estimates: the later wave, against the earlier.

    Between actors, each wave meets the wave of every other population nearest in time.
    """
    comparable = [name for name, one in card.indicators.items() if kind in one.comparable]
    rows = reference.loc[reference["indicator"].isin(comparable), _COLUMNS]
    since = [_since(row, card) for row in zip(rows["indicator"], rows["wave"], strict=True)]
    rows = rows[np.array(since, dtype=bool)]  # where there is no row, a list would mean columns
    pairs = rows.merge(rows, on=_PLACE, suffixes=("", "_against"))
    waves = list(card.populations)
    wanted = [_wanted(a, b, kind, card, waves)
              for a, b in zip(pairs["wave"], pairs["wave_against"], strict=True)]  # fmt: skip
    return pairs[np.array(wanted, dtype=bool)]


def _since(row: tuple[str, str], card: CompareSlice) -> bool:
    since = card.indicators[row[0]].comparable_since
    return since is None or _year(row[1]) >= _year(since)


def _wanted(wave: str, against: str, kind: str, card: CompareSlice, waves: list[str]) -> bool:
    mine, other = card.populations[wave], card.populations[against]
    if kind == "waves":
        return mine == other and _year(wave) > _year(against)
    order = list(dict.fromkeys(card.populations.values()))
    if order.index(mine) <= order.index(other):
        return False
    gaps = [abs(_year(wave) - _year(one)) for one in waves if card.populations[one] == other]
    return abs(_year(wave) - _year(against)) == min(gaps)


def _tested(pairs: pd.DataFrame, kind: str, confidence: float) -> pd.DataFrame:
    result = compare_independent(
        pairs["estimate"].to_numpy(float),
        pairs["std_error"].to_numpy(float),
        pairs["df"].to_numpy(float),
        pairs["estimate_against"].to_numpy(float),
        pairs["std_error_against"].to_numpy(float),
        pairs["df_against"].to_numpy(float),
    )
    interval = mean_interval(result.difference, result.std_error, result.df, confidence)
    rows = _row_keys(pairs, kind).assign(
        difference=result.difference,
        std_error=result.std_error,
        conf_low=interval.low,
        conf_high=interval.high,
        df=result.df,
        p_value=result.p_value,
        test="t, independent samples; Holm over the indicator",
    )
    family = rows.groupby(["indicator", "domain"], sort=False)["p_value"]
    return rows.assign(p_adjusted=family.transform(lambda p: holm(p.to_numpy(float))))


def _schemes(estimates: pd.DataFrame, reference: pd.DataFrame, card: CompareSlice) -> pd.DataFrame:
    others = estimates[estimates["scheme"] != card.reference_scheme]
    pairs = others[_COLUMNS].merge(
        reference[_COLUMNS], on=[*_PLACE, "wave"], suffixes=("", "_against")
    )
    pairs = pairs.assign(wave_against=pairs["wave"])
    shift = pairs["estimate"] - pairs["estimate_against"]
    empty = dict.fromkeys(
        ["std_error", "conf_low", "conf_high", "df", "p_value", "p_adjusted", "test"]
    )
    return _row_keys(pairs, "schemes").assign(difference=shift, **empty)


def _row_keys(pairs: pd.DataFrame, kind: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "kind": kind,
            "indicator": pairs["indicator"],
            "category": pairs["category"],
            "wave": pairs["wave"],
            "scheme": pairs["scheme"],
            "domain": pairs["domain"],
            "level": pairs["level"],
            "against_wave": pairs["wave_against"],
            "against_scheme": pairs["scheme_against"],
            "against_level": pairs["level"],
        }
    )
