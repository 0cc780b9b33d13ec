"""What is true of each row: a mask, whatever it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from phare.errors import PhareError, Problem
from phare.stats.arrays import BoolArray

_PLAIN = "give a mask of true and false, a row each"


@dataclass(frozen=True, eq=False)
class Truths:
    """True, false, or neither where it is not known: two masks (n, bool)."""

    true: BoolArray
    false: BoolArray

    def __and__(self, other: Truths) -> Truths:
        return Truths(self.true & other.true, self.false | other.false)

    def __or__(self, other: Truths) -> Truths:
        return Truths(self.true | other.true, self.false & other.false)

    def __invert__(self) -> Truths:
        return Truths(self.false, self.true)

    def unknown_where(self, rows: BoolArray) -> Truths:
        """Return the same, not known in these rows."""
        return Truths(self.true & ~rows, self.false & ~rows)


def truths(values: Any, index: pd.Index, where: str) -> Truths:
    """Return what a mask says of the rows of `index`.

    A Series goes by its row labels, anything else by position.

    Raises
    ------
    PhareError : another number of rows, labels that are not those of the frame, or values that
        are neither true, false (or 1, 0) nor missing
    """
    if isinstance(values, pd.Series) and not values.index.equals(index):
        values = _by_label(values, index, where)
    if np.ndim(values) != 1 or len(values) != len(index):
        got = f"a mask of shape {np.shape(values)}" if np.ndim(values) else f"'{values}'"
        raise PhareError(Problem(where, got, f"{len(index)} rows, true or false", _PLAIN))
    mask = pd.Series(values).reset_index(drop=True)
    if mask.dtype == bool:
        found = mask.to_numpy()
        return Truths(found, ~found)
    missing = mask.isna().to_numpy()
    if pd.api.types.is_numeric_dtype(mask.dtype):
        numbers = mask.to_numpy(dtype=complex, na_value=np.nan)
        true, false = numbers == 1, numbers == 0
    else:
        true, false = (
            np.array([_is(one, wanted) for one in mask], dtype=bool) for wanted in (True, False)
        )
    strange = ~(true | false | missing)
    if np.any(strange):
        got = f"'{mask[strange].iloc[0]}', {int(strange.sum())} of {len(mask)} rows neither"
        raise PhareError(Problem(where, got, "true or false in every row", "compare with a value"))
    return Truths(true & ~missing, false & ~missing)


def _is(value: object, wanted: bool) -> bool:
    return isinstance(value, bool | np.bool_ | int | float) and value == wanted


def _by_label(mask: pd.Series, index: pd.Index, where: str) -> pd.Series:
    """Return a mask in the order of the frame, as pandas aligns it; or refuse."""
    remedy = "make it from this frame, or give mask.to_numpy() where its rows are in this order"
    repeated = int(index.duplicated().sum()) + int(mask.index.duplicated().sum())
    if repeated:
        raise PhareError(
            Problem(where, f"a mask with other row labels than the frame, {repeated} repeated",
                    "the row labels of the frame", remedy)
        )  # fmt: skip
    absent = int((~index.isin(mask.index)).sum())
    if absent:
        raise PhareError(
            Problem(where, f"a mask without the labels of {absent} of {len(index)} rows",
                    "the row labels of the frame", remedy)
        )  # fmt: skip
    return mask.loc[index]
