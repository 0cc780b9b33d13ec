"""Double classification: two trees of the same segments, crossed.

Every class of every level of one tree meets every class of every level of the other. The
crossings that are large and associated enough are the candidates; the partitions looked for
are sets of disjoint candidates.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from phare.config.typologies import Classification, DoubleClassification
from phare.contracts import refuse
from phare.typology.incidence import BoolArray, FloatArray, Incidence, IntArray
from phare.typology.tree import UNCLASSIFIED, Tree, reinert
from phare.typology.units import joined, units_of_segments


@dataclass(frozen=True, eq=False)
class Crossings:
    """Candidates (m), in the order of the first tree's levels and classes, then the second's.

    Parameters
    ----------
    places : level and class in the first tree, level and class in the second (m, 4); levels
        are numbers of classes
    members : segments of each (m, n)
    chi2 : of being in both classes, signed, after Yates (m,)
    """

    places: IntArray
    members: BoolArray
    chi2: FloatArray

    def __len__(self) -> int:
        return len(self.chi2)

    def only(self, kept: IntArray | BoolArray) -> Crossings:
        return Crossings(self.places[kept], self.members[kept], self.chi2[kept])


@dataclass(frozen=True, eq=False)
class Partition:
    """The best set of k disjoint crossings by one criterion.

    Parameters
    ----------
    criterion : ``chi2`` for the largest sum of chi-squares, ``n`` for most segments classified
    classes : class of each segment (n,), the largest 0; UNCLASSIFIED for those in none
    crossings : numbers of the candidates that are the classes, in that order
    examined : how many sets of k there were
    """

    k: int
    criterion: str
    classes: IntArray
    crossings: tuple[int, ...]
    sum_chi2: float
    examined: int

    @property
    def classified(self) -> int:
        return int(np.sum(self.classes != UNCLASSIFIED))


@dataclass(frozen=True, eq=False)
class DoubleTree:
    """Two trees with their levels by segment (n, steps), the crossings and the best partitions."""

    trees: tuple[Tree, Tree]
    levels: tuple[IntArray, IntArray]
    crossings: Crossings
    partitions: tuple[Partition, ...]

    def partition(self, k: int, criterion: str = "chi2") -> Partition:
        """Return the best partition of k classes by a criterion."""
        for one in self.partitions:
            if (one.k, one.criterion) == (k, criterion):
                return one
        known = sorted({one.k for one in self.partitions})
        raise refuse(
            "double classification", f"k = {k}, criterion {criterion}",
            f"one of k = {', '.join(map(str, known)) or 'none'}", "ask for one of these",
        )  # fmt: skip


def double_reinert(
    matrix: Incidence,
    documents: IntArray,
    settings: DoubleClassification,
    classification: Classification,
) -> DoubleTree:
    """Classify segments (n, p) twice, from units of two sizes, and cross the trees.

    For long texts only: where each text is one segment, both trees are the same.

    Raises
    ------
    PhareError : no text of two segments; more sets of crossings than ``settings.most_sets``
    """
    trees, levels = list[Tree](), list[IntArray]()
    if len(np.unique(documents)) == len(documents):
        raise refuse(
            "double classification", "texts of one segment each", "texts of several segments",
            "use the simple classification, and measure its stability by sub-sampling",
        )  # fmt: skip
    for size in settings.sizes:
        units = units_of_segments(matrix, documents, size)
        tree = reinert(joined(matrix, units), classification.model_copy(update={"k": settings.k}))
        trees.append(tree)
        levels.append(tree.levels[units])
    found = candidates(levels[0], levels[1], settings)
    first, second = trees
    return DoubleTree(
        (first, second), (levels[0], levels[1]), found, best_partitions(found, settings)
    )


def candidates(first: IntArray, second: IntArray, settings: DoubleClassification) -> Crossings:
    """Return the crossings of two trees' levels (n, steps) that may be classes.

    Units that a tree left unclassified are in none of its classes, however many they are.
    """
    a, places_a = _classes(first)
    b, places_b = _classes(second)
    both = a.astype(np.float64) @ b.T.astype(np.float64)
    chi2 = signed_yates(both, a.sum(1)[:, None], b.sum(1)[None, :], a.shape[1])
    rows, columns = np.nonzero((both > settings.least_segments) & (chi2 > settings.least_chi2))
    found = Crossings(
        np.concatenate([places_a[rows], places_b[columns]], axis=1),
        a[rows] & b[columns],
        chi2[rows, columns],
    )
    found = found.only(_distinct(found.members))
    return found.only(_mutually_best(found)) if settings.mode == "classic" else found


def signed_yates(both: FloatArray, one: FloatArray, other: FloatArray, n: int) -> FloatArray:
    """Return the chi-square of 2 x 2 tables of n, less min(0.5, |O - E|), signed by O - E."""
    expected = one * other / n
    gap = both - expected
    away = np.abs(gap) - np.minimum(0.5, np.abs(gap))
    below = one * (n - one) * other * (n - other)
    with np.errstate(invalid="ignore", divide="ignore"):
        chi2 = np.where(below > 0, away**2 * float(n) ** 3 / below, 0.0)
    return np.asarray(np.sign(gap) * chi2)


def _classes(levels: IntArray) -> tuple[BoolArray, IntArray]:
    """Return the members (m, n) of every class of every level, and its level and number (m, 2)."""
    places = [
        (step + 2, number)
        for step in range(levels.shape[1])
        for number in range(int(levels[:, step].max(initial=-1)) + 1)
    ]
    members = [levels[:, level - 2] == number for level, number in places]
    shape = (len(places), levels.shape[0])
    return (
        np.array(members, dtype=np.bool_).reshape(shape),
        np.array(places, dtype=np.int64).reshape(-1, 2),
    )


def _distinct(members: BoolArray) -> IntArray:
    """Return the first of each set of equal rows, in their order."""
    seen: dict[bytes, int] = {}
    for number, row in enumerate(np.packbits(members, axis=1)):
        seen.setdefault(row.tobytes(), number)
    return np.array(sorted(seen.values()), dtype=np.int64)


def _mutually_best(found: Crossings) -> BoolArray:
    """Return which crossings are the strongest of both of their classes."""
    best = np.ones(len(found), dtype=np.bool_)
    for side in (slice(0, 2), slice(2, 4)):
        largest: dict[tuple[int, ...], float] = {}
        names = [tuple(one) for one in found.places[:, side].tolist()]
        for name, chi2 in zip(names, found.chi2.tolist(), strict=True):
            largest[name] = max(chi2, largest.get(name, 0.0))
        best &= found.chi2 >= [largest[name] for name in names]
    return best


def best_partitions(found: Crossings, settings: DoubleClassification) -> tuple[Partition, ...]:
    """Return, for each k, the best set of k disjoint crossings by each criterion.

    Sets are made by adding one crossing after the last at a time. Of equal sets the one with
    more by the other criterion, then the first.
    """
    shared = found.members.astype(np.float64) @ found.members.T.astype(np.float64)
    disjoint = np.triu(shared == 0, 1)
    sizes = found.members.sum(1)
    sets = np.arange(len(found)).reshape(-1, 1)
    partitions = []
    for _ in range(2, settings.k + 1):
        sets = _extended(sets, disjoint, settings.most_sets)
        if not len(sets):
            break
        total, classified = found.chi2[sets].sum(1), sizes[sets].sum(1)
        rounded = np.round(total, 6)
        orders = {"chi2": (-classified, -rounded), "n": (-rounded, -classified)}
        for criterion in ("chi2", "n") if settings.mode == "full" else ("chi2",):
            best = int(np.lexsort(orders[criterion])[0])
            partitions.append(_partition(found, sets[best], criterion, len(sets)))
    return tuple(partitions)


def _extended(sets: IntArray, disjoint: BoolArray, most: int) -> IntArray:
    free = np.logical_and.reduce([disjoint[sets[:, i]] for i in range(sets.shape[1])])
    if int(free.sum()) > most:
        raise refuse(
            "double classification",
            f"{int(free.sum())} sets of {sets.shape[1] + 1} crossings",
            f"at most {most}",
            "lower k, raise least_segments or least_chi2, or use the mode classic",
        )
    rows, columns = np.nonzero(free)
    return np.concatenate([sets[rows], columns[:, None]], axis=1)


def _partition(found: Crossings, chosen: IntArray, criterion: str, examined: int) -> Partition:
    sizes = found.members[chosen].sum(1)
    chosen = chosen[np.lexsort((chosen, -sizes))]
    classes = np.full(found.members.shape[1], UNCLASSIFIED, dtype=np.int64)
    for number, crossing in enumerate(chosen.tolist()):
        classes[found.members[crossing]] = number
    total = float(found.chi2[chosen].sum())
    return Partition(len(chosen), criterion, classes, tuple(chosen.tolist()), total, examined)
