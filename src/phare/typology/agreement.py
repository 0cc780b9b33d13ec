"""How far two partitions of the same units agree."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from phare.typology.incidence import FloatArray, IntArray


def cross_table(first: ArrayLike, second: ArrayLike) -> FloatArray:
    """Return the counts of two class numberings; units below 0 in either are left out."""
    a, b = np.asarray(first, dtype=np.int64), np.asarray(second, dtype=np.int64)
    known = (a >= 0) & (b >= 0)
    rows, columns = int(a.max(initial=-1)) + 1, int(b.max(initial=-1)) + 1
    places = a[known] * columns + b[known]
    return np.bincount(places, minlength=rows * columns).reshape(rows, columns).astype(np.float64)


def adjusted_rand(first: ArrayLike, second: ArrayLike) -> float:
    """Return the adjusted Rand index: 1 for the same partition, 0 on average by chance."""
    table = cross_table(first, second)
    n = float(table.sum())
    together, of_first = _pairs(table), _pairs(table.sum(1))
    of_second = _pairs(table.sum(0))
    by_chance = of_first * of_second / (n * (n - 1) / 2) if n > 1 else 0.0
    most = (of_first + of_second) / 2
    # Two partitions in one class, or in as many classes as units, are the same.
    return 1.0 if most == by_chance else (together - by_chance) / (most - by_chance)


def best_jaccard(first: ArrayLike, second: ArrayLike) -> FloatArray:
    """Return, for each class of the first, its largest Jaccard index with a class of the second.

    NaN for a class none of whose units is in the second partition.
    """
    table = cross_table(first, second)
    union = table.sum(1, keepdims=True) + table.sum(0, keepdims=True) - table
    with np.errstate(invalid="ignore"):
        index = np.where(union > 0, table / union, 0.0)
    best = index.max(axis=1, initial=0.0)
    return np.where(table.sum(1) > 0, best, np.nan)


def renumbered(classes: ArrayLike) -> IntArray:
    """Return the classes numbered from 0 in the order of their size, the largest first."""
    numbers = np.asarray(classes, dtype=np.int64)
    sizes = np.bincount(numbers[numbers >= 0])
    rank = np.empty(len(sizes), dtype=np.int64)
    rank[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes))
    return np.where(numbers >= 0, rank[np.maximum(numbers, 0)] if len(sizes) else -1, -1)


def _pairs(counts: FloatArray) -> float:
    return float(np.sum(counts * (counts - 1) / 2))
