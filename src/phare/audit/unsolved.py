"""Why a variant has no weights, in words, with the nearest limit that would do."""

from __future__ import annotations

from dataclasses import dataclass

from phare.stats.feasibility import Diagnosis
from phare.stats.newton import Solution


@dataclass(frozen=True)
class Unsolved:
    """Why there are no such weights: `status` is ``pruned`` or ``not_converged``."""

    status: str
    reason: str
    nearest: str = ""


class NoSolutionError(Exception):
    """Raised inside this room for a calibration that cannot be done."""

    def __init__(self, why: Unsolved) -> None:
        super().__init__(why.reason)
        self.why = why


def not_converged(found: Solution) -> Unsolved:
    worst = float(found.gaps.max(initial=0.0))
    return Unsolved(
        "not_converged", f"a gap of {worst:.3g} to a total after {found.iterations} iterations"
    )


def reason(found: Diagnosis, bounds: tuple[float, float] | None, cap: float | None) -> str:
    margins = ", ".join(f"'{name}'" for name in found.conflict)
    if cap is not None:
        return f"no weight up to {cap:.6g} meets {margins}"
    if bounds is not None:
        return f"no factor within [{bounds[0]:g}, {bounds[1]:g}] meets {margins}"
    return f"margins {margins} cannot be met together by these respondents"


def nearest(found: Diagnosis, wider: tuple[float, float] | None) -> str:
    said = []
    if found.best_cap is not None:
        said.append(f"cap {found.best_cap:.6g}")
    if found.best_lower is not None:
        said.append(f"lower bound {found.best_lower:.6g}")
    if found.best_upper is not None:
        said.append(f"upper bound {found.best_upper:.6g}")
    if wider is not None:
        said.append(f"bounds [{wider[0]:.6g}, {wider[1]:.6g}]")
    return " or ".join(said)
