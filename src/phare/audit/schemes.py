"""Schemes as they were weighted: what they began with, what they calibrated, where they ended."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from phare.audit.solving import How
from phare.config.audits import Cap
from phare.config.schemes import CalibrateStep, Step, TrimStep
from phare.contracts import refuse
from phare.stats.arrays import FloatArray


@dataclass(frozen=True, eq=False)
class Scheme:
    """The weights of one scheme.

    Parameters
    ----------
    steps : the weights after each step (n,), by its name, in order
    margins : of the last calibration, none without one
    before, weights : before that calibration, and at the end (n,)
    how, cap : of the last calibration, and of the cap held with it
    calibrated_from : the place of that calibration among the steps; beyond them without one
    """

    name: str
    steps: dict[str, FloatArray]
    margins: tuple[str, ...]
    before: FloatArray
    how: How
    cap: Cap
    missing: str
    calibrated_from: int = 10**6

    @property
    def weights(self) -> FloatArray:
        return next(reversed(self.steps.values()))


def read_scheme(
    name: str,
    declared: tuple[Step, ...],
    weights: pd.DataFrame,
    responses: pd.DataFrame,
    where: str,
) -> Scheme:
    """Return a scheme from its declared steps and its rows of WEIGHTS.

    Raises
    ------
    PhareError
        Where the weights are of other respondents, or there are none.
    """
    own = weights[weights["scheme"] == name]
    by_step = {
        str(step): block["weight"].to_numpy(float)
        for step, block in own.groupby("step", sort=False, observed=True)
    }
    ids = own.loc[own["step"] == own["step"].iloc[-1], "respondent_id"] if len(own) else []
    if list(ids) != list(responses["respondent_id"]):
        raise refuse(
            f"{where}, scheme '{name}'",
            f"weights of {len(ids)} respondents",
            f"those of the {len(responses)} responses",
            "weight again after cleaning",
        )
    calibrations = [at for at, one in enumerate(declared) if one.calibrate is not None]
    columns = list(by_step.values())
    if not calibrations:
        return Scheme(name, by_step, (), columns[-1], How(), Cap(), "refuse")
    last = declared[calibrations[-1]].settings
    assert isinstance(last, CalibrateStep)
    how = How(last.method, last.bounds)
    caps = [one.trim for one in declared[calibrations[-1] :] if one.trim is not None]
    cap = _cap(caps)
    before = columns[calibrations[-1] - 1]
    return Scheme(
        name, by_step, tuple(sorted(last.margins)), before, how, cap, last.missing, calibrations[-1]
    )


def _cap(caps: list[TrimStep]) -> Cap:
    """Return the cap that variants of the scheme keep: one in medians, or none."""
    times = caps[-1].times_median if caps else None
    return Cap() if times is None or times <= 1 else Cap(times_median=times)


def unit_weights(n: int, population: float | None) -> FloatArray:
    """Return the population over the respondents, for each of them (n,)."""
    return np.full(n, (population or float(n)) / n)
