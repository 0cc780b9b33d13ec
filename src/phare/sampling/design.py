"""From the design columns of RESPONSES to the design that the engine takes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from phare.config.survey_design import Lonely, SurveyDesign
from phare.stats.basis import CalibrationBasis
from phare.stats.design import Design, Residuals, Stage


def build_design(
    responses: pd.DataFrame,
    weights: np.ndarray,
    design: SurveyDesign,
    lonely: Lonely,
    where: str,
    calibration: CalibrationBasis | None = None,
    residuals: Residuals = "plain",
) -> Design:
    """Return the design that drew the respondents, with these weights (n,).

    Parameters
    ----------
    responses : RESPONSES, with the columns of every stage that `design` declares
    calibration : behind the weights, if there was one; `residuals` of it
    """
    stages = [
        Stage(
            _labels(responses, f"psu_{number}"),
            _numbers(responses, f"stratum_population_{number}"),
            _labels(responses, f"stratum_{number}"),
        )
        for number in range(2, 2 + len(design.stages))
    ]
    neighbours: dict[object, object] = dict(lonely.neighbours.items())
    # Without the counts of a second stage the first is all there is, as in R.
    counted = stages and stages[0].population is not None
    return Design(
        weights,
        strata=_labels(responses, "stratum"),
        psu=_labels(responses, "psu"),
        stratum_population=_numbers(responses, "stratum_population"),
        calibration=calibration,
        lonely=lonely.rule,
        where=where,
        stages=tuple(stages) if counted else (),
        neighbours=neighbours or None,
        adjust_domains=lonely.domains,
        residuals=residuals,
    )


def _labels(responses: pd.DataFrame, column: str) -> np.ndarray | None:
    if column not in responses or responses[column].isna().all():
        return None
    return np.asarray(responses[column], dtype=object)


def _numbers(responses: pd.DataFrame, column: str) -> np.ndarray | None:
    if column not in responses or responses[column].isna().all():
        return None
    return np.asarray(responses[column], dtype=float)
