"""The result of a calibration."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from phare.stats.arrays import FloatArray
from phare.stats.basis import CalibrationBasis
from phare.stats.newton import Solution
from phare.stats.problem import CalibrationProblem
from phare.stats.settings import CalibrationSettings

_AT_BOUND = 1e-9


@dataclass(frozen=True, eq=False)
class MarginFit:
    """How each of the p constraints was met: margins in order, then totals.

    `gap` is relative to the target; for a target of 0, to what it balances; a gap no larger
    than the rounding of the terms counts as met. A margin with a cost is met as
    nearly as the cost asks; the others to the tolerance.
    """

    margin: tuple[str, ...]
    category: tuple[str, ...]
    target: FloatArray
    before: FloatArray
    after: FloatArray
    gap: FloatArray


@dataclass(frozen=True, eq=False)
class Calibration:
    """Calibrated weights and how they came about.

    Parameters
    ----------
    weights, g : final weights and final / base (n,)
    max_gap : the worst gap of a constraint that must be met; at most `settings.tolerance`
    condition : condition number of the last Newton matrix at unit scale
    share_at_lower, share_at_upper : share of rows held at a bound (or at the floor, the cap)
    cap, floor : the largest and the least weight allowed, or None
    n_negative : rows with a negative weight (linear only)
    basis : what :class:`phare.stats.design.Design` needs for standard errors
    remarks : what a reader should be told, in sentences
    """

    weights: FloatArray
    g: FloatArray
    iterations: int
    converged: bool
    max_gap: float
    condition: float
    fit: MarginFit
    share_at_lower: float
    share_at_upper: float
    cap: float | None
    floor: float | None
    n_negative: int
    basis: CalibrationBasis
    settings: CalibrationSettings
    remarks: tuple[str, ...]


def describe(problem: CalibrationProblem, solution: Solution, base: FloatArray) -> Calibration:
    settings = problem.settings
    g = problem.row_factors(solution.predictor)
    zeroed = 0
    if problem.base is not base:
        without = (problem.base == 0) & (base > 0)
        g, zeroed = np.where(without, 0.0, g), int(without.sum())
    weights = base * g
    after = problem.rows.totals(weights)
    apart = np.abs(after - problem.targets) / np.where(problem.exact, 1.0, np.abs(problem.targets))
    fit = MarginFit(
        tuple(margin for margin, _ in problem.labels),
        tuple(category for _, category in problem.labels),
        problem.targets,
        problem.before,
        after,
        np.where(problem.exact, solution.gaps, apart),
    )
    negative = int(np.sum(weights < 0)) if weights.min() < 0 else 0
    remarks = []
    if negative:
        remarks.append(
            f"{negative} of {len(weights)} weights are negative; the method truncated with a "
            "lower bound, or raking, keeps them positive."
        )
    if zeroed:
        remarks.append(f"{zeroed} rows weigh 0, as the target of their category.")
    return Calibration(
        weights,
        g,
        solution.iterations,
        solution.converged,
        float(solution.gaps.max(initial=0.0)),
        problem.columns.condition(solution.hessian),
        fit,
        _share_at_lower(g, weights, settings, problem.floor),
        _share_at_upper(g, weights, settings, problem.cap),
        problem.cap,
        problem.floor,
        negative,
        CalibrationBasis(
            base,
            g,
            problem.rows,
            problem.q,
            None if np.all(problem.exact) else problem.relax,
        ),
        settings,
        tuple(remarks),
    )


def _share_at_lower(
    g: FloatArray, weights: FloatArray, settings: CalibrationSettings, floor: float | None
) -> float:
    if settings.bounds is None and floor is None:
        return 0.0
    at = np.zeros(len(g), dtype=bool)
    if settings.bounds is not None:
        at |= g <= settings.lower + _AT_BOUND
    if floor is not None:
        at |= (weights > 0) & (weights <= floor * (1 + _AT_BOUND))
    return float(np.mean(at))


def _share_at_upper(
    g: FloatArray, weights: FloatArray, settings: CalibrationSettings, cap: float | None
) -> float:
    if settings.bounds is None and cap is None:
        return 0.0
    at = g >= settings.upper - _AT_BOUND
    if cap is not None:
        at |= weights >= cap * (1 - _AT_BOUND)
    return float(np.mean(at))
