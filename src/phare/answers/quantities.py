"""From a declared indicator to the columns of numbers that an estimator takes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from phare.config.indicators import Indicator
from phare.config.variables import Variables
from phare.contracts import TOTAL


@dataclass(frozen=True)
class Quantity:
    """One indicator as k columns over n respondents.

    categories : (k,) the category of each column in ESTIMATES
    numerators : (n, k); for a share 1 where the answer counts
    denominators : (n, 1) for a ratio, else None
    observed : (n, k) whether the respondent answered
    """

    categories: tuple[str, ...]
    numerators: np.ndarray
    denominators: np.ndarray | None
    observed: np.ndarray


def quantity(responses: pd.DataFrame, indicator: Indicator, variables: Variables) -> Quantity:
    """Return the columns of an indicator (see `Indicator` for what each statistic means)."""
    name = indicator.variable
    scale = list(variables.categories(name))
    by_item = variables.variables[name].type in ("multiple", "grid")
    columns = [column for column in variables.columns(name) if column in responses]
    categories: list[str] = []
    numerators: list[np.ndarray] = []
    observed: list[np.ndarray] = []
    for column in columns:
        answers = responses[column]
        answered = answers.notna().to_numpy()
        item = column.removeprefix(f"{name}.") if by_item else TOTAL
        for category, values in _values(answers, indicator, scale):
            joined = (
                category if not by_item else item if category == TOTAL else f"{item}:{category}"
            )
            categories.append(joined)
            numerators.append(values)
            observed.append(answered)
    denominators = None
    if indicator.denominator is not None:
        below = responses[indicator.denominator].to_numpy(float, na_value=np.nan)
        denominators = below[:, None]
        observed = [answered & ~np.isnan(below) for answered in observed]
    return Quantity(
        categories=tuple(categories),
        numerators=np.column_stack(numerators),
        denominators=denominators,
        observed=np.column_stack(observed),
    )


def _values(
    answers: pd.Series, indicator: Indicator, scale: list[str]
) -> list[tuple[str, np.ndarray]]:
    """Return (category, numbers) of one column of answers; what is missing is 0 or nan."""
    statistic = indicator.statistic
    if statistic in ("mean", "total", "ratio", "median", "quantile"):
        return [(TOTAL, answers.to_numpy(float, na_value=np.nan))]
    if not scale:
        return [(TOTAL, answers.to_numpy(float, na_value=0.0))]
    codes = answers.cat.codes.to_numpy()
    if statistic == "distribution":
        return [(category, (codes == at).astype(float)) for at, category in enumerate(scale)]
    boxes = {"top_box": scale[:1], "top_two": scale[:2]}
    counted = [scale.index(category) for category in boxes.get(statistic, indicator.categories)]
    return [(TOTAL, np.isin(codes, counted).astype(float))]


def base_mask(responses: pd.DataFrame, kept: dict[str, tuple[str, ...]]) -> np.ndarray | None:
    """Return (n,) whether a respondent is in a base; None for everyone."""
    if not kept:
        return None
    rows = np.ones(len(responses), dtype=bool)
    for variable, categories in kept.items():
        rows &= responses[variable].isin(categories).to_numpy(bool)
    return rows
