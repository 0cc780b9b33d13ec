"""Answers, and the kind of each answer that is missing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from phare.contracts import MISSING_KINDS

PREFIX = "missing."
"""A column `missing.<column>` of RESPONSES holds the kind of what is missing in <column>."""

_KINDS = pd.CategoricalDtype(list(MISSING_KINDS))


@dataclass(frozen=True)
class Answers:
    """One column of RESPONSES.

    values : (n,) categorical, float64, boolean or text; missing where there is no answer
    kinds : (n,) the kind of missing, missing itself where there is an answer
    """

    values: pd.Series
    kinds: pd.Series

    def without(self, rows: np.ndarray, kind: str) -> Answers:
        """Return the answers with those of `rows` set aside as missing of a kind."""
        return Answers(
            self.values.mask(rows),
            self.kinds.mask(rows, kind),
        )


def categorical(codes: np.ndarray, categories: list[str], ordered: bool) -> pd.Series:
    """Return (n,) categories from their positions, -1 where there is no answer."""
    dtype = pd.CategoricalDtype(categories, ordered)
    return pd.Series(pd.Categorical.from_codes(codes.astype(np.int32), dtype=dtype))


def kinds_from(codes: np.ndarray) -> pd.Series:
    """Return kinds from positions in MISSING_KINDS, -1 where there is an answer."""
    return pd.Series(pd.Categorical.from_codes(codes.astype(np.int8), dtype=_KINDS))


def position(kind: str) -> int:
    """Return the position of a kind in MISSING_KINDS."""
    return MISSING_KINDS.index(kind)
