"""The sampling structure behind a variance: which row is in which PSU and stratum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from phare.errors import PhareError, Problems
from phare.stats.arrays import AnyArray, BoolArray, FloatArray, IntArray, as_numbers, sums
from phare.stats.numbering import number, number_units

Lonely = Literal["fail", "adjust", "certainty", "average", "collapse"]

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
    scale : (1 - f) n / (n - 1) of each stratum (H,), times the fractions of the stages above
    centred : False for a lonely stratum under ``adjust`` (H,)
    fraction : f, the share of its units that was drawn from each stratum (H,)
    averaged : True for a lonely stratum under ``average`` (H,)
    """

    psu_of_row: IntArray | None
    stratum_of_row: IntArray
    stratum_of_psu: IntArray
    sizes: FloatArray
    scale: FloatArray
    centred: FloatArray
    fraction: FloatArray
    averaged: BoolArray

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

    def covariance(self, columns: FloatArray, single: bool = False) -> FloatArray:
        """Return the covariances (k, k) of the sums of k influences (n, k).

        `single` leaves uncentred the strata of which one PSU alone has any influence.
        """
        if not columns.shape[1]:
            return np.zeros((0, 0))
        totals = np.column_stack([self.totals(column) for column in columns.T])
        centred = np.column_stack([self.centre(column) for column in totals.T])
        if single:
            lone = self.present(np.any(totals != 0, axis=1)) == 1
            centred = np.where(lone[self.stratum_of_psu, None], totals, centred)
        centred *= np.sqrt(self.scale)[self.stratum_of_psu, None]
        result = np.asarray(centred.T @ centred)
        if np.any(self.averaged):
            root = np.sqrt([self.inflation(self.present(column != 0) > 0) for column in totals.T])
            result *= np.outer(root, root)
        return result

    def present(self, psus: AnyArray) -> FloatArray:
        """Count the PSUs of each stratum (H,) that take part (P, bool)."""
        return sums(self.stratum_of_psu[psus], None, self.n_strata)

    def inflation(self, strata: AnyArray | np.bool_) -> float:
        """Return what a variance is multiplied by for the lonely strata among `strata` (H, bool).

        Each of them counts as the average of the others; NaN when there is no other.
        """
        every, lonely = int(np.sum(strata)), int(np.sum(strata & self.averaged))
        if not lonely:
            return 1.0
        return every / (every - lonely) if every > lonely else float("nan")

    def degrees_of_freedom(self, taking_part: AnyArray) -> int:
        """PSUs less strata, among those with a row that takes part (n, bool)."""
        strata = int(np.sum(sums(self.stratum_of_row[taking_part], None, self.n_strata) > 0))
        if self.psu_of_row is None:
            return int(np.sum(taking_part)) - strata
        return int(np.sum(sums(self.psu_of_row[taking_part], None, self.n_psu) > 0)) - strata


@dataclass(frozen=True)
class Words:
    """What the errors call the units of a stage, and what they are drawn from."""

    units: str = "PSUs"
    one: str = "PSU"
    stratum: str = "stratum"
    strata: str = "strata"


def build(
    n: int,
    strata: AnyArray | None,
    psu: AnyArray | None,
    population: FloatArray | None,
    lonely: Lonely,
    where: str,
    words: Words | None = None,
    names: AnyArray | None = None,
) -> Structure:
    """Number PSUs (within their strata) and strata; raise PhareError with every finding.

    PSU labels need only be distinct within a stratum. `population` counts the PSUs of the
    row's stratum in the population. Under ``collapse`` no stratum may be lonely any more.
    With `names` (H,), `strata` are numbers already.
    """
    words = words or Words()
    found = Problems()
    if names is None or strata is None:
        names, stratum = number(strata, n, words.strata, where, found)
    else:
        stratum = np.asarray(strata, dtype=np.int64)
    _, unit = number(psu, n, words.units, where, found)
    found.raise_if_any()
    psu_of_row, stratum_of_psu = number_units(stratum, None if psu is None else unit)
    sizes = sums(stratum_of_psu, None, len(names))
    fraction = _fractions(
        population, stratum, sizes, names, f"{where}, {words.stratum}", words.units, found
    )
    rest = 1.0 - fraction
    lone = (sizes == 1) & (rest > _CENSUS)
    if lonely in ("fail", "collapse"):
        for name in names[lone]:
            found.add(
                f"{where}, {words.stratum} '{name}'",
                f"a single {words.one}",
                "at least two, or no variance can be estimated",
                "join it to a neighbouring stratum, or choose lonely: adjust, average or certainty",
            )
    if found:
        raise PhareError(*found)
    spread = np.where(sizes > 1, sizes / np.maximum(sizes - 1, 1), 1.0)
    averaged = lone & (lonely == "average")
    centred = np.where(lone & (lonely == "adjust"), 0.0, 1.0)
    scale = np.where((rest > _CENSUS) & ~averaged, rest * spread, 0.0)
    return Structure(psu_of_row, stratum, stratum_of_psu, sizes, scale, centred, fraction, averaged)


def _fractions(
    population: FloatArray | None,
    stratum: IntArray,
    sizes: FloatArray,
    names: AnyArray,
    where: str,
    units: str,
    found: Problems,
) -> FloatArray:
    """Sampling fraction of each stratum (H,): 0 without a population count."""
    if population is None:
        return np.zeros(len(names))
    population, _ = as_numbers(np.asarray(population))
    if population.shape != stratum.shape:
        shape = population.shape
        found.add(f"{where} population", f"shape {shape}", f"{stratum.shape}", "align it")
        return np.zeros(len(names))
    of_stratum = np.zeros(len(names))
    of_stratum[stratum] = population
    for h in np.unique(stratum[population != of_stratum[stratum]]):
        found.add(
            f"{where} '{names[h]}'",
            f"several population counts, or a missing one, in {int(np.sum(stratum == h))} rows",
            f"one count of {units} for all its rows",
            "correct the counts",
        )
    for h in np.flatnonzero(of_stratum < sizes * (1 - 1e-12)):
        found.add(
            f"{where} '{names[h]}'",
            f"a population of {of_stratum[h]:.15g} {units} and {int(sizes[h])} of them observed",
            "a population at least as large as what was drawn from it",
            "correct the count or the strata",
        )
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(of_stratum > 0, sizes / of_stratum, 0.0)
