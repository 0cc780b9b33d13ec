"""How alike two lists of answers are, and two distributions over them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz, process
from scipy.optimize import linear_sum_assignment

from phare.adopt.asked import Asked
from phare.adopt.wording import distinctive, yes_or_no
from phare.config.adoption import Adoption

Frame = tuple[str, ...]


class Frames:
    """The lists of answers of two files, aligned once for each distinct pair of lists.

    `old` and `new` are the list of each variable, None where it has none.
    """

    def __init__(self, old: Sequence[Asked], new: Sequence[Asked], settings: Adoption) -> None:
        self.settings = settings
        self.old, self.new = ([self._frame(one) for one in side] for side in (old, new))
        self._known: dict[tuple[Frame, Frame], tuple[float, tuple[tuple[int, int], ...]]] = {}
        texts = sorted({text for frame in (*self.old, *self.new) if frame for text in frame})
        self._at = {text: place for place, text in enumerate(texts)}
        self._alike = np.asarray(process.cdist(texts, texts, scorer=fuzz.token_sort_ratio), float)

    def _frame(self, one: Asked) -> Frame | None:
        if one.kind != "category" or not one.labelled:
            return None
        labels = [str(answer.label) for answer in one.categories]
        plain = [yes_or_no(label, self.settings.words) for label in labels]
        return tuple(word or text for word, text in zip(plain, distinctive(labels), strict=True))

    def aligned(self, o: int, n: int) -> tuple[float, tuple[tuple[int, int], ...]] | None:
        """Return likeness 0..1 and the pairs of places aligned; None where a list is missing."""
        old, new = self.old[o], self.new[n]
        if old is None or new is None:
            return None
        if (old, new) not in self._known:
            self._known[old, new] = self._align(old, new)
        return self._known[old, new]

    def _align(self, old: Frame, new: Frame) -> tuple[float, tuple[tuple[int, int], ...]]:
        if old == new:
            return 1.0, tuple((at, at) for at in range(len(old)))
        alike = self._alike[np.ix_([self._at[t] for t in old], [self._at[t] for t in new])]
        worth = np.where(alike >= self.settings.thresholds.near, alike / 100, 0.0)
        if not worth.any():
            return 0.0, ()
        rows, columns = linear_sum_assignment(worth, maximize=True)
        pairs = [(int(r), int(c)) for r, c in zip(rows, columns, strict=True) if worth[r, c] > 0]
        total = sum(worth[r, c] for r, c in pairs)
        return 2 * float(total) / (len(old) + len(new)), tuple(pairs)

    def rarity(self) -> np.ndarray:
        """Return (old, new) 1 / the number of variables of the file with the same list."""
        counts = [Counter(frame for frame in side if frame) for side in (self.old, self.new)]
        first, second = (
            np.array([1 / count[frame] if frame else 0.0 for frame in side])
            for count, side in zip(counts, (self.old, self.new), strict=True)
        )
        return np.minimum.outer(first, second)


def shapes_alike(
    old: Asked, new: Asked, aligned: tuple[tuple[int, int], ...] | None
) -> float | None:
    """Return how alike two distributions are, 0..1; None where they cannot be compared."""
    if old.n == 0 or new.n == 0:
        return None
    if old.kind == "number" and new.kind == "number":
        gaps = np.abs(_positions(old.numbers) - _positions(new.numbers))
        return float(np.exp(-gaps.mean()))
    if not aligned:
        return None
    p, q = (np.array([one.n for one in side.categories], float) for side in (old, new))
    if not p.sum() or not q.sum():
        return None
    p, q = p / p.sum(), q / q.sum()
    left = p[[o for o, _ in aligned]]
    right = q[[n for _, n in aligned]]
    first = np.array([*left, max(1 - left.sum(), 0.0), 0.0])
    second = np.array([*right, 0.0, max(1 - right.sum(), 0.0)])
    return 1 - float(np.sqrt(divergence(first, second)))


def _positions(numbers: np.ndarray) -> np.ndarray:
    if not len(numbers):
        return np.zeros(4)
    values = np.array([*np.quantile(numbers, [0.25, 0.5, 0.75]), numbers.mean()])
    return np.asarray(np.sign(values) * np.log1p(np.abs(values)))


def divergence(p: np.ndarray, q: np.ndarray) -> float:
    """Return the Jensen-Shannon divergence of two distributions, in bits."""
    middle = (p + q) / 2
    total = 0.0
    for one in (p, q):
        kept = one > 0
        total += float((one[kept] * np.log2(one[kept] / middle[kept])).sum())
    return max(total / 2, 0.0)
