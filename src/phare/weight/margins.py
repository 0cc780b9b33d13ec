"""From responses and rows of MARGINS to the margins that a calibration meets."""

from __future__ import annotations

import numpy as np
import pandas as pd

from phare.config.slices import WeightSlice
from phare.contracts import refuse
from phare.stats.calibration import Margin

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


def margin_totals(card: WeightSlice, margin: str) -> dict[str, float]:
    """Return the declared totals of a margin by category, in the order of its file."""
    return {category: total for name, category, total in card.margins if name == margin}


def build_margin(
    responses: pd.DataFrame, base: np.ndarray, margin: str, card: WeightSlice, missing: str
) -> Margin:
    """Return one margin: the codes of the respondents, the categories and their totals.

    A category of the respondents that has no total gets nan, and is refused by name when
    the calibration is posed; so is a respondent without an answer, unless `missing` is
    `own_category`: then those without an answer keep the share that `base` gives them,
    and the declared totals share the rest.
    """
    totals = margin_totals(card, margin)
    values = crossed(responses, margin)
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
    return Margin(margin, codes.astype(np.int64), categories, targets)


def stratum_weights(
    responses: pd.DataFrame, margin: str, card: WeightSlice, where: str
) -> np.ndarray:
    """Return population / respondents of the stratum of each respondent."""
    totals = margin_totals(card, margin)
    strata = crossed(responses, margin)
    counts = strata.value_counts()
    problems = []
    for category in sorted(set(counts.index) - set(totals)):
        problems += refuse(
            f"{where}, stratum '{category}'", f"{counts[category]} respondents and no count",
            f"a count of each stratum in {card.margins_file}", "add it",
        ).problems  # fmt: skip
    for category in (name for name, total in totals.items() if total > 0 and name not in counts):
        problems += refuse(
            f"{where}, stratum '{category}'", f"a count of {totals[category]:g} and no respondent",
            "respondents in each stratum", "collapse it with a neighbouring stratum",
        ).problems  # fmt: skip
    if strata.isna().any():
        problems += refuse(
            f"{where}, {margin}", f"no stratum for {int(strata.isna().sum())} respondents",
            "one for each", "complete the answers or exclude them by an edit",
        ).problems  # fmt: skip
    if problems:
        raise type(refuse("", "", "", ""))(*problems)
    return strata.map({name: totals[name] / n for name, n in counts.items()}).to_numpy(float)
