"""The moments of the levels of a domain under every stage of a design."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from phare.stats.arrays import AnyArray, FloatArray
from phare.stats.domain import Domain
from phare.stats.levels import Below, LevelMoments, level_moments


def design_moments(zy: FloatArray, below: tuple[Below, ...]) -> LevelMoments:
    """Return :func:`level_moments` with the covariances of all stages, those of `below`, added up."""
    first, *others = below
    moments = _stage_moments(zy, first)
    for stage in others:
        more = _stage_moments(zy, stage)
        moments = replace(
            moments,
            covariance=moments.covariance + more.covariance,
            rough=moments.rough + more.rough,
        )
    return moments


def of_stages(domain: Domain, zx: FloatArray) -> tuple[Below, ...]:
    """Return a denominator w x (n,) under each stage of the design."""
    return tuple(Below(stage, zx) for stage in domain.stages)


def _stage_moments(zy: FloatArray, below: Below) -> LevelMoments:
    """Return the moments of one stage; lonely strata count as the average of the others."""
    domain = below.domain
    moments = level_moments(domain, zy, below)
    if not np.any(domain.design.structure.averaged):
        return moments
    root = np.sqrt(_inflation(domain, (zy != 0) | (below.zx != 0)))
    scale = root[:, :, None] * root[:, None, :]
    return replace(moments, covariance=moments.covariance * scale)


def _inflation(domain: Domain, rows: AnyArray) -> FloatArray:
    """Return the factor of the variance of each of the four vectors (L, 4)."""
    structure, levels = domain.design.structure, domain.size - 1
    if domain.design.calibration is not None:
        return np.full((levels, 4), structure.inflation(np.ones(structure.n_strata, dtype=bool)))
    met = domain.strata_with(rows)
    whole = structure.inflation(met.any(axis=1))
    own = np.array([structure.inflation(met[:, level]) for level in range(levels)])
    own = np.where(met[:, :levels].any(axis=0), own, 1.0)
    return np.column_stack([own, own, np.full(levels, whole), np.full(levels, whole)])
