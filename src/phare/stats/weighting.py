"""The weights so far: what each step made of them, and what it would make of replicates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from phare.stats.arrays import FloatArray
from phare.stats.basis import CalibrationBasis
from phare.stats.calibration import Calibration
from phare.stats.replicates import Replicates


@dataclass(frozen=True, eq=False)
class Weighed:
    """What a step gives.

    Parameters
    ----------
    basis : of the last calibration behind these weights, which their variance needs
    fits : the calibrations that were solved, by part ('' where there are none)
    capped : share of rows at a bound or a cap
    """

    weights: FloatArray
    basis: CalibrationBasis | None = None
    fits: Mapping[str, Calibration] | None = None
    capped: float = 0.0


class Step(Protocol):
    """One step: from weights (n,) to weights, and the same in replicates."""

    @property
    def name(self) -> str: ...

    def weigh(self, before: Weighed) -> Weighed: ...

    def redo(self, replicates: Replicates) -> Replicates: ...


@dataclass(frozen=True, eq=False)
class Weighting:
    """The weights so far.

    Parameters
    ----------
    made : weights (n,) and what variances must know of them
    step, before : the last step and the weighting it followed; None for the base weights
    start : the weighting whose weights the step took: `before`, or an earlier one where a
        calibration is solved again under a cap
    replicates : of these weights, every step redone
    """

    made: Weighed
    step: Step | None = None
    before: Weighting | None = None
    start: Weighting | None = None
    replicates: Replicates | None = None

    def then(self, step: Step, start: Weighting | None = None) -> Weighting:
        """Return the weighting with one more step."""
        origin = self if start is None else start
        replicates = None if origin.replicates is None else step.redo(origin.replicates)
        return Weighting(step.weigh(origin.made), step, self, origin, replicates)

    def replicated(self, replicates: Replicates) -> Weighting:
        """Return the same steps over replicates of the base weights."""
        if self.step is None or self.before is None or self.start is None:
            return replace(self, replicates=replicates)
        before = self.before.replicated(replicates)
        start = before if self.start is self.before else self.start.replicated(replicates)
        assert start.replicates is not None
        return replace(
            self, before=before, start=start, replicates=self.step.redo(start.replicates)
        )

    @property
    def root(self) -> Weighting:
        """The base weights."""
        return self if self.before is None else self.before.root

    def history(self) -> list[Weighting]:
        """Return the base weights and what each step made of them, in order."""
        return [*([] if self.before is None else self.before.history()), self]
