"""Small random surveys for the tests of this room."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from phare.stats.auxiliaries import Margin


@dataclass(frozen=True, eq=False)
class Survey:
    """Base weights, and margins that weights near them meet."""

    base: np.ndarray
    margins: tuple[Margin, ...]

    @property
    def n(self) -> int:
        return len(self.base)


def margin(name: str, codes: np.ndarray, totals: list[float] | np.ndarray) -> Margin:
    """A margin whose categories are named after their number."""
    names = tuple(f"{name}{j}" for j in range(len(totals)))
    return Margin(name, codes, names, np.asarray(totals, dtype=float))


def draw_survey(seed: int, n: int, sizes: tuple[int, ...], spread: float = 0.3) -> Survey:
    """Every category occurs; targets come from weights within 1 -/+ `spread` of the base."""
    rng = np.random.default_rng(seed)
    base = rng.gamma(4.0, 1.0, n) + 0.1
    wanted = base * rng.uniform(1 - spread, 1 + spread, n)
    margins = []
    for j, size in enumerate(sizes):
        codes = np.concatenate([np.arange(size), rng.integers(0, size, n - size)])
        rng.shuffle(codes)
        margins.append(margin(f"m{j}", codes, np.bincount(codes, wanted, size)))
    return Survey(base, tuple(margins))


surveys = st.builds(
    draw_survey,
    st.integers(0, 2**32 - 1),
    st.integers(40, 120),
    st.lists(st.integers(1, 5), min_size=1, max_size=3).map(tuple),
)
