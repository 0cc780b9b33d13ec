"""Rows of ESTIMATES and COMPARISONS as columns, block by block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from phare.config.slices import EstimateSlice
from phare.contracts import Contract

Block = dict[str, np.ndarray]
"""Column -> values, of one indicator in one domain: levels, and categories within a level."""


@dataclass(frozen=True)
class Levels:
    """One domain: its name, its levels and the level of each respondent (None: the whole)."""

    domain: str
    names: tuple[str, ...]
    codes: np.ndarray | None


def domain_levels(responses: pd.DataFrame, card: EstimateSlice) -> list[Levels]:
    found = []
    for name, domain in card.domains.items():
        answers = responses[domain.variable]
        codes = answers.cat.codes.to_numpy().astype(np.int64)
        found.append(Levels(name, tuple(map(str, answers.cat.categories)), codes))
    return found


def stacked(blocks: list[Block], contract: Contract) -> pd.DataFrame:
    """Return the blocks one below the other: a frame per block would cost more than its numbers."""
    if not blocks:
        return contract.empty()
    return pd.DataFrame({name: np.concatenate([b[name] for b in blocks]) for name in blocks[0]})


def same(text: str, like: np.ndarray) -> np.ndarray:
    return np.full(like.size, text, dtype=object)


def keys_of(categories: Sequence[str], level: Levels, name: str, card: EstimateSlice) -> Block:
    """Return the keys of an (L, k) array read row by row: level, then category."""
    k, levels = len(categories), len(level.names)
    like = np.empty((levels, k))
    return {
        "wave": same(card.wave, like),
        "scheme": same(card.scheme, like),
        "indicator": same(name, like),
        "category": np.array(list(categories) * levels, dtype=object),
        "domain": same(level.domain, like),
        "level": np.repeat(np.array(level.names, dtype=object), k),
    }
