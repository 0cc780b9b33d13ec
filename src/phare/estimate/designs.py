"""From responses and weights to the design an estimator takes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from phare.config.schemes import CalibrateStep
from phare.config.slices import EstimateSlice
from phare.contracts import refuse
from phare.stats.auxiliaries import Auxiliaries
from phare.stats.basis import CalibrationBasis
from phare.stats.design import Design


def build_design(responses: pd.DataFrame, weights: pd.DataFrame, card: EstimateSlice) -> Design:
    """Return the design of a wave under a scheme.

    Parameters
    ----------
    responses : RESPONSES
    weights : WEIGHTS of the scheme, every step; respondents in the order of `responses`
    """
    where = f"{card.wave}, scheme {card.scheme}"
    steps = list(dict.fromkeys(weights["step"]))
    by_step = {
        str(name): block["weight"].to_numpy(float)
        for name, block in weights.groupby("step", sort=False, observed=True)
    }
    ends = weights.loc[weights["step"] == steps[-1], "respondent_id"].to_numpy()
    if len(ends) != len(responses) or (ends != responses["respondent_id"].to_numpy()).any():
        raise refuse(
            where, f"weights of {len(ends)} respondents", f"those of the {len(responses)} responses",
            "weight again after cleaning",
        )  # fmt: skip
    now = by_step[steps[-1]]
    return Design(
        weights=now,
        strata=_labels(responses["stratum"]),
        psu=_labels(responses["psu"]),
        stratum_population=_numbers(responses["stratum_population"]),
        calibration=_basis(responses, by_step, steps, card),
        lonely=card.estimation.lonely_psu,
        where=where,
    )


def _labels(values: pd.Series) -> np.ndarray | None:
    if values.isna().all():
        return None
    return np.asarray(values, dtype=object)


def _numbers(values: pd.Series) -> np.ndarray | None:
    return None if values.isna().all() else np.asarray(values, dtype=float)


def _basis(
    responses: pd.DataFrame, by_step: dict[str, np.ndarray], steps: list[str], card: EstimateSlice
) -> CalibrationBasis | None:
    """Return what the last calibration was made from, final weights included.

    Steps after it (a cap held together with the margins, a normalisation) change g, not
    the margins.
    """
    at = [n for n, step in enumerate(card.steps) if isinstance(step.settings, CalibrateStep)]
    if not at:
        return None
    last = card.steps[at[-1]].settings
    assert isinstance(last, CalibrateStep)
    before = by_step[steps[at[-1] - 1]]
    now = by_step[steps[-1]]
    codes, sizes = [], []
    for margin in last.margins:
        code, size = _margin_codes(responses, margin)
        codes.append(code)
        sizes.append(size)
    g = np.divide(now, before, out=np.zeros_like(now), where=before != 0)
    return CalibrationBasis(before, g, Auxiliaries(tuple(codes), tuple(sizes), ()))


def _margin_codes(responses: pd.DataFrame, margin: str) -> tuple[np.ndarray, int]:
    """Return (n,) codes 0..size-1 of a margin, `a*b` for two variables; missing is a category."""
    joined = np.zeros(len(responses), dtype=np.int64)
    for name in margin.split("*"):
        answers = responses[name]
        k = len(answers.cat.categories) + 1
        joined = joined * k + np.where(answers.isna(), k - 1, answers.cat.codes)
    distinct, codes = np.unique(joined, return_inverse=True)
    return codes.astype(np.int64), len(distinct)
