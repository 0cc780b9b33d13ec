"""A sampling design, and the variance of any linearised estimate under it.

Method: docs/methods/variance.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from phare.errors import Problems
from phare.stats.arrays import AnyArray, FloatArray, floats
from phare.stats.basis import CalibrationBasis
from phare.stats.structure import Lonely, Structure, build

__all__ = ["CalibrationBasis", "Design", "Lonely"]


@dataclass(frozen=True, eq=False)
class Design:
    """How the rows were drawn and weighted.

    A domain is never cut out of a design: its estimate gives influence 0 to the rows
    outside, so that PSUs and strata are still counted as they were drawn.

    Parameters
    ----------
    weights : final weights (n,); rows of weight 0 count as drawn
    strata, psu : labels (n,) of any sortable type; None for one stratum, for rows as PSUs.
        PSU labels are read within strata.
    stratum_population : PSUs of the row's stratum in the population (n,); None for sampling
        with replacement
    calibration : the basis of the calibration that made the weights, if one did
    lonely : what a stratum with one PSU adds: ``fail`` (raise), ``adjust`` (its distance
        from the overall mean), ``certainty`` (nothing)
    where : what the errors call this design
    """

    weights: FloatArray
    strata: AnyArray | None = None
    psu: AnyArray | None = None
    stratum_population: FloatArray | None = None
    calibration: CalibrationBasis | None = None
    lonely: Lonely = "fail"
    where: str = "design"

    def __post_init__(self) -> None:
        object.__setattr__(self, "weights", floats(self.weights))
        found = Problems()
        here = f"{self.where}, weights"
        if self.weights.ndim != 1 or not len(self.weights):
            found.add(here, f"shape {self.weights.shape}", "one weight a row", "give a vector")
        bad = int(np.sum(~np.isfinite(self.weights)))
        if bad:
            found.add(here, f"{bad} missing or infinite", "a number in every row", "complete them")
        if self.calibration is not None and self.calibration.base.shape != self.weights.shape:
            found.add(
                f"{self.where}, calibration",
                f"a basis of {len(self.calibration.base)} rows",
                f"{len(self.weights)} rows",
                "calibrate and estimate on the same rows",
            )
        found.raise_if_any()

    @property
    def n(self) -> int:
        """Rows."""
        return len(self.weights)

    @cached_property
    def structure(self) -> Structure:
        """PSUs and strata, numbered. Raises PhareError for lonely PSUs under ``fail``."""
        return build(
            self.n, self.strata, self.psu, self.stratum_population, self.lonely, self.where
        )

    @cached_property
    def degrees_of_freedom(self) -> int:
        """PSUs less strata, among the rows that have a weight."""
        return self.structure.degrees_of_freedom(self.weights != 0)

    def variance(self, influence: FloatArray) -> FloatArray:
        """Return the variance (k,) of the sums of k columns of influence (n, k).

        The influence of row i on an estimate is w_i z_i, z the linearised variable: for a
        mean w_i (y_i - mean) / sum of w. Calibration is taken into account here.
        """
        columns = influence if influence.ndim == 2 else influence[:, None]
        return np.array([self.covariance(columns[:, [j]])[0, 0] for j in range(columns.shape[1])])

    def covariance(self, influence: FloatArray) -> FloatArray:
        """Return the covariance matrix (k, k) of the sums of k columns of influence (n, k)."""
        columns = floats(influence)
        if self.calibration is not None:
            columns = self.calibration.residuals(columns)
        structure = self.structure
        root = np.sqrt(structure.scale)[structure.stratum_of_psu]
        centred = np.column_stack(
            [root * structure.centre(structure.totals(column)) for column in columns.T]
        )
        return np.asarray(centred.T @ centred)
