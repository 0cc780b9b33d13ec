"""A sampling design, and the variance of any linearised estimate under it.

Method: docs/methods/variance.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, get_args

import numpy as np

from phare.errors import Problems, nearest
from phare.stats.arguments import Arguments
from phare.stats.arrays import AnyArray, FloatArray, as_numbers, floats
from phare.stats.basis import CalibrationBasis
from phare.stats.collapse import collapse
from phare.stats.leverage import leverage_factors
from phare.stats.replicates import Replicates
from phare.stats.stages import Stage, build_stages
from phare.stats.structure import Lonely, Structure, build

__all__ = ["CalibrationBasis", "Design", "Lonely", "Residuals", "Stage"]

Residuals = Literal["plain", "leverage"]


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
        from the overall mean), ``certainty`` (nothing), ``average`` (as much as the others on
        average), ``collapse`` (it is joined to its neighbour)
    where : what the errors call this design
    stages : the stages after the first, which is `psu`
    neighbours : for ``collapse``, the stratum that each lonely stratum is joined to
    adjust_domains : under ``adjust``, also where a domain leaves one PSU of several
    residuals : of the calibration: ``plain``, as R's ``calibrate`` has them, or ``leverage``,
        divided by the root of one minus the leverage of their PSU, for small samples
    replicates : of `weights`; variances then come from them, and from nothing else here
    """

    weights: FloatArray
    strata: AnyArray | None = None
    psu: AnyArray | None = None
    stratum_population: FloatArray | None = None
    calibration: CalibrationBasis | None = None
    lonely: Lonely = "fail"
    where: str = "design"
    stages: tuple[Stage, ...] = ()
    neighbours: Mapping[object, object] | None = None
    adjust_domains: bool = False
    residuals: Residuals = "plain"
    replicates: Replicates | None = None

    def __post_init__(self) -> None:
        weights, strange = as_numbers(np.asarray(self.weights))
        object.__setattr__(self, "weights", weights)
        found = Problems()
        if self.lonely not in get_args(Lonely):
            known = ", ".join(get_args(Lonely))
            remedy = nearest(str(self.lonely), get_args(Lonely))
            found.add(f"{self.where}, lonely PSUs", f"'{self.lonely}'", known, remedy)
        if self.residuals not in get_args(Residuals):
            known = ", ".join(get_args(Residuals))
            remedy = nearest(str(self.residuals), get_args(Residuals))
            found.add(f"{self.where}, residuals", f"'{self.residuals}'", known, remedy)
        here = f"{self.where}, weights"
        if self.weights.ndim != 1 or not len(self.weights):
            found.add(here, f"shape {self.weights.shape}", "one weight a row", "give a vector")
        bad = int(np.sum(~np.isfinite(self.weights)))
        if bad:
            of = f"{bad} of {self.weights.size} rows"
            got = f"{strange} in {of}" if strange else f"{of} missing or infinite"
            found.add(here, got, "a number in every row", "complete them")
        if self.calibration is not None and self.calibration.base.shape != self.weights.shape:
            found.add(
                f"{self.where}, calibration",
                f"a basis of {len(self.calibration.base)} rows",
                f"{len(self.weights)} rows",
                "calibrate and estimate on the same rows",
            )
        if self.replicates is not None and self.replicates.n != len(self.weights):
            found.add(
                f"{self.where}, replicates",
                f"replicates of {self.replicates.n} rows",
                f"{len(self.weights)} rows",
                "replicate and estimate on the same rows",
            )
        found.raise_if_any()

    @classmethod
    def of_replicates(cls, replicates: Replicates, where: str = "design") -> Design:
        """Return the design of replicates and their full weights."""
        return cls(replicates.weights, where=where, replicates=replicates)

    @property
    def n(self) -> int:
        """Rows."""
        return len(self.weights)

    @property
    def structure(self) -> Structure:
        """PSUs and strata, numbered. Raises PhareError for lonely PSUs under ``fail``."""
        return self.structures[0]

    @cached_property
    def structures(self) -> tuple[Structure, ...]:
        """The structure of each stage, the first one first; their variances add up."""
        strata, psu, population = self.strata, self.psu, self.stratum_population
        if self.lonely == "collapse" and strata is not None:
            strata, psu, population = collapse(
                strata, psu, population, self.neighbours or {}, self.where
            )
        first = build(self.n, strata, psu, population, self.lonely, self.where)
        return build_stages(first, self.stages, self.psu, self.lonely, self.where)

    def at_stage(self, stage: int) -> Design:
        """Return this design with the variance of one stage alone (0 for the first)."""
        alone = replace(self, stages=())
        alone.__dict__["structures"] = (self.structures[stage],)
        alone.__dict__["residual_factors"] = self.residual_factors
        return alone

    @cached_property
    def residual_factors(self) -> FloatArray | None:
        """What multiplies the residual of each row (n,), by its first-stage PSU; None for 1."""
        if self.calibration is None or self.residuals == "plain":
            return None
        return leverage_factors(self.structure, self.calibration)

    @cached_property
    def degrees_of_freedom(self) -> int:
        """PSUs less strata, among the rows that have a weight; or those of the replicates."""
        if self.replicates is not None:
            return self.replicates.degrees_of_freedom
        return self.structure.degrees_of_freedom(self.weights != 0)

    def variance(self, influence: FloatArray) -> FloatArray:
        """Return the variance (k,) of the sums of k columns of influence (n, k).

        The influence of row i on an estimate is w_i z_i, z the linearised variable: for a
        mean w_i (y_i - mean) / sum of w. Calibration is taken into account here.
        """
        columns = floats(influence)
        columns = columns if columns.ndim == 2 else columns[:, None]
        return np.array([self.covariance(columns[:, [j]])[0, 0] for j in range(columns.shape[1])])

    def covariance(self, influence: FloatArray) -> FloatArray:
        """Return the covariance matrix (k, k) of the sums of k columns of influence (n, k).

        With replicates: that of the linearised estimates, as the replicates move.
        """
        columns = floats(influence)
        if columns.ndim != 2 or len(columns) != self.n or np.any(np.isinf(columns)):
            arguments = Arguments(self.where, self.n)
            arguments.columns("influence", columns)
            arguments.check()
        if self.replicates is not None:
            return self.replicates.linear_covariance(columns)
        if self.calibration is not None:
            columns = self.calibration.residuals(columns)
        if self.residual_factors is not None:
            columns = columns * self.residual_factors[:, None]
        single = self.adjust_domains and self.lonely == "adjust"
        every = [structure.covariance(columns, single) for structure in self.structures]
        return np.asarray(sum(every))
