"""From arrays to frames: a row per level, variable and category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from phare.stats.arrays import AnyArray
from phare.stats.intervals import Interval
from phare.stats.quality import Quality
from phare.stats.records import Estimates
from phare.survey.columns import Coded


def level_keys(by: Sequence[str], levels: Coded, times: int) -> dict[str, AnyArray]:
    """Return a column per domain: each level, `times` rows of it."""
    rows = [one if len(by) > 1 else (one,) for one in levels.categories]
    keys: dict[str, AnyArray] = {}
    for at, name in enumerate(by):
        labels = np.empty(len(rows), dtype=object)
        labels[:] = [row[at] for row in rows]
        keys[name] = np.repeat(labels, times)
    return keys


def table(
    by: Sequence[str],
    levels: Coded,
    names: Sequence[tuple[str, str]],
    columns: Mapping[str, AnyArray],
) -> pd.DataFrame:
    """Return arrays (L, k) as a frame: levels, then variable and category, then the columns."""
    variables = [variable for variable, _ in names] * len(levels.categories)
    categories = [category for _, category in names] * len(levels.categories)
    keys: dict[str, Any] = level_keys(by, levels, len(names))
    keys[_free("variable", by)] = variables
    keys[_free("category", by)] = categories
    return pd.DataFrame(keys | {name: np.ravel(values) for name, values in columns.items()})


def estimate_columns(found: Estimates, interval: Interval, quality: Quality) -> dict[str, AnyArray]:
    """Return what a reader is told of estimates."""
    return {
        "estimate": found.estimate, "std_error": found.std_error, "conf_low": interval.low,
        "conf_high": interval.high, "df": found.df, "deff": found.deff,
        "n": found.n.astype(np.int64), "n_weighted": found.n_weighted,
        "n_effective": found.n_effective, "quality": quality.word, "reason": quality.reason,
    }  # fmt: skip


def _free(name: str, taken: Sequence[str]) -> str:
    """Return a name that no domain has."""
    return name if name not in taken else f"{name}_"
