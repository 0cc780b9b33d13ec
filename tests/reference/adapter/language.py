"""A small reader of R expressions: text in, syntax tree out.

Only what calls of estimation need: names, numbers, strings, operators, formulas, calls with
named arguments, indexing, assignment. No functions, loops or conditions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Call", "Constant", "Expression", "Name", "parse", "text"]


@dataclass(frozen=True)
class Name:
    """A variable."""

    id: str


@dataclass(frozen=True)
class Constant:
    """A number, a string, TRUE, FALSE, NA or NULL (None)."""

    value: float | str | bool | None


@dataclass(frozen=True)
class Call:
    """A function or operator with its arguments, each with its name or None.

    Operators are calls of their own sign; ``[`` and ``$`` as well; an empty argument, as in
    ``x[, 1]``, is None.
    """

    function: str
    arguments: tuple[tuple[str | None, Expression | None], ...]

    @property
    def values(self) -> tuple[Expression | None, ...]:
        return tuple(value for _, value in self.arguments)


Expression = Name | Constant | Call

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?L?)
  | (?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
  | (?P<name>[A-Za-z.][\w.]*|`[^`]+`)
  | (?P<operator><-|%\w*%|&&|\|\||[<>=!]=|[-+*/^~:<>=!&|$(){}\[\],])
    )""",
    re.VERBOSE,
)
_WORDS: dict[str, float | str | bool | None] = {
    "TRUE": True,
    "FALSE": False,
    "NULL": None,
    "NA": float("nan"),
    "Inf": float("inf"),
}
# Binding power of the operators between two expressions, R's table from loose to tight.
_BINARY = {"<-": 1, "~": 2, "|": 3, "||": 3, "&": 4, "&&": 4}
_BINARY |= dict.fromkeys(("==", "!=", "<", ">", "<=", ">="), 6)
_BINARY |= {"+": 7, "-": 7, "*": 8, "/": 8, ":": 10, "^": 12, "$": 14}
_SPECIAL = 9
_PREFIX = {"~": 2, "!": 5, "-": 11, "+": 11}
_RIGHT = {"<-", "^"}
_INDEX = 13


def parse(source: str) -> Expression:
    """Return the tree of one R expression; ValueError says where it cannot be read."""
    reader = _Reader(_tokens(source), source)
    tree = reader.expression(0)
    reader.expect("end")
    return tree


def text(tree: Expression | None) -> str:
    """Return R's own way of writing a tree: what names a column of a model."""
    if tree is None:
        return ""
    if isinstance(tree, Name):
        return tree.id
    if isinstance(tree, Constant):
        value = tree.value
        if isinstance(value, str):
            return f'"{value}"'
        return {True: "TRUE", False: "FALSE"}[value] if isinstance(value, bool) else f"{value:g}"
    parts = [text(value) for value in tree.values]
    if tree.function == "(":
        return f"({parts[0]})"
    if tree.function == "$":
        return "$".join(parts)
    if tree.function == "[":
        return f"{parts[0]}[{', '.join(parts[1:])}]"
    if tree.function in _PREFIX and len(parts) == 1:
        return tree.function + parts[0]
    if tree.function in _BINARY or tree.function.startswith("%"):
        space = "" if tree.function in (":", "^", "/") else " "
        return f"{space}{tree.function}{space}".join(parts)
    named = [
        f"{name} = {part}" if name else part
        for (name, _), part in zip(tree.arguments, parts, strict=True)
    ]
    return f"{tree.function}({', '.join(named)})"


def _tokens(source: str) -> list[tuple[str, str]]:
    tokens, at = [], 0
    while source[at:].strip():
        found = _TOKEN.match(source, at)
        if found is None:
            raise ValueError(f"cannot read R at '{source[at : at + 20]}' of: {source}")
        tokens.append((str(found.lastgroup), found.group().strip()))
        at = found.end()
    return [*tokens, ("end", "")]


class _Reader:
    """Precedence climbing over a list of tokens."""

    def __init__(self, tokens: list[tuple[str, str]], source: str) -> None:
        self.tokens, self.at, self.source = tokens, 0, source

    @property
    def next(self) -> str:
        kind, word = self.tokens[self.at]
        return word if kind == "operator" else ""

    def take(self) -> tuple[str, str]:
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, word: str) -> None:
        kind, got = self.take()
        if word not in (got, kind):
            raise ValueError(f"expected '{word}' and found '{got}' in: {self.source}")

    def expression(self, power: int) -> Expression:
        left = self.prefix()
        while True:
            word = self.next
            if word == "(" or word == "[":
                if power > _INDEX:
                    return left
                left = self.suffix(left, word)
                continue
            strength = _SPECIAL if word.startswith("%") else _BINARY.get(word, 0)
            if strength == 0 or strength < power:
                return left
            self.take()
            right = self.expression(strength if word in _RIGHT else strength + 1)
            left = Call(word, ((None, left), (None, right)))

    def prefix(self) -> Expression:
        kind, word = self.take()
        if kind == "number":
            return Constant(float(word.rstrip("L")))
        if kind == "string":
            return Constant(re.sub(r"\\(.)", r"\1", word[1:-1]))
        if kind == "name":
            return Constant(_WORDS[word]) if word in _WORDS else Name(word.strip("`"))
        if word == "(":
            inner = self.expression(0)
            self.expect(")")
            return Call("(", ((None, inner),))
        if word in _PREFIX:
            return Call(word, ((None, self.expression(_PREFIX[word])),))
        raise ValueError(f"unexpected '{word}' in: {self.source}")

    def suffix(self, left: Expression, word: str) -> Expression:
        self.take()
        arguments = self.arguments({"(": ")", "[": "]"}[word])
        if word == "[":
            return Call("[", ((None, left), *arguments))
        if not isinstance(left, Name):
            raise ValueError(f"only a name can be called, in: {self.source}")
        return Call(left.id, arguments)

    def arguments(self, end: str) -> tuple[tuple[str | None, Expression | None], ...]:
        found: list[tuple[str | None, Expression | None]] = []
        while self.next != end:
            if self.next == ",":
                found.append((None, None))
                self.take()
                if self.next == end:
                    found.append((None, None))
                continue
            name = None
            kind, word = self.tokens[self.at]
            if kind in ("name", "string") and self.tokens[self.at + 1] == ("operator", "="):
                name = word.strip("`\"'")
                self.at += 2
            found.append((name, self.expression(2 if name else 0)))
            if self.next == ",":
                self.take()
                if self.next == end:
                    found.append((None, None))
        self.take()
        return tuple(found)
