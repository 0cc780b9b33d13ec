"""Redo weighting steps in every replicate: what was done to the full weights, done again.

Each function takes :class:`~phare.stats.replicates.Replicates` and returns them with one
more step. Method: docs/methods/replication.md.

>>> replicates = jackknife(Design(base, strata, psu))
>>> replicates = redo_classes(replicates, classes, names, responded)
>>> replicates = recalibrate(replicates, margins, CalibrationSettings("raking"))
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from phare.errors import PhareError, Problem
from phare.stats.arrays import AnyArray, FloatArray, IntArray
from phare.stats.auxiliaries import Auxiliary
from phare.stats.calibration import checked_problem, solve_problem
from phare.stats.newton import Solution
from phare.stats.nonconvergence import failure
from phare.stats.problem import CalibrationProblem
from phare.stats.replicate_calibration import (
    BlockSolver,
    solve_copies,
)
from phare.stats.replicates import Failure, Replicates
from phare.stats.settings import CalibrationSettings
from phare.stats.step_factors import CalibratedCells, CalibratedRows, ClassFactors, Step, Trims
from phare.stats.trimming import Trimming, trim
from phare.stats.weights import class_factors, normalise


def redo_classes(
    replicates: Replicates,
    codes: AnyArray,
    names: Sequence[str],
    responded: AnyArray,
    where: str = "non-response",
) -> Replicates:
    """Redo the adjustment of :func:`phare.stats.weights.class_factors` in each replicate."""
    full = replicates.weights * class_factors(replicates.weights, codes, names, responded, where)
    k = len(names)
    unit = np.asarray(codes, dtype=np.int64) * 2 + np.asarray(responded, dtype=np.int64)
    totals = replicates.sums(unit, np.ones(replicates.n), 2 * k).reshape(k, 2, replicates.size)
    drawn, kept = totals.sum(axis=1), totals[:, 1]
    factors = np.zeros_like(totals)
    np.divide(drawn, kept, out=factors[:, 1], where=kept > 0)
    reasons: dict[int, str] = {}
    for c, r in np.argwhere((drawn > 0) & ~(kept > 0)):
        reasons.setdefault(int(r), f"{where}, class '{names[c]}': no respondent")
    step = ClassFactors(unit, _without(factors.reshape(2 * k, -1), reasons))
    return with_step(replicates, step, full, reasons)


def redo_normalise(replicates: Replicates, total: float) -> Replicates:
    """Scale the weights of each replicate to sum to `total`."""
    full = normalise(replicates.weights, total)
    everything = np.zeros(replicates.n, dtype=np.int64)
    found = replicates.sums(everything, np.ones(replicates.n), 1)
    return with_step(replicates, ClassFactors(everything, total / found), full, {})


def redo_trim(replicates: Replicates, trimming: Trimming, where: str = "trimming") -> Replicates:
    """Trim each replicate at the cap of the full weights, its own sum kept.

    The cap is on one copy of a row: a row that a replicate takes twice may weigh twice it.
    """
    trimmed = trim(replicates.weights, trimming, where)
    scale = np.ones(replicates.size)
    reasons: dict[int, str] = {}
    for start, stop in replicates.blocks():
        copies, times = replicates.copies(start, stop), replicates.row_multipliers(start, stop)
        for r in range(start, stop):
            found = _scale_under(copies[:, r - start], times[:, r - start], trimmed.cap)
            if np.isnan(found):
                reasons[r] = f"{where}: the cap {trimmed.cap:g} leaves no room for its sum"
            scale[r] = found
    return with_step(replicates, Trims(trimmed.cap, scale), trimmed.weights, reasons)


def recalibrate(
    replicates: Replicates,
    margins: Sequence[Auxiliary],
    settings: CalibrationSettings | None = None,
    *,
    cap: float | None = None,
    floor: float | None = None,
    q: FloatArray | None = None,
    costs: Mapping[str, float] | None = None,
    where: str = "calibration",
) -> Replicates:
    """Calibrate the full weights and every replicate to the same totals.

    As :func:`phare.stats.calibration.calibrate`, with its refusals for the full weights. A cap
    or a floor is on one copy of a row. Replicates without a solution are named in `failed`.
    """
    settings = settings or CalibrationSettings()
    base = replicates.weights
    problem = checked_problem(
        base, margins, settings, where, cap=cap, floor=floor, q=q, costs=costs
    )
    solution = solve_problem(problem)
    if not solution.converged:
        raise failure(problem, solution, where)
    full = base * np.where(problem.base == 0, 0.0, problem.row_factors(solution.predictor))
    solver = _solve_copies if problem.by_row else _solve_blocks
    coefficients, gaps, worst = solver(replicates, problem, solution)
    reasons = {
        int(r): f"{where}, margin '{problem.labels[worst[r]][0]}', category "
        f"'{problem.labels[worst[r]][1]}': its total cannot be met"
        for r in np.flatnonzero(~(gaps <= settings.tolerance))
    }
    coefficients = _without(coefficients, reasons)
    if problem.unit_of_row is not None and not problem.by_row:
        step: Step = CalibratedCells(problem.unit_of_row, problem, coefficients)
    else:
        step = CalibratedRows(problem, coefficients)
    return with_step(replicates, step, full, reasons)


def _solve_blocks(
    replicates: Replicates, problem: CalibrationProblem, solution: Solution
) -> tuple[FloatArray, FloatArray, IntArray]:
    """Return coefficients (p, R), worst gaps and their columns (R,)."""
    solver = BlockSolver(problem, solution)
    coefficients = np.empty((problem.units.p, replicates.size))
    gaps, worst = np.empty(replicates.size), np.empty(replicates.size, dtype=np.int64)
    of = problem.unit_of_row
    for start, stop, bases in replicates.sum_blocks(of, problem.units.n):
        found = solver.solve(bases)
        coefficients[:, start:stop] = found.coefficients
        gaps[start:stop], worst[start:stop] = found.gaps, found.worst
    return coefficients, gaps, worst


def _solve_copies(
    replicates: Replicates, problem: CalibrationProblem, solution: Solution
) -> tuple[FloatArray, FloatArray, IntArray]:
    """As `_solve_blocks`, one replicate after the other, with a limit on each copy of a row."""
    coefficients = np.empty((problem.units.p, replicates.size))
    gaps, worst = np.full(replicates.size, np.inf), np.zeros(replicates.size, dtype=np.int64)
    alive = (problem.base > 0)[:, None]
    for start, stop in replicates.blocks():
        copies = replicates.copies(start, stop) * alive
        times = replicates.row_multipliers(start, stop)
        for r in range(start, stop):
            at = r - start
            found = solve_copies(problem, copies[:, at], times[:, at], solution.coefficients)
            coefficients[:, r] = found.coefficients
            worst[r] = int(np.argmax(np.nan_to_num(found.gaps, nan=np.inf)))
            gaps[r] = found.gaps.max(initial=0.0) if found.converged else np.inf
    return coefficients, gaps, worst


def _scale_under(copies: FloatArray, times: FloatArray, cap: float) -> float:
    """Return s with sum(times min(s copies, cap)) = sum(times copies); NaN if there is none."""
    used = (copies > 0) & (times > 0)
    w, m = copies[used], times[used]
    order = np.argsort(-w)
    w, m = w[order], m[order]
    total = float(m @ w)
    below = np.concatenate([[0.0], np.cumsum(m)[:-1]]) * cap
    rest = total - np.concatenate([[0.0], np.cumsum(m * w)[:-1]])
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = (total - below) / rest
    fits = np.flatnonzero((scale >= 0) & (scale * w <= cap * (1 + 1e-15)))
    return float(scale[fits[0]]) if len(fits) else float("nan")


def _without(values: FloatArray, reasons: Mapping[int, str]) -> FloatArray:
    """Make the columns of failed replicates NaN."""
    result = values.copy()
    result[:, list(reasons)] = np.nan
    return result


def with_step(
    replicates: Replicates, step: Step, weights: FloatArray, reasons: Mapping[int, str]
) -> Replicates:
    """Return the replicates with one more step and the failures of `reasons` added."""
    known = {one.replicate for one in replicates.failed}
    more = [Failure(r + 1, reason) for r, reason in reasons.items() if r + 1 not in known]
    failed = tuple(sorted((*replicates.failed, *more)))
    if len(failed) == replicates.size:
        raise PhareError(
            Problem(
                replicates.where,
                f"a step that none of the {replicates.size} replicates can redo; {failed[0].reason}",
                "a step that most replicates can redo",
                "collapse small categories, or widen the bounds",
            )
        )
    return replace(replicates, weights=weights, steps=(*replicates.steps, step), failed=failed)
