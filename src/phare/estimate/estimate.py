"""Every declared indicator in every declared domain, with what its reader must know of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from phare.answers.quantities import Quantity, base_mask, quantity
from phare.config.indicators import Indicator
from phare.config.slices import EstimateSlice
from phare.contracts import COMPARISONS, ESTIMATES, LETTERS, MARGIN_FIT, TOTAL
from phare.estimate.blocks import Block, Levels, domain_levels, keys_of, same, stacked
from phare.estimate.letters import letters_of, wants_letters
from phare.estimate.order import quantiles
from phare.estimate.precision import margin_share_rows, precision_rows
from phare.estimate.reliability import interval_of, protect, quality_of
from phare.sampling.replicates import ReplicateTables
from phare.sampling.weighted import weighted_design
from phare.stats.comparisons import against_zero, holm
from phare.stats.design import Design
from phare.stats.estimators import estimate_ratios, estimate_totals
from phare.stats.intervals import mean_interval
from phare.stats.records import Base, LevelEstimates


@dataclass(frozen=True)
class Estimated:
    """What one scheme of a wave tells.

    Parameters
    ----------
    estimates : ESTIMATES
    comparisons : COMPARISONS of kind gap: level less the whole
    letters : LETTERS where books ask for them: levels of a domain against each other
    precision : PRECISION, every level of every domain
    margin_shares : MARGIN_SHARES; none without MARGIN_FIT
    """

    estimates: pd.DataFrame
    comparisons: pd.DataFrame
    letters: pd.DataFrame
    precision: pd.DataFrame
    margin_shares: pd.DataFrame


# A standard error this small beside its estimate is the rounding of a quantity that the
# weighting fixes, such as the share of a category that is a margin.
_ROUNDING = 1e-9


def estimate(
    responses: pd.DataFrame,
    weights: pd.DataFrame,
    card: EstimateSlice,
    fit: pd.DataFrame | None = None,
    replicates: ReplicateTables | None = None,
) -> Estimated:
    """Return the estimates of a wave under a scheme.

    Parameters
    ----------
    responses : RESPONSES
    weights : WEIGHTS of the scheme, every step
    card : indicators, bases, domains, and what intervals and flags use
    fit : MARGIN_FIT of the scheme, which margins with a cost need, and those told before and
        after
    replicates : of the scheme, where it declares them; every standard error then comes from them

    Raises
    ------
    PhareError
        When a stratum has a single PSU and the study does not say what it adds.
    """
    design = weighted_design(responses, weights, card, fit, replicates)
    levels = [Levels(TOTAL, (TOTAL,), None), *domain_levels(responses, card)]
    estimates: list[Block] = []
    gaps: list[Block] = []
    letters: list[Block] = []
    for name, indicator in card.indicators.items():
        columns = quantity(responses, indicator, card.variables)
        base = card.bases.get(indicator.base)
        mask = base_mask(responses, base.filter if base else {})
        for level in levels:
            if not _wanted(indicator, level.domain):
                continue
            if indicator.of_order:
                estimates.append(quantiles(design, columns, mask, level, name, indicator, card))
                continue
            rows, differences = _one(design, columns, mask, level, name, indicator, card)
            estimates.append(rows)
            gaps += differences
            if differences and wants_letters(card, level):
                letters.append(letters_of(design, columns, mask, level, rows, card))
    where = f"{card.wave}, scheme {card.scheme}"
    return Estimated(
        ESTIMATES.check(stacked(estimates, ESTIMATES), where),
        COMPARISONS.check(stacked(gaps, COMPARISONS), where),
        LETTERS.check(stacked(letters, LETTERS), where),
        precision_rows(design.weights, levels, card),
        margin_share_rows(
            responses, design.weights, MARGIN_FIT.empty() if fit is None else fit, card
        ),
    )


def _wanted(indicator: Indicator, domain: str) -> bool:
    return domain == TOTAL or indicator.domains is None or domain in indicator.domains


def _one(
    design: Design,
    columns: Quantity,
    mask: np.ndarray | None,
    level: Levels,
    name: str,
    indicator: Indicator,
    card: EstimateSlice,
) -> tuple[Block, list[Block]]:
    """Return the rows of ESTIMATES and of COMPARISONS of one indicator in one domain."""
    base = Base(level.codes, len(level.names), mask)
    within = estimate_ratios(
        design, columns.numerators, columns.denominators, observed=columns.observed, base=base
    )
    found = within.estimates
    estimate_, error = found.estimate, found.std_error
    extrapolated = indicator.statistic in ("total", "count")
    if extrapolated:
        estimate_, error = _extrapolated(design, columns, mask, level, card)
    error = np.where(error <= _ROUNDING * np.abs(estimate_), 0.0, error)
    interval = interval_of(estimate_, error, found, indicator, card)
    quality = quality_of(estimate_, error, interval, found, indicator, card)
    keys = keys_of(columns.categories, level, name, card)
    if extrapolated:
        quality = protect(quality, found.n, card)
    reason = quality.reason.ravel()
    rows = keys | {
        "statistic": same(indicator.statistic, estimate_),
        "estimate": estimate_.ravel(),
        "std_error": error.ravel(),
        "conf_low": interval.low.ravel(),
        "conf_high": interval.high.ravel(),
        "df": found.df.ravel(),
        "deff": found.deff.ravel(),
        "n": found.n.ravel().astype("int64"),
        "n_weighted": found.n_weighted.ravel(),
        "n_effective": np.nan_to_num(found.n_effective.ravel()),
        "quality": quality.word.ravel(),
        "reason": np.array([text or None for text in reason], dtype=object),
    }
    if level.codes is None or extrapolated:
        return rows, []
    return rows, [_gaps(within, keys, card)]


def _extrapolated(
    design: Design,
    columns: Quantity,
    mask: np.ndarray | None,
    level: Levels,
    card: EstimateSlice,
) -> tuple[np.ndarray, np.ndarray]:
    """Return totals (L, k) and their standard errors.

    Outside its base a quantity is 0 and known, so that the population it is brought to is
    that of the wave and not that of the base.
    """
    values, observed = columns.numerators, columns.observed
    if mask is not None:
        values = np.where(mask[:, None], values, 0.0)
        observed = observed | ~mask[:, None]
    totals = estimate_totals(
        design,
        values,
        population=card.population,
        observed=observed,
        base=Base(level.codes, len(level.names)),
    )
    return totals.estimate, totals.std_error


def _gaps(within: LevelEstimates, keys: Block, card: EstimateSlice) -> Block:
    """Return COMPARISONS of each level with the whole, tested against the rest."""
    gap, rest = within.against_all, within.against_rest
    p_value = against_zero(rest.difference, rest.std_error, rest.df).p_value
    interval = mean_interval(gap.difference, gap.std_error, gap.df, card.estimation.confidence)
    return keys | {
        "kind": same("gap", p_value),
        "against_wave": keys["wave"],
        "against_scheme": keys["scheme"],
        "against_level": same(TOTAL, p_value),
        "difference": gap.difference.ravel(),
        "std_error": gap.std_error.ravel(),
        "conf_low": interval.low.ravel(),
        "conf_high": interval.high.ravel(),
        "df": gap.df.ravel(),
        "p_value": p_value.ravel(),
        # The levels of one category are one family of tests.
        "p_adjusted": np.column_stack([holm(column) for column in p_value.T]).ravel(),
        "test": same("t, level against the rest; Holm over levels", p_value),
    }
