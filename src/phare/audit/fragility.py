"""How many respondents carry a claim, and what an ignored trait would have to be."""

from __future__ import annotations

import numpy as np

from phare.audit.claims import Demand, difference
from phare.audit.figure_rows import removal
from phare.audit.influence import Flip, flip
from phare.audit.measures import Measures
from phare.audit.sensitivity import Sensitivity, defect_correlation, scenario_bias, sensitivity
from phare.audit.variant_rows import Balanced
from phare.audit.worked import Worked

Row = dict[str, object]


def fragility_row(worked: Worked, demand: Demand, balances: Balanced) -> Row:
    """Return how many respondents carry a claim, and what an ignored trait would have to be."""
    one = difference(worked.figures, demand)
    at = worked.figures.column(demand.figure)
    assert at is not None
    if one is None or worked.found.fixed[0, at]:
        return {}
    threshold = demand.value / worked.figures.scale[at]
    found: Flip = flip(removal(worked), one, worked.atoms.collapse(one), 0, threshold)
    row: Row = {"flip_count": found.exact, "flip_share": found.share}
    about = _sensitivity(worked, one, threshold)
    if about is None:
        return row
    weakest = about.weakest
    return row | {
        "robustness_value": about.robustness,
        "weakest_margin": None if weakest is None else weakest[0],
        "mrcs": np.nan if weakest is None else weakest[1],
        "gap_needed": about.gap_needed(worked.card.audit.excess),
        "scenario_bias": _scenario(worked, one, balances),
    }


def _sensitivity(worked: Worked, one: Measures, threshold: float) -> Sensitivity | None:
    if np.any(one.x[one.inside] != 1):
        return None
    values = np.where(one.inside[:, 0], one.y[:, 0] + one.centre[0], np.nan)
    without = {
        tried.variant.name.removeprefix("without "): worked.atoms.spread(tried.weights)
        for tried in worked.tried
        if tried.variant.kind == "leave_one_out" and tried.weights is not None
    }
    return sensitivity(values, worked.weights, without, threshold)


def _scenario(worked: Worked, one: Measures, balances: Balanced) -> float:
    """Return what the defect correlation of the benchmarks would do to a figure; NaN without."""
    population = worked.card.population
    held = balances.held_out.get(worked.reference.variant.name, [])
    n = worked.weights.sum() ** 2 / (worked.weights @ worked.weights)
    if population is None or not held or not population > n:
        return float("nan")
    correlations = [
        abs(defect_correlation(gap, float(np.sqrt(t * (1 - t))), population, float(n)))
        for b in held
        for gap, t in zip(b.gap, b.target, strict=True)
        if 0 < t < 1
    ]
    y = one.y[one.inside[:, 0], 0]
    return scenario_bias(float(np.median(correlations)), float(y.std()), population, float(n))
