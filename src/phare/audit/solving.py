"""Calibrate atoms to margins: every method, bounds and caps, with the reason where none holds.

Nothing is solved that a linear programme, or a solution already at hand, has not shown to have
a solution. Method: docs/methods/audit.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from phare.audit.atoms import Atoms
from phare.audit.unsolved import NoSolutionError, Unsolved, nearest, not_converged, reason
from phare.errors import PhareError
from phare.stats.arrays import FloatArray, sums
from phare.stats.calibration import checked_problem
from phare.stats.distances import Clipped
from phare.stats.feasibility import Limits, Programme, diagnose
from phare.stats.newton import solve
from phare.stats.problem import CalibrationProblem
from phare.stats.settings import CalibrationSettings, Method

# Limits are found to this relative precision.
_PRECISION = 1e-6
_SETTINGS = CalibrationSettings("linear", margin_tolerance=1e-6)


@dataclass(frozen=True)
class How:
    """How one calibrates: a distance, bounds of g and a cap on the weight of a row."""

    method: Method = "raking"
    bounds: tuple[float, float] | None = None
    cap: float | None = None

    @property
    def settings(self) -> CalibrationSettings:
        return CalibrationSettings(self.method, self.bounds)


@dataclass(frozen=True, eq=False)
class Solved:
    """Calibrated weights of one row of each atom (A,), and how they came about."""

    weights: FloatArray
    coefficients: FloatArray
    iterations: int
    max_gap: float


@dataclass(frozen=True, eq=False)
class Posed:
    """Margins to meet from some base weights, over atoms; `rows` and `base` (A,)."""

    problem: CalibrationProblem
    rows: FloatArray
    base: FloatArray

    @classmethod
    def of(
        cls,
        atoms: Atoms,
        margins: tuple[str, ...],
        base: FloatArray,
        rows: FloatArray | None = None,
    ) -> Posed:
        """Pose a calibration, or raise NoSolutionError with what is wrong with its margins.

        Parameters
        ----------
        rows : rows of each atom, if not all of them
        """
        counts = atoms.rows if rows is None else rows
        try:
            problem = checked_problem(
                base * counts, [atoms.margins[name] for name in margins], _SETTINGS, "calibration"
            )
        except PhareError as error:
            told = [
                f"{one.where.removeprefix('calibration, ')}: {one.got}" for one in error.problems
            ]
            raise NoSolutionError(Unsolved("pruned", "; ".join(told))) from None
        return cls(problem, counts, base)

    @cached_property
    def gram(self) -> FloatArray:
        """X' diag(d) X of the cells: what every distance begins with, and the regression."""
        return self.problem.units.gram(self.problem.unit_base)

    @cached_property
    def first(self) -> FloatArray:
        """The coefficients of the linear calibration, where those of others are near."""
        problem = self.problem
        missing = problem.targets - problem.units.totals(problem.unit_base)
        return problem.columns.solve(self.gram, missing)

    @cached_property
    def free(self) -> Solved:
        """The raked weights without bounds or cap."""
        return self._newton(How(), self.first)

    def solve(self, how: How) -> Solved:
        """Return the calibrated weights, or raise NoSolutionError with the reason."""
        if how == How():
            return self.free
        start = self.first
        if how == How("linear"):
            made = self._linear()
            if made.max_gap <= how.settings.tolerance:
                return made
        if how.bounds is not None or how.cap is not None:
            self.check(how)
            start = self.free.coefficients if how.method == "raking" else start
        return self._newton(how, start)

    def check(self, how: How) -> None:
        """Refuse limits that no weights can hold; raked weights within them are proof enough."""
        try:
            proof = self.free.weights
            low, high = how.bounds or (0.0, np.inf)
            alive = self.base > 0
            g = proof[alive] / self.base[alive]
            cap = np.inf if how.cap is None else how.cap
            if g.min() >= low and g.max() <= high and proof.max() <= cap:
                return
        except NoSolutionError:
            pass
        self._diagnose(how)

    def feasible(self, how: How) -> bool:
        """Whether some weights meet the margins within the limits; True if too many cells to ask."""
        programme = Programme.of(self.problem.units, self.problem.targets, self._limits(how))
        return programme is None or programme.feasible()

    def _diagnose(self, how: How) -> None:
        if self.feasible(how):
            return
        limits = self._limits(how)
        names = [margin for margin, _ in self.problem.labels]
        found = diagnose(self.problem.units, self.problem.targets, names, limits)
        assert found is not None
        wider = self._wider(how) if found.both is not None else None
        raise NoSolutionError(
            Unsolved("pruned", reason(found, how.bounds, how.cap), nearest(found, wider))
        )

    def _wider(self, how: How) -> tuple[float, float]:
        """Return the narrowest bounds that do, both widened by one factor."""
        assert how.bounds is not None
        alive = self.base > 0
        g = self.free.weights[alive] / self.base[alive]
        (lower, upper), low = how.bounds, 1.0
        high = float(max(lower / g.min(), g.max() / upper))
        while high > low * (1 + _PRECISION):
            middle = float(np.sqrt(low * high))
            if self.feasible(replace(how, bounds=(lower / middle, upper * middle))):
                high = middle
            else:
                low = middle
        return lower / high, upper * high

    def _limits(self, how: How) -> Limits:
        problem = replace(self.problem, settings=how.settings)
        limits = problem.limits()
        cells = self.problem.unit_of_row
        assert cells is not None
        rows = sums(cells, self.rows, len(limits.base))
        if how.cap is None:
            return replace(limits, rows=rows)
        top = np.minimum(how.settings.upper * self.base, how.cap) * self.rows
        top = np.where(self.base > 0, top, 0.0)
        ceiling = sums(cells, np.asarray(top), len(rows))
        return replace(limits, rows=rows, ceiling=ceiling, capped=True)

    def _linear(self) -> Solved:
        """Return the linear calibration, which one equation gives."""
        problem = self.problem
        g = 1.0 + problem.units.combine(self.first)
        missing = np.abs(problem.units.totals(problem.unit_base * g) - problem.targets)
        size = np.where(problem.targets == 0, 1.0, np.abs(problem.targets))
        weights = np.where(problem.base > 0, self.base * g[problem.unit_of_row], 0.0)
        return Solved(weights, self.first, 1, float((missing / size).max(initial=0.0)))

    def _newton(self, how: How, start: FloatArray) -> Solved:
        problem = replace(self.problem, settings=how.settings)
        capped = how.cap is not None
        distance = how.settings.distance
        cells, base = problem.unit_of_row, problem.base
        assert cells is not None
        if how.cap is not None:
            top = np.full(len(base), np.inf)
            np.divide(how.cap, self.base, out=top, where=self.base > 0)
            distance = Clipped(distance, np.full(len(base), how.settings.lower), top)

        def respond(predictor: FloatArray, _: slice) -> tuple[FloatArray, FloatArray]:
            if not capped:
                g, slope = distance.response(predictor)
                return problem.unit_base * g, problem.unit_base * slope
            g, slope = distance.response(predictor[cells])
            m = len(problem.unit_base)
            return sums(cells, base * g, m), sums(cells, base * slope, m)

        found = solve(
            problem.units, problem.targets, respond, problem.columns, start,
            how.settings.tolerance, how.settings.max_iterations, None, None,
            lambda: not self.feasible(how),
        )  # fmt: skip
        if not found.converged:
            self._diagnose(how)
            raise NoSolutionError(not_converged(found))
        predictor = found.predictor[cells]
        g, _ = distance.response(predictor)
        return Solved(
            np.where(base > 0, self.base * g, 0.0),
            found.coefficients,
            found.iterations,
            float(found.gaps.max(initial=0.0)),
        )
