"""Medians and other quantiles, level by level, with Woodruff's interval."""

from __future__ import annotations

import numpy as np

from phare.answers.quantities import Quantity
from phare.config.indicators import Indicator, quantile_name
from phare.config.slices import EstimateSlice
from phare.contracts import TOTAL
from phare.estimate.blocks import Block, Levels, keys_of, same
from phare.stats.design import Design
from phare.stats.inference import degrees_of_freedom, entering
from phare.stats.quality import CAUTION, OK, QualityRules, rate_means
from phare.stats.quantiles import estimate_quantiles

MEDIAN = (0.5,)
UNBOUNDED = "no interval can be computed"


def quantiles(
    design: Design,
    columns: Quantity,
    mask: np.ndarray | None,
    level: Levels,
    name: str,
    indicator: Indicator,
    card: EstimateSlice,
) -> Block:
    """Return the rows of ESTIMATES of a median or of quantiles in one domain.

    Their category is that of the column, or the quantile, or `item:quantile`.
    """
    asked = np.array(indicator.probabilities or MEDIAN)
    cells = [
        _cell(design, columns, column, rows, asked, indicator, card)
        for rows in _rows(design, mask, level)
        for column in range(len(columns.categories))
    ]
    found = {
        one: np.concatenate([cell[one] for cell in cells]) for cell in cells[:1] for one in cell
    }
    quality = rate_means(
        found["estimate"], found["std_error"], found["df"], found["n"], found["n_effective"],
        QualityRules(**card.estimation.quality.model_dump()),
    )  # fmt: skip
    unbounded = (quality.word == OK) & np.isnan(found["std_error"])
    reason = np.where(unbounded, UNBOUNDED, quality.reason)
    return (
        keys_of(_categories(columns, indicator), level, name, card)
        | {"statistic": same(indicator.statistic, found["estimate"])}
        | found
        | {
            "n": found["n"].astype("int64"),
            "quality": np.where(unbounded, CAUTION, quality.word),
            "reason": np.array([text or None for text in reason], dtype=object),
        }
    )


def _rows(design: Design, mask: np.ndarray | None, level: Levels) -> list[np.ndarray]:
    """Return (n,) who is in each level."""
    inside = np.ones(design.n, dtype=bool) if mask is None else mask
    if level.codes is None:
        return [inside]
    return [inside & (level.codes == code) for code in range(len(level.names))]


def _categories(columns: Quantity, indicator: Indicator) -> tuple[str, ...]:
    if indicator.statistic == "median":
        return columns.categories
    names = [quantile_name(share) for share in indicator.probabilities]
    return tuple(
        one if category == TOTAL else f"{category}:{one}"
        for category in columns.categories
        for one in names
    )


def _cell(
    design: Design,
    columns: Quantity,
    column: int,
    rows: np.ndarray,
    asked: np.ndarray,
    indicator: Indicator,
    card: EstimateSlice,
) -> Block:
    """Return the quantiles of one column in one level, (m,) each."""
    known = entering(design, rows & columns.observed[:, column])
    values = np.where(known, columns.numerators[:, column], 0.0)
    freedom = degrees_of_freedom(design, known)
    found = estimate_quantiles(
        design, values, asked, rows=known, rule=indicator.rule or "math", df=freedom,
        level=card.estimation.confidence,
    )  # fmt: skip
    weights = design.weights[known]
    squares = float(weights @ weights)
    about = {
        "df": float(freedom),
        "deff": np.nan,
        "n": float(known.sum()),
        "n_weighted": float(weights.sum()),
        "n_effective": float(weights.sum()) ** 2 / squares if squares else 0.0,
    }
    return {
        "estimate": found.estimate,
        "std_error": found.std_error,
        "conf_low": found.low,
        "conf_high": found.high,
        **{key: np.full(len(asked), value) for key, value in about.items()},
    }
