"""Redo an adjustment by response propensity in every replicate.

Method: docs/methods/nonresponse.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from phare.stats.arrays import AnyArray, FloatArray, IntArray, floats
from phare.stats.propensity import (
    Patterns,
    PropensitySettings,
    classes_of,
    factors_of_classes,
    response_propensity,
)
from phare.stats.replicate_steps import with_step
from phare.stats.replicates import Replicates


@dataclass(frozen=True, eq=False)
class PropensityFactors:
    """The factors of patterns, from what was fitted in each replicate.

    Parameters
    ----------
    coefficients : (p, R)
    class_of_pattern, of_class : with classes, (m, R) small integers and (classes, R)
    """

    patterns: Patterns
    coefficients: FloatArray
    class_of_pattern: AnyArray | None
    of_class: FloatArray | None

    @property
    def unit_of_row(self) -> IntArray:
        """The pattern of each row (n,)."""
        return self.patterns.of_row

    def unit_factors(self, start: int, stop: int) -> FloatArray:
        """Return the factors (m, stop - start) of some replicates."""
        if self.of_class is None or self.class_of_pattern is None:
            factors = 1.0 / self.patterns.propensity(self.coefficients[:, start:stop])
        else:
            rows = self.class_of_pattern[:, start:stop]
            factors = np.take_along_axis(self.of_class[:, start:stop], rows, axis=0)
        return np.where(self.patterns.responded[:, None], factors, 0.0)


def redo_propensity(
    replicates: Replicates,
    columns: FloatArray,
    responded: AnyArray,
    settings: PropensitySettings | None = None,
    *,
    names: Sequence[str] | None = None,
    where: str = "non-response",
) -> Replicates:
    """Redo :func:`phare.stats.propensity.response_propensity` in each replicate.

    Its refusals are for the full weights. A replicate in which the model has no finite
    coefficients, or a class no respondent, is named in `failed`.
    """
    settings = settings or PropensitySettings()
    full = response_propensity(
        replicates.weights, columns, responded, settings, names=names, where=where
    )
    patterns = Patterns.of(floats(columns), np.asarray(responded, dtype=bool))
    size, classes = replicates.size, settings.classes
    coefficients = np.full((columns.shape[1], size), np.nan)
    of_class = None if classes is None else np.full((classes, size), np.nan)
    class_of_pattern = None if classes is None else np.zeros((patterns.size, size), dtype=np.int16)
    reasons: dict[int, str] = {}
    for r, weights, counted in _pattern_weights(replicates, patterns, settings):
        if not np.all(np.isfinite(weights)):
            continue  # an earlier step failed in this replicate
        beta = patterns.fit(counted, full.coefficients)
        if np.any(np.isnan(beta)):
            reasons[r] = f"{where}: the model of response has no finite coefficients"
            continue
        coefficients[:, r] = beta
        if classes is None or of_class is None or class_of_pattern is None:
            continue
        own = classes_of(patterns.propensity(beta), counted, classes)
        factors = factors_of_classes(own, weights, patterns.responded, classes)
        if np.any(np.isnan(factors)):
            at = int(np.flatnonzero(np.isnan(factors))[0]) + 1
            reasons[r] = f"{where}, propensity class {at} of {classes}: no respondent"
            continue
        class_of_pattern[:, r], of_class[:, r] = own, factors
    step = PropensityFactors(patterns, coefficients, class_of_pattern, of_class)
    return with_step(replicates, step, replicates.weights * full.factors, reasons)


def _pattern_weights(
    replicates: Replicates, patterns: Patterns, settings: PropensitySettings
) -> Iterator[tuple[int, FloatArray, FloatArray]]:
    """Yield each replicate, its weights by pattern (m,), and those that its model is fitted with."""
    alive = replicates.weights > 0
    for start, stop, weights in replicates.sum_blocks(patterns.of_row, patterns.size):
        counted = weights
        if not settings.weighted:
            times = replicates.row_multipliers(start, stop)[alive]
            counted = np.zeros_like(weights)
            np.add.at(counted, patterns.of_row[alive], times)
        for r in range(start, stop):
            yield r, weights[:, r - start], counted[:, r - start]
