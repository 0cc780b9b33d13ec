"""Rows of AUDIT_VARIANTS, AUDIT_BALANCE and AUDIT_ESTIMATES."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from phare.audit.balance import Balance, Role, balance
from phare.audit.choices import AXES
from phare.audit.described import describe
from phare.audit.multiverse import Tried, share_at_bound
from phare.audit.tradeoff import Compared, trade_off
from phare.audit.worked import Worked
from phare.stats.arrays import FloatArray

Rows = list[dict[str, object]]


@dataclass(frozen=True, eq=False)
class Balanced:
    """How each variant stands to every known total; `held_out` are those it is judged by."""

    of_variant: dict[str, list[Balance]]
    held_out: dict[str, list[Balance]]


def balanced(worked: Worked) -> Balanced:
    """Return the balance of every distinct variant, and of those that leave a margin out.

    Held out are the declared benchmarks; without any, the known totals that no variant of the
    multiverse calibrates to, which are crossings.
    """
    used = {
        name
        for one in worked.tried
        if one.variant.kind in ("reference", "imported", "multiverse")
        for name in one.variant.margins
    }
    held = list(worked.card.audit.benchmarks) or [
        name for name in worked.margins if name not in used and used.issuperset(name.split("*"))
    ]
    every = {
        one.variant.name: _balances(worked, one, used, held)
        for one in worked.tried
        if one.weights is not None
        and (one.equivalent_to is None or one.variant.kind == "leave_one_out")
    }
    return Balanced(
        every, {name: [b for b in own if b.name in held] for name, own in every.items()}
    )


def _balances(worked: Worked, tried: Tried, used: set[str], held: list[str]) -> list[Balance]:
    assert tried.weights is not None
    weights = worked.atoms.spread(tried.weights)
    before = worked.atoms.spread(worked.atoms.bases["unit"])
    calibrated = set(tried.variant.margins)
    found = []
    for name, margin in worked.margins.items():
        if name not in used and name not in held:
            continue
        role: Role = "left_out"
        if name in calibrated:
            role = "calibrated"
        elif name in worked.card.audit.benchmarks:
            role = "benchmark"
        elif "*" in name and calibrated.issuperset(name.split("*")):
            role = "crossing"
        found.append(balance(margin, before, weights, role))
    return found


def balance_rows(worked: Worked, found: Balanced) -> pd.DataFrame:
    """Return the rows of AUDIT_BALANCE."""
    pairs = [(variant, one) for variant, own in found.of_variant.items() for one in own]
    if not pairs:
        return pd.DataFrame()
    sizes = [len(one.categories) for _, one in pairs]

    def repeated(values: list[object]) -> np.ndarray:
        return np.repeat(np.array(values, dtype=object), sizes)

    def joined(name: str) -> FloatArray:
        return np.concatenate([getattr(one, name) for _, one in pairs])

    return pd.DataFrame(
        {
            "wave": worked.card.wave,
            "variant": repeated([variant for variant, _ in pairs]),
            "variable": repeated([one.name for _, one in pairs]),
            "category": [category for _, one in pairs for category in one.categories],
            "role": repeated([one.role for _, one in pairs]),
            **{name: joined(name) for name in ("target", "before", "after", "gap")},
            "asmd_before": np.repeat([one.asmd[0] for _, one in pairs], sizes),
            "asmd_after": np.repeat([one.asmd[1] for _, one in pairs], sizes),
        }
    )


def variant_rows(worked: Worked, found: Balanced) -> Rows:
    """Return the rows of AUDIT_VARIANTS."""
    compared = trade_off(worked, found.held_out)
    return [_variant_row(worked, one, compared) for one in worked.tried]


def _variant_row(worked: Worked, one: Tried, compared: dict[str, Compared]) -> dict[str, object]:
    variant = one.variant
    row: dict[str, object] = {
        "wave": worked.card.wave, "variant": variant.name, "kind": variant.kind,
        **{axis: variant.choices.get(axis) for axis in AXES},
        "margins": variant.choices.get("margins") or "+".join(variant.margins) or "none",
        "status": one.status, "reason": None if one.failed is None else one.failed.reason,
        "nearest_feasible": (one.failed.nearest or None) if one.failed else None,
        "equivalent_to": one.equivalent_to, "defensible": variant.defensible,
        "compared": False,
    }  # fmt: skip
    if one.weights is None:
        return row
    base = worked.atoms.spread(one.base)
    bound = share_at_bound(worked.atoms, one)
    about = describe(worked.atoms.spread(one.weights), base, bound)
    row |= {
        "deff_kish": about.kish, "n_effective": about.n_effective,
        "weight_min": about.smallest, "weight_median": about.quantiles[3],
        "weight_max": about.largest, "max_over_median": about.max_over_median,
        "share_top1": about.share_top1, "share_top10": about.share_top10,
        "g_min": about.g_min, "g_max": about.g_max, "cap": one.cap,
        "share_at_bound": about.share_at_bound, "passes": one.passes, "max_gap": one.max_gap,
    }  # fmt: skip
    told = compared.get(one.equivalent_to or variant.name)
    if told is not None:
        row |= {
            "held_out_asmd": told.asmd, "worst_held_out": told.worst, "mean_moe": told.moe,
            "largest_change": told.change, "dominated_by": told.dominated_by,
            "compared": told.compared and one.equivalent_to is None,
        }  # fmt: skip
    return row


def estimate_rows(worked: Worked) -> pd.DataFrame:
    """Return the rows of AUDIT_ESTIMATES: every figure under every solved variant."""
    solved = [at for at, one in enumerate(worked.tried) if one.weights is not None]
    addresses, found, scale = worked.figures.addresses, worked.found, worked.figures.scale
    k = len(addresses)

    def flat(values: FloatArray) -> FloatArray:
        return np.asarray(values[solved].ravel())

    def repeated(part: str) -> list[str]:
        return [getattr(one, part) for one in addresses] * len(solved)

    estimate, error = found.estimate * scale, found.std_error * scale
    return pd.DataFrame(
        {
            "wave": worked.card.wave,
            "variant": np.repeat([worked.tried[at].variant.name for at in solved], k),
            **{part: repeated(part) for part in ("indicator", "category", "domain", "level")},
            "estimate": flat(estimate),
            "std_error": flat(error),
            "conf_low": flat(estimate - worked.quantile * error),
            "conf_high": flat(estimate + worked.quantile * error),
            "deff": flat(found.deff),
        }
    )
