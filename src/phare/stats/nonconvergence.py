"""A calibration that did not converge, said in words."""

from __future__ import annotations

import numpy as np

from phare.errors import PhareError, Problems
from phare.stats.feasibility import Diagnosis, diagnose
from phare.stats.newton import Solution
from phare.stats.problem import CalibrationProblem

# Base weights this many times too small or too large are the first thing to mend.
_FAR = 100.0


def failure(problem: CalibrationProblem, solution: Solution, where: str) -> PhareError:
    """Return the error: what conflicts if the linear programme knows, and the worst gap."""
    found = Problems()
    diagnosis = diagnose(
        problem.units,
        problem.targets,
        [margin for margin, _ in problem.labels],
        problem.limits(),
        problem.exact,
    )
    if diagnosis is not None:
        limits, expected, remedy = _limits_in_words(problem, diagnosis)
        found.add(
            f"{where}, margins " + ", ".join(f"'{name}'" for name in diagnosis.conflict),
            f"targets that no weights {limits} meet together",
            expected,
            remedy,
        )
    remedy = "collapse small categories, widen the bounds or drop a margin"
    sizes, weight = problem.units.sizes, float(problem.unit_base.sum())
    if sizes and not 1 / _FAR < problem.targets[: sizes[0]].sum() / weight < _FAR:
        remedy = f"scale the base weights, of sum {weight:.6g}, to the population first"
    worst = int(np.argmax(np.nan_to_num(solution.gaps, nan=np.inf)))
    margin, category = problem.labels[worst]
    found.add(
        f"{where}, margin '{margin}', category '{category}'",
        f"a relative gap of {solution.gaps[worst]:.3g} to the target "
        f"{problem.targets[worst]:.15g}, the worst after {solution.iterations} iterations",
        f"at most {problem.settings.tolerance:g}",
        remedy,
    )
    return PhareError(*found)


def _limits_in_words(problem: CalibrationProblem, found: Diagnosis) -> tuple[str, str, str]:
    """Return the limits, what would do instead, and the remedy."""
    low, high = problem.settings.lower, problem.settings.upper
    if problem.by_row:
        return _row_limits_in_words(problem, found)
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


def _row_limits_in_words(problem: CalibrationProblem, found: Diagnosis) -> tuple[str, str, str]:
    here, ways, remedies = [], [], []
    if problem.cap is not None:
        here.append(f"under the cap {problem.cap:g}")
        ways += [f"a cap of at least {found.best_cap:.6g}"] if found.best_cap else []
        remedies.append("raise the cap")
    if problem.floor is not None:
        here.append(f"above the floor {problem.floor:g}")
        ways += [f"a floor of at most {found.best_floor:.6g}"] if found.best_floor else []
        remedies.append("lower the floor")
    remedy = ", ".join(remedies) + " or drop one of the margins"
    return " and ".join(here), ", or ".join(ways) or "other targets", remedy
