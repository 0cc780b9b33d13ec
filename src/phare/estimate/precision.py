"""What a wave can tell at all: sizes and margins of error by level, margins before and after."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from phare.config.slices import EstimateSlice
from phare.contracts import MARGIN_SHARES, PRECISION, TOTAL
from phare.estimate.blocks import Levels
from phare.estimate.reliability import PROTECTING
from phare.stats.margin_of_error import level_sizes, margin_of_error
from phare.stats.quality import CAUTION, OK, SUPPRESSED
from phare.stats.suppression import complementary


def precision_rows(weights: np.ndarray, levels: list[Levels], card: EstimateSlice) -> pd.DataFrame:
    """Return PRECISION of final weights (n,): every level of every domain, the whole first.

    A level of too few respondents is suppressed, and with it the smallest of those that would
    give it away; one whose effective n is below what a share needs asks for care.
    """
    rows = [_level_rows(weights, one, card) for one in levels]
    where = f"{card.wave}, scheme {card.scheme}"
    return PRECISION.check(pd.concat(rows, ignore_index=True), where)


def _level_rows(weights: np.ndarray, level: Levels, card: EstimateSlice) -> pd.DataFrame:
    count = len(level.names)
    codes = np.zeros(len(weights), dtype=np.int64) if level.codes is None else level.codes
    sizes = level_sizes(weights, codes, count)
    n, effective, confidence = sizes.n, sizes.n_effective, card.estimation.confidence
    least = card.estimation.quality.proportion_n
    word, reason = _withheld(n, card)
    few = (word == OK) & (effective < least)
    return pd.DataFrame(
        {
            "wave": card.wave,
            "scheme": card.scheme,
            "domain": level.domain,
            "level": level.names,
            "n": n,
            "n_effective": effective,
            "deff_kish": np.divide(n, effective, out=np.full(count, np.nan), where=effective > 0),
            "margin_of_error": margin_of_error(effective, confidence),
            "margin_if_unweighted": margin_of_error(n.astype(float), confidence),
            "quality": np.where(few, CAUTION, word),
            "reason": np.where(few, f"effective sample under {least:g}", reason),
        }
    )


def margin_share_rows(
    responses: pd.DataFrame, weights: np.ndarray, fit: pd.DataFrame, card: EstimateSlice
) -> pd.DataFrame:
    """Return MARGIN_SHARES: each margin of MARGIN_FIT among the respondents, then weighted.

    Totals of a number have no categories and are left out.
    """
    found = [
        _margin_rows(_answers(responses, margin), weights, own, card)
        for margin, own in _last_step(fit)
    ]
    where = f"{card.wave}, scheme {card.scheme}"
    rows = pd.concat(found, ignore_index=True) if found else MARGIN_SHARES.empty()
    return MARGIN_SHARES.check(rows, where)


def _last_step(fit: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    for margin, rows in fit.groupby("margin", sort=False):
        if list(rows["category"]) != [TOTAL] * len(rows):
            yield str(margin), rows[rows["step"] == rows["step"].iloc[-1]]


def _answers(responses: pd.DataFrame, margin: str) -> pd.Series:
    """Return the category of each respondent in a margin, `a*b` for two variables."""
    joined, *others = (responses[name].astype("object") for name in margin.split("*"))
    for more in others:
        joined = (joined + "*" + more).where(joined.notna() & more.notna())
    return joined


def _margin_rows(
    answers: pd.Series, weights: np.ndarray, fit: pd.DataFrame, card: EstimateSlice
) -> pd.DataFrame:
    names = list(fit["category"])
    codes = pd.Index(names).get_indexer(answers)
    # A scheme may give those without an answer a category of their own.
    codes = np.where((codes < 0) & answers.isna(), _own_category(names), codes)
    inside = (codes >= 0) & (weights != 0)
    n = np.bincount(codes[inside], minlength=len(names))
    weighted = np.bincount(codes[inside], weights=weights[inside], minlength=len(names))
    target = fit["target"].to_numpy(float)
    target_share, weighted_share = target / target.sum(), weighted / weighted.sum()
    word, reason = _withheld(n, card)
    return pd.DataFrame(
        {
            "wave": card.wave,
            "scheme": card.scheme,
            "margin": fit["margin"].to_numpy(),
            "category": names,
            "target": target,
            "target_share": target_share,
            "n": n,
            "unweighted_share": n / n.sum(),
            "weighted_share": weighted_share,
            "gap": weighted_share - target_share,
            "quality": word,
            "reason": reason,
        }
    )


def _own_category(names: list[str]) -> int:
    return names.index("missing") if "missing" in names else -1


def _withheld(n: np.ndarray, card: EstimateSlice) -> tuple[np.ndarray, np.ndarray]:
    """Return the quality and the reason of sizes (L,) that add up to one that is shown."""
    least = card.estimation.quality.disclosure_n
    secret = (n > 0) & (n < least)
    hidden = complementary(secret[None, :], n[None, :].astype(float))[0] if len(n) > 1 else secret
    reason = np.where(secret, f"fewer than {least} respondents", PROTECTING).astype(object)
    reason[~hidden] = None
    return np.where(hidden, SUPPRESSED, OK), reason
