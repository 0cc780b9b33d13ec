"""Respondents drawn under the design of a wave, before any answer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reconstruct.margins import REGIONS, whole


def drawn(
    rng: np.random.Generator, categories: tuple[str, ...], shares: np.ndarray, n: int
) -> np.ndarray:
    """Return n categories in proportion to `shares`, to the unit, in random order."""
    return rng.permutation(np.repeat(categories, whole(np.asarray(shares, float), n)))


def by_chance(
    rng: np.random.Generator, categories: tuple[str, ...], shares: np.ndarray, n: int
) -> np.ndarray:
    """Return n categories drawn independently."""
    weights = np.asarray(shares, float)
    return rng.choice(np.array(categories), size=n, p=weights / weights.sum())


def stratified(
    rng: np.random.Generator, variable: str, sizes: dict[str, int], regions: dict[str, np.ndarray]
) -> pd.DataFrame:
    """Return `variable` and region of the respondents of each stratum, regions to the unit."""
    parts = [
        pd.DataFrame({variable: stratum, "region": drawn(rng, REGIONS, regions[stratum], n)})
        for stratum, n in sizes.items()
    ]
    return pd.concat(parts, ignore_index=True)


def effect(values: pd.Series, sizes: dict[str, float], otherwise: float = 0.0) -> np.ndarray:
    """Return (n,) the effect that a category has on a score."""
    return values.astype("object").map(lambda value: sizes.get(value, otherwise)).to_numpy(float)


def duration(rng: np.random.Generator, n: int, median: float) -> np.ndarray:
    """Return n durations in minutes, none suspiciously short."""
    return np.round(median * np.clip(np.exp(rng.normal(0, 0.22, n)), 0.58, 2.6), 1)


def smoothed(
    score: np.ndarray, weights: np.ndarray, regions: pd.Series, rng: np.random.Generator,
    spread: float = 0.08,
) -> np.ndarray:  # fmt: skip
    """Return a score whose regional means differ by small chance effects only.

    Left alone, a hundred respondents leave regions further apart than a reader would believe.
    """
    codes, names = pd.factorize(regions, sort=True)
    means = np.bincount(codes, weights * score) / np.bincount(codes, weights)
    return score + (rng.normal(0, spread, len(names)) - means)[codes]
