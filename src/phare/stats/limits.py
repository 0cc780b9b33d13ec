"""What the limits of a calibration leave possible, seen before solving."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from phare.errors import Problems
from phare.stats.arrays import FloatArray
from phare.stats.auxiliaries import Auxiliary, Margin
from phare.stats.settings import CalibrationSettings


def check_limits(
    base: FloatArray,
    margins: Sequence[Auxiliary],
    settings: CalibrationSettings,
    cap: float | None,
    floor: float | None,
    where: str,
) -> None:
    """Refuse bounds, caps and floors that the sum of the weights alone makes impossible."""
    found = Problems()
    for name, value in (("cap", cap), ("floor", floor)):
        if value is not None and not np.isfinite(value):
            found.add(f"{where}, {name} {value:g}", "no number", "a number", "give one, or none")
    found.raise_if_any()
    population = next((float(np.nansum(m.totals)) for m in margins if isinstance(m, Margin)), None)
    low, high = settings.lower, settings.upper
    if population is not None and settings.bounds is not None:
        ratio = population / float(base.sum())
        if not low * (1 - 1e-12) <= ratio <= high * (1 + 1e-12):
            found.add(
                f"{where}, bounds [{low:g}, {high:g}]",
                f"a population {ratio:.6g} times the sum of the base weights",
                "a ratio within the bounds, which are on final weight / base weight",
                "scale the base weights to the population first, or widen the bounds",
            )
    if cap is not None:
        alive = int(np.sum(base > 0))
        if population is not None and alive * cap < population * (1 - 1e-12):
            found.add(
                f"{where}, cap {cap:g}",
                f"{alive} rows, which weigh at most {alive * cap:.6g} together",
                f"room for a population of {population:.15g}",
                f"raise the cap above {population / alive:.6g}",
            )
        heavy = int(np.sum(low * base > cap)) if np.isfinite(low) else 0
        if heavy:
            found.add(
                f"{where}, cap {cap:g}",
                f"{heavy} rows that the lower bound {low:g} keeps above it",
                "a cap and a lower bound that leave room for each row",
                "raise the cap or lower the bound",
            )
    if floor is not None:
        _check_floor(base, population, high, cap, floor, f"{where}, floor {floor:g}", found)
    found.raise_if_any()


def _check_floor(
    base: FloatArray,
    population: float | None,
    high: float,
    cap: float | None,
    floor: float,
    here: str,
    found: Problems,
) -> None:
    alive = int(np.sum(base > 0))
    if population is not None and alive * floor > population * (1 + 1e-12):
        found.add(
            here,
            f"{alive} rows, which weigh at least {alive * floor:.6g} together",
            f"no more than a population of {population:.15g}",
            f"lower the floor below {population / alive:.6g}",
        )
    light = int(np.sum((base > 0) & (high * base < floor))) if np.isfinite(high) else 0
    if light:
        found.add(
            here,
            f"{light} rows that the upper bound {high:g} keeps below it",
            "a floor and an upper bound that leave room for each row",
            "lower the floor or raise the bound",
        )
    if cap is not None and not floor < cap:
        found.add(here, f"a cap of {cap:g}", "a cap above the floor", "correct one of them")
    if floor < 0:
        found.add(here, "a negative floor", "0 or more", "correct it")
