"""Calibrate every replicate of a set, in blocks. Method: docs/methods/replication.md.

All replicates start from the solution of the full weights, with its Newton matrix, and go
down together by Broyden's method; those that it does not bring home are solved one by one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from phare.stats.arrays import FloatArray, sums
from phare.stats.auxiliaries import Auxiliaries
from phare.stats.newton import Solution, solve
from phare.stats.problem import EVERY, CalibrationProblem

_ROUNDS = 40
# A round that leaves more than this share of the gap is not worth another.
_SLOW = 0.7
# Below this gap further rounds only move the last digits.
_EXACT = 1e-12
_NEAR = 0.8


@dataclass(frozen=True, eq=False)
class BlockSolution:
    """Coefficients (p, b) of b replicates, and their worst gap (b,) with the column it is in."""

    coefficients: FloatArray
    gaps: FloatArray
    worst: FloatArray


class _Broyden:
    """Steps (p, b) of a quasi-Newton method, from those that a fixed matrix would take.

    Broyden's update of the inverse matrix of each column, by its own past steps alone
    (Kelley 1995, section 7.3). Lengths are taken at the `scale` (p, 1) of the coefficients.
    """

    def __init__(self, scale: FloatArray) -> None:
        self.scale = scale
        self.past: list[FloatArray] = []

    def next(self, plain: FloatArray) -> FloatArray:
        """Return the next step, given the one of the fixed matrix."""
        step = plain
        for j, before in enumerate(self.past):
            share = self._share(before, step)
            if j + 1 < len(self.past):
                step = step + share * self.past[j + 1]
            else:
                # A step this long would come from a matrix that has become singular.
                step = np.where(share < _NEAR, step / (1.0 - np.minimum(share, _NEAR)), plain)
        self.past.append(step)
        return step

    def _share(self, before: FloatArray, step: FloatArray) -> FloatArray:
        """Return how much of each past step the new one repeats (b,)."""
        weight = self.scale**2 * before
        with np.errstate(invalid="ignore", divide="ignore"):
            share = np.sum(weight * step, axis=0) / np.sum(weight * before, axis=0)
        return np.where(np.isfinite(share), share, 0.0)


class BlockSolver:
    """Solves one calibration for many sets of base weights."""

    def __init__(self, problem: CalibrationProblem, solution: Solution) -> None:
        self.problem, self.solution = problem, solution
        self.matrix = sparse_columns(problem.units)
        self.transposed = self.matrix.T.tocsr()
        kept = problem.columns.kept
        self.kept = kept
        identity: FloatArray = np.eye(problem.units.p)[:, kept]
        # The inverse on the kept columns, 0 elsewhere.
        self.inverse = problem.columns.solve(solution.hessian, identity)
        # Plain raking multiplies terms of margins: totals then take no pass over the cells.
        plain = problem.settings.method == "raking" and problem.settings.bounds is None
        plain = plain and problem.q is None and bool(np.all(problem.targets != 0))
        self.grid = problem.units.grid if plain else None

    def solve(self, bases: FloatArray) -> BlockSolution:
        """Calibrate unit weights `bases` (m, b); without a cap or a floor."""
        problem = self.problem
        if np.any(problem.zeroed):
            bases = np.where(problem.zeroed[:, None], 0.0, bases)
        b = bases.shape[1]
        coefficients = np.repeat(self.solution.coefficients[:, None], b, axis=1)
        best, gaps = coefficients.copy(), np.full((problem.units.p, b), np.inf)
        worst = np.full(b, np.inf)
        steps = _Broyden(problem.columns.scale[:, None])
        tables = None if self.grid is None else self.grid.lay(bases)
        for _ in range(_ROUNDS):
            balance, found = self._balance(coefficients, bases, tables)
            largest = found.max(axis=0, initial=0.0)
            better = largest < worst
            slow = ~(largest <= _SLOW * worst)
            best[:, better], gaps[:, better] = coefficients[:, better], found[:, better]
            worst[better] = largest[better]
            if np.all(slow | (worst <= _EXACT)):
                break
            coefficients = coefficients + steps.next(-(self.inverse @ balance[self.kept]))
        for r in np.flatnonzero(~(worst <= problem.settings.tolerance)):
            single = self._one(bases[:, r])
            best[:, r], gaps[:, r] = single.coefficients, single.gaps
            worst[r] = single.gaps.max(initial=0.0) if single.converged else np.inf
        return BlockSolution(best, worst, np.argmax(np.nan_to_num(gaps, nan=np.inf), axis=0))

    def _balance(
        self, coefficients: FloatArray, bases: FloatArray, tables: FloatArray | None
    ) -> tuple[FloatArray, FloatArray]:
        """Return X'w - T + relax b and the relative gaps, both (p, b)."""
        problem = self.problem
        with np.errstate(over="ignore", invalid="ignore"):
            if self.grid is not None and tables is not None:
                balance = self.grid.totals(tables, coefficients) - problem.targets[:, None]
                balance += problem.relax[:, None] * coefficients
                return balance, np.abs(balance) / np.abs(problem.targets)[:, None]
            weights = bases * unit_factors(problem, self.matrix @ coefficients)
            balance = self.transposed @ weights - problem.targets[:, None]
            balance += problem.relax[:, None] * coefficients
            size = np.abs(problem.targets)
            if np.any(size == 0):
                gross = np.maximum(abs(self.transposed) @ np.abs(weights), 1.0)
                return balance, np.abs(balance) / np.where(size[:, None] == 0, gross, size[:, None])
            return balance, np.abs(balance) / size[:, None]

    def _one(self, base: FloatArray) -> Solution:
        single = replace(self.problem, base=base, unit_base=base, unit_of_row=None)
        return solve_from(single, self.solution.coefficients)


def solve_from(problem: CalibrationProblem, start: FloatArray) -> Solution:
    """Solve one replicate by Newton's method, from `start` and failing that from 0."""
    for coefficients in (start, np.zeros_like(start)):
        found = solve(
            problem.units,
            problem.targets,
            problem.respond,
            problem.columns,
            coefficients,
            problem.settings.tolerance,
            problem.settings.max_iterations,
            problem.relax,
            problem.block,
        )
        if found.converged:
            break
    return found


def unit_factors(problem: CalibrationProblem, predictor: FloatArray) -> FloatArray:
    """Return g (m, b) of units for predictors (m, b); 0 where a target of 0 leaves nothing."""
    if problem.q is not None:
        predictor = problem.q[:, None] * predictor
    with np.errstate(over="ignore"):
        g, _ = problem.settings.distance.response(predictor)
    return np.where(problem.zeroed[:, None], 0.0, g) if np.any(problem.zeroed) else g


def sparse_columns(units: Auxiliaries) -> sparse.csr_array:
    """Return the columns of units as a sparse matrix (m, p)."""
    m, margins, k = units.n, len(units.codes), len(units.values)
    indices = np.empty((m, margins + k), dtype=np.int32)
    entries = np.ones((m, margins + k))
    for j, (codes, start) in enumerate(zip(units.codes, units.offsets, strict=False)):
        np.add(codes, start, out=indices[:, j], casting="unsafe", dtype=np.int64)
    for j, values in enumerate(units.values):
        indices[:, margins + j] = units.offsets[-1] + j
        entries[:, margins + j] = values
    ends = np.arange(0, indices.size + 1, margins + k)
    return sparse.csr_array((entries.ravel(), indices.ravel(), ends), shape=(m, units.p))


def solve_copies(
    problem: CalibrationProblem, copies: FloatArray, multipliers: FloatArray, start: FloatArray
) -> Solution:
    """Calibrate one replicate under a cap or a floor on the weight of a copy of a row.

    Parameters
    ----------
    copies : what one copy of each row weighs before (n,)
    multipliers : how many copies there are (n,)
    """
    of = problem.unit_of_row

    def respond(predictor: FloatArray, part: slice) -> tuple[FloatArray, FloatArray]:
        rows = part if of is None else EVERY
        own, times = copies[rows], multipliers[rows]
        q = 1.0 if problem.q is None else problem.q[rows]
        eta = predictor if of is None else predictor[of]
        g, slope = problem.distance(own).response(q * eta)
        weights, slopes = times * own * g, times * own * slope * q
        if of is None:
            return weights, slopes
        return sums(of, weights, problem.units.n), sums(of, slopes, problem.units.n)

    return solve(
        problem.units,
        problem.targets,
        respond,
        problem.columns,
        start,
        problem.settings.tolerance,
        problem.settings.max_iterations,
        problem.relax,
        problem.block,
    )
