"""The descending classification: the largest class is split until there are k."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from phare.config.typologies import Classification
from phare.contracts import refuse
from phare.typology.incidence import Incidence, IntArray, canonical_order, trimmed
from phare.typology.split import Split, split
from phare.typology.terms import terms_kept

UNCLASSIFIED = -1
"""The class of a unit that has no term left, in every level from there on."""

# A class of fewer units or terms is not split.
_LEAST = 3
# A chi-square below this part of the ones of the table is rounding: the units are all alike.
_NONE = 1e-10


@dataclass(frozen=True, eq=False)
class Node:
    """One class of the tree.

    Parameters
    ----------
    units, terms : rows and columns of the classified matrix, ascending
    parent : number of the node it was split from; None for the root
    """

    units: IntArray
    terms: IntArray
    parent: int | None = None


@dataclass(frozen=True, eq=False)
class Step:
    """One split of the tree.

    Parameters
    ----------
    node : number of the node that was split
    children : numbers of the two nodes it gave
    units, terms : how many entered the split, those without any left out
    chi2, chi2_of_cut, singular_value, moves, axis, guarded : see ``split.Split``
    """

    node: int
    children: tuple[int, int]
    units: int
    terms: int
    chi2: float
    chi2_of_cut: float
    singular_value: float
    moves: int
    axis: int
    guarded: bool


@dataclass(frozen=True, eq=False)
class Tree:
    """The classification of n units.

    Parameters
    ----------
    nodes : node 0 is the whole
    steps : step t makes t + 2 classes of t + 1
    levels : class of each unit (n, steps), column t for t + 2 classes, UNCLASSIFIED for none.
        Classes are numbered from 0, the largest first.
    stopped : why there are fewer classes than were asked for; empty otherwise
    """

    nodes: tuple[Node, ...]
    steps: tuple[Step, ...]
    levels: IntArray
    stopped: str = ""

    @property
    def most(self) -> int:
        """The largest number of classes."""
        return len(self.steps) + 1

    def classes(self, k: int) -> IntArray:
        """Return the class of each unit (n,) among k."""
        if not 2 <= k <= self.most:
            known = (
                f"a number of classes from 2 to {self.most}" if self.steps else "no split at all"
            )
            raise refuse(
                "classification", f"k = {k}", known, self.stopped or "ask for one of these"
            )
        return np.asarray(self.levels[:, k - 2])

    def leaves(self, k: int) -> list[int]:
        """Return the nodes that are the k classes, in the order of their numbers."""
        return _numbered(self.nodes, _leaves(self.steps[: k - 1]))

    @property
    def heights(self) -> list[float]:
        """The height of each step in a dendrogram: the chi-squares from the last step up to it."""
        sums = accumulate(step.chi2 for step in reversed(self.steps))
        return list(sums)[::-1]


def reinert(matrix: Incidence, settings: Classification) -> Tree:
    """Classify the units of a presence matrix (n, p) down to ``settings.k`` classes.

    The result does not depend on the order of the rows, except which of several units with
    the same terms is which. A class that cannot be split stops a classification without
    guard; under the guard the next largest is tried.

    Raises
    ------
    PhareError : too few units or terms to split once
    """
    order = canonical_order(matrix)
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    grown = _grow(matrix[order], settings)
    nodes = tuple(Node(np.sort(order[one.units]), one.terms, one.parent) for one in grown.nodes)
    return Tree(nodes, grown.steps, grown.levels[back], grown.stopped)


def _grow(matrix: Incidence, settings: Classification) -> Tree:
    whole = Node(np.arange(matrix.shape[0]), np.arange(matrix.shape[1]))
    nodes, steps, closed, stopped = [whole], list[Step](), set[int](), ""
    while len(steps) + 1 < settings.k and not stopped:
        node = _largest(nodes, _leaves(steps) - closed)
        sides = _children(matrix, nodes[node], node, settings) if node is not None else None
        if node is None:
            stopped = "no class is left that can be split"
        elif isinstance(sides, str):
            closed.add(node)
            stopped = sides if settings.guard == "off" else ""
        elif sides is not None:
            found, children, entered = sides
            steps.append(_step(node, len(nodes), entered, found))
            nodes += children
    levels = [_level(nodes, _leaves(steps[: t + 1]), matrix.shape[0]) for t in range(len(steps))]
    table = np.stack(levels, axis=1) if levels else np.empty((matrix.shape[0], 0), dtype=np.int64)
    return Tree(tuple(nodes), tuple(steps), table, stopped)


def _children(
    matrix: Incidence, node: Node, number: int, settings: Classification
) -> tuple[Split, list[Node], tuple[int, int]] | str:
    """Return the split of a node, its two children and what entered; or why there is none."""
    if len(node.units) < settings.least_units:
        return f"the class to split has {len(node.units)} units, under {settings.least_units}"
    own, rows, columns = trimmed(matrix[node.units][:, node.terms])
    if min(own.shape) < _LEAST:
        return f"the class to split has {own.shape[0]} units and {own.shape[1]} terms left"
    found = split(own, settings)
    if found is None or not found.chi2 > _NONE * own.nnz:
        return "the class to split has no two sides of enough units"
    kept = terms_kept(
        own, found.inside, contingency=settings.contingency, least=settings.least_term
    )
    units, terms = node.units[rows], node.terms[columns]
    children = [
        Node(units[side], terms[mine], number)
        for side, mine in zip((found.inside, ~found.inside), kept, strict=True)
    ]
    return found, children, own.shape


def _step(node: int, next_number: int, entered: tuple[int, int], found: Split) -> Step:
    return Step(
        node, (next_number, next_number + 1), entered[0], entered[1], found.chi2,
        found.chi2_of_cut, found.singular_value, found.moves, found.axis, found.guarded,
    )  # fmt: skip


def _leaves(steps: list[Step] | tuple[Step, ...]) -> set[int]:
    leaves = {0}
    for step in steps:
        leaves = (leaves - {step.node}) | set(step.children)
    return leaves


def _numbered(nodes: list[Node] | tuple[Node, ...], leaves: set[int]) -> list[int]:
    """Return leaves, the largest first; of equals the one made first."""
    return sorted(leaves, key=lambda one: (-len(nodes[one].units), one))


def _largest(nodes: list[Node], leaves: set[int]) -> int | None:
    numbered = _numbered(nodes, leaves)
    return numbered[0] if numbered else None


def _level(nodes: list[Node], leaves: set[int], units: int) -> IntArray:
    level = np.full(units, UNCLASSIFIED, dtype=np.int64)
    for number, node in enumerate(_numbered(nodes, leaves)):
        level[nodes[node].units] = number
    return level
