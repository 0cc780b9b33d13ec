"""What estimators take and give back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TypeVar

import numpy as np

from phare.stats.arrays import AnyArray, FloatArray

# A share of the population left to draw this small is the rounding of none.
_ROUNDED = 1e-12

Record = TypeVar("Record", "Estimates", "Differences")


@dataclass(frozen=True, eq=False)
class Base:
    """Which rows enter, and in which level each is.

    Parameters
    ----------
    codes : level of each row 0..n_levels-1, -1 where it is unknown (n,); None for one level
        with every row. A row of unknown level counts in the whole and in the rest.
    n_levels : levels, also those without a row
    mask : rows to whom the question applies (n, bool); None for all
    """

    codes: AnyArray | None = None
    n_levels: int = 1
    mask: AnyArray | None = None


@dataclass(frozen=True, eq=False)
class Estimates:
    """Estimates of k variables in L levels; every array is (L, k).

    An estimate without a respondent (or with a denominator of 0) is NaN.

    Parameters
    ----------
    std_error : linearised, with the calibration of the design
    df : PSUs less strata, among the rows that enter (weight not 0, observed, in the level)
    deff : variance over that of simple random sampling with replacement of as many rows
        (``deff = "replace"`` in R)
    n : rows that enter; `n_cases` those of them where the variable is not 0
    n_weighted, n_effective : their sum of weights, and its square over the sum of squares
    """

    estimate: FloatArray
    std_error: FloatArray
    df: FloatArray
    deff: FloatArray
    n: FloatArray
    n_cases: FloatArray
    n_weighted: FloatArray
    n_effective: FloatArray

    @property
    def deff_without_replacement(self) -> FloatArray:
        """Design effect against sampling without replacement (``deff = TRUE`` in R).

        NaN where weights sum to less than the rows, infinite where to as much: there is no
        population left to draw from.
        """
        with np.errstate(invalid="ignore", divide="ignore"):
            rest = 1.0 - self.n / self.n_weighted
            left = np.where(np.abs(rest) <= _ROUNDED, 0.0, rest)
            return np.asarray(np.where(left >= 0, self.deff / left, np.nan))


@dataclass(frozen=True, eq=False)
class Differences:
    """Level less something that contains or completes it; every array is (L, k).

    `df` are those of the t test: PSUs less strata among all rows that enter, less 1.
    """

    difference: FloatArray
    std_error: FloatArray
    df: FloatArray


@dataclass(frozen=True, eq=False)
class LevelEstimates:
    """Estimates of the levels, and their distance from the whole and from the rest.

    The test of a level is the one against the rest. The distance from the whole is what is
    printed beside a national figure; its standard error knows that the whole contains the
    level.
    """

    estimates: Estimates
    against_all: Differences
    against_rest: Differences


def side_by_side(records: Sequence[Record]) -> Record:
    """Join records of one column each, arrays (L,), into one with arrays (L, k)."""
    kind = type(records[0])
    return kind(
        **{
            field.name: np.column_stack([getattr(record, field.name) for record in records])
            for field in fields(kind)
        }
    )
