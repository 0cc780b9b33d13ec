"""Calibrate each part of a population to its own totals, in one call.

Method: docs/methods/calibration.md.

>>> margins = {"north": [Margin("size", codes, names, totals_north)], "south": [...]}
>>> calibrate_parts(base, region, margins, CalibrationSettings("raking")).weights
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from phare.errors import PhareError, Problems
from phare.stats.arguments import vector
from phare.stats.arrays import AnyArray, FloatArray, floats
from phare.stats.auxiliaries import Auxiliaries, Auxiliary, Margin, Total
from phare.stats.basis import CalibrationBasis
from phare.stats.calibrated import Calibration
from phare.stats.calibration import calibrate
from phare.stats.settings import CalibrationSettings


@dataclass(frozen=True, eq=False)
class PartCalibration:
    """Weights (n,) and factors g of all parts, the calibration of each, and the basis of all."""

    weights: FloatArray
    g: FloatArray
    parts: Mapping[str, Calibration]
    basis: CalibrationBasis


def calibrate_parts(
    base: FloatArray,
    part: AnyArray,
    margins: Mapping[str, Sequence[Auxiliary]],
    settings: CalibrationSettings | None = None,
    *,
    q: FloatArray | None = None,
    where: str = "calibration",
    **how: Any,
) -> PartCalibration:
    """Calibrate the rows of each part to its margins.

    Parameters
    ----------
    part : part of each row (n,), one of the keys of `margins`
    margins : of each part, the same names in the same order, over all n rows: only the rows
        of the part are read
    how : cap, floor and costs of :func:`phare.stats.calibration.calibrate`, for every part

    Raises
    ------
    PhareError : the findings of all parts at once, each naming its part
    """
    base, part = vector(base, f"{where}, base weights"), np.asarray(part)
    q = None if q is None else vector(q, f"{where}, q")
    _check_parts(base, part, margins, q, where)
    found, problems = {}, Problems()
    weights, g = np.zeros_like(base), np.ones_like(base)
    for name, own in margins.items():
        rows = np.flatnonzero(part == name)
        try:
            calibration = calibrate(
                base[rows],
                [_at(margin, rows) for margin in own],
                settings,
                q=None if q is None else q[rows],
                where=f"{where}, part '{name}'",
                **how,
            )
        except PhareError as error:
            problems.extend(error.problems)
            continue
        found[name] = calibration
        weights[rows], g[rows] = calibration.weights, calibration.g
    problems.raise_if_any()
    columns = _columns(part, margins)
    return PartCalibration(
        weights, g, found, CalibrationBasis(base, g, columns, q, _relax(columns, found))
    )


def _at(margin: Auxiliary, rows: AnyArray) -> Auxiliary:
    if isinstance(margin, Margin):
        return replace(margin, codes=np.asarray(margin.codes)[rows])
    return replace(margin, values=floats(margin.values)[rows])


def _columns(part: AnyArray, margins: Mapping[str, Sequence[Auxiliary]]) -> Auxiliaries:
    """Return the columns of all parts: each margin crossed with the part."""
    inside = [part == name for name in margins]
    codes, sizes, values = [], [], []
    for same in zip(*margins.values(), strict=True):
        if isinstance(same[0], Margin):
            crossed, start = np.zeros(len(part), dtype=np.int64), 0
            for margin, rows in zip(same, inside, strict=True):
                assert isinstance(margin, Margin)
                crossed[rows] = np.asarray(margin.codes)[rows] + start
                start += len(margin.categories)
            codes.append(crossed)
            sizes.append(start)
            continue
        for total, rows in zip(same, inside, strict=True):
            assert isinstance(total, Total)
            values.append(np.where(rows, floats(total.values), 0.0))
    return Auxiliaries(tuple(codes), tuple(sizes), tuple(values))


def _relax(columns: Auxiliaries, found: Mapping[str, Calibration]) -> FloatArray | None:
    """Return what the columns of all parts may miss, in their order; None if nothing."""
    bases = [one.basis for one in found.values()]
    if all(basis.relax is None for basis in bases):
        return None
    own = [np.zeros(b.auxiliaries.p) if b.relax is None else b.relax for b in bases]
    pieces = []
    for j in range(len(columns.codes)):
        for basis, relax in zip(bases, own, strict=True):
            offsets = basis.auxiliaries.offsets
            pieces.append(relax[offsets[j] : offsets[j + 1]])
    for j in range(len(bases[0].auxiliaries.values)):
        for basis, relax in zip(bases, own, strict=True):
            pieces.append(relax[[basis.auxiliaries.offsets[-1] + j]])
    return np.concatenate(pieces)


def _check_parts(
    base: FloatArray,
    part: AnyArray,
    margins: Mapping[str, Sequence[Auxiliary]],
    q: FloatArray | None,
    where: str,
) -> None:
    found = Problems()
    if part.shape != base.shape:
        found.add(f"{where}, parts", f"shape {part.shape}", f"shape {base.shape}", "align the rows")
        found.raise_if_any()
    if q is not None and q.shape != base.shape:
        found.add(f"{where}, q", f"shape {q.shape}", f"shape {base.shape}", "align the rows")
        found.raise_if_any()
    names = set(part.tolist())
    for name in sorted(names - set(margins), key=str):
        found.add(
            f"{where}, part '{name}'",
            f"{int(np.sum(part == name))} rows and no margins",
            "margins for each part",
            "add its margins, or join it to another part",
        )
    for name in sorted(set(margins) - names, key=str):
        found.add(
            f"{where}, part '{name}'",
            "margins and no row",
            "rows in each part with margins",
            "join it to another part, or remove its margins",
        )
    kinds = {name: [(type(m), m.name) for m in own] for name, own in margins.items()}
    first = next(iter(kinds.values()), [])
    for name, kind in kinds.items():
        if kind != first:
            found.add(
                f"{where}, part '{name}'",
                "margins " + ", ".join(f"'{margin}'" for _, margin in kind),
                "those of the first part: " + ", ".join(f"'{margin}'" for _, margin in first),
                "declare the same margins in the same order for each part",
            )
    for name, own in margins.items():
        for margin in own:
            rows = margin.codes if isinstance(margin, Margin) else margin.values
            if np.shape(rows) != base.shape:
                found.add(
                    f"{where}, part '{name}', margin '{margin.name}'",
                    f"an array of shape {np.shape(rows)}",
                    f"one value for each of all {len(base)} rows",
                    "give the rows of every part",
                )
    found.raise_if_any()
