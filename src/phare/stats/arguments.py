"""The arguments of a function of this room: aligned, of the right kind, or refused by name.

Every method takes anything array-like (a list, a column of a frame whatever its index) and
returns what the function works with. All that is wrong with a call is told at once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from phare.errors import PhareError, Problem, Problems, nearest
from phare.stats.arrays import AnyArray, BoolArray, FloatArray, IntArray, as_numbers


class Arguments:
    """What is wrong with the arguments of one call over n rows, found one after the other."""

    def __init__(self, where: str, n: int) -> None:
        self.where, self.n = where, n
        self.found = Problems()

    def rows(self, name: str, values: ArrayLike | None) -> BoolArray:
        """Return a mask (n,): true or false in each row; None stands for all."""
        if values is None:
            return np.ones(self.n, dtype=bool)
        mask = np.asarray(values)
        if not self._aligned(name, mask, (self.n,)):
            return np.ones(self.n, dtype=bool)
        strange = 0
        if mask.dtype != bool:
            strange = sum(not _truth(one) for one in mask.tolist())
        if strange:
            self._add(
                name,
                f"{strange} of {self.n} rows that are neither true nor false",
                "true or false in every row",
                "decide for each row whether it takes part",
            )
            return np.ones(self.n, dtype=bool)
        return mask.astype(bool, copy=False)

    def numbers(self, name: str, values: ArrayLike, among: BoolArray | None = None) -> FloatArray:
        """Return numbers (n,), finite in the rows `among`; 0 in the others."""
        return self.columns(name, values, among, (self.n,))

    def columns(
        self,
        name: str,
        values: ArrayLike,
        among: BoolArray | None = None,
        shape: tuple[int, ...] | None = None,
    ) -> FloatArray:
        """Return columns of numbers (n, k), finite in the rows `among`; 0 in the others."""
        array = np.asarray(values)
        if shape is None:
            shape = (self.n, array.shape[1] if array.ndim == 2 and array.size else 1)
        if not self._aligned(name, array, shape):
            return np.zeros(shape)
        if among is not None:
            inside = among if array.ndim == 1 else among[:, None]
            array = np.where(inside, array, 0)
        numbers, strange = as_numbers(array)
        bad = int(np.sum(~np.isfinite(numbers).reshape(self.n, -1).all(axis=1)))
        if bad:
            self._add(
                name,
                f"{strange or 'a missing or infinite value'} in {bad} of {self.n} rows",
                "a number in every row that takes part",
                "convert or impute these values, or leave their rows out",
            )
        return numbers

    def codes(self, name: str, values: ArrayLike, size: int, unknown: bool = True) -> IntArray:
        """Return codes (n,) in 0..size-1, or -1 where `unknown` is allowed."""
        array = np.asarray(values)
        if not self._aligned(name, array, (self.n,)):
            return np.zeros(self.n, dtype=np.int64)
        least = -1 if unknown else 0
        if array.dtype.kind not in "iu":
            self._add(
                name,
                not_codes(array),
                f"whole numbers {least}..{size - 1}",
                "number the categories from 0, and write -1 for missing",
            )
            return np.zeros(self.n, dtype=np.int64)
        beyond = int(np.sum((array < least) | (array >= size)))
        if beyond:
            self._add(
                name,
                f"codes outside {least}..{size - 1} in {beyond} of {self.n} rows",
                f"codes of {size} categories",
                "recode these rows" if unknown else "recode these rows, or leave them out",
            )
            return np.zeros(self.n, dtype=np.int64)
        return array.astype(np.int64, copy=False)

    def share(self, name: str, value: float) -> None:
        """Require a number between 0 and 1, neither of them."""
        if not 0 < value < 1:
            remedy = f"write {value / 100:g}" if 1 < value < 100 else "correct it"
            self._add(name, f"{value:g}", "a share between 0 and 1", remedy)

    def one_of(self, name: str, value: object, known: Sequence[str]) -> None:
        """Require a known word."""
        if value not in known:
            self._add(name, f"'{value}'", ", ".join(known), nearest(str(value), known))

    def refuse(self, name: str, got: str, expected: str, remedy: str) -> None:
        """Add a finding of the caller's own."""
        self._add(name, got, expected, remedy)

    def check(self) -> None:
        """Raise one PhareError with every finding, or return."""
        if len(self.found):
            raise PhareError(*self.found)

    def _add(self, name: str, got: str, expected: str, remedy: str) -> None:
        self.found.add(f"{self.where}, {name}", got, expected, remedy)

    def _aligned(self, name: str, array: AnyArray, shape: tuple[int, ...]) -> bool:
        if array.shape == shape:
            return True
        wanted = f"one value for each of {self.n} rows"
        if len(shape) > 1:
            wanted = f"columns of {self.n} rows"
        self._add(name, f"an array of shape {array.shape}", wanted, "align it with the weights")
        return False


def not_codes(array: AnyArray) -> str:
    """Say what an array holds in place of whole numbers."""
    numbers, strange = as_numbers(array)
    missing = int(np.sum(np.isnan(numbers)))
    if missing:
        return f"{strange or 'a missing value'} in {missing} of {len(array)} rows"
    return f"{len(array)} values of type {array.dtype}"


def _truth(value: object) -> bool:
    return isinstance(value, bool | int | float) and value in (0, 1)


def vector(values: ArrayLike, where: str) -> FloatArray:
    """Return numbers (n,), of which some may be missing; refuse text, no row, or a table."""
    array = np.asarray(values)
    numbers, strange = as_numbers(array)
    found = Problems()
    if strange:
        bad = int(np.sum(np.isnan(numbers)))
        found.add(where, f"{strange} in {bad} of {array.size} rows", "numbers", "convert them")
    if array.ndim != 1 or not len(array):
        found.add(where, f"an array of shape {array.shape}", "one value a row", "give a vector")
    found.raise_if_any()
    return numbers


def aligned(where: str, **arrays: ArrayLike) -> None:
    """Refuse arrays that have not one shape; single numbers go with any."""
    shapes = {name: np.shape(array) for name, array in arrays.items()}
    try:
        np.broadcast_shapes(*shapes.values())
    except ValueError:
        told = ", ".join(f"{name.replace('_', ' ')} {shape}" for name, shape in shapes.items())
        raise PhareError(
            Problem(where, f"shapes {told}", "one shape for all", "align the arrays")
        ) from None
