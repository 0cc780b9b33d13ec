"""Rows of AUDIT_CLAIMS: each claim under every weighting, and what would have to be true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from phare.audit.claims import (
    Demand,
    Judged,
    Standing,
    demands,
    difference,
    family,
    judge,
)
from phare.audit.columns import Address
from phare.audit.fragility import fragility_row
from phare.audit.linear import linearised
from phare.audit.multiverse import evaluate
from phare.audit.spread import ranks, spread
from phare.audit.variant_rows import Balanced
from phare.audit.worked import Worked
from phare.config.audits import Claim
from phare.stats.arrays import FloatArray

Row = dict[str, object]


@dataclass(frozen=True, eq=False)
class Told:
    """A claim as it is told: its row, its figure, and whether it holds without weights."""

    claim: Claim
    figure: Address
    row: Row
    unweighted_holds: bool | None


def tell_claims(
    worked: Worked, balances: Balanced, earlier: Mapping[str, pd.DataFrame]
) -> list[Told]:
    """Return every declared claim, judged.

    Parameters
    ----------
    earlier : AUDIT_ESTIMATES of other waves, which claims of change pair variant by variant
    """
    return [_tell(worked, claim, balances, earlier) for claim in worked.card.audit.claims]


def _tell(
    worked: Worked, claim: Claim, balances: Balanced, earlier: Mapping[str, pd.DataFrame]
) -> Told:
    figure = Address(claim.indicator, claim.category, claim.domain, claim.level)
    row: Row = {
        "wave": worked.card.wave, "claim": claim.id, "kind": claim.kind,
        "indicator": figure.indicator, "category": figure.category, "domain": figure.domain,
        "level": figure.level, "verdict": "unknown", "variants": 0, "fails": 0,
        "stress_fails": 0,
    }  # fmt: skip
    asked = demands(claim, worked.figures)
    if claim.kind == "largest" and asked:
        figure = asked[0].figure
    why = _missing(worked, claim, asked, earlier)
    if why:
        return Told(claim, figure, row | {"reason": why}, None)
    then = _then(worked, claim, figure, earlier)
    standing = _standing(worked, asked, then)
    judged = judge(standing, worked.tried, 0, worked.quantile)
    if judged.verdict == "unknown":
        return Told(claim, figure, row | {"reason": "no respondent in its base"}, None)
    nearest = int(np.argmin(standing.ahead[0]))
    row |= _standing_row(worked, asked[nearest], standing, nearest, judged, then)
    row |= _rank_row(worked, claim)
    if then is None:
        row |= fragility_row(worked, asked[nearest], balances)
    holds = standing.holds()[worked.unweighted]
    return Told(claim, figure, row, None if np.isnan(holds) else bool(holds))


def _missing(
    worked: Worked, claim: Claim, asked: list[Demand], earlier: Mapping[str, pd.DataFrame]
) -> str:
    """Return why a claim cannot be judged; nothing where it can."""
    if not asked:
        return "nothing to compare with"
    for demand in asked:
        for one in (demand.figure, demand.other):
            if one is not None and worked.figures.column(one) is None:
                address = " / ".join((one.indicator, one.category, one.domain, one.level))
                return f"no such figure in this wave: {address}"
    if claim.kind == "change":
        assert claim.waves is not None
        since = claim.waves[0]
        if since not in earlier:
            return f"no audit of {since} to pair variants with"
        if _then(worked, claim, asked[0].figure, earlier) is None:
            return f"{since} has no variant with the choices of the reference"
    return ""


def _then(
    worked: Worked, claim: Claim, figure: Address, earlier: Mapping[str, pd.DataFrame]
) -> tuple[FloatArray, FloatArray] | None:
    """Return the figure and its error in the earlier wave, under the same choices (V,)."""
    if claim.kind != "change" or claim.waves is None or claim.waves[0] not in earlier:
        return None
    rows = earlier[claim.waves[0]]
    for key in ("indicator", "category", "domain", "level"):
        rows = rows[rows[key] == getattr(figure, key)]
    known = rows.set_index("variant")[["estimate", "std_error"]]
    names = [one.variant.name for one in worked.tried]
    found = known.reindex(names).to_numpy(float)
    return None if np.isnan(found[0, 0]) else (found[:, 0], found[:, 1])


def _standing(
    worked: Worked, asked: list[Demand], then: tuple[FloatArray, FloatArray] | None
) -> Standing:
    ahead, error = [], []
    for demand in asked:
        at = worked.figures.column(demand.figure)
        assert at is not None
        scale = worked.figures.scale[at]
        value = worked.found.estimate[:, at] * scale
        if demand.other is not None:
            value = value - worked.found.estimate[:, worked.figures.column(demand.other)] * scale
            own = _error_of_difference(worked, demand) * scale
        else:
            own = worked.found.std_error[:, at] * scale
        if then is not None:
            value, own = value - then[0], np.hypot(own, then[1])
        ahead.append(demand.sign * (value - demand.value))
        error.append(own)
    return Standing(np.column_stack(ahead), np.column_stack(error))


def _error_of_difference(worked: Worked, demand: Demand) -> FloatArray:
    """Return the standard error of a difference of two figures under each variant (V,)."""
    one = difference(worked.figures, demand)
    if one is not None:
        known = worked.atoms.collapse(one)
        return np.asarray(evaluate(worked.atoms, known, worked.tried).std_error[:, 0])
    assert demand.other is not None
    pair = [worked.figures.column(demand.figure), worked.figures.column(demand.other)]
    both = worked.figures.measures.part([at for at in pair if at is not None])
    found = np.full(len(worked.tried), np.nan)
    for at, tried in enumerate(worked.tried):
        if tried.weights is not None:
            u = linearised(worked.atoms, both, tried.keys, tried.base, tried.weights)
            found[at] = np.sqrt(worked.atoms.design.variance(u[:, 0] - u[:, 1])[0])
    return found


def _standing_row(
    worked: Worked,
    demand: Demand,
    standing: Standing,
    nearest: int,
    judged: Judged,
    then: tuple[FloatArray, FloatArray] | None,
) -> Row:
    at = worked.figures.column(demand.figure)
    assert at is not None
    scale = worked.figures.scale[at]
    estimates = worked.found.estimate[:, at] * scale
    threshold = demand.value
    if demand.other is not None:
        other = worked.figures.column(demand.other)
        threshold = demand.value + float(worked.found.estimate[0, other] * scale)
    if then is not None:
        threshold = demand.value + float(then[0][0])
    moe = worked.quantile * float(worked.found.std_error[0, at] * scale)
    range_ = spread(estimates[worked.voting()], moe)
    return {
        "estimate": float(estimates[0]), "threshold": threshold,
        "moe_true": worked.quantile * float(standing.std_error[0, nearest]),
        "verdict": judged.verdict, "variants": judged.variants, "fails": judged.fails,
        "failing_choice": judged.failing_choice or None, "stress_fails": judged.stress_fails,
        "low": range_.low, "high": range_.high, "spread_ratio": range_.ratio,
    }  # fmt: skip


def _rank_row(worked: Worked, claim: Claim) -> Row:
    if claim.kind not in ("largest", "order"):
        return {}
    members = family(claim, worked.figures)
    columns = [at for one in members if (at := worked.figures.column(one)) is not None]
    voting = worked.voting()
    estimates = worked.found.estimate[:, columns]
    if len(columns) < 2 or not voting or np.any(np.isnan(estimates[[0, *voting]])):
        return {}
    found = ranks(estimates[0], estimates[voting])
    return {
        "top1": found.top1, "top3": found.top3, "order": found.whole,
        "tau_low": found.tau_low, "tau_median": found.tau_median,
    }  # fmt: skip
