"""Which estimates are significantly above which, as a book may tell it."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

import pandas as pd

from phare.config.book_slices import BookSlice
from phare.contracts import ESTIMATES, TOTAL
from phare.publish.estimates import Estimate, Key

Above = dict[Key, tuple[tuple[Key, bool], ...]]
"""Estimate -> those it is significantly above, each with whether by the stricter level."""


def above(
    about: BookSlice,
    found: Mapping[Key, Estimate],
    letters: pd.DataFrame,
    comparisons: pd.DataFrame,
) -> Above:
    """Return what is above what among the estimates of a book that have a value.

    Parameters
    ----------
    found : as `estimates.select` returns them
    letters : LETTERS of its waves
    comparisons : COMPARISONS of waves and actors, for a book of several waves
    """
    shown = {key for key, one in found.items() if one.value is not None}
    told: dict[Key, list[tuple[Key, bool]]] = {}
    for higher, lower, strict in (*_levels(letters), *_waves(about, comparisons)):
        if _both(higher, lower, shown):
            told.setdefault(higher, []).append((lower, strict))
    return {key: tuple(dict.fromkeys(pairs)) for key, pairs in told.items()}


def _both(one: Key, other: Key, shown: Container[Key]) -> bool:
    return one in shown and other in shown


def _levels(letters: pd.DataFrame) -> Iterator[tuple[Key, Key, bool]]:
    some = letters[letters["above"].notna()]
    names = [*ESTIMATES.key, "above", "well_above"]
    columns = (some[name].to_numpy(object) for name in names)
    for *place, loose, strict in zip(*columns, strict=True):
        wave, scheme, indicator, category, domain, level = place
        at = (wave, scheme, indicator, category, domain)
        well = strict.split() if isinstance(strict, str) else []
        for lower in loose.split():
            yield (*at, level), (*at, lower), lower in well


def _waves(about: BookSlice, comparisons: pd.DataFrame) -> Iterator[tuple[Key, Key, bool]]:
    loose, strict = about.letters.levels
    some = comparisons[
        comparisons["kind"].isin(["waves", "actors"])
        & (comparisons["domain"] == TOTAL)
        & (comparisons["scheme"] == about.scheme)
        & (comparisons["p_adjusted"] < loose)
    ]
    for row in some.to_dict("records"):
        ends = [
            (row[wave], about.scheme, row["indicator"], row["category"], TOTAL, TOTAL)
            for wave in ("wave", "against_wave")
        ]
        higher, lower = ends if row["difference"] > 0 else reversed(ends)
        yield higher, lower, row["p_adjusted"] < strict
