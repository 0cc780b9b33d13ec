"""Respondents as they were drawn: from the columns of a frame to a design."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Self, TypeVar, get_args

import numpy as np
import pandas as pd

from phare.errors import PhareError, Problems, nearest
from phare.stats.arrays import AnyArray, BoolArray, FloatArray
from phare.stats.design import Design, Lonely, Residuals, Stage
from phare.stats.weighting import Weighed, Weighting
from phare.survey.columns import Coded, Columns, Names, listed
from phare.survey.queries import matching
from phare.survey.truths import truths

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
    residuals: Residuals = "plain"
    columns: Columns = field(default=None, repr=False)  # type: ignore[assignment]
    weighting: Weighting = field(default=None, repr=False)  # type: ignore[assignment]
    inside: BoolArray | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.columns is not None:
            return
        self._check()
        object.__setattr__(self, "columns", Columns(self.frame))
        names = [listed(one) for one in (self.weights, self.strata, self.psu, self.population)]
        self.columns.need(*[name for these in names for name in these])
        base = self._given() if self.weights is not None else self._implied()
        object.__setattr__(self, "weighting", Weighting(Weighed(base)))

    def _check(self) -> None:
        """Raise PhareError with all that is wrong with the arguments, whatever the columns."""
        found = Problems()
        if not isinstance(self.frame, pd.DataFrame):
            got = f"a {type(self.frame).__name__}"
            found.add("frame", got, "a pandas frame", "give a row per respondent")
        elif not len(self.frame):
            found.add("frame", "no row", "a row per respondent", "look at filters")
        for name, known in (("lonely", get_args(Lonely)), ("residuals", get_args(Residuals))):
            got = getattr(self, name)
            if got not in known:
                found.add(name, f"'{got}'", ", ".join(known), nearest(str(got), known))
        level = self.confidence
        if not isinstance(level, int | float) or not 0 < level < 1:
            found.add("confidence", f"'{level}'", "a share between 0 and 1", "write 0.95")
        if self.weights is not None and len(listed(self.weights)) != 1:
            got = f"{len(listed(self.weights))} columns"
            found.add("weights", got, "one", "give the name of a column")
        found.raise_if_any()

    def _given(self) -> FloatArray:
        (name,) = listed(self.weights)
        return self.columns.complete_numbers(name)

    def _implied(self) -> FloatArray:
        """Return units in the population over units drawn, of all stages."""
        weights = np.ones(len(self.columns))
        if not listed(self.population):
            return weights

        def inverse_fractions(named: bool) -> list[FloatArray]:
            stages = replace(self._drawn(weights, named), lonely="certainty").structures
            return [
                (1.0 / np.where(one.fraction > 0, one.fraction, 1.0))[one.stratum_of_row]
                for one in stages
            ]

        return np.asarray(np.prod(self._in_words(inverse_fractions), axis=0))

    @staticmethod
    def _in_words(ask: Callable[[bool], _Item]) -> _Item:
        """Return what comes of the codes of strata and PSUs; what it refuses is asked again of
        their labels, for the errors to name them."""
        try:
            return ask(False)
        except PhareError:
            return ask(True)

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
        self._in_words(lambda named: self._drawn(state.made.weights, named).structures)
        return replace(self._drawn(state.made.weights), calibration=state.made.basis)

    def _drawn(self, weights: FloatArray, named: bool = False) -> Design:
        """Return the design of these weights, without a calibration."""
        named = named or self.lonely == "collapse"
        strata = [self._labels(name, named) for name in listed(self.strata)]
        units = [self._labels(name, named) for name in listed(self.psu)]
        counts = [self.columns.complete_numbers(name) for name in listed(self.population)]
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
            residuals=self.residuals,
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
        """Return the survey restricted to a domain; the rows outside stay in the design, as
        they must for its standard errors.

        Parameters
        ----------
        rows : a query of columns (``"sex == 'F' and age > 30"``), or a mask of true and false
            (or 1 and 0), a row each; a Series goes by its row labels, others by position.
            Where it is missing, or compares what is missing, the row is outside, as in R's
            ``subset``; ``"income.isna()"`` asks for what is missing

        Raises
        ------
        PhareError
            A query that cannot be read, or names no column; a mask of other rows, or of what
            is neither true nor false.
        """
        if isinstance(rows, str):
            kept = matching(self.columns, rows)
        else:
            kept = truths(rows, self.columns.frame.index, "domain").true
        both = kept if self.inside is None else self.inside & kept
        made = replace(self, inside=both)
        made.__dict__["design"] = self.design
        return made

    def levels(self, by: Names) -> Coded:
        """Return the levels of one or several columns that occur in the domain."""
        names = listed(by)
        if not names:
            return Coded(np.zeros(len(self.columns), dtype=np.int8), ((),))
        found = self.columns.coded(*names)
        return found if len(names) > 1 and self.inside is None else found.occurring(self.inside)


def _at(values: Sequence[_Item], at: int) -> _Item | None:
    return values[at] if at < len(values) else None
