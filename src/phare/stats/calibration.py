"""Calibrate weights to population totals. Method: docs/methods/calibration.md.

>>> margin = Margin("size", codes, ("small", "large"), np.array([700.0, 300.0]))
>>> calibrate(base, [margin], CalibrationSettings("raking")).weights
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from phare.errors import PhareError, Problems
from phare.stats.arrays import FloatArray, floats
from phare.stats.auxiliaries import Auxiliary, Margin, Total
from phare.stats.basis import CalibrationBasis
from phare.stats.feasibility import Diagnosis, diagnose
from phare.stats.newton import Solution, solve
from phare.stats.problem import CalibrationProblem, pose
from phare.stats.refusals import check_inputs
from phare.stats.settings import CalibrationSettings, Method

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
]

_AT_BOUND = 1e-9


@dataclass(frozen=True, eq=False)
class MarginFit:
    """How each of the p constraints was met: margins in order, then totals.

    `gap` is relative to the target, absolute for a target of 0.
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
    max_gap : the worst of `fit.gap`; at most `settings.tolerance`
    condition : condition number of the last Newton matrix at unit scale
    share_at_lower, share_at_upper : share of rows held at a bound (or at the cap)
    cap : the largest weight allowed, or None
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
    n_negative: int
    basis: CalibrationBasis
    settings: CalibrationSettings
    remarks: tuple[str, ...]


def calibrate(
    base: FloatArray,
    margins: Sequence[Auxiliary],
    settings: CalibrationSettings | None = None,
    *,
    cap: float | None = None,
    where: str = "calibration",
) -> Calibration:
    """Return weights near `base` that meet every margin and total.

    Parameters
    ----------
    base : weights before (n,), 0 or more
    cap : largest final weight a row may have, held together with the margins
    where : what the errors call this calibration (wave, scheme, step)

    Raises
    ------
    PhareError : every finding about the inputs at once; or margins that contradict; or no
        solution within the bounds, with the margins in conflict and the tightest bounds
        that would do; or no convergence, with the worst constraint.
    """
    settings = settings or CalibrationSettings()
    base = floats(base)
    check_inputs(base, margins, settings.margin_tolerance, where)
    problem = pose(base, margins, settings, cap, where)
    solution = solve(
        problem.units,
        problem.targets,
        problem.respond,
        problem.columns,
        _start(problem),
        settings.tolerance,
        settings.max_iterations,
    )
    if not solution.converged:
        raise _failure(problem, solution, where)
    return _result(problem, solution, base)


def _start(problem: CalibrationProblem) -> FloatArray:
    """Return the first coefficients: 0, or for raking those that meet the population."""
    start = np.zeros(problem.units.p)
    population, weight = problem.targets[: sum(problem.units.sizes[:1])].sum(), problem.base.sum()
    plain = problem.settings.method == "raking" and problem.settings.bounds is None
    if plain and problem.units.sizes and population > 0 and weight > 0:
        start[: problem.units.sizes[0]] = np.log(population / weight)
    return start


def _result(problem: CalibrationProblem, solution: Solution, base: FloatArray) -> Calibration:
    settings = problem.settings
    g = problem.row_factors(solution.predictor)
    zeroed = (problem.base == 0) & (base > 0)
    if np.any(zeroed):
        g = np.where(zeroed, 0.0, g)
    weights = base * g
    after = problem.rows.totals(weights)
    fit = MarginFit(
        tuple(margin for margin, _ in problem.labels),
        tuple(category for _, category in problem.labels),
        problem.targets,
        problem.rows.totals(base),
        after,
        solution.gaps,
    )
    negative = int(np.sum(weights < 0))
    remarks = []
    if negative:
        remarks.append(
            f"{negative} of {len(weights)} weights are negative; the method truncated with a "
            "lower bound, or raking, keeps them positive."
        )
    if np.any(zeroed):
        remarks.append(f"{int(zeroed.sum())} rows weigh 0, as the target of their category.")
    return Calibration(
        weights,
        g,
        solution.iterations,
        solution.converged,
        float(solution.gaps.max(initial=0.0)),
        problem.columns.condition(solution.hessian),
        fit,
        _share_at_lower(g, settings),
        _share_at_upper(g, weights, settings, problem.cap),
        problem.cap,
        negative,
        CalibrationBasis(base, g, problem.rows),
        settings,
        tuple(remarks),
    )


def _share_at_lower(g: FloatArray, settings: CalibrationSettings) -> float:
    if settings.bounds is None:
        return 0.0
    return float(np.mean(g <= settings.lower + _AT_BOUND))


def _share_at_upper(
    g: FloatArray, weights: FloatArray, settings: CalibrationSettings, cap: float | None
) -> float:
    at = g >= settings.upper - _AT_BOUND
    if cap is not None:
        at |= weights >= cap * (1 - _AT_BOUND)
    return float(np.mean(at))


def _failure(problem: CalibrationProblem, solution: Solution, where: str) -> PhareError:
    """Return the error: what conflicts if the linear programme knows, and the worst gap."""
    found = Problems()
    diagnosis = diagnose(
        problem.units,
        problem.targets,
        [margin for margin, _ in problem.labels],
        problem.limits(),
    )
    if diagnosis is not None:
        limits, expected, remedy = _limits_in_words(problem, diagnosis)
        found.add(
            f"{where}, margins " + ", ".join(f"'{name}'" for name in diagnosis.conflict),
            f"targets that no weights {limits} meet together",
            expected,
            remedy,
        )
    worst = int(np.argmax(np.nan_to_num(solution.gaps, nan=np.inf)))
    margin, category = problem.labels[worst]
    found.add(
        f"{where}, margin '{margin}', category '{category}'",
        f"a relative gap of {solution.gaps[worst]:.3g} to the target "
        f"{problem.targets[worst]:.15g}, the worst after {solution.iterations} iterations",
        f"at most {problem.settings.tolerance:g}",
        "collapse small categories, widen the bounds or drop a margin",
    )
    return PhareError(*found)


def _limits_in_words(problem: CalibrationProblem, found: Diagnosis) -> tuple[str, str, str]:
    """Return the limits, what would do instead, and the remedy."""
    low, high = problem.settings.lower, problem.settings.upper
    if problem.cap is not None:
        known = f"a cap of at least {found.best_cap:.6g}" if found.best_cap else "other targets"
        return f"under the cap {problem.cap:g}", known, "raise the cap or drop one of the margins"
    if problem.settings.bounds is None:
        remedy = "drop one of these margins or collapse categories"
        return "of 0 or more", "targets that these respondents can meet", remedy
    ways = []
    if found.best_lower is not None:
        ways.append(f"a lower bound of at most {found.best_lower:.6g} with the upper {high:g}")
    if found.best_upper is not None:
        ways.append(f"an upper bound of at least {found.best_upper:.6g} with the lower {low:g}")
    if found.both is not None:
        lower, upper = found.both
        ways = [f"a lower bound of at most {lower:.6g} and an upper of at least {upper:.6g}"]
    return (
        f"within the bounds [{low:g}, {high:g}]",
        ", or ".join(ways) or "targets that these respondents can meet",
        "widen the bounds or drop one of these margins",
    )
