"""One split of a class: cut along the first axis, exchange, and the guard."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from phare.config.typologies import Classification, Guard
from phare.typology.axes import axes
from phare.typology.cuts import best_cut
from phare.typology.exchange import Exchanged, exchange
from phare.typology.incidence import BoolArray, Incidence


@dataclass(frozen=True, eq=False)
class Split:
    """The two sides of a class (n,), and how they were found.

    Parameters
    ----------
    inside : the side of the first unit is the first side, whatever the sign of the axis
    axis : 1 for the ordinary split; another where the guard looked further
    guarded : whether the guard refused the ordinary split
    """

    inside: BoolArray
    chi2: float
    chi2_of_cut: float
    singular_value: float
    moves: int
    axis: int = 1
    guarded: bool = False


def split(matrix: Incidence, settings: Classification) -> Split | None:
    """Split the units of a matrix without empty row or column; None where nothing may be kept."""
    found = _along(matrix, 1, 1)
    ordinary = found[0] if found else None
    guard = settings.guard
    if ordinary is None or guard == "off":
        return ordinary
    least = least_side(matrix.shape[0], guard)
    if _smaller(ordinary) >= least:
        return ordinary
    balanced = [one for one in _along(matrix, guard.axes, least) if _smaller(one) >= least]
    if not balanced:
        return None
    best = max(balanced, key=lambda one: one.chi2)
    return Split(
        best.inside, best.chi2, best.chi2_of_cut, best.singular_value, best.moves, best.axis, True
    )


def least_side(units: int, guard: Guard) -> int:
    """Return how many units each side of a class must hold."""
    return max(guard.units, math.ceil(guard.share * units))


def _smaller(found: Split) -> int:
    inside = int(found.inside.sum())
    return min(inside, len(found.inside) - inside)


def _along(matrix: Incidence, count: int, least: int) -> list[Split]:
    """Return the best split along each of the first axes, from cuts that leave `least` units."""
    found = []
    along = axes(matrix, count)
    for axis, singular_value in enumerate(along.singular_values.tolist()):
        cut = best_cut(matrix, along.order(axis), least)
        if cut is not None:
            done = exchange(matrix, cut.inside)
            found.append(_split(done, cut.chi2, singular_value, axis + 1))
    return found


def _split(done: Exchanged, chi2_of_cut: float, singular_value: float, axis: int) -> Split:
    inside = done.inside if done.inside[0] else np.logical_not(done.inside)
    return Split(inside, done.chi2, chi2_of_cut, singular_value, done.moves, axis)
