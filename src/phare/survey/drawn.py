"""Respondents as they were drawn: from the columns of a frame to a design."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Self, TypeVar

import numpy as np
import pandas as pd
from pandas.errors import UndefinedVariableError

from phare.errors import PhareError, Problem
from phare.stats.arrays import AnyArray, BoolArray, FloatArray
from phare.stats.design import Design, Lonely, Stage
from phare.stats.weighting import Weighed, Weighting
from phare.survey.columns import Coded, Columns, Names, listed

_WHERE = "survey"

_Item = TypeVar("_Item")


@dataclass(frozen=True, eq=False)
class Drawn:
    """A frame with the design that drew its rows, and their weights so far.

    Everything but the columns of the constructor is made from them.
    """

    frame: pd.DataFrame = field(repr=False)
    weights: str | None = None
    strata: str | Sequence[str] | None = None
    psu: str | Sequence[str] | None = None
    population: str | Sequence[str] | None = None
    lonely: Lonely = "fail"
    neighbours: Mapping[object, object] | None = None
    adjust_domains: bool = False
    confidence: float = 0.95
    columns: Columns = field(default=None, repr=False)  # type: ignore[assignment]
    weighting: Weighting = field(default=None, repr=False)  # type: ignore[assignment]
    inside: BoolArray | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.columns is not None:
            return
        if not len(self.frame):
            raise PhareError(Problem("frame", "no row", "a row per respondent", "look at filters"))
        object.__setattr__(self, "columns", Columns(self.frame))
        names = [listed(one) for one in (self.weights, self.strata, self.psu, self.population)]
        self.columns.need(*[name for these in names for name in these])
        base = self._given() if self.weights is not None else self._implied()
        object.__setattr__(self, "weighting", Weighting(Weighed(base)))

    def _given(self) -> FloatArray:
        assert self.weights is not None
        return self.columns.numbers(self.weights)

    def _implied(self) -> FloatArray:
        """Return units in the population over units drawn, of all stages."""
        weights = np.ones(len(self.columns))
        if not listed(self.population):
            return weights
        for stage in replace(self._drawn(weights), lonely="certainty").structures:
            weights /= np.where(stage.fraction > 0, stage.fraction, 1.0)[stage.stratum_of_row]
        return weights

    # -- the design ----------------------------------------------------------------------

    @property
    def current_weights(self) -> FloatArray:
        """The weights (n,), every step done."""
        return self.weighting.made.weights

    @cached_property
    def design(self) -> Design:
        """The design of phare.stats, for what this class does not offer."""
        state = self.weighting
        if state.replicates is not None:
            return Design.of_replicates(state.replicates, _WHERE)
        found = replace(self._drawn(state.made.weights), calibration=state.made.basis)
        try:
            _ = found.structures
        except PhareError:
            # Once more with the labels instead of their codes: the errors name them.
            _ = self._drawn(state.made.weights, named=True).structures
            raise
        return found

    def _drawn(self, weights: FloatArray, named: bool = False) -> Design:
        """Return the design of these weights, without a calibration."""
        named = named or self.lonely == "collapse"
        strata = [self._labels(name, named) for name in listed(self.strata)]
        units = [self._labels(name, named) for name in listed(self.psu)]
        counts = [self.columns.numbers(name) for name in listed(self.population)]
        stages = [Stage(units[at], _at(counts, at), _at(strata, at)) for at in range(1, len(units))]
        if len(counts) > max(len(units), 1):
            stages.append(Stage(None, counts[-1], _at(strata, len(counts) - 1)))
        return Design(
            weights,
            strata=_at(strata, 0),
            psu=_at(units, 0),
            stratum_population=_at(counts, 0),
            lonely=self.lonely,
            where=_WHERE,
            # Without the counts of a second stage the first is all there is, as in R.
            stages=tuple(stages) if len(counts) > 1 else (),
            neighbours=self.neighbours,
            adjust_domains=self.adjust_domains,
        )

    def _labels(self, name: str, named: bool) -> AnyArray:
        found = self.columns.complete(name)
        if not named:
            return found.codes
        labels = np.empty(len(found.categories), dtype=object)
        labels[:] = found.categories
        return np.asarray(labels[found.codes])

    # -- domains -------------------------------------------------------------------------

    def where(self, rows: str | Sequence[bool] | pd.Series) -> Self:
        """Return the survey restricted to a domain: a query of columns, or a mask of rows.

        The rows outside stay in the design, as they must for its standard errors.
        """
        mask = self._query(rows) if isinstance(rows, str) else rows
        kept = np.asarray(pd.array(np.asarray(mask), dtype="boolean").fillna(False), dtype=bool)
        if kept.shape != (len(self.columns),):
            got, wanted = f"a mask of {len(kept)} rows", f"{len(self.columns)} rows"
            raise PhareError(Problem("domain", got, wanted, "give a mask of all rows"))
        both = kept if self.inside is None else self.inside & kept
        made = replace(self, inside=both)
        made.__dict__["design"] = self.design
        return made

    def _query(self, text: str) -> AnyArray:
        try:
            return np.asarray(self.columns.frame.eval(text))
        except (UndefinedVariableError, SyntaxError) as error:
            known = ", ".join(map(str, self.columns.frame.columns[:10]))
            remedy = "write it as stype == 'E', names with spaces or dots between backticks"
            raise PhareError(
                Problem(f"domain {text}", str(error), f"a query of columns: {known}", remedy)
            ) from error

    def levels(self, by: Names) -> Coded:
        """Return the levels of one or several columns that occur in the domain."""
        names = listed(by)
        if not names:
            return Coded(np.zeros(len(self.columns), dtype=np.int8), ((),))
        found = self.columns.coded(*names)
        return found if len(names) > 1 and self.inside is None else found.occurring(self.inside)


def _at(values: Sequence[_Item], at: int) -> _Item | None:
    return values[at] if at < len(values) else None
