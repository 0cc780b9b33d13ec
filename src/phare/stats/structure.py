"""The sampling structure behind a variance: which row is in which PSU and stratum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from phare.errors import PhareError, Problems
from phare.stats.arrays import AnyArray, FloatArray, IntArray, floats, sums

Lonely = Literal["fail", "adjust", "certainty"]

# A sampling fraction this near to 1 is a census of its stratum: it has no variance.
_CENSUS = 1e-7


@dataclass(frozen=True, eq=False)
class Structure:
    """n rows in P PSUs in H strata.

    Parameters
    ----------
    psu_of_row : (n,), or None where each row is its own PSU (then P = n, same order)
    stratum_of_row, stratum_of_psu : (n,), (P,)
    sizes : PSUs of each stratum (H,)
    scale : (1 - f) n / (n - 1) of each stratum (H,)
    centred : False for a lonely stratum under ``adjust`` (H,)
    """

    psu_of_row: IntArray | None
    stratum_of_row: IntArray
    stratum_of_psu: IntArray
    sizes: FloatArray
    scale: FloatArray
    centred: FloatArray

    @property
    def n_psu(self) -> int:
        return len(self.stratum_of_psu)

    @property
    def n_strata(self) -> int:
        return len(self.sizes)

    def totals(self, rows: FloatArray) -> FloatArray:
        """Sum of a row vector over each PSU (P,)."""
        if self.psu_of_row is None:
            return rows
        return sums(self.psu_of_row, rows, self.n_psu)

    def centre(self, psus: FloatArray) -> FloatArray:
        """Take from a PSU vector its stratum means (P,)."""
        means = sums(self.stratum_of_psu, psus, self.n_strata) / self.sizes * self.centred
        return np.asarray(psus - means[self.stratum_of_psu])

    def degrees_of_freedom(self, taking_part: AnyArray) -> int:
        """PSUs less strata, among those with a row that takes part (n, bool)."""
        strata = int(np.sum(sums(self.stratum_of_row[taking_part], None, self.n_strata) > 0))
        if self.psu_of_row is None:
            return int(np.sum(taking_part)) - strata
        return int(np.sum(sums(self.psu_of_row[taking_part], None, self.n_psu) > 0)) - strata


def build(
    n: int,
    strata: AnyArray | None,
    psu: AnyArray | None,
    population: FloatArray | None,
    lonely: Lonely,
    where: str,
) -> Structure:
    """Number PSUs (within their strata) and strata; raise PhareError with every finding.

    PSU labels need only be distinct within a stratum. `population` counts the PSUs of the
    row's stratum in the population.
    """
    found = Problems()
    names, stratum = _number(strata, n, "strata", where, found)
    _, unit = _number(psu, n, "PSUs", where, found)
    found.raise_if_any()
    if psu is None:
        psu_of_row, stratum_of_psu = None, stratum
    else:
        key = stratum * (int(unit.max(initial=0)) + 1) + unit
        _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
        psu_of_row, stratum_of_psu = inverse.astype(np.int64), stratum[first]
    sizes = sums(stratum_of_psu, None, len(names))
    rest = 1.0 - _fractions(population, stratum, sizes, names, where, found)
    lone = (sizes == 1) & (rest > _CENSUS)
    if lonely == "fail":
        for name in names[lone]:
            found.add(
                f"{where}, stratum '{name}'",
                "a single PSU",
                "at least two, or no variance can be estimated",
                "join it to a neighbouring stratum, or choose lonely: adjust or certainty",
            )
    if found:
        raise PhareError(*found)
    spread = np.where(sizes > 1, sizes / np.maximum(sizes - 1, 1), 1.0)
    adjusted = lone if lonely == "adjust" else np.zeros_like(lone)
    centred = np.where(adjusted, 0.0, 1.0)
    scale = np.where(rest > _CENSUS, rest * spread, 0.0)
    return Structure(psu_of_row, stratum, stratum_of_psu, sizes, scale, centred)


def _number(
    labels: AnyArray | None, n: int, what: str, where: str, found: Problems
) -> tuple[AnyArray, IntArray]:
    """Distinct labels and the number of each row's."""
    if labels is None:
        return np.array(["all"]), np.zeros(n, dtype=np.int64)
    labels = np.asarray(labels)
    if labels.shape != (n,):
        found.add(
            f"{where}, {what}", f"an array of shape {labels.shape}", f"{n} labels", "align them"
        )
        return np.array(["all"]), np.zeros(n, dtype=np.int64)
    missing = _count_missing(labels)
    if missing:
        found.add(f"{where}, {what}", f"{missing} missing", "a label in every row", "complete them")
        return np.array(["all"]), np.zeros(n, dtype=np.int64)
    names, inverse = np.unique(labels, return_inverse=True)
    return names, inverse.astype(np.int64)


def _count_missing(labels: AnyArray) -> int:
    if labels.dtype.kind == "f":
        return int(np.sum(np.isnan(labels)))
    if labels.dtype.kind != "O":
        return 0
    # Only a missing number differs from itself.
    return sum(label is None or label != label for label in labels.tolist())


def _fractions(
    population: FloatArray | None,
    stratum: IntArray,
    sizes: FloatArray,
    names: AnyArray,
    where: str,
    found: Problems,
) -> FloatArray:
    """Sampling fraction of each stratum (H,): 0 without a population count."""
    if population is None:
        return np.zeros(len(names))
    population = floats(population)
    if population.shape != stratum.shape:
        shape = population.shape
        found.add(f"{where}, stratum population", f"shape {shape}", f"{stratum.shape}", "align it")
        return np.zeros(len(names))
    of_stratum = np.zeros(len(names))
    of_stratum[stratum] = population
    for h in np.unique(stratum[population != of_stratum[stratum]]):
        found.add(
            f"{where}, stratum '{names[h]}'",
            "several population counts, or a missing one",
            "one count of PSUs for all its rows",
            "correct the counts",
        )
    for h in np.flatnonzero(of_stratum < sizes * (1 - 1e-12)):
        found.add(
            f"{where}, stratum '{names[h]}'",
            f"a population of {of_stratum[h]:.15g} PSUs and {int(sizes[h])} of them observed",
            "a population at least as large as what was drawn from it",
            "correct the count or the strata",
        )
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(of_stratum > 0, sizes / of_stratum, 0.0)
