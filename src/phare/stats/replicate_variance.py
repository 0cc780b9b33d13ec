"""The variance of an estimate from the same estimate in each replicate."""

from __future__ import annotations

from typing import Literal

import numpy as np

from phare.errors import PhareError, Problem
from phare.stats.arrays import FloatArray, floats

Centre = Literal["estimate", "mean"]


def covariance(
    estimate: FloatArray,
    repeated: FloatArray,
    scale: float,
    rscales: FloatArray,
    centre: Centre,
    where: str,
) -> FloatArray:
    """Return the covariance matrix (k, k) of `estimate` (k,) from `repeated` (R, k).

    Replicates with a NaN take no part; the others stand in for them. Raises PhareError where
    none is left.
    """
    kept = ~np.any(np.isnan(repeated), axis=1)
    if not np.any(kept):
        raise PhareError(
            Problem(
                where,
                f"{len(repeated)} replicates, none with an estimate",
                "an estimate in most replicates",
                "collapse what the replicates leave empty",
            )
        )
    rows, shares = repeated[kept], rscales[kept]
    middle = floats(estimate)
    if centre == "mean":
        # None with a share: the replicates move nothing, and the variance is not known.
        moving = rows[shares > 0]
        middle = moving.mean(axis=0) if len(moving) else np.full(rows.shape[1], np.nan)
    around = (rows - middle) * np.sqrt(shares)[:, None]
    return np.asarray(around.T @ around * (scale * len(kept) / len(rows)))


def variance(
    estimate: FloatArray,
    repeated: FloatArray,
    scale: float,
    rscales: FloatArray,
    centre: Centre,
) -> FloatArray:
    """Return the variances of `estimate` (...,) from `repeated` (..., R), each by itself.

    NaN where no replicate has an estimate.
    """
    kept = ~np.isnan(repeated)
    values = np.where(kept, repeated, 0.0)
    count = kept.sum(axis=-1)
    taken = kept * (rscales > 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        middle = floats(estimate)
        if centre == "mean":
            middle = (values * taken).sum(axis=-1) / taken.sum(axis=-1)
        around = np.where(kept, values - middle[..., None], 0.0)
        total = (around**2 * rscales).sum(axis=-1)
        return np.asarray(np.where(count > 0, scale * total * len(rscales) / count, np.nan))
