"""Columns of rows as R sees them: factors, comparisons with NA, formulas, model matrices.

A column is a pandas Series: float64 for numbers, ``boolean`` for logicals, ``category`` for
factors, object for text. Levels are in code-point order unless a call says otherwise.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from .language import Call, Constant, Expression, Name, text

Scope = Mapping[str, Any]


@dataclass(frozen=True)
class Formula:
    """``response ~ right``; response None for a one-sided formula."""

    response: Expression | None
    right: Expression

    @property
    def terms(self) -> list[Expression]:
        """What stands between the plus signs."""
        return _split(self.right)

    @property
    def is_one(self) -> bool:
        """Whether it is ``~1``."""
        return isinstance(self.right, Constant)


def _split(tree: Expression) -> list[Expression]:
    if isinstance(tree, Call) and tree.function == "+" and len(tree.arguments) == 2:
        return [*_split(_some(tree.values[0])), *_split(_some(tree.values[1]))]
    return [tree]


def _some(tree: Expression | None) -> Expression:
    if tree is None:
        raise ValueError("an argument is empty")
    return tree


def read_rows(path: Path, text_columns: tuple[str, ...] = ()) -> pd.DataFrame:
    """Read a canonical csv: text becomes factors with levels in code-point order."""
    kinds = dict.fromkeys(text_columns, str)
    rows = pd.read_csv(
        path, encoding="utf-8", keep_default_na=False, na_values=[""], dtype=kinds, low_memory=False
    )
    return rows.apply(lambda column: column if is_number(column) else factor(column))


def is_number(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def factor(column: pd.Series, levels: Iterable[Any] | None = None) -> pd.Series:
    """Return a factor; a factor given again loses the levels that do not occur."""
    seen = column.dropna().unique()
    if levels is None:
        # Numbers keep their own order, and their levels are written as R writes them.
        levels = (
            sorted(seen)
            if column.dtype != "category"
            else [level for level in column.cat.categories if level in set(seen)]
        )
    names = [_level_name(level) for level in levels]
    coded = column.astype(object).where(column.notna(), None)
    known = coded.map(lambda value: _level_name(value) if value is not None else None)
    return pd.Series(pd.Categorical(known, categories=names), index=column.index)


def _level_name(value: Any) -> str:
    if isinstance(value, bool | np.bool_):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float | np.number):
        return f"{float(value):.15g}"
    return str(value)


# ---- expressions over rows ------------------------------------------------------------------


def _logical(compare: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def run(left: Any, right: Any) -> Any:
        sides = [_plain(side) for side in (left, right)]
        missing = pd.Series(False, index=_index(left, right))
        for side in sides:
            if isinstance(side, pd.Series):
                missing |= side.isna()
        found = pd.Series(compare(*sides), index=missing.index).astype("boolean")
        return found.mask(missing)

    return run


def _plain(side: Any) -> Any:
    """A factor compares by the names of its levels."""
    if isinstance(side, pd.Series) and side.dtype == "category":
        return side.astype(object)
    return side


def _index(*sides: Any) -> pd.Index:
    for side in sides:
        if isinstance(side, pd.Series):
            return side.index
    return pd.RangeIndex(1)


def _number(side: Any) -> Any:
    if isinstance(side, pd.Series):
        return side.astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    return side


def _arithmetic(compute: Callable[..., Any]) -> Callable[..., Any]:
    def run(*sides: Any) -> Any:
        found = compute(*(_number(side) for side in sides))
        if any(isinstance(side, pd.Series) for side in sides):
            return pd.Series(found, index=_index(*sides))
        return found

    return run


def _belongs(left: Any, right: Any) -> Any:
    wanted = {_level_name(value) for value in np.atleast_1d(np.asarray(right, dtype=object))}
    names = _plain(left)
    return names.map(lambda value: pd.notna(value) and _level_name(value) in wanted).astype(
        "boolean"
    )


VECTOR_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "(": lambda value: value,
    "I": lambda value: value,
    "+": _arithmetic(lambda *v: v[0] + v[1] if len(v) == 2 else v[0]),
    "-": _arithmetic(lambda *v: v[0] - v[1] if len(v) == 2 else -v[0]),
    "*": _arithmetic(operator.mul),
    "/": _arithmetic(operator.truediv),
    "^": _arithmetic(operator.pow),
    "==": _logical(operator.eq),
    "!=": _logical(operator.ne),
    "<": _logical(operator.lt),
    ">": _logical(operator.gt),
    "<=": _logical(operator.le),
    ">=": _logical(operator.ge),
    "&": operator.and_,
    "|": operator.or_,
    "&&": operator.and_,
    "||": operator.or_,
    "!": operator.invert,
    "%in%": _belongs,
    "log": _arithmetic(np.log),
    "exp": _arithmetic(np.exp),
    "sqrt": _arithmetic(np.sqrt),
    "abs": _arithmetic(np.abs),
    "as.numeric": _arithmetic(lambda value: value),
    "is.na": lambda column: column.isna().astype("boolean"),
    "as.character": lambda column: column.astype(object),
}


def interaction(*columns: pd.Series, drop: bool = False) -> pd.Series:
    """Return the crossing of factors, the first one varying fastest."""
    parts = [column if column.dtype == "category" else factor(column) for column in columns]
    joined = parts[0].astype(object)
    for part in parts[1:]:
        joined = joined.str.cat(part.astype(object), sep=".")
    levels = [
        ".".join(reversed(names))
        for names in itertools.product(*(part.cat.categories for part in reversed(parts)))
    ]
    if drop:
        seen = set(joined.dropna())
        levels = [level for level in levels if level in seen]
    return pd.Series(pd.Categorical(joined, categories=levels), index=joined.index)


# ---- model matrices -------------------------------------------------------------------------


def full_columns(name: str, column: pd.Series) -> dict[str, np.ndarray]:
    """Return a number as itself, a factor or logical as one 0/1 column per level; NaN for NA."""
    if column.dtype == "boolean" or column.dtype == bool:
        column = factor(column, [False, True])
    if column.dtype != "category":
        if not is_number(column):
            column = factor(column)
        else:
            return {name: column.to_numpy(dtype=float, na_value=np.nan)}
    missing = column.isna().to_numpy()
    return {
        f"{name}{level}": np.where(missing, np.nan, (column == level).to_numpy(dtype=float))
        for level in column.cat.categories
    }


@dataclass(frozen=True)
class ModelColumns:
    """Columns of a model by name, and the term each belongs to (None for the intercept)."""

    columns: dict[str, np.ndarray]
    terms: dict[str, str | None]

    def matrix(self) -> np.ndarray:
        return np.column_stack(list(self.columns.values()))


def model_columns(
    formula: Formula, n: int, value: Callable[[Expression], pd.Series]
) -> ModelColumns:
    """Return the columns of the right side, factors with treatment contrasts.

    A factor is coded in full where the term without it is not in the model.
    """
    intercept, terms = _model_terms(formula)
    columns: dict[str, np.ndarray] = {"(Intercept)": np.ones(n)} if intercept else {}
    owner: dict[str, str | None] = dict.fromkeys(columns)
    present: set[frozenset[str]] = {frozenset()} if intercept else set()
    for term in terms:
        names = [text(variable) for variable in term]
        coded = []
        for variable, name in zip(term, names, strict=True):
            every = full_columns(name, value(variable))
            reduced = frozenset(names) - {name} in present
            first = next(iter(every))
            coded.append(
                {k: v for k, v in every.items() if not (reduced and k == first and len(every) > 1)}
            )
        present.add(frozenset(names))
        for combined in itertools.product(*(list(part.items()) for part in reversed(coded))):
            ordered = combined[::-1]
            key = ":".join(name for name, _ in ordered)
            columns[key] = np.prod([column for _, column in ordered], axis=0)
            owner[key] = ":".join(names)
    return ModelColumns(columns, owner)


def _model_terms(formula: Formula) -> tuple[bool, list[tuple[Expression, ...]]]:
    intercept, terms = True, []
    for sign, term in _signed(formula.right):
        if isinstance(term, Constant):
            intercept = (term.value == 1) == (sign > 0)
            continue
        terms += list(_expand(term))
    distinct = {frozenset(text(v) for v in term): term for term in reversed(terms)}
    ordered = sorted(distinct.values(), key=lambda term: (len(term), terms.index(term)))
    return intercept, ordered


def _signed(tree: Expression, sign: int = 1) -> Iterator[tuple[int, Expression]]:
    if isinstance(tree, Call) and tree.function in ("+", "-"):
        *left, right = (_some(value) for value in tree.values)
        for part in left:
            yield from _signed(part, sign)
        yield from _signed(right, sign if tree.function == "+" else -sign)
    else:
        yield sign, tree


def _expand(term: Expression) -> Iterator[tuple[Expression, ...]]:
    if isinstance(term, Call) and term.function in ("*", ":"):
        left, right = (list(_expand(_some(value))) for value in term.values)
        if term.function == "*":
            yield from [*left, *right]
        yield from [(*a, *b) for a in left for b in right]
    else:
        yield (term,)


def variables_of(tree: Expression | None) -> set[str]:
    """Names that an expression reads."""
    if isinstance(tree, Name):
        return {tree.id}
    if isinstance(tree, Call):
        return set().union(*(variables_of(value) for value in tree.values), set())
    return set()
