"""Whether a sentence drawn from the figures would survive another defensible weighting.

Method: docs/methods/audit.md.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from phare.audit.columns import Address, Figures
from phare.audit.measures import Measures
from phare.audit.multiverse import Tried
from phare.config.audits import Claim
from phare.stats.arrays import FloatArray

Verdict = Literal["holds", "barely", "depends", "fails", "unknown"]


@dataclass(frozen=True)
class Demand:
    """What a claim asks: sign x (figure - other figure - value) above 0."""

    figure: Address
    other: Address | None = None
    value: float = 0.0
    sign: float = 1.0


def demands(claim: Claim, figures: Figures) -> list[Demand]:
    """Return all that must be true for a claim to hold."""
    own = Address(claim.indicator, claim.category, claim.domain, claim.level)
    if claim.kind in ("above", "change"):
        sign = -1.0 if claim.kind == "change" and claim.value < 0 else 1.0
        return [Demand(own, None, claim.value, sign)]
    if claim.kind == "below":
        return [Demand(own, None, claim.value, -1.0)]
    if claim.kind == "between":
        assert claim.low is not None and claim.high is not None
        return [Demand(own, None, claim.low), Demand(own, None, claim.high, -1.0)]
    if claim.kind == "gap_to_national":
        whole = Address(claim.indicator, claim.category)
        return [Demand(own, whole, claim.value, -1.0 if claim.value < 0 else 1.0)]
    if claim.kind == "larger_than":
        return [Demand(own, _sibling(claim, str(claim.than)))]
    if claim.kind == "order":
        listed = [_sibling(claim, name) for name in claim.order]
        return [Demand(a, b) for a, b in itertools.pairwise(listed)]
    return [Demand(own, other) for other in family(claim, figures) if other != own]


def family(claim: Claim, figures: Figures) -> list[Address]:
    """Return the figures that a claim ranks: categories of its indicator, or levels."""
    by_level = claim.domain != "all" and claim.level != "all"
    return [
        one
        for one in figures.addresses
        if one.indicator == claim.indicator
        and one.domain == claim.domain
        and (one.category == claim.category if by_level else one.level == claim.level)
    ]


def _sibling(claim: Claim, name: str) -> Address:
    if claim.domain != "all":
        return Address(claim.indicator, claim.category, claim.domain, name)
    return Address(claim.indicator, name, claim.domain, claim.level)


def difference(figures: Figures, demand: Demand) -> Measures | None:
    """Return one measure for a figure, or for the difference of two on the same base.

    None where their bases differ.
    """
    at = figures.column(demand.figure)
    assert at is not None
    one = figures.measures.part([at])
    if demand.other is None:
        return one
    beside = figures.column(demand.other)
    assert beside is not None
    two = figures.measures.part([beside])
    if not (np.array_equal(one.x, two.x) and np.array_equal(one.inside, two.inside)):
        return None
    return Measures(one.y - two.y, one.x, one.inside, one.centre - two.centre)


@dataclass(frozen=True, eq=False)
class Standing:
    """How a claim stands: by how much each demand is met by each variant, and its error (V, c)."""

    ahead: FloatArray
    std_error: FloatArray

    def holds(self) -> FloatArray:
        """Whether the claim holds in each variant (V,); NaN where there are no weights."""
        known = ~np.any(np.isnan(self.ahead), axis=1)
        return np.asarray(np.where(known, np.all(self.ahead > 0, axis=1), np.nan))

    def clears(self, quantile: float) -> FloatArray:
        """Whether every interval of a variant excludes its threshold (V,)."""
        return np.asarray(np.all(self.ahead - quantile * self.std_error > 0, axis=1))


@dataclass(frozen=True)
class Judged:
    """A verdict, over so many distinct defensible weightings, of which some fail."""

    verdict: Verdict
    variants: int
    fails: int
    failing_choice: str
    stress_fails: int


def judge(standing: Standing, tried: Sequence[Tried], reference: int, quantile: float) -> Judged:
    """Return the verdict on a claim; `reference` is the place of the reference among variants."""
    holds, clears = standing.holds(), standing.clears(quantile)
    votes = np.array([one.votes for one in tried]) & ~np.isnan(holds)
    stressed = np.array([one.weights is not None and not one.variant.defensible for one in tried])
    failing = votes & (holds == 0)
    verdict: Verdict
    if np.isnan(holds[reference]):
        verdict = "unknown"
    elif holds[reference] == 0:
        verdict = "fails"
    elif failing.any():
        verdict = "depends"
    else:
        verdict = "holds" if clears[votes].all() else "barely"
    told = ""
    if failing.any() and verdict in ("depends", "fails"):
        told = common_choice(
            [tried[int(at)] for at in np.flatnonzero(failing)],
            [tried[int(at)] for at in np.flatnonzero(votes & (holds == 1))],
        )
    return Judged(
        verdict, int(votes.sum()), int(failing.sum()), told, int(np.sum(stressed & (holds == 0)))
    )


def common_choice(failing: Sequence[Tried], holding: Sequence[Tried]) -> str:
    """Return the smallest set of choices that all failing variants share and no other has.

    Where there is none, what they share and not all others have; no words where that is
    nothing, or where no variant holds.
    """
    if not holding:
        return ""
    margins = sorted({m for one in (*failing, *holding) for m in one.variant.margins})
    of_failing = [_traits(one, margins) for one in failing]
    of_holding = [_traits(one, margins) for one in holding]
    shared = of_failing[0].intersection(*of_failing[1:])
    shared = shared - of_holding[0].intersection(*of_holding[1:])
    named = sorted(shared)
    for size in range(1, 4):
        for some in itertools.combinations(named, size):
            if not any(other.issuperset(some) for other in of_holding):
                return ", ".join(some)
    return ", ".join(named[:3])


def _traits(one: Tried, margins: Sequence[str]) -> set[str]:
    variant = one.variant
    bounds = variant.how.bounds
    limits = "" if bounds is None else f" [{bounds[0]:g}, {bounds[1]:g}]"
    cap = variant.cap.times_median
    found = {f"{'with' if name in variant.margins else 'without'} {name}" for name in margins}
    found |= {f"base {variant.base}", f"distance {variant.how.method}{limits}"}
    return found | {f"trim {cap:g} medians" if cap else "trim none"}
