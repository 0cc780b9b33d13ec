"""Replicate weights of a survey: every step of its weighting is redone in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, Self, get_args

import numpy as np

from phare.errors import PhareError, Problem, nearest
from phare.stats.arrays import FloatArray
from phare.stats.design import Design
from phare.stats.replicates import Centre, Replicates
from phare.stats.replication import bootstrap, half_samples, jackknife, supplied
from phare.stats.supplied_replicates import Kind
from phare.survey.drawn import Drawn

Replication = Literal["JK1", "JKn", "BRR", "Fay", "bootstrap"]


class Replicated(Drawn):
    """Standard errors by replicates instead of linearisation."""

    def replicate(
        self,
        kind: Replication = "JKn",
        size: int = 500,
        rng: np.random.Generator | int | None = None,
        *,
        rho: float = 0.5,
        centre: Centre | None = None,
    ) -> Self:
        """Return the survey whose standard errors come from replicates of its design.

        Steps that were done already are redone in each replicate, as are those to come.

        Parameters
        ----------
        kind : JK1, JKn (jackknife, without and within strata), BRR, Fay (half-samples) or
            bootstrap (Rao, Wu and Yue)
        size, rng : of the bootstrap; a generator, or a seed
        rho : of Fay
        centre : estimate or mean (of the replicates); None for what is usual
        """
        base = self.weighting.root.made.weights

        def made(named: bool) -> Replicates:
            return self._made(self._drawn(base, named), kind, size, rng, rho, centre)

        return self._over(self._in_words(made))

    def with_replicates(
        self,
        columns: Sequence[str],
        kind: Kind = "other",
        *,
        combined: bool = True,
        scale: float | None = None,
        rscales: Sequence[float] | None = None,
        rho: float = 0.0,
        centre: Centre = "mean",
    ) -> Self:
        """Return the survey with replicate weights that came with the frame.

        Parameters
        ----------
        columns : a column per replicate
        kind : JK1, JKn, BRR, Fay (with its `rho`), bootstrap or other: the `scale` where none
            is given
        combined : False where they multiply the weights; `scale` and `rscales` as in R
        centre : estimate or mean (of the replicates)
        """
        self.columns.need(*columns)
        if self.weighting.step is not None:
            raise PhareError(
                Problem("replicate weights", "weights of several steps", "the weights they "
                        "were made with", "give the replicates before the steps")
            )  # fmt: skip
        matrix = np.column_stack([self.columns.numbers(name) for name in columns])
        shares: FloatArray | None = None if rscales is None else np.asarray(rscales, dtype=float)
        made = supplied(
            self.weighting.root.made.weights, matrix, kind, combined=combined, scale=scale,
            rscales=shares, rho=rho, centre=centre,
        )  # fmt: skip
        return self._over(made)

    @staticmethod
    def _made(
        design: Design,
        kind: Replication,
        size: int,
        rng: np.random.Generator | int | None,
        rho: float,
        centre: Centre | None,
    ) -> Replicates:
        how = {} if centre is None else {"centre": centre}
        if kind in ("JK1", "JKn"):
            return jackknife(design, kind, **how)
        if kind in ("BRR", "Fay"):
            return half_samples(design, rho if kind == "Fay" else 0.0, **how)
        if kind != "bootstrap":
            known = get_args(Replication)
            raise PhareError(
                Problem("replicates", f"'{kind}'", ", ".join(known), nearest(kind, known))
            )
        if rng is None:
            remedy = "give rng, a generator or a seed"
            raise PhareError(Problem("bootstrap", "no seed", "one, to draw the same again", remedy))
        return bootstrap(design, size, np.random.default_rng(rng), **how)

    def _over(self, replicates: Replicates) -> Self:
        return replace(self, weighting=self.weighting.replicated(replicates))
