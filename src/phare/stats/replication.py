"""Make replicates of a design: jackknife, half-samples, bootstrap; or take those supplied.

Method: docs/methods/replication.md.

>>> replicates = bootstrap(Design(base, strata, psu), 500, np.random.default_rng(7))
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from scipy import linalg

from phare.errors import PhareError, Problem, Problems
from phare.stats.arguments import Arguments
from phare.stats.arrays import AnyArray, IntArray
from phare.stats.design import Design
from phare.stats.multipliers import Counted, Jackknife
from phare.stats.replicates import Centre, Replicates
from phare.stats.structure import Structure
from phare.stats.supplied_replicates import supplied

__all__ = ["bootstrap", "half_samples", "jackknife", "supplied"]

_BYTE = 255


def jackknife(
    design: Design, kind: Literal["JK1", "JKn"] = "JKn", centre: Centre = "mean"
) -> Replicates:
    """Leave out one PSU at a time: JK1 without strata, JKn within them.

    Raises PhareError for JK1 of several strata.
    """
    _check_words(design, centre, kind)
    structure = _structure(design)
    sizes, rest = structure.sizes, 1.0 - structure.fraction
    if kind == "JK1" and structure.n_strata > 1:
        raise PhareError(
            Problem(
                f"{design.where}, jackknife",
                f"JK1 of {structure.n_strata} strata",
                "JKn, which leaves out PSUs within strata",
                "choose JKn",
            )
        )
    shrink = (sizes - 1) / sizes
    scale = float(rest[0] * shrink[0]) if kind == "JK1" else 1.0
    of_stratum = np.ones_like(sizes) if kind == "JK1" else rest * shrink
    return Replicates(
        design.weights,
        design.weights,
        structure.psu_of_row,
        Jackknife(structure.stratum_of_psu),
        scale,
        of_stratum[structure.stratum_of_psu],
        centre,
        where=f"{design.where}, {kind}",
    )


def half_samples(design: Design, rho: float = 0.0, centre: Centre = "mean") -> Replicates:
    """Balanced half-samples of two PSUs per stratum: BRR, or Fay's for a `rho` above 0.

    One PSU of each stratum counts 2 - rho times, the other rho times, after the columns of a
    Hadamard matrix: a power of 2 of replicates, more than there are strata. Finite
    populations do not count. Raises PhareError for strata without exactly two PSUs.
    """
    _check_words(design, centre)
    structure = _structure(design)
    found = Problems()
    for h in np.flatnonzero(structure.sizes != 2)[:10]:
        found.add(
            f"{design.where}, half-samples, stratum {h + 1}",
            f"{int(structure.sizes[h])} PSUs",
            "two in each stratum",
            "choose JKn or the bootstrap, or pair the PSUs",
        )
    if not 0 <= rho < 1:
        found.add(f"{design.where}, half-samples", f"rho {rho:g}", "0 to under 1", "correct it")
    found.raise_if_any()
    size = 2 ** int(np.ceil(np.log2(structure.n_strata + 1)))
    signs = linalg.hadamard(size, dtype=np.int8)[:, 1 : structure.n_strata + 1]
    order = np.argsort(structure.stratum_of_psu, kind="stable")
    second = np.zeros(structure.n_psu, dtype=bool)
    second[order[1::2]] = True
    taken = (signs[:, structure.stratum_of_psu] > 0) ^ second
    return Replicates(
        design.weights,
        design.weights,
        structure.psu_of_row,
        Counted(taken.astype(np.uint8), 2.0 * (1.0 - rho), rho),
        1.0 / (size * (1.0 - rho) ** 2),
        np.ones(size),
        centre,
        where=f"{design.where}, half-samples",
    )


def bootstrap(
    design: Design, size: int, rng: np.random.Generator, centre: Centre = "estimate"
) -> Replicates:
    """Rescaled bootstrap of Rao, Wu and Yue: n_h - 1 PSUs drawn from the n_h of each stratum.

    A PSU drawn m times counts 1 + c (m n_h / (n_h - 1) - 1) times, c the root of 1 - f_h: 1
    for sampling with replacement. A stratum of one PSU stays as it is.
    """
    _check_words(design, centre)
    structure = _structure(design)
    if not isinstance(size, int | np.integer) or size < 2:
        where = f"{design.where}, bootstrap"
        raise PhareError(Problem(where, f"{size} replicates", "at least 2", "ask for 200 or more"))
    order = np.argsort(structure.stratum_of_psu, kind="stable").astype(np.int64)
    counts = _draw(structure.sizes.astype(np.int64), order, size, rng)
    n_h = structure.sizes
    root = np.where(n_h > 1, np.sqrt(np.maximum(1.0 - structure.fraction, 0.0)), 0.0)
    slope = root * n_h / np.maximum(n_h - 1, 1)
    return Replicates(
        design.weights,
        design.weights,
        structure.psu_of_row,
        Counted(counts, slope[structure.stratum_of_psu], (1.0 - root)[structure.stratum_of_psu]),
        1.0 / size,
        np.ones(size),
        centre,
        where=f"{design.where}, bootstrap",
    )


def _draw(sizes: IntArray, order: IntArray, size: int, rng: np.random.Generator) -> AnyArray:
    """Count draws (R, P): n_h - 1 with replacement from each stratum; units in `order`."""
    units = len(order)
    draws = np.maximum(sizes - 1, 0)
    first = np.repeat(np.cumsum(sizes) - sizes, draws)
    span = np.repeat(sizes, draws)
    plain = len(sizes) == 1
    sorted_already = bool(np.all(order == np.arange(units)))
    counts = np.empty((size, units), dtype=np.uint8)
    for r in range(size):
        if plain:
            drawn = rng.integers(0, units, len(span))
        else:
            drawn = first + (rng.random(len(span)) * span).astype(np.int64)
        row = np.bincount(drawn, minlength=units)
        if counts.dtype == np.uint8 and row.max() > _BYTE:
            counts = counts.astype(np.uint32)
        if sorted_already:
            counts[r] = row
        else:
            counts[r, order] = row
    return counts


def _check_words(design: Design, centre: str, kind: str = "JKn") -> None:
    arguments = Arguments(f"{design.where}, replicates", design.n)
    arguments.one_of("centre", centre, get_args(Centre))
    arguments.one_of("kind", kind, ("JK1", "JKn"))
    arguments.check()


def _structure(design: Design) -> Structure:
    """Return the first stage of a design that replicates can follow."""
    found = Problems()
    if design.lonely in ("adjust", "average") and np.any(design.structure.sizes == 1):
        found.add(
            f"{design.where}, lonely PSUs",
            f"'{design.lonely}', which replicates cannot follow",
            "collapse or certainty",
            "choose one of them",
        )
    if len(design.structures) > 1:
        found.add(
            f"{design.where}, replicates",
            f"{len(design.structures)} stages with finite populations",
            "one: replicates follow the first stage alone and would miss the variance below",
            "leave out the population of the first stage, or use the linearised variance",
        )
    if design.calibration is not None:
        found.add(
            f"{design.where}, replicates",
            "calibrated weights",
            "the weights before every step that the replicates redo",
            "replicate the base weights, then redo the steps with recalibrate",
        )
    found.raise_if_any()
    return design.structure
