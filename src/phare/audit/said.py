"""What the lines of the verdict are drawn from: the wave, its tables, its claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from phare.audit.claim_rows import Told
from phare.audit.columns import Address
from phare.audit.speaking import Speaker
from phare.audit.worked import Worked

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True, eq=False)
class Said:
    """What the lines are drawn from: all tables but the verdict's own."""

    worked: Worked
    tables: Tables
    told: list[Told] = field(default_factory=list)

    @property
    def speaker(self) -> Speaker:
        return Speaker(self.worked.card)

    @property
    def headline(self) -> Address | None:
        """The figure of the first claim, or the first headline."""
        for one in self.told:
            if self.worked.figures.column(one.figure) is not None:
                return one.figure
        columns = self.worked.headlines
        return self.worked.figures.addresses[columns[0]] if columns else None

    def rows(self, table: str, **keys: object) -> pd.DataFrame:
        found = self.tables[table]
        for name, value in keys.items():
            found = found[found[name] == value]
        return found


def figure(said: Said) -> tuple[Address, pd.Series] | str:
    """Return the headline with its row of AUDIT_DEFF, or why there is none."""
    if len(said.worked.responses) < 2:
        return "one"
    one = said.headline
    if one is None:
        return "no_headline"
    rows = said.rows("AUDIT_DEFF", scheme=said.worked.scheme.name, **vars(one))
    if rows.empty or np.isnan(estimate(said, one, said.worked.reference.variant.name)):
        return "no_figure"
    return one, rows.iloc[0]


def estimate(said: Said, one: Address, variant: str, column: str = "estimate") -> float:
    rows = said.rows("AUDIT_ESTIMATES", variant=variant, **vars(one))
    return float(rows[column].iloc[0]) if len(rows) else float("nan")


def address(one: Address) -> tuple[str, ...]:
    return (one.indicator, one.category, one.domain, one.level)


def first_largest(rows: pd.DataFrame, sizes: pd.Series) -> pd.Series:
    """Return the first row of largest size: ties are not for rounding to break."""
    most = float(sizes.max())
    return rows[sizes >= most - 1e-9 * abs(most)].iloc[0]


def constant(said: Said, one: Address) -> bool:
    at = said.worked.figures.column(one)
    return at is not None and bool(said.worked.found.s2[0, at] == 0)
