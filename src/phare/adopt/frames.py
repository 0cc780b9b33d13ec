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
        return np.asarray(np.minimum.outer(first, second))


def shapes_alike(old: Sequence[Asked], new: Sequence[Asked], frames: Frames) -> np.ndarray:
    """Return (old, new) how alike the distributions are, nan where they cannot be compared.

    Answers: 1 - root of the Jensen-Shannon divergence over those aligned and two cells for the
    rest. Numbers: exp(- mean gap of the logarithms of quartiles and mean).
    """
    alike = np.full((len(old), len(new)), np.nan)
    rows, columns = ([at for at, one in enumerate(side) if len(one.numbers)] for side in (old, new))
    if rows and columns:
        first = np.array([_positions(old[o].numbers) for o in rows])
        second = np.array([_positions(new[n].numbers) for n in columns])
        gaps = np.abs(first[:, None, :] - second[None, :, :]).mean(axis=2)
        alike[np.ix_(rows, columns)] = np.exp(-gaps)
    lists = [_of_one_list(side, held) for side, held in ((old, frames.old), (new, frames.new))]
    for rows, p in lists[0].values():
        for columns, q in lists[1].values():
            found = frames.aligned(rows[0], columns[0])
            if found is not None and found[1]:
                alike[np.ix_(rows, columns)] = _shapes(p, q, found[1])
    return alike


def _of_one_list(
    side: Sequence[Asked], held: Sequence[Frame | None]
) -> dict[Frame, tuple[list[int], np.ndarray]]:
    """Return list of answers -> the variables that have it and answers, and their shares."""
    found: dict[Frame, list[int]] = {}
    for at, (one, frame) in enumerate(zip(side, held, strict=True)):
        if frame is not None and any(a.n for a in one.categories):
            found.setdefault(frame, []).append(at)
    return {
        frame: (rows, np.array([list(side[at].counted) for at in rows]))
        for frame, rows in found.items()
    }


def _shapes(p: np.ndarray, q: np.ndarray, pairs: Sequence[tuple[int, int]]) -> np.ndarray:
    left, right = p[:, [o for o, _ in pairs]], q[:, [n for _, n in pairs]]
    rest = [np.maximum(1 - one.sum(axis=1, keepdims=True), 0.0) for one in (left, right)]
    nothing = [np.zeros_like(one) for one in rest]
    first = np.concatenate([left, rest[0], nothing[0]], axis=1)[:, None, :]
    second = np.concatenate([right, nothing[1], rest[1]], axis=1)[None, :, :]
    return np.asarray(1 - np.sqrt(divergence(first, second)))


def _positions(numbers: np.ndarray) -> np.ndarray:
    values = np.array([*np.quantile(numbers, [0.25, 0.5, 0.75]), numbers.mean()])
    return np.asarray(np.sign(values) * np.log1p(np.abs(values)))


def divergence(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """Return the Jensen-Shannon divergence of distributions along the last axis, in bits."""
    middle = (p + q) / 2
    halves = [
        np.sum(one * np.log2(np.where(one > 0, one, 1) / np.where(one > 0, middle, 1)), axis=-1)
        for one in (p, q)
    ]
    return np.asarray(np.maximum(sum(halves) / 2, 0.0))
