"""Rows of AUDIT_FRAME: how evenly the population is represented."""

from __future__ import annotations

import numpy as np
import pandas as pd

from phare.audit.representativity import Representativity, representativity
from phare.audit.worked import Worked
from phare.contracts import TOTAL, refuse
from phare.stats.arrays import FloatArray, sums
from phare.stats.auxiliaries import Margin

Rows = list[dict[str, object]]

RESPONDED, DESIGN_WEIGHT = "responded", "design_weight"
"""Columns of a frame beside what is known of its units."""


def frame_rows(worked: Worked, frame: pd.DataFrame | None) -> Rows:
    """Return R-indicators of the declared models on a frame, or of each margin without one.

    Without a frame, a margin counts the population and the respondents of each category: a
    model of one variable, named after the margin.
    """
    if frame is None:
        return [row for name in worked.scheme.margins for row in _of_margin(worked, name)]
    models = worked.card.audit.frame
    rows: Rows = []
    responded = frame[RESPONDED].to_numpy(bool)
    weights = frame[DESIGN_WEIGHT].to_numpy(float) if DESIGN_WEIGHT in frame else None
    for model, names in models.items():
        known = [_known(frame, name, f"{worked.card.wave}, frame") for name in names]
        found = representativity(known, responded, weights)
        rows += _rows(worked, model, found)
    return rows


def _known(frame: pd.DataFrame, name: str, where: str) -> Margin:
    missing = int(frame[name].isna().sum())
    if missing:
        raise refuse(
            f"{where}, '{name}'",
            f"a missing value in {missing} of {len(frame)} units",
            "a category for every unit",
            "complete the frame, or leave the variable out of the model",
        )
    codes, names = pd.factorize(frame[name], sort=True)
    totals = np.full(len(names), np.nan)
    return Margin(name, codes.astype(np.int64), tuple(map(str, names)), totals)


def _rows(worked: Worked, model: str, found: Representativity) -> Rows:
    rows: Rows = []
    whole = {
        "r_indicator": found.r_indicator, "r_adjusted": found.r_adjusted, "cv": found.cv,
    }  # fmt: skip
    for name, partial in found.partials.items():
        keys = {"wave": worked.card.wave, "model": model, "variable": name}
        rows.append(
            keys
            | whole
            | {
                "category": TOTAL, "share": 1.0, "propensity": found.rate,
                "partial": partial.unconditional, "conditional": partial.conditional,
            }
        )  # fmt: skip
        rows += [
            keys | whole | {"category": category, "share": share, "propensity": p, "partial": part}
            for category, share, p, part in zip(
                partial.categories, partial.share, partial.propensity, partial.by_category,
                strict=True,
            )
        ]  # fmt: skip
    return rows


def _of_margin(worked: Worked, name: str) -> Rows:
    margin = worked.margins[name]
    totals = np.nan_to_num(np.asarray(margin.totals))
    codes = np.asarray(margin.codes)
    rows = sums(codes[codes >= 0], None, len(totals))
    if np.any(rows > totals) or not totals.sum() > 1:
        return []
    population = float(totals.sum())
    p = np.divide(rows, totals, out=np.zeros_like(rows), where=totals > 0)
    rate = float(rows.sum() / population)
    parts: FloatArray = np.sqrt(totals / population) * (p - rate)
    variance = float(totals @ (p - rate) ** 2 / (population - 1))
    spread = float(np.sqrt(variance))
    about = {"wave": worked.card.wave, "model": f"margin {name}", "variable": name}
    whole = {"r_indicator": 1 - 2 * spread, "cv": spread / rate if rate else np.nan}
    first = {"category": TOTAL, "share": 1.0, "propensity": rate,
             "partial": float(np.sqrt(np.sum(parts**2)))}  # fmt: skip
    return [
        about | whole | first,
        *(
            about
            | whole
            | {"category": c, "share": t / population, "propensity": q, "partial": part}
            for c, t, q, part in zip(margin.categories, totals, p, parts, strict=True)
        ),
    ]
