"""Replicates as the tables that one stage hands to another, and back.

They travel factored: docs/decisions/0008-replicates-travel-factored.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from phare.contracts import FACTORS, REPLICATED, REPLICATES, refuse
from phare.stats.factored import Factored
from phare.stats.replicates import Failure, Replicates

DRAWN, WEIGHTED = "drawn", "weighted"
"""The two factors: how often a unit was drawn, and what the steps made of a cell."""


@dataclass(frozen=True)
class ReplicateTables:
    """REPLICATES, REPLICATED and FACTORS of one scheme; empty without replicates."""

    replicates: pd.DataFrame
    replicated: pd.DataFrame
    factors: pd.DataFrame


def without_replicates() -> ReplicateTables:
    """Return the tables of a scheme whose errors are linearised."""
    return ReplicateTables(REPLICATES.empty(), REPLICATED.empty(), FACTORS.empty())


def tables_of(
    replicates: Replicates, wave: str, scheme: str, respondents: pd.Series
) -> ReplicateTables:
    """Return replicates as tables; `respondents` are the identifiers of the rows."""
    kept = Factored.of(replicates)
    keys, where = {"wave": wave, "scheme": scheme}, f"{wave}, scheme {scheme}"
    reasons = {failure.replicate: failure.reason for failure in kept.failed}
    numbers = range(1, replicates.size + 1)
    of_row = None if kept.stratum_of_unit is None else kept.stratum_of_unit[kept.unit_of_row]
    return ReplicateTables(
        REPLICATES.check(
            pd.DataFrame(
                keys
                | {
                    "replicate": numbers,
                    "scale": kept.scale,
                    "rscale": kept.rscales,
                    "centre": kept.centre,
                    "failed": [reasons.get(number) for number in numbers],
                }
            ),
            where,
        ),
        REPLICATED.check(
            pd.DataFrame(
                keys
                | {
                    "respondent_id": respondents.to_numpy(),
                    "base": kept.base,
                    "stratum": None if of_row is None else of_row,
                    "unit": kept.unit_of_row,
                    "cell": kept.cell_of_row,
                }
            ),
            where,
        ),
        FACTORS.check(_factors(kept, keys), where),
    )


def _factors(kept: Factored, keys: dict[str, str]) -> pd.DataFrame:
    parts = [(WEIGHTED, kept.factors)]
    if kept.multipliers is not None:
        parts.insert(0, (DRAWN, kept.multipliers))
    names = pd.DataFrame(
        {
            **keys,
            "factor": np.repeat([name for name, _ in parts], [len(block) for _, block in parts]),
            "number": np.concatenate([np.arange(len(block)) for _, block in parts]),
        }
    )
    columns = [str(number) for number in range(1, kept.factors.shape[1] + 1)]
    values = pd.DataFrame(np.concatenate([block for _, block in parts]), columns=columns)
    return pd.concat([names, values], axis="columns")


def replicates_of(
    tables: ReplicateTables, weights: np.ndarray, respondents: pd.Series, where: str
) -> Replicates:
    """Return the replicates of `weights` (n,), whose rows are `respondents`."""
    rows, told = tables.replicated, tables.replicates
    ids = rows["respondent_id"].to_numpy()
    if len(ids) != len(respondents) or (ids != respondents.to_numpy()).any():
        raise refuse(
            where, f"replicates of {len(ids)} respondents",
            f"those of the {len(respondents)} responses", "weight again after cleaning",
        )  # fmt: skip
    failed = told[told["failed"].notna()]
    unit = rows["unit"].to_numpy(np.int64)
    stratum_of_unit = None
    if rows["stratum"].notna().all():
        stratum_of_unit = np.zeros(int(unit.max()) + 1, dtype=np.int64)
        stratum_of_unit[unit] = rows["stratum"].to_numpy(np.int64)
    return Factored(
        rows["base"].to_numpy(float),
        unit,
        rows["cell"].to_numpy(np.int64),
        stratum_of_unit,
        _block(tables.factors, DRAWN, len(told)) if stratum_of_unit is None else None,
        _block(tables.factors, WEIGHTED, len(told)),
        float(told["scale"].iloc[0]),
        told["rscale"].to_numpy(float),
        "mean" if told["centre"].iloc[0] == "mean" else "estimate",
        tuple(
            Failure(int(number), str(reason))
            for number, reason in zip(failed["replicate"], failed["failed"], strict=True)
        ),
    ).replicates(weights, where)


def _block(factors: pd.DataFrame, name: str, size: int) -> np.ndarray:
    columns = [str(number) for number in range(1, size + 1)]
    return np.asarray(factors.loc[factors["factor"] == name, columns], dtype=float)
