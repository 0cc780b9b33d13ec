"""The audit of one wave: from responses, weights and settings to eleven tables.

Method: docs/methods/audit.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from phare.audit.checks import check
from phare.audit.claim_rows import tell_claims
from phare.audit.figure_rows import (
    deff_rows,
    influence_rows,
    informativeness_rows,
    shift_rows,
    trim_rows,
)
from phare.audit.frame_rows import frame_rows
from phare.audit.said import Said
from phare.audit.variant_rows import balance_rows, balanced, estimate_rows, variant_rows
from phare.audit.verdict import verdict_rows
from phare.audit.worked import work
from phare.config.audit_slice import AuditSlice
from phare.contracts.audit import AUDIT_TABLES
from phare.sampling.replicates import ReplicateTables


@dataclass(frozen=True)
class Audited:
    """The eleven tables, by name. AUDIT_INFLUENCE is confidential: it names respondents."""

    tables: Mapping[str, pd.DataFrame]

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.tables[name]


def audit(
    responses: pd.DataFrame,
    weights: pd.DataFrame,
    card: AuditSlice,
    *,
    replicates: Mapping[str, ReplicateTables] | None = None,
    frame: pd.DataFrame | None = None,
    earlier: Mapping[str, pd.DataFrame] | None = None,
    rng: np.random.Generator | None = None,
) -> Audited:
    """Return what the choices of a weighting do to every figure of a wave.

    Parameters
    ----------
    responses : RESPONSES
    weights : WEIGHTS of the reference and of the imported schemes, every step
    card : what is audited: choices, claims, indicators, margins
    replicates : of the schemes that have them, whose errors then stand beside the linearised
    frame : units of the population (or all who were drawn) with what is known of each, a flag
        `responded` and, where they were drawn unequally, a `design_weight`
    earlier : AUDIT_ESTIMATES of other waves, which claims of change are judged with
    rng : draws orders of margins, where there are more than ten

    Raises
    ------
    PhareError
        With everything that the audit names and nobody knows; for more variants than the
        limit; for weights of other respondents.
    """
    check(card, responses, weights)
    worked = work(responses, weights, card)
    balances = balanced(worked)
    told = tell_claims(worked, balances, earlier or {})
    rows: dict[str, pd.DataFrame | list[dict[str, object]]] = {
        "AUDIT_VARIANTS": variant_rows(worked, balances),
        "AUDIT_ESTIMATES": estimate_rows(worked),
        "AUDIT_BALANCE": balance_rows(worked, balances),
        "AUDIT_DEFF": deff_rows(worked, replicates or {}),
        "AUDIT_SHIFT": shift_rows(worked, np.random.default_rng(0) if rng is None else rng),
        "AUDIT_INFLUENCE": influence_rows(worked),
        "AUDIT_CLAIMS": [one.row for one in told],
        "AUDIT_TRIM": trim_rows(worked),
        "AUDIT_TESTS": informativeness_rows(worked),
        "AUDIT_FRAME": frame_rows(worked, frame),
    }
    tables = {name: _table(name, found, card.wave) for name, found in rows.items()}
    said = verdict_rows(Said(worked, tables, told))
    tables["AUDIT_VERDICT"] = _table("AUDIT_VERDICT", said, card.wave)
    return Audited(tables)


_CONTRACTS = {contract.name: contract for contract in AUDIT_TABLES}


def _table(name: str, rows: pd.DataFrame | list[dict[str, object]], wave: str) -> pd.DataFrame:
    contract = _CONTRACTS[name]
    if not len(rows):
        return contract.empty()
    frame = pd.DataFrame(rows).reindex(columns=contract.names)
    return contract.check(frame, f"{wave}, audit")
