"""Calibrate weights to population totals. Method: docs/methods/calibration.md.

>>> margin = Margin("size", codes, ("small", "large"), np.array([700.0, 300.0]))
>>> calibrate(base, [margin], CalibrationSettings("raking")).weights
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from phare.stats.arguments import vector
from phare.stats.arrays import FloatArray
from phare.stats.auxiliaries import Auxiliary, Margin, Total
from phare.stats.basis import CalibrationBasis
from phare.stats.calibrated import Calibration, MarginFit, describe
from phare.stats.cells import Cells
from phare.stats.feasibility import Programme
from phare.stats.newton import Solution, solve
from phare.stats.nonconvergence import failure
from phare.stats.posing import pose
from phare.stats.problem import CalibrationProblem
from phare.stats.refusals import check_demands, check_inputs
from phare.stats.settings import CalibrationSettings, Method

# Beyond, a sinh is more than a float can hold.
_SINH = 700.0

__all__ = [
    "Auxiliary",
    "Calibration",
    "CalibrationBasis",
    "CalibrationSettings",
    "Margin",
    "MarginFit",
    "Method",
    "Total",
    "calibrate",
    "post_stratify",
]


def calibrate(
    base: FloatArray,
    margins: Sequence[Auxiliary],
    settings: CalibrationSettings | None = None,
    *,
    cap: float | None = None,
    floor: float | None = None,
    q: FloatArray | None = None,
    costs: Mapping[str, float] | None = None,
    where: str = "calibration",
) -> Calibration:
    """Return weights near `base` that meet every margin and total.

    Parameters
    ----------
    base : weights before (n,), 0 or more
    cap, floor : largest and least final weight a row may have, held with the margins. Rows of
        base weight 0, or of a category whose target is 0, weigh 0 under any floor.
    q : weights of the distance (n,), above 0: rows with a large q move more
    costs : per margin or total that need not be met exactly, what missing it costs: a cost of
        1 counts a relative gap of a category as much as the same relative change of its
        weights. Margins that are not named must be met.
    where : what the errors call this calibration (wave, scheme, step)

    Raises
    ------
    PhareError : every finding about the inputs at once; or margins that contradict; or no
        solution within the bounds, with the margins in conflict and the tightest bounds
        that would do; or no convergence, with the worst constraint.
    """
    settings = settings or CalibrationSettings()
    base = vector(base, f"{where}, base weights")
    problem = checked_problem(
        base, margins, settings, where, cap=cap, floor=floor, q=q, costs=costs
    )
    solution = solve_problem(problem)
    if not solution.converged:
        raise failure(problem, solution, where)
    return describe(problem, solution, base)


def post_stratify(base: FloatArray, margin: Margin, where: str = "calibration") -> Calibration:
    """Return weights that give each category its total: the same g for all its rows.

    The saturated calibration. Cross several variables into one margin before.
    """
    return calibrate(base, [margin], CalibrationSettings("linear"), where=where)


def checked_problem(
    base: FloatArray,
    margins: Sequence[Auxiliary],
    settings: CalibrationSettings,
    where: str,
    *,
    cap: float | None = None,
    floor: float | None = None,
    q: FloatArray | None = None,
    costs: Mapping[str, float] | None = None,
) -> CalibrationProblem:
    """Return the calibration to solve, or raise PhareError with all that is wrong with it."""
    q = None if q is None else vector(q, f"{where}, q")
    cells = None if q is not None else Cells.of(margins, base)
    check_demands(base, margins, q, costs, where)
    soft = [name for name, cost in (costs or {}).items() if np.isfinite(cost)]
    check_inputs(base, margins, settings.margin_tolerance, where, soft, cells)
    return pose(base, margins, settings, where, cells, cap=cap, floor=floor, q=q, costs=costs)


def solve_problem(problem: CalibrationProblem) -> Solution:
    """Solve a calibration; the solution says whether it converged."""

    def hopeless() -> bool:
        found = Programme.of(problem.units, problem.targets, problem.limits(), problem.exact)
        return found is not None and not found.feasible()

    return solve(
        problem.units,
        problem.targets,
        problem.respond,
        problem.columns,
        _start(problem),
        problem.settings.tolerance,
        problem.settings.max_iterations,
        problem.relax,
        problem.block,
        hopeless,
    )


def _start(problem: CalibrationProblem) -> FloatArray:
    """Return the first coefficients: those of the solution where one margin is all.

    Else 0, or for raking those that meet the population.
    """
    start = np.zeros(problem.units.p)
    method, sizes = problem.settings.method, problem.units.sizes
    plain = problem.settings.bounds is None and problem.q is None and np.all(problem.exact)
    if not plain or not sizes or method not in ("raking", "linear", "sinh"):
        return start
    if len(sizes) == 1 and not problem.units.values and not problem.by_row:
        before = problem.units.totals(problem.unit_base)
        g = np.divide(problem.targets, before, out=np.ones_like(before), where=before > 0)
        return _predictor(method, g)
    population, weight = problem.targets[: sizes[0]].sum(), problem.unit_base.sum()
    if method != "linear" and population > 0 and weight > 0:
        start[: sizes[0]] = _predictor(method, np.asarray(population / weight))
    return start


def _predictor(method: Method, g: FloatArray) -> FloatArray:
    """Return the linear predictors that give these factors; 0 for what a factor cannot be."""
    if method == "linear":
        return g - 1.0
    positive = np.where(g > 0, g, 1.0)
    if method == "raking":
        return np.log(positive)
    return 0.5 * np.sinh(np.clip(positive - 1.0 / positive, -_SINH, _SINH))
