"""What each weighting costs and buys, beside the others. No recommendation.

Method: docs/methods/audit.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from phare.audit.balance import Balance
from phare.audit.worked import Worked
from phare.contracts import TOTAL

COMPARED = 8
"""Variants shown beside each other, at most."""


@dataclass(frozen=True)
class Compared:
    """One distinct variant.

    `asmd`, `worst`: mean and largest over what is held out (NaN without any); `moe`: mean
    margin of error over the headlines; `change`: largest change of a headline against the
    reference, in margins of error of the reference; `dominated_by`: a variant that is no worse
    in both asmd and moe, and better in one.
    """

    asmd: float
    worst: float
    moe: float
    change: float
    dominated_by: str | None
    compared: bool


def trade_off(worked: Worked, held_out: dict[str, list[Balance]]) -> dict[str, Compared]:
    """Return every distinct variant that votes, the reference and the unweighted one, compared.

    Margins of error of the headlines are in units of their standard deviation under the
    reference, so that shares and notes can be averaged.
    """
    columns = _columns(worked)
    places = {
        one.variant.name: at
        for at, one in enumerate(worked.tried)
        if one.weights is not None
        and one.equivalent_to is None
        and (one.variant.defensible or one.variant.kind == "unweighted")
    }
    spread = np.sqrt(worked.found.s2[0, columns])
    spread = np.where(spread > 0, spread, 1.0)
    error = worked.quantile * worked.found.std_error[:, columns]
    change = np.abs(worked.found.estimate[:, columns] - worked.found.estimate[0, columns])
    # Rounded, or the rounding of sums would tell equals apart.
    asmd = {n: [round(b.asmd[1], 12) for b in held_out.get(n, [])] for n in places}
    moe = {
        n: round(float(np.mean(error[at] / spread)), 12) if columns else np.nan
        for n, at in places.items()
    }
    mean = {n: float(np.mean(v)) if v else np.nan for n, v in asmd.items()}
    dominated = {n: _dominated_by(n, mean, moe) for n in places}
    shown = _shown(worked, places, dominated, moe)
    found = {}
    for name, at in places.items():
        moved = np.divide(
            change[at], error[0], out=np.full(len(columns), np.nan), where=error[0] > 0
        )
        found[name] = Compared(
            mean[name],
            max(asmd[name], default=np.nan),
            moe[name],
            float(np.nanmax(moved)) if np.any(~np.isnan(moved)) else np.nan,
            dominated[name],
            name in shown,
        )
    return found


def _columns(worked: Worked) -> list[int]:
    """Return the headlines, or every figure of the whole where none is declared."""
    return worked.headlines or [
        at for at, one in enumerate(worked.figures.addresses) if one.domain == TOTAL
    ]


def _dominated_by(name: str, asmd: dict[str, float], moe: dict[str, float]) -> str | None:
    for other in sorted(asmd):
        if other == name or np.isnan(asmd[other]) or np.isnan(asmd[name]):
            continue
        no_worse = asmd[other] <= asmd[name] and moe[other] <= moe[name]
        if no_worse and (asmd[other] < asmd[name] or moe[other] < moe[name]):
            return other
    return None


def _shown(
    worked: Worked, places: dict[str, int], dominated: dict[str, str | None], moe: dict[str, float]
) -> set[str]:
    """Return the reference, no weighting, and the best of the others, evenly along their front."""
    fixed = [worked.reference.variant.name, worked.tried[worked.unweighted].variant.name]
    fixed = [name for name in fixed if name in places]
    front = sorted(
        (n for n in places if dominated[n] is None and n not in fixed), key=lambda n: (moe[n], n)
    )
    room = COMPARED - len(fixed)
    if len(front) > room:
        front = [front[round(at)] for at in np.linspace(0, len(front) - 1, room)]
    return {*fixed, *front}
