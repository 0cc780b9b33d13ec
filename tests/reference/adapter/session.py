"""Evaluate R calls: an environment, options, and a table of functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from .columns import VECTOR_FUNCTIONS, Formula, factor, interaction
from .language import Call, Constant, Expression, Name, parse

MISSING: Any = object()


class UnsupportedError(Exception):
    """phare has no answer to this call yet; the message says what is missing."""


@dataclass
class Session:
    """Variables by name, R options, and the rows an expression may see by column name."""

    environment: dict[str, Any]
    options: dict[str, Any] = field(default_factory=lambda: {"survey.lonely.psu": "fail"})
    rows: pd.DataFrame | None = None

    def run(self, source: str) -> Any:
        """Evaluate R text."""
        return self.evaluate(parse(source))

    def within(self, rows: pd.DataFrame) -> Session:
        """The same session, seeing columns of `rows` before its own variables."""
        return replace(self, rows=rows)

    def evaluate(self, tree: Expression | None) -> Any:
        if isinstance(tree, Constant):
            return tree.value
        if isinstance(tree, Name):
            return self._lookup(tree.id)
        if tree is None:
            return MISSING
        if tree.function == "~":
            sides = tree.values
            left = sides[0] if len(sides) == 2 else None
            right = sides[-1]
            assert right is not None
            return Formula(left, right)
        if tree.function == "<-":
            target, value = tree.values
            assert isinstance(target, Name)
            self.environment[target.id] = self.evaluate(value)
            return self.environment[target.id]
        return self._call(tree)

    def column(self, tree: Expression, rows: pd.DataFrame) -> pd.Series:
        """Evaluate to a column with one value per row."""
        found = self.within(rows).evaluate(tree)
        if not isinstance(found, pd.Series):
            found = pd.Series(np.broadcast_to(np.asarray(found), len(rows)), index=rows.index)
        return found

    def _lookup(self, name: str) -> Any:
        if self.rows is not None and name in self.rows.columns:
            return self.rows[name]
        if name not in self.environment:
            raise UnsupportedError(f"nothing is called '{name}'")
        return self.environment[name]

    def _call(self, tree: Call) -> Any:
        if tree.function in FUNCTIONS:
            signature, function = FUNCTIONS[tree.function]
            return function(Arguments.match(self, signature, tree.arguments))
        if tree.function == "options":
            for name, value in tree.arguments:
                self.options[str(name)] = self.evaluate(value)
            return None
        if tree.function in VECTOR_FUNCTIONS:
            return VECTOR_FUNCTIONS[tree.function](*(self.evaluate(v) for v in tree.values))
        raise UnsupportedError(f"the function {tree.function}()")


@dataclass(frozen=True)
class Arguments:
    """Arguments of one call, matched to the parameters of R's function and evaluated late."""

    session: Session
    given: dict[str, Expression | None]
    unnamed: tuple[Expression | None, ...]

    @classmethod
    def match(
        cls,
        session: Session,
        signature: tuple[str, ...],
        arguments: tuple[tuple[str | None, Expression | None], ...],
    ) -> Arguments:
        given: dict[str, Expression | None] = {n: v for n, v in arguments if n is not None}
        free = iter([name for name in signature if name not in given])
        unnamed = []
        for value in (v for n, v in arguments if n is None):
            name = next(free, None)
            if name is None:
                unnamed.append(value)
            else:
                given[name] = value
        return cls(session, given, tuple(unnamed))

    def __call__(self, name: str, default: Any = MISSING) -> Any:
        """The value of an argument; its default, or an error, where it was not given."""
        if name not in self.given:
            if default is MISSING:
                raise UnsupportedError(f"a call without '{name}'")
            return default
        return self.session.evaluate(self.given[name])

    def raw(self, name: str) -> Expression:
        found = self.given.get(name)
        if found is None:
            raise UnsupportedError(f"a call without '{name}'")
        return found

    def has(self, name: str) -> bool:
        return name in self.given


Function = Callable[[Arguments], Any]
FUNCTIONS: dict[str, tuple[tuple[str, ...], Function]] = {}


def r_function(name: str, *signature: str) -> Callable[[Function], Function]:
    """Answer R's function `name`, whose parameters are `signature`."""

    def register(function: Function) -> Function:
        FUNCTIONS[name] = (signature, function)
        return function

    return register


# ---- functions of base R --------------------------------------------------------------------


def _combined(call: Arguments) -> tuple[list[Any], list[str] | None]:
    values = [call.session.evaluate(v) for v in call.unnamed]
    if call.given:
        return [call.session.evaluate(v) for v in call.given.values()] + values, list(call.given)
    return values, None


@r_function("c")
def _c(call: Arguments) -> Any:
    values, names = _combined(call)
    if names is not None:
        return pd.Series(values, index=names)
    return np.concatenate([np.atleast_1d(value) for value in values])


@r_function("list")
def _list(call: Arguments) -> Any:
    values, names = _combined(call)
    return values if names is None else dict(zip(names, values, strict=True))


@r_function("rep", "x", "times")
def _rep(call: Arguments) -> Any:
    return np.repeat(call("x"), int(call("times")))


@r_function(":", "from", "to")
def _sequence(call: Arguments) -> Any:
    return np.arange(call("from"), call("to") + 1)


@r_function("mean", "x")
def _mean(call: Arguments) -> Any:
    return float(np.mean(call("x")))


@r_function("sum", "x")
def _sum(call: Arguments) -> Any:
    return float(np.sum(np.asarray(call("x"), dtype=float)))


@r_function("as.matrix", "x")
def _as_matrix(call: Arguments) -> Any:
    return np.asarray(call("x"), dtype=float)


@r_function("factor", "x", "levels")
def _factor(call: Arguments) -> Any:
    return factor(call("x"), call("levels", None))


@r_function("interaction", "a", "b", "c")
def _interaction(call: Arguments) -> Any:
    columns = [call(name) for name in ("a", "b", "c") if call.has(name)]
    return interaction(*columns, drop=bool(call("drop", False)))


@r_function("transform", "_data")
def _transform(call: Arguments) -> Any:
    rows = call("_data")
    within = call.session.within(rows)
    new = {name: within.evaluate(tree) for name, tree in call.given.items() if name != "_data"}
    return rows.assign(**new)


@r_function("[", "x", "i", "j")
def _index(call: Arguments) -> Any:
    x, i = call("x"), call("i")
    j = call("j") if call.has("j") else MISSING
    if isinstance(x, pd.DataFrame):
        return x.iloc[_positions(i, len(x)), _positions(j, x.shape[1])]
    if hasattr(x, "values") and not isinstance(x, pd.Series):
        x = x.values  # a matrix, counted down its columns
    if j is MISSING:
        flat = np.ravel(np.asarray(x), order="F")
        chosen = np.asarray(i)
        if chosen.dtype == bool or str(getattr(i, "dtype", "")) == "boolean":
            return flat[np.asarray(i, dtype=bool)]
        return flat[_positions(i, len(flat))]
    return np.asarray(x)[np.ix_(_positions(i, len(x)), _positions(j, np.shape(x)[1]))]


def _positions(index: Any, size: int) -> np.ndarray:
    if index is MISSING:
        return np.arange(size)
    at = np.atleast_1d(np.asarray(index, dtype=int))
    return np.delete(np.arange(size), -at - 1) if np.all(at < 0) else at - 1


@r_function("$", "x")
def _dollar(call: Arguments) -> Any:
    (member,) = call.unnamed
    assert isinstance(member, Name)
    x = call("x")
    return x[member.id] if isinstance(x, dict | pd.DataFrame) else x.fields()[member.id]
