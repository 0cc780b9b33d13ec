"""The fixed score of each pair of an old and a new variable, part by part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from phare.adopt.asked import Asked
from phare.adopt.frames import Frames, shapes_alike
from phare.adopt.likeness import Matrix, labels_alike, names_alike
from phare.config.adoption import Adoption

_ANCHOR, _ANCHOR_LEAD, _SAME_NAME = 0.85, 0.05, 0.85
_ORDER_SPAN = 0.1
_NEIGHBOURS = 3


@dataclass(frozen=True)
class Scores:
    """Scores of all pairs, (old, new), and what they are made of.

    A part is nan where it cannot be known of a pair. `names_kept` and `order_kept` are shares
    measured in this delivery.
    """

    total: Matrix
    label: Matrix
    name: Matrix
    categories: Matrix
    distribution: Matrix
    context: Matrix
    order: Matrix
    linked: Matrix
    names_kept: float
    order_kept: float


def score(
    old: Sequence[Asked], new: Sequence[Asked], settings: Adoption, linked: Matrix | None = None
) -> Scores:
    """Return the scores of every pair.

    Parameters
    ----------
    linked : (old, new) agreement of rows with one key, nan where unknown
    """
    weights = settings.weights
    frames = Frames(old, new, settings)
    label, name = labels_alike(old, new), names_alike(old, new)
    roles, kinds = _roles(old, new), _kinds(old, new)
    label = np.where(roles == 1, np.maximum(label, weights.same_role), label)
    categories, counts = _categories(frames, label.shape)
    distribution = shapes_alike(old, new, frames)
    order = _order(len(old), len(new))
    anchors = _anchors(label)
    names_kept = _names_kept(name, anchors)
    order_kept = _share([order[o, n] > 0.5 for o, n in anchors], 0.5)
    share = np.where(np.isnan(categories), 0.0, categories)
    parts = [
        (label, np.full(label.shape, weights.label)),
        (name, np.full(label.shape, weights.name * names_kept)),
        (categories, weights.categories + weights.rarity * frames.rarity() * share),
        (distribution, np.full(label.shape, weights.distribution)),
        (order, np.full(label.shape, weights.order * order_kept)),
    ]
    adjusted = np.where(roles == -1, -weights.other_role, 0.0)
    adjusted -= np.where(kinds & (roles != 1), weights.other_kind, 0.0)
    adjusted -= weights.category_count * counts
    found = np.full(label.shape, np.nan) if linked is None else linked
    first = _with_links(_mean(parts) + adjusted, found, settings)
    context = _context(first, assigned(first, settings.thresholds.alone))
    parts.append((context, np.full(label.shape, weights.context * order_kept)))
    total = _with_links(_mean(parts) + adjusted, found, settings)
    return Scores(
        total, label, name, categories, distribution, context, order, found, names_kept, order_kept
    )


def assigned(total: Matrix, alone: float) -> dict[int, int]:
    """Return new -> old, the best one-to-one pairs, those that are worth less than alone left out."""
    worth = np.maximum(total - alone, 0.0)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return {int(n): int(o) for o, n in zip(rows, columns, strict=True) if worth[o, n] > 0}


def lead(total: Matrix, o: int, n: int) -> float:
    """Return by how much a pair is better than the next of its row and column."""
    row, column = np.delete(total[o], n), np.delete(total[:, n], o)
    rivals = [side.max() for side in (row, column) if side.size]
    return float(total[o, n] - max([0.0, *rivals]))


def _mean(parts: list[tuple[Matrix, Matrix]]) -> Matrix:
    top, bottom = np.zeros(parts[0][0].shape), np.zeros(parts[0][0].shape)
    for values, weights in parts:
        known = ~np.isnan(values)
        top += np.where(known, values, 0.0) * weights
        bottom += np.where(known, weights, 0.0)
    return top / bottom


def _with_links(total: Matrix, linked: Matrix, settings: Adoption) -> Matrix:
    told = np.nan_to_num(linked) >= settings.thresholds.linked
    return np.where(told, np.maximum(total, np.nan_to_num(linked)), total)


def _roles(old: Sequence[Asked], new: Sequence[Asked]) -> Matrix:
    """Return 1 where two variables have one role, -1 where their roles differ, else 0."""
    first, second = ([one.role or "" for one in side] for side in (old, new))
    same = np.array([[a == b != "" for b in second] for a in first])
    other = np.array([[a != b for b in second] for a in first])
    return np.where(same, 1, np.where(other, -1, 0))


def _kinds(old: Sequence[Asked], new: Sequence[Asked]) -> Matrix:
    return np.array([[a.kind != b.kind for b in new] for a in old])


def _categories(frames: Frames, shape: tuple[int, int]) -> tuple[Matrix, Matrix]:
    """Return likeness of the lists of answers, and the relative difference of their lengths."""
    alike, counts = np.full(shape, np.nan), np.zeros(shape)
    for o, old in enumerate(frames.old):
        if old is None:
            continue
        for n, new in enumerate(frames.new):
            if new is None:
                continue
            found = frames.aligned(o, n)
            assert found is not None
            alike[o, n] = found[0]
            counts[o, n] = abs(len(old) - len(new)) / max(len(old), len(new))
    return alike, counts


def _order(old: int, new: int) -> Matrix:
    first, second = np.arange(old) / max(old - 1, 1), np.arange(new) / max(new - 1, 1)
    return np.asarray(np.exp(-np.abs(np.subtract.outer(first, second)) / _ORDER_SPAN))


def _anchors(label: Matrix) -> list[tuple[int, int]]:
    """Return the pairs that are each other's best wording, beyond doubt."""
    found = []
    for o, n in enumerate(label.argmax(axis=1)):
        if (
            label[o, n] >= _ANCHOR
            and label[:, n].argmax() == o
            and lead(label, o, n) >= _ANCHOR_LEAD
        ):
            found.append((o, int(n)))
    return found


def _names_kept(name: Matrix, anchors: list[tuple[int, int]]) -> float:
    """Return the share of names kept among the anchors; of equal names where there is none."""
    equal = float((name == 1).any(axis=0).mean()) if name.size else 0.0
    return _share([name[o, n] >= _SAME_NAME for o, n in anchors], equal)


def _share(held: Sequence[object], otherwise: float) -> float:
    return sum(map(bool, held)) / len(held) if held else otherwise


def _context(total: Matrix, partners: dict[int, int]) -> Matrix:
    """Return the share of the neighbours of the old variable matched near the new one."""
    old, new = total.shape
    place = np.full(old, np.nan)
    for n, o in partners.items():
        place[o] = n
    held, counted = np.zeros(total.shape), np.zeros((old, 1))
    for step in [s for s in range(-_NEIGHBOURS, _NEIGHBOURS + 1) if s]:
        at = np.arange(old) + step
        exists = (at >= 0) & (at < old)
        neighbour = np.where(exists, place[np.clip(at, 0, old - 1)], np.nan)
        counted[:, 0] += exists
        gap = np.abs(np.subtract.outer(neighbour, np.arange(new)))
        held += np.nan_to_num(gap, nan=np.inf) <= _NEIGHBOURS
    return held / np.maximum(counted, 1)
