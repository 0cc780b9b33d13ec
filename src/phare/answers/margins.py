"""From responses to the categories of a margin, `a*b` for two variables."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from phare.stats.auxiliaries import Margin

MISSING = "missing"
"""The category of those without an answer, where a scheme gives them one of their own."""


def crossed(responses: pd.DataFrame, margin: str) -> pd.Series:
    """Return (n,) the category of each respondent in a margin, `a*b` for two variables."""
    names = margin.split("*")
    answers = [responses[name].astype("object") for name in names]
    joined = answers[0]
    for more in answers[1:]:
        joined = (joined + "*" + more).where(joined.notna() & more.notna())
    return joined


def categorical_margin(
    responses: pd.DataFrame,
    name: str,
    totals: Mapping[str, float],
    base: np.ndarray,
    missing: str = "refuse",
) -> Margin:
    """Return a margin: the codes of the respondents, the categories and their totals.

    A category of the respondents that has no total gets nan, and is refused by name when the
    calibration is posed; so is a respondent without an answer, unless `missing` is
    `own_category`: then those without an answer keep the share that `base` gives them, and the
    declared totals share the rest.
    """
    values = crossed(responses, name)
    present = sorted(set(values.dropna()) - set(totals))
    targets = np.array([*totals.values(), *([np.nan] * len(present))])
    categories = (*totals, *present)
    codes = pd.Index(categories).get_indexer(values)
    absent = codes < 0
    if missing == "own_category" and absent.any():
        share = float(base[absent].sum() / base.sum())
        population = float(np.nansum(targets))
        targets = np.append(targets * (1 - share), population * share)
        codes = np.where(absent, len(categories), codes)
        categories = (*categories, MISSING)
    return Margin(name, codes.astype(np.int64), categories, targets)
