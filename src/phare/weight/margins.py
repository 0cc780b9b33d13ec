"""From responses and rows of MARGINS to the margins that a calibration meets."""

from __future__ import annotations

import numpy as np
import pandas as pd

from phare.answers.margins import categorical_margin, crossed
from phare.config.slices import WeightSlice
from phare.contracts import TOTAL
from phare.stats.auxiliaries import Auxiliary, Total
from phare.stats.weights import stratum_base_weights


def margin_totals(card: WeightSlice, margin: str) -> dict[str, float]:
    """Return the declared totals of a margin by category, in the order of its file."""
    return {category: total for name, category, total in card.margins if name == margin}


def build_margin(
    responses: pd.DataFrame, base: np.ndarray, margin: str, card: WeightSlice, missing: str
) -> Auxiliary:
    """Return one margin: the codes of the respondents, the categories and their totals.

    Of a number: what the respondents gave and the total of the population; one that is missing
    is always refused.
    """
    totals = margin_totals(card, margin)
    about = card.variables.variables.get(margin)
    if about is not None and about.type == "number":
        numbers = responses[margin].to_numpy(float, na_value=np.nan)
        return Total(margin, numbers, totals.get(TOTAL, np.nan))
    return categorical_margin(responses, margin, totals, base, missing)


def fit_rows(margin: Auxiliary, weights: np.ndarray) -> pd.DataFrame:
    """Return category, target, achieved and gap of a margin under weights (n,)."""
    if isinstance(margin, Total):
        categories, targets = [TOTAL], np.array([margin.total])
        achieved = np.array([float(np.asarray(margin.values) @ weights)])
    else:
        categories, targets = list(margin.categories), margin.totals
        achieved = np.bincount(margin.codes, weights=weights, minlength=len(categories))
    return pd.DataFrame(
        {
            "margin": margin.name,
            "category": categories,
            "target": targets,
            "achieved": achieved,
            "gap": achieved - targets,
        }
    )


def stratum_weights(
    responses: pd.DataFrame, margin: str, card: WeightSlice, where: str
) -> np.ndarray:
    """Return population / respondents of the stratum of each respondent."""
    totals = margin_totals(card, margin)
    strata = crossed(responses, margin)
    names = [*totals, *sorted(set(strata.dropna()) - set(totals))]
    counts = np.array([totals.get(name, np.nan) for name in names])
    return stratum_base_weights(pd.Index(names).get_indexer(strata), names, counts, where)
