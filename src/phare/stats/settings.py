"""How to calibrate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from phare.errors import PhareError, Problem, Problems, nearest
from phare.stats.distances import Clipped, Distance, Linear, Logit, Raking, Sinh

Method = Literal["linear", "raking", "logit", "truncated", "sinh"]


@dataclass(frozen=True)
class CalibrationSettings:
    """A distance and when to believe its solution.

    Parameters
    ----------
    method : ``linear`` (GREG), ``raking``, ``logit`` (bounded), ``truncated`` (bounded
        linear), ``sinh`` (positive, with short tails)
    bounds : least and largest g, final weight over base weight, around 1. Needed by logit
        and truncated; raking and sinh take them too; linear has none.
    margin_tolerance : relative difference that the sums of two margins may show. Within
        it, every margin is scaled to the sum of the first.
    tolerance : largest relative gap of a constraint after the last update
    """

    method: Method = "raking"
    bounds: tuple[float, float] | None = None
    margin_tolerance: float = 1e-6
    tolerance: float = 1e-10
    max_iterations: int = 200

    def __post_init__(self) -> None:
        found = Problems()
        if self.method not in get_args(Method):
            raise PhareError(
                Problem(
                    "calibration method",
                    f"'{self.method}'",
                    ", ".join(get_args(Method)),
                    nearest(self.method, get_args(Method)),
                )
            )
        if self.bounds is None and self.method in ("logit", "truncated"):
            found.add(f"calibration by {self.method}", "no bounds", "two", "declare bounds")
        if self.bounds is not None and self.method == "linear":
            found.add("calibration by linear", "bounds", "none", "choose the method truncated")
        if self.bounds is not None and self.method == "logit" and self.bounds[1] == float("inf"):
            found.add(
                "calibration by logit",
                "an upper bound of inf",
                "a finite one",
                "declare it, or choose the method raking",
            )
        if self.bounds is not None and not self.bounds[0] < 1 < self.bounds[1]:
            found.add(
                "calibration bounds",
                f"[{self.bounds[0]:g}, {self.bounds[1]:g}]",
                "a lower bound under 1 and an upper bound above 1",
                "bounds are on final weight / base weight: correct them",
            )
        for name, value in (
            ("tolerance", self.tolerance),
            ("margin tolerance", self.margin_tolerance),
        ):
            if not 0 <= value < 1:
                found.add("calibration", f"a {name} of {value:g}", "0 to under 1", "correct it")
        if self.max_iterations < 1:
            found.add("calibration", f"{self.max_iterations} iterations", "1 or more", "raise it")
        found.raise_if_any()

    @property
    def lower(self) -> float:
        """The least g this method can give."""
        if self.bounds is None:
            return float("-inf") if self.method == "linear" else 0.0
        return max(self.bounds[0], 0.0) if self.method in ("raking", "sinh") else self.bounds[0]

    @property
    def upper(self) -> float:
        """The largest g this method can give."""
        return float("inf") if self.bounds is None else self.bounds[1]

    @property
    def distance(self) -> Distance:
        """The calibration function."""
        if self.method == "logit":
            return Logit(self.lower, self.upper)
        plain: Distance = Linear()
        if self.method in ("raking", "sinh"):
            plain = Raking() if self.method == "raking" else Sinh()
        return plain if self.bounds is None else Clipped(plain, self.lower, self.upper)
