"""Answers that give a chosen weighted figure: the numeric core of the reconstruction.

Respondents are ordered by a score (what they are, plus chance); the cut is put where the
weighted share is nearest to the figure, and pairs are exchanged across the cut until it is
nearer than `CLOSE`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

CLOSE = 5e-4
_BAND = 60

Fixed = Sequence[tuple[np.ndarray, float]]
"""Cells without common respondents, each with the share or mean wanted in it."""


def chosen(score: np.ndarray, weights: np.ndarray, share: float) -> np.ndarray:
    """Return (n,) who is chosen so that the weighted share is nearest to `share`."""
    order = np.argsort(-score, kind="stable")
    running = np.concatenate([[0.0], np.cumsum(weights[order])])
    target = share * running[-1]
    cut = int(np.abs(running - target).argmin())
    inside = np.zeros(len(score), dtype=bool)
    inside[order[:cut]] = True
    near = order[max(0, cut - _BAND) : cut + _BAND]
    for _ in range(6):
        short = target - weights[inside].sum()
        if abs(short) <= CLOSE * running[-1] / 4:
            break
        # One respondent in, one out; the last row and column stand for nobody.
        entering = np.append(np.where(inside[near], np.inf, weights[near]), 0.0)
        leaving = np.append(np.where(inside[near], weights[near], np.inf), 0.0)
        with np.errstate(invalid="ignore"):
            left = np.abs(short - (entering[:, None] - leaving[None, :]))
        left[~np.isfinite(left)] = np.inf
        come, go = np.unravel_index(int(left.argmin()), left.shape)
        if left[come, go] >= abs(short):
            break
        if come < len(near):
            inside[near[come]] = True
        if go < len(near):
            inside[near[go]] = False
    return inside


def yes(score: np.ndarray, weights: np.ndarray, share: float, fixed: Fixed = ()) -> np.ndarray:
    """Return (n,) who says yes: `share` of all, and the shares that are fixed in some cells."""
    answers = np.zeros(len(score), dtype=bool)
    rest = np.ones(len(score), dtype=bool)
    for cell, wanted in fixed:
        answers[cell] = chosen(score[cell], weights[cell], wanted)
        rest &= ~cell
    if rest.any():
        left = share * weights.sum() - weights[answers].sum()
        answers[rest] = chosen(score[rest], weights[rest], left / weights[rest].sum())
    return answers


def steps(
    score: np.ndarray, weights: np.ndarray, shares: Sequence[float], fixed: Fixed = ()
) -> np.ndarray:
    """Return (n,) the step of each respondent on a scale, best first.

    `shares` are cumulative: of the first step, of the first two, and so on; the last step
    is left out. `fixed` fixes the first step in some cells.
    """
    step = np.full(len(score), len(shares))
    above = np.zeros(len(score), dtype=bool)
    for number, share in enumerate(shares):
        free = ~above
        wanted = (share * weights.sum() - weights[above].sum()) / weights[free].sum()
        part = yes(score, weights, share, fixed) if number == 0 else np.zeros(len(score), bool)
        if number:
            part[free] = chosen(score[free], weights[free], wanted)
        step[part] = number
        above |= part
    return step


def several(scores: np.ndarray, weights: np.ndarray, shares: Sequence[float]) -> np.ndarray:
    """Return (n, k) the answers of a multiple response of which everyone gives at least one.

    Parameters
    ----------
    scores : (n, k)
    shares : (k,) that add up to 1 or more
    """
    wanted = np.asarray(shares)
    first = wanted / wanted.sum()
    answers = np.zeros(scores.shape, dtype=bool)
    free = np.ones(len(weights), dtype=bool)
    for item in np.argsort(first, kind="stable"):
        left = first[item] * weights.sum() / weights[free].sum()
        inside = np.zeros(len(weights), dtype=bool)
        inside[free] = chosen(scores[free, item], weights[free], min(left, 1.0))
        answers[:, item] = inside
        free &= ~inside
        if not free.any():
            break
    answers[free, int(np.argmax(wanted))] = True
    for item, share in enumerate(wanted):
        others = ~answers[:, item]
        left = share * weights.sum() - weights[~others].sum()
        answers[others, item] = chosen(scores[others, item], weights[others],
                                       max(left, 0.0) / weights[others].sum())  # fmt: skip
    return answers


def notes(
    score: np.ndarray, weights: np.ndarray, mean: float, spread: float, fixed: Fixed = ()
) -> np.ndarray:
    """Return (n,) whole notes from 0 to 10 with this mean, and the means fixed in some cells."""
    answers = np.zeros(len(score))
    rest = np.ones(len(score), dtype=bool)
    for cell, wanted in fixed:
        answers[cell] = _shifted(score[cell], weights[cell], wanted, spread)
        rest &= ~cell
    if rest.any():
        left = (mean * weights.sum() - weights @ answers) / weights[rest].sum()
        answers[rest] = _shifted(score[rest], weights[rest], left, spread)
    return answers


def _shifted(score: np.ndarray, weights: np.ndarray, mean: float, spread: float) -> np.ndarray:
    low, high = -10.0, 20.0
    for _ in range(50):
        middle = (low + high) / 2
        answers = np.clip(np.rint(middle + spread * score), 0, 10)
        low, high = (middle, high) if weights @ answers < mean * weights.sum() else (low, middle)
    return np.clip(np.rint(low + spread * score), 0, 10)


def counts(score: np.ndarray, weights: np.ndarray, total: float, spread: float) -> np.ndarray:
    """Return (n,) skewed whole numbers, at least 1, whose weighted total is `total`."""
    low, high = -20.0, 20.0
    for _ in range(80):
        middle = (low + high) / 2
        answers = 1 + np.floor(np.exp(middle + spread * score))
        low, high = (middle, high) if weights @ answers < total else (low, middle)
    answers = 1 + np.floor(np.exp(low + spread * score))
    for _ in range(200):
        short = total - weights @ answers
        moved = np.where((short < 0) & (answers <= 1), np.inf, np.abs(abs(short) - weights))
        best = int(moved.argmin())
        if moved[best] >= abs(short):
            break
        answers[best] += np.sign(short)
    return answers
