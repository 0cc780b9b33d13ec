"""Limit the largest weights, alone or together with the margins.

Method: docs/methods/calibration.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from phare.errors import PhareError, Problem, Problems
from phare.stats.arguments import vector
from phare.stats.arrays import FloatArray
from phare.stats.auxiliaries import Auxiliary
from phare.stats.calibration import Calibration, calibrate
from phare.stats.settings import CalibrationSettings
from phare.stats.weights import kish_design_effect

# The cap that gives a design effect is looked for to this relative precision.
_PRECISION = 1e-6
# Times that what is cut may be shared out again before no end is in sight.
_ROUNDS = 1000


@dataclass(frozen=True)
class Trimming:
    """How the cap is set; exactly one of the four.

    Parameters
    ----------
    cap : the largest weight itself
    median_multiple : k times the median weight
    iqr_multiple : the median plus k interquartile ranges
    design_effect : the largest cap under which Kish's design effect is at most this
    """

    cap: float | None = None
    median_multiple: float | None = None
    iqr_multiple: float | None = None
    design_effect: float | None = None

    def __post_init__(self) -> None:
        given = [
            value
            for value in (self.cap, self.median_multiple, self.iqr_multiple, self.design_effect)
            if value is not None
        ]
        if len(given) != 1 or not given[0] > 0:
            raise PhareError(
                Problem(
                    "trimming",
                    f"{len(given)} limits" if len(given) != 1 else f"a limit of {given[0]:g}",
                    "one positive limit",
                    "give one of cap, median_multiple, iqr_multiple, design_effect",
                )
            )

    def cap_of(self, weights: FloatArray) -> float | None:
        """Return the cap that these weights (n,) imply; None for a design effect."""
        used = weights[weights > 0]
        if self.median_multiple is not None:
            return self.median_multiple * float(np.median(used))
        if self.iqr_multiple is not None:
            first, median, third = np.quantile(used, [0.25, 0.5, 0.75])
            return float(median + self.iqr_multiple * (third - first))
        return self.cap


@dataclass(frozen=True, eq=False)
class Trimmed:
    """Weights under a cap with the sum they had; `share_capped` of the rows are at it."""

    weights: FloatArray
    cap: float
    share_capped: float


def trim(weights: FloatArray, trimming: Trimming, where: str = "trimming") -> Trimmed:
    """Cut weights (n,), 0 or more, at a cap and scale up the others, none above the cap.

    The sum is kept; margins are not (see :func:`trim_and_recalibrate`).
    """
    weights = _checked(weights, where)
    if trimming.design_effect is not None:
        _check_effect(trimming.design_effect, where)
        if kish_design_effect(weights) <= trimming.design_effect:
            return Trimmed(weights, float(weights.max()), 0.0)
    cap = trimming.cap_of(weights)
    if cap is None:
        mean = float(weights.sum()) / int(np.sum(weights > 0))

        def effect(trial: float) -> float | None:
            return kish_design_effect(_cut(weights, trial, where))

        cap = _largest_cap(effect, trimming.design_effect or 1.0, mean, float(weights.max()))
        cap = mean if cap is None else cap
    cut = _cut(weights, cap, where)
    return Trimmed(cut, cap, float(np.mean(cut >= cap * (1 - 1e-12))))


def trim_and_recalibrate(
    base: FloatArray,
    margins: Sequence[Auxiliary],
    settings: CalibrationSettings | None,
    trimming: Trimming,
    where: str = "trimming",
) -> Calibration:
    """Return calibrated weights that hold the margins and the cap together.

    The cap is set on the weights calibrated without one; then the calibration is solved
    once more from the base weights, each weight limited to the cap. Not two steps undoing
    each other: the solution is the nearest to the base weights under both demands.

    Raises
    ------
    PhareError : the cap and the margins cannot hold together, with the margins in conflict
        and the smallest cap that would do; or the lowest design effect that was reached
    """
    free = calibrate(base, margins, settings, where=where)
    cap = trimming.cap_of(free.weights)
    if cap is not None:
        if float(free.weights.max()) <= cap:
            return free
        return calibrate(base, margins, settings, cap=cap, where=where)
    target = trimming.design_effect or 1.0
    _check_effect(target, where)
    if kish_design_effect(free.weights) <= target:
        return free
    return _to_design_effect(base, margins, settings, target, free, where)


def _to_design_effect(
    base: FloatArray,
    margins: Sequence[Auxiliary],
    settings: CalibrationSettings | None,
    target: float,
    free: Calibration,
    where: str,
) -> Calibration:
    reached: list[float] = []

    def effect(trial: float) -> float | None:
        try:
            weights = calibrate(base, margins, settings, cap=trial, where=where).weights
        except PhareError:
            return None
        reached.append(kish_design_effect(weights))
        return reached[-1]

    mean = float(free.weights.sum()) / int(np.sum(free.weights > 0))
    cap = _largest_cap(effect, target, mean, float(free.weights.max()))
    if cap is None:
        lowest = min(reached, default=kish_design_effect(free.weights))
        raise PhareError(
            Problem(
                f"{where}, design effect {target:g}",
                f"margins that leave at least {lowest:.4g} under any cap",
                "a design effect that the margins allow",
                "raise it, drop a margin or collapse categories",
            )
        )
    return calibrate(base, margins, settings, cap=cap, where=where)


def _largest_cap(
    effect: Callable[[float], float | None], target: float, low: float, high: float
) -> float | None:
    """Return the largest cap in (low, high) whose effect is at most `target`, or None.

    `effect` gives None for a cap too low to hold.
    """
    best = None
    while high > low * (1 + _PRECISION):
        middle = 0.5 * (low + high)
        value = effect(middle)
        if value is not None and value > target:
            high = middle
            continue
        low = middle
        best = middle if value is not None else best
    return best


def _check_effect(target: float, where: str) -> None:
    if not target >= 1:
        raise PhareError(
            Problem(
                where,
                f"a design effect of {target:g}",
                "1 or more",
                "choose a larger design effect",
            )
        )


def _cut(weights: FloatArray, cap: float, where: str) -> FloatArray:
    """Return min(s w, cap) with the s that keeps the sum."""
    total, alive = float(weights.sum()), int(np.sum(weights > 0))
    if cap * alive < total * (1 - 1e-12):
        raise PhareError(
            Problem(
                f"{where}, cap {cap:g}",
                f"{alive} rows, which weigh at most {cap * alive:.6g} together",
                f"room for a sum of {total:.6g}",
                f"raise the cap to {total / alive:.6g} or more",
            )
        )
    if float(weights.max()) <= cap:
        return weights
    falling = np.sort(weights[weights > 0])[::-1]
    capped = np.arange(alive)
    rest = total - np.concatenate([[0.0], np.cumsum(falling)[:-1]])
    scale = np.maximum(total - capped * cap, 0.0) / rest
    fits = np.flatnonzero(scale * falling <= cap * (1 + 1e-15))
    s = scale[fits[0]] if len(fits) else np.inf
    with np.errstate(invalid="ignore"):
        return np.where(weights > 0, np.minimum(weights * s, cap), 0.0)


def trim_evenly(
    weights: FloatArray, lower: float, upper: float, *, strict: bool = False
) -> FloatArray:
    """Cut weights (n,) at both ends and share what was cut evenly among the others.

    The others may pass a limit in their turn; with `strict` they are cut again until none
    does. This is R's ``trimWeights``; :func:`trim` keeps the proportions of the others.
    """
    weights = _checked(weights, "trimming")
    if not lower < upper:
        raise PhareError(
            Problem(
                "trimming",
                f"limits {lower:g} to {upper:g}",
                "a lower under an upper",
                "correct them",
            )
        )
    for _ in range(_ROUNDS if strict else 1):
        outside = (weights < lower) | (weights > upper)
        if not np.any(outside):
            return weights
        if np.all(outside):
            break
        cut = np.clip(weights, lower, upper)
        cut[~outside] += float(np.sum(weights - cut)) / int(np.sum(~outside))
        weights = cut
    else:
        if not strict:
            return weights
    raise PhareError(
        Problem(
            "trimming",
            f"no weights within {lower:g} to {upper:g} left to carry what is cut",
            f"room for {len(weights)} rows with a sum of {weights.sum():g}",
            "widen the limits",
        )
    )


def _checked(weights: FloatArray, where: str) -> FloatArray:
    """Return weights (n,) that can be trimmed."""
    weights = vector(weights, f"{where}, weights")
    missing = int(np.sum(~np.isfinite(weights)))
    negative = int(np.sum(weights < 0))
    found = Problems()
    of = f"of {len(weights)} rows"
    if missing:
        got = f"{missing} {of} missing or infinite"
        found.add(f"{where}, weights", got, "a number in every row", "complete them")
    if negative:
        got = f"{negative} {of} negative"
        found.add(f"{where}, weights", got, "0 or more in every row", "correct them")
    if not missing and not negative and not weights.sum() > 0:
        found.add(f"{where}, weights", f"0 in all {of[3:]}", "a positive sum", "weight first")
    found.raise_if_any()
    return weights
