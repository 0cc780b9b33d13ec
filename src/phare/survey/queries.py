"""Queries of columns, read in the logic of true, false and not known."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

import numpy as np

from phare.errors import PhareError, Problem, nearest
from phare.stats.arrays import BoolArray
from phare.survey.columns import Columns
from phare.survey.truths import Truths, truths

# Strings as they are; names between backticks; & and |, which are `and` and `or` to pandas.
_PIECES = re.compile(r"""('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")|`([^`]+)`|([&|])""")
_WORDS = {"&": " and ", "|": " or "}
_MISSING = {"isna", "isnull", "notna", "notnull"}
_HOW = "write it as stype == 'E', names with spaces or dots between backticks"


def matching(columns: Columns, text: str) -> BoolArray:
    """Return the rows (n, bool) of which a query is true.

    What compares a missing value is not known, as in R and SQL; ``and``, ``or`` and ``not``
    go on from there. Only ``isna()`` and its like see what is missing.

    Raises
    ------
    PhareError : a query that cannot be read, or names no column (the nearest is told)
    """
    quoted: dict[str, str] = {}

    def plain(found: re.Match[str]) -> str:
        string, name, sign = found.groups()
        if name is None:
            return string or _WORDS[sign]
        quoted.setdefault(name, f"quoted_column_{len(quoted)}")
        return quoted[name]

    try:
        tree = ast.parse(_PIECES.sub(plain, text).strip(), mode="eval").body
    except SyntaxError as error:
        raise _unreadable(columns, text, error) from error
    names = {short: name for name, short in quoted.items()}
    return _Query(columns, text, names).truths(tree).true


@dataclass(frozen=True, eq=False)
class _Query:
    columns: Columns
    text: str
    quoted: dict[str, str]

    def truths(self, node: ast.expr) -> Truths:
        if isinstance(node, ast.BoolOp):
            join = and_ if isinstance(node.op, ast.And) else or_
            return reduce(join, map(self.truths, node.values))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert):
            return ~self.truths(node.operand)
        return self._comparison(node)

    def _comparison(self, node: ast.expr) -> Truths:
        frame, where = self.columns.frame, f"domain {self.text}"
        named = self._named(node)
        try:
            found = frame.eval(ast.unparse(node), engine="python", resolvers=[named])
        except (NameError, SyntaxError, TypeError, ValueError, AttributeError, KeyError,
                NotImplementedError) as error:  # fmt: skip
            raise _unreadable(self.columns, self.text, error) from error
        if isinstance(found, bool | np.bool_):
            found = np.full(len(frame), bool(found))
        said = truths(found, frame.index, where)
        if _MISSING & {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)}:
            return said
        unknown = [values.isna().to_numpy() for values in named.values()]
        return said.unknown_where(reduce(or_, unknown)) if unknown else said

    def _named(self, node: ast.expr) -> dict[str, Any]:
        """Return the columns that a comparison names."""
        frame = self.columns.frame
        names = [one.id for one in ast.walk(node) if isinstance(one, ast.Name)]
        functions = {
            one.func.id for one in ast.walk(node)
            if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)
        }  # fmt: skip
        named: dict[str, Any] = {}
        for name in dict.fromkeys(names):
            column = self.quoted.get(name, name)
            if column in frame.columns:
                self.columns.need(column)
                named[name] = frame[column]
            elif column not in {"index", *frame.index.names, *functions}:
                known = list(map(str, frame.columns))
                raise PhareError(
                    Problem(f"domain {self.text}", f"no column '{column}'",
                            "a query of columns", nearest(column, known))
                )  # fmt: skip
        return named


def _unreadable(columns: Columns, text: str, error: Exception) -> PhareError:
    known = ", ".join(map(str, columns.frame.columns[:10]))
    return PhareError(Problem(f"domain {text}", str(error), f"a query of columns: {known}", _HOW))
