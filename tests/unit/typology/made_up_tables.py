"""Small random tables of units and terms."""

import numpy as np
from hypothesis import strategies as st

from phare.typology.incidence import Incidence, incidence, trimmed


@st.composite
def tables(draw: st.DrawFn) -> Incidence:
    """A table without empty row or column, 5 to 30 units, 4 to 12 terms."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    shape = (int(rng.integers(5, 31)), int(rng.integers(4, 13)))
    found = rng.random(shape) < rng.uniform(0.15, 0.6)
    found[np.arange(shape[0]), rng.integers(0, shape[1], shape[0])] = True
    return trimmed(incidence(found))[0]


def themed(rng: np.random.Generator, units: int = 400, themes: int = 4) -> Incidence:
    """Units of four to eight terms, most of them of one theme; 15 terms a theme, 10 of none."""
    terms = 15 * themes + 10
    rows = np.zeros((units, terms), dtype=bool)
    for i in range(units):
        own = 15 * rng.integers(0, themes) + rng.integers(0, 15, rng.integers(3, 6))
        rows[i, own] = True
        rows[i, rng.integers(0, terms, rng.integers(1, 4))] = True
    return incidence(rows)
