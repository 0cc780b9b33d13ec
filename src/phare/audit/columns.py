"""Every figure that is audited, as a column: indicator, category, domain, level."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from phare.answers.quantities import base_mask, quantity
from phare.audit.measures import Measures
from phare.config.audit_slice import AuditSlice
from phare.config.indicators import Indicator
from phare.contracts import TOTAL
from phare.stats.arrays import FloatArray


@dataclass(frozen=True, order=True)
class Address:
    """Where a figure stands in ESTIMATES."""

    indicator: str
    category: str = TOTAL
    domain: str = TOTAL
    level: str = TOTAL


@dataclass(frozen=True, eq=False)
class Figures:
    """k figures: where each stands, how it is measured, what it is multiplied by (k,).

    Of a count or a total the measure is a mean, and `scale` the population.
    """

    addresses: tuple[Address, ...]
    measures: Measures
    scale: FloatArray

    def column(self, address: Address) -> int | None:
        """Return the column of a figure; None where it is not audited."""
        return self.addresses.index(address) if address in self.addresses else None

    def part(self, columns: list[int]) -> Figures:
        return Figures(
            tuple(self.addresses[at] for at in columns),
            self.measures.part(columns),
            self.scale[columns],
        )


def audited(indicator: Indicator) -> bool:
    """Tell whether an indicator is a ratio of totals: medians and quantiles are not."""
    return not indicator.of_order


def figures(responses: pd.DataFrame, card: AuditSlice, detailed: Iterable[str]) -> Figures:
    """Return the figures of the audit: all indicators for the whole, some by domain.

    Parameters
    ----------
    detailed : the indicators whose levels of the audit's domains are figures too
    """
    asked = card.audit.indicators
    parts: list[Measures] = []
    addresses: list[Address] = []
    scales: list[float] = []
    detailed = set(detailed)
    for name, indicator in card.indicators.items():
        wanted = asked is None or name in asked or name in detailed
        if not wanted or not audited(indicator):
            continue
        measures, categories = _measured(responses, indicator, card)
        extrapolated = indicator.statistic in ("total", "count")
        scale = (card.population or float("nan")) if extrapolated else 1.0
        for domain, level, rows in _levels(responses, card, name in detailed):
            own = measures if rows is None else measures.within(rows)
            parts.append(own)
            addresses += [Address(name, category, domain, level) for category in categories]
            scales += [scale] * len(categories)
    if not parts:
        empty = np.zeros((len(responses), 0))
        return Figures((), Measures(empty, empty, empty.astype(bool), np.zeros(0)), np.zeros(0))
    return Figures(tuple(addresses), Measures.joined(parts), np.array(scales))


def _measured(
    responses: pd.DataFrame, indicator: Indicator, card: AuditSlice
) -> tuple[Measures, tuple[str, ...]]:
    found = quantity(responses, indicator, card.variables)
    base = card.bases.get(indicator.base)
    mask = base_mask(responses, base.filter if base else {})
    values, observed = found.numerators, found.observed
    inside = np.ones(len(responses), dtype=bool) if mask is None else mask
    if indicator.statistic in ("total", "count"):
        # Outside its base it is 0 and known: the population is that of the wave.
        values = np.where(inside[:, None], values, 0.0)
        observed = observed | ~inside[:, None]
        inside = np.ones(len(responses), dtype=bool)
    known = observed & inside[:, None]
    below = None
    if found.denominators is not None:
        below = np.where(known, found.denominators, np.nan)
    return Measures.of(np.where(known, values, np.nan), below), found.categories


def _levels(
    responses: pd.DataFrame, card: AuditSlice, detailed: bool
) -> list[tuple[str, str, np.ndarray | None]]:
    found: list[tuple[str, str, np.ndarray | None]] = [(TOTAL, TOTAL, None)]
    claimed = {claim.domain for claim in card.audit.claims if claim.domain != TOTAL}
    for name in dict.fromkeys((*card.audit.domains, *sorted(claimed))):
        if not detailed:
            break
        answers = responses[card.domains[name].variable]
        codes = answers.cat.codes.to_numpy()
        found += [
            (name, str(level), codes == at) for at, level in enumerate(answers.cat.categories)
        ]
    return found
