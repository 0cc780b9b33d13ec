"""Replicate weights delivered with the responses. Method: docs/methods/replication.md."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from phare.errors import Problems, nearest
from phare.stats.arguments import vector
from phare.stats.arrays import FloatArray, IntArray, floats
from phare.stats.multipliers import Counted
from phare.stats.replicates import Centre, Replicates

Kind = Literal["JK1", "JKn", "BRR", "Fay", "bootstrap", "other"]

# Replicate weights of one PSU are one multiple of its weights, up to their rounding.
_DIGITS = 12


def supplied(
    weights: FloatArray,
    replicate_weights: FloatArray,
    kind: Kind = "other",
    *,
    combined: bool = True,
    scale: float | None = None,
    rscales: FloatArray | None = None,
    rho: float = 0.0,
    centre: Centre = "mean",
    where: str = "replicate weights",
) -> Replicates:
    """Take replicate weights (n, R) delivered with the responses.

    Rows whose replicate weights are the same multiples of their weight are kept once.

    Parameters
    ----------
    weights : full weights (n,)
    combined : False for replicate weights that are multiples of the full weights
    scale, rscales : needed for ``JKn`` (rscales) and ``other``; ``JK1`` takes (R - 1) / R,
        ``BRR`` 1 / R, ``Fay`` 1 / (R (1 - rho)^2), ``bootstrap`` 1 / (R - 1)
    """
    weights, matrix = vector(weights, f"{where}, full weights"), floats(replicate_weights)
    _check_supplied(weights, matrix, kind, scale, rscales, rho, centre, where)
    size = matrix.shape[1]
    implied = {
        "JK1": (size - 1) / size,
        "BRR": 1 / size,
        "Fay": 1 / (size * (1 - rho) ** 2),
        "bootstrap": 1 / max(size - 1, 1),
    }
    base = weights
    if combined:
        # A row without a weight of its own may still have replicate weights.
        base = np.where(weights != 0, weights, 1.0)
        matrix = matrix / base[:, None]
    unit_of_row, multiples = _distinct(matrix)
    return Replicates(
        weights,
        base,
        unit_of_row,
        Counted(np.ascontiguousarray(multiples.T)),
        implied.get(kind, 1.0) if scale is None else scale,
        np.ones(size) if rscales is None else floats(rscales),
        centre,
        where=where,
    )


def _distinct(matrix: FloatArray) -> tuple[IntArray | None, FloatArray]:
    """Return (row of the distinct rows (n,) or None, distinct rows) up to rounding."""
    with np.errstate(divide="ignore", invalid="ignore"):
        power = 10.0 ** (_DIGITS - np.ceil(np.log10(np.abs(matrix))))
        rounded = np.where(matrix == 0, 0.0, np.round(matrix * power) / power)
    _, first, inverse = np.unique(rounded, axis=0, return_index=True, return_inverse=True)
    if 2 * len(first) > len(matrix):
        return None, matrix
    return inverse.ravel().astype(np.int64), matrix[first]


def _check_supplied(
    weights: FloatArray,
    matrix: FloatArray,
    kind: str,
    scale: float | None,
    rscales: FloatArray | None,
    rho: float,
    centre: str,
    where: str,
) -> None:
    found = Problems()
    if kind not in get_args(Kind):
        found.add(where, f"kind '{kind}'", ", ".join(get_args(Kind)), nearest(kind, get_args(Kind)))
    if matrix.ndim != 2 or len(matrix) != len(weights) or not matrix.size:
        found.add(
            where, f"an array of shape {matrix.shape}", f"{len(weights)} rows", "align the rows"
        )
        found.raise_if_any()
    bad = int(np.sum(~np.isfinite(matrix)))
    if bad:
        found.add(where, f"{bad} missing or infinite", "numbers", "complete them")
    missing = int(np.sum(~np.isfinite(weights)))
    if missing:
        got = f"{missing} of {len(weights)} rows missing or infinite"
        found.add(f"{where}, full weights", got, "numbers", "complete them")
    if centre not in get_args(Centre):
        found.add(
            where,
            f"centre '{centre}'",
            ", ".join(get_args(Centre)),
            nearest(centre, get_args(Centre)),
        )
    if rscales is not None and not np.all((floats(rscales) >= 0) & np.isfinite(floats(rscales))):
        found.add(where, "rscales missing, infinite or under 0", "0 or more", "correct them")
    if scale is not None and not 0 < scale < np.inf:
        found.add(where, f"a scale of {scale:g}", "a number above 0", "correct it")
    if kind == "other" and scale is None and rscales is None:
        found.add(where, "neither scale nor rscales", "those of the method", "declare them")
    if kind == "JKn" and rscales is None:
        found.add(where, "JKn without rscales", "(n_h - 1) / n_h of each", "declare rscales")
    if rscales is not None and np.shape(rscales) != (matrix.shape[1],):
        found.add(where, f"{np.size(rscales)} rscales", f"{matrix.shape[1]}", "give one each")
    if kind == "Fay" and not 0 < rho < 1:
        found.add(where, f"Fay with rho {rho:g}", "a rho between 0 and 1", "declare rho")
    found.raise_if_any()
