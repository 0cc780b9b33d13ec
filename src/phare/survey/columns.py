"""The columns of a frame as arrays: categories as codes, numbers as floats, each made once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from phare.errors import PhareError, Problem, Problems, nearest
from phare.stats.arrays import AnyArray, BoolArray, FloatArray

Names = str | Sequence[str] | None

_NUMBERS = {"integer", "floating", "mixed-integer-float", "decimal", "boolean"}


@dataclass(frozen=True, eq=False)
class Coded:
    """A column of categories: codes (n,) into `categories`, -1 where it is unknown."""

    codes: AnyArray
    categories: tuple[Any, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The categories as text."""
        return tuple(map(str, self.categories))

    def occurring(self, rows: BoolArray | None = None) -> Coded:
        """Return the same with the categories that occur (in `rows`) only."""
        codes = self.codes if rows is None else self.codes[rows]
        k = len(self.categories)
        met = np.flatnonzero(np.bincount(codes[codes >= 0], minlength=k))
        if len(met) == k:
            return self
        number = np.full(k + 1, -1, dtype=np.int64)  # the last one is for -1
        number[met] = np.arange(len(met))
        return Coded(number[self.codes], tuple(self.categories[at] for at in met))


class Columns:
    """Reads the columns of a frame, and remembers what was converted.

    The frame is taken as it is now: a column that its owner replaces later is not seen.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame.copy(deep=False)
        self._coded: dict[tuple[str, ...], Coded] = {}
        self._numbers: dict[str, FloatArray] = {}

    def __len__(self) -> int:
        return len(self.frame)

    def need(self, *names: str) -> None:
        """Raise PhareError with every name that is not one column of the frame."""
        problems = Problems()
        for name in names:
            count = int(np.sum(self.frame.columns == name))
            if not count:
                problems.add("frame", f"no column '{name}'", "one of its columns",
                             nearest(name, map(str, self.frame.columns)))  # fmt: skip
            elif count > 1:
                problems.add("frame", f"{count} columns '{name}'", "one", "rename the others")
        problems.raise_if_any()

    def is_number(self, name: str) -> bool:
        """Tell whether a column holds numbers (or true and false)."""
        self.need(name)
        values = self.frame[name]
        if values.dtype == object:
            return pd.api.types.infer_dtype(values) in _NUMBERS
        return bool(pd.api.types.is_numeric_dtype(values.dtype))

    def is_truth(self, name: str) -> bool:
        """Tell whether a column holds true and false."""
        self.need(name)
        values = self.frame[name]
        if values.dtype == object:
            return bool(pd.api.types.infer_dtype(values) == "boolean")
        return bool(pd.api.types.is_bool_dtype(values.dtype))

    def numbers(self, name: str) -> FloatArray:
        """Return a column as floats (n,), NaN where it is unknown."""
        if name not in self._numbers:
            self.need(name)
            self._numbers[name] = _numbers(name, self.frame[name])
        return self._numbers[name]

    def coded(self, *names: str) -> Coded:
        """Return a column as codes; of several columns, the combinations that occur."""
        if names not in self._coded:
            self.need(*names)
            if len(names) == 1:
                self._coded[names] = _code(names[0], self.frame[names[0]])
            else:
                self._coded[names] = _cross([self.coded(name) for name in names])
        return self._coded[names]

    def complete(self, name: str) -> Coded:
        """Return a column as codes; raise PhareError where a row has none."""
        found = self.coded(name)
        self._require(name, found.codes < 0)
        return found

    def complete_numbers(self, name: str) -> FloatArray:
        """Return a column as floats; raise PhareError where a row has none."""
        found = self.numbers(name)
        self._require(name, np.isnan(found))
        return found

    def _require(self, name: str, missing: AnyArray) -> None:
        if np.any(missing):
            count = int(np.sum(missing))
            raise PhareError(
                Problem(f"column '{name}'", f"missing in {count} of {len(self)} rows",
                        "a value in every row", "complete it, or leave these rows out")
            )  # fmt: skip


def listed(names: Names) -> list[str]:
    """Return one name, several or none as a list; raise PhareError for what is no name."""
    if names is None:
        return []
    if isinstance(names, pd.Series | pd.DataFrame | np.ndarray):
        got, remedy = f"a {type(names).__name__}", "add it to the frame and give its name"
        raise PhareError(Problem("columns", got, "the name of a column", remedy))
    return [names] if isinstance(names, str) or not isinstance(names, Iterable) else list(names)


def _numbers(name: str, values: pd.Series) -> FloatArray:
    kind = values.dtype.kind
    if isinstance(values.dtype, np.dtype) and kind in "fiub":
        numbers = np.asarray(values, dtype=np.float64)
    elif pd.api.types.is_numeric_dtype(values.dtype) and kind in "fiub":
        numbers = values.to_numpy(dtype=np.float64, na_value=np.nan)
    elif kind == "c":
        raise _not_numbers(name, f"complex numbers, {len(values)} rows")
    else:
        numbers = pd.to_numeric(values.astype(object), errors="coerce").to_numpy(
            dtype=np.float64, na_value=np.nan
        )
        strange = np.isnan(numbers) & values.notna().to_numpy()
        if np.any(strange):
            first = values[strange].iloc[0]
            raise _not_numbers(name, f"'{first}', {int(strange.sum())} rows")
    with np.errstate(over="ignore", invalid="ignore"):
        infinite = 0 if np.isfinite(numbers.sum()) else int(np.sum(np.isinf(numbers)))
    if infinite:
        raise PhareError(
            Problem(f"column '{name}'", f"infinite in {infinite} of {len(numbers)} rows",
                    "finite numbers", "correct these rows, or make them missing")
        )  # fmt: skip
    return numbers


def _not_numbers(name: str, got: str) -> PhareError:
    remedy = "ask for its shares, or give a column of numbers"
    return PhareError(Problem(f"column '{name}'", got, "numbers", remedy))


def _code(name: str, values: pd.Series) -> Coded:
    if isinstance(values.dtype, pd.CategoricalDtype):
        return Coded(np.asarray(values.array.codes), tuple(values.dtype.categories.tolist()))
    if isinstance(values.dtype, pd.SparseDtype):
        values = values.sparse.to_dense()
    try:
        # Of text, pyarrow's dictionary_encode: going there directly gains one part in ten.
        codes, uniques = pd.factorize(values)
    except TypeError as error:
        remedy = "give text, numbers or true and false"
        raise PhareError(Problem(f"column '{name}'", str(error), "categories", remedy)) from error
    found = uniques.tolist()  # whole numbers of numpy compare otherwise than those of Python
    order: Callable[[Any], Any] = (lambda v: v) if len({type(v) for v in found}) < 2 else str
    ranked = sorted(range(len(found)), key=lambda at: order(found[at]))
    number = np.full(len(found) + 1, -1, dtype=np.min_scalar_type(-len(found) - 1))
    number[ranked] = np.arange(len(found))
    return Coded(number[codes], tuple(found[at] for at in ranked))


def _cross(columns: Sequence[Coded]) -> Coded:
    """Return the combinations of several columns, unknown where one of them is."""
    key = np.zeros(len(columns[0].codes), dtype=np.int64)
    unknown = np.zeros(len(key), dtype=bool)
    for column in columns:
        unknown |= column.codes < 0
        key *= len(column.categories)
        key += column.codes
    met, inverse = np.unique(key[~unknown], return_inverse=True)
    codes = np.full(len(key), -1, dtype=np.int64)
    codes[~unknown] = inverse
    places = np.unravel_index(met, [max(len(column.categories), 1) for column in columns])
    parts = [[c.categories[at] for at in place] for c, place in zip(columns, places, strict=True)]
    return Coded(codes, tuple(zip(*parts, strict=True)))
