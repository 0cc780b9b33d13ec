"""Which margin moves a figure, and which costs precision: exact shares by Shapley's rule.

Method: docs/methods/audit.md.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from phare.audit.atoms import Atoms, Sums
from phare.audit.solving import How, Posed
from phare.stats.arrays import FloatArray

LARGEST = 10
"""Players up to which every subset is solved."""
_PERMUTATIONS = 200


@dataclass(frozen=True, eq=False)
class Shares:
    """What each player adds to some values: (m, k), summing to the whole less the nothing.

    `error` (m, k) is the standard error where permutations were drawn; 0 where every subset
    was solved.
    """

    players: tuple[str, ...]
    shares: FloatArray
    nothing: FloatArray
    whole: FloatArray
    error: FloatArray


Value = Callable[[frozenset[str]], FloatArray]


def shapley(players: Sequence[str], value: Value, rng: np.random.Generator | None = None) -> Shares:
    """Return Shapley's shares of `value` (k,), a function of the players that take part."""
    names = tuple(players)
    known: dict[frozenset[str], FloatArray] = {}

    def of(some: frozenset[str]) -> FloatArray:
        if some not in known:
            known[some] = value(some)
        return known[some]

    nothing, whole = of(frozenset()), of(frozenset(names))
    if len(names) <= LARGEST:
        shares = np.array([_exact(names, name, of) for name in names])
        shares = shares.reshape(len(names), len(nothing))
        return Shares(names, shares, nothing, whole, np.zeros_like(shares))
    if rng is None:
        raise ValueError(f"a generator for more than {LARGEST} players")
    drawn = _drawn(names, of, rng)
    error = drawn.std(axis=0, ddof=1) / np.sqrt(len(drawn))
    return Shares(names, drawn.mean(axis=0), nothing, whole, error)


def _exact(names: tuple[str, ...], name: str, of: Value) -> FloatArray:
    others, m = [other for other in names if other != name], len(names)
    result = np.zeros_like(of(frozenset()))
    for number in range(2 ** len(others)):
        some = frozenset(other for bit, other in enumerate(others) if number >> bit & 1)
        weight = math.factorial(len(some)) * math.factorial(m - len(some) - 1) / math.factorial(m)
        result = result + weight * (of(some | {name}) - of(some))
    return result


def _drawn(names: tuple[str, ...], of: Value, rng: np.random.Generator) -> FloatArray:
    """Return the shares in pairs of a random order and its reverse (draws, m, k)."""
    pairs = []
    for _ in range(_PERMUTATIONS // 2):
        order = rng.permutation(len(names))
        both = []
        for one in (order, order[::-1]):
            added = np.zeros((len(names), len(of(frozenset()))))
            some: frozenset[str] = frozenset()
            for at in one:
                more = some | {names[at]}
                added[at], some = of(more) - of(some), more
            both.append(added)
        pairs.append(np.mean(both, axis=0))
    return np.array(pairs)


def attribute(
    atoms: Atoms,
    known: Sums,
    margins: Sequence[str],
    base: FloatArray,
    how: How | None = None,
    rng: np.random.Generator | None = None,
) -> Shares:
    """Return the shares of each margin in what calibrating moves: k estimates, then log Kish.

    A subset of the margins is calibrated from the same base; none leaves the base as it is.
    """

    def value(some: frozenset[str]) -> FloatArray:
        own = tuple(name for name in margins if name in some)
        w = Posed.of(atoms, own, base).solve(how or How()).weights if own else base
        return estimates_and_kish(atoms, known, w)

    return shapley(margins, value, rng)


def estimates_and_kish(atoms: Atoms, known: Sums, weights: FloatArray) -> FloatArray:
    """Return k estimates, then the logarithm of Kish's design effect (k + 1,)."""
    total = atoms.rows @ weights
    rows = atoms.rows @ (weights != 0)
    kish = rows * (atoms.rows @ weights**2) / total**2
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = weights @ known.y / (weights @ known.x)
    return np.append(known.centre + ratio, np.log(kish))
