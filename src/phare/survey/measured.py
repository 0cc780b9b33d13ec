"""From the columns of a frame to the variables that are estimated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from phare.errors import PhareError, Problem, Problems, nearest
from phare.stats.arrays import AnyArray, BoolArray
from phare.survey.columns import Columns, listed

# Numbers laid side by side at a time: a gigabyte of indicators is never needed at once.
_WIDTH = 2**25

ALL = "all"
"""The category of what has none: a mean, the total of a number."""


@dataclass(frozen=True, eq=False)
class Measured:
    """Variables known in the same rows.

    Parameters
    ----------
    values : (n, k), numbers or true and false
    known : (n,); None where every row is known
    names : variable and category of each column
    """

    values: AnyArray
    known: BoolArray | None
    names: tuple[tuple[str, str], ...]

    @property
    def rows(self) -> BoolArray:
        """Rows in which the variables are known (n, bool)."""
        return np.ones(len(self.values), dtype=bool) if self.known is None else self.known


Some = str | Sequence[str]


def some(variables: Some) -> list[str]:
    """Return the names of variables; raise PhareError where there is none."""
    names = listed(variables)
    if not names:
        raise PhareError(Problem("variables", "no variable", "at least one column", "name one"))
    return names


def numbers(columns: Columns, variables: Some) -> list[Measured]:
    """Return columns of numbers; those known in every row side by side."""
    found = []
    for name in some(variables):
        values = columns.numbers(name)
        missing = np.isnan(values) if np.isnan(values.sum()) else None
        known = None if missing is None else ~missing
        found.append(Measured(values[:, None], known, ((name, ALL),)))
    return _side_by_side(found)


def indicators(columns: Columns, variables: Some, category: Any = None) -> list[Measured]:
    """Return a 0/1 column for each category, or for one, or for any of a list of them."""
    return _side_by_side([_of_categories(columns, name, category) for name in some(variables)])


def either(columns: Columns, variables: Some, category: Any = None) -> list[Measured]:
    """Return numbers as they are, and the categories of the other columns."""
    found: list[Measured] = []
    for name in some(variables):
        if category is None and columns.is_number(name):
            found += numbers(columns, name)
        else:
            found += indicators(columns, name, category)
    return found


def one(columns: Columns, variable: str, category: Any = None) -> Measured:
    """Return a single variable: a number, or a category of a column."""
    found = either(columns, variable, category)
    if sum(len(each.names) for each in found) != 1:
        known = columns.coded(variable).words
        raise PhareError(
            Problem(f"column '{variable}'", f"{len(known)} categories", "a number, or one of them",
                    f"give category: {', '.join(known[:10])}")
        )  # fmt: skip
    return found[0]


def _of_categories(columns: Columns, name: str, category: Any) -> Measured:
    coded = columns.coded(name)
    wanted = _wanted(name, coded.categories, category)
    values = np.empty((len(columns), len(wanted)), dtype=bool, order="F")
    for at, (_, codes) in enumerate(wanted):
        if len(codes) == 1:
            np.equal(coded.codes, codes[0], out=values[:, at])
        else:
            values[:, at] = np.isin(coded.codes, codes)
    known = coded.codes >= 0
    names = tuple((name, word) for word, _ in wanted)
    return Measured(values, None if known.all() else np.asarray(known), names)


def _wanted(name: str, known: Sequence[Any], category: Any) -> list[tuple[str, list[int]]]:
    """Return each category that is asked for, with its codes."""
    place = {category: at for at, category in enumerate(known)}
    if category is None:
        return [(str(word), [at]) for word, at in place.items()]
    chosen = list(category) if isinstance(category, list | tuple | set) else [category]
    problems = Problems()
    for one in chosen:
        if one not in place:
            problems.add(f"column '{name}'", f"category '{one}'", "one of its categories",
                         nearest(str(one), map(str, known)))  # fmt: skip
    problems.raise_if_any()
    return [(", ".join(map(str, chosen)), [place[one] for one in chosen])]


def _side_by_side(found: Sequence[Measured]) -> list[Measured]:
    """Join neighbours that are known in every row: they are then estimated in one pass."""
    return [_joined(block) for block in _blocks(found)]


def _blocks(found: Sequence[Measured]) -> Iterator[list[Measured]]:
    block: list[Measured] = []
    width = 0
    for each in found:
        fits = width + each.values.size <= _WIDTH and each.known is None
        alike = block and block[-1].known is None and block[-1].values.dtype == each.values.dtype
        if block and not (fits and alike):
            yield block
            block, width = [], 0
        block.append(each)
        width += each.values.size
    if block:
        yield block


def _joined(block: Sequence[Measured]) -> Measured:
    if len(block) == 1:
        return block[0]
    size = sum(len(each.names) for each in block)
    values = np.empty((len(block[0].values), size), dtype=block[0].values.dtype, order="F")
    at = 0
    for each in block:
        values[:, at : at + len(each.names)] = each.values
        at += len(each.names)
    return Measured(values, None, tuple(name for each in block for name in each.names))
