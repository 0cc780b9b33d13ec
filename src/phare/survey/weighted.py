"""Weighting a survey: each step returns the survey with new weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, Self

import numpy as np
import pandas as pd

from phare.errors import PhareError, Problem
from phare.stats.auxiliaries import Auxiliary, Margin, Total
from phare.stats.calibration import CalibrationSettings, Method
from phare.stats.trimming import Trimming, trim_and_recalibrate
from phare.stats.weighting_steps import Calibrating, CalibratingParts, Cutting, Scaling
from phare.survey.columns import Names, listed
from phare.survey.nonresponse import Nonresponse

Totals = Mapping[Any, Any]
"""Column (or tuple of columns, crossed) -> totals of its categories; or of a number."""


class Weighted(Nonresponse):
    """The weighting steps of a survey."""

    def calibrate(
        self,
        totals: Totals,
        method: Method = "linear",
        bounds: tuple[float, float] | None = None,
        *,
        cap: float | None = None,
        floor: float | None = None,
        q: str | None = None,
        costs: Mapping[str, float] | None = None,
        by: str | None = None,
    ) -> Self:
        """Return the survey with weights that meet these totals.

        Parameters
        ----------
        totals : {"sex": {"F": 5750, "M": 5250}, ("sex", "age"): {("F", "15-29"): 900, ...},
            "income": 1e9}; with `by`, such totals for each category of it
        method : linear, raking, logit, truncated or sinh; logit and truncated need bounds
        bounds : least and largest factor, weight after over weight before
        cap, floor : largest and least weight, held together with the totals
        q : column of weights of the distance; rows with a large one move more
        costs : column -> what missing its totals costs; those that are not named must be met
        by : a column; each of its categories is calibrated to its own totals

        Raises
        ------
        PhareError
            When the totals contradict each other or the respondents, by name, or leave no
            solution within the bounds.
        """
        limits: dict[str, Any] = {
            "settings": CalibrationSettings(method=method, bounds=bounds),
            "cap": cap, "floor": floor, "costs": costs,
            "q": None if q is None else self.columns.numbers(q),
        }  # fmt: skip
        if by is None:
            return self._step(Calibrating(self._auxiliaries(totals), **limits))
        part = self.columns.complete(by)
        labels = np.array(part.words, dtype=object)[part.codes]
        margins = {str(name): self._auxiliaries(own) for name, own in totals.items()}
        return self._step(CalibratingParts(labels, margins, **limits))

    def rake(
        self, totals: Totals, bounds: tuple[float, float] | None = None, **limits: Any
    ) -> Self:
        """Return the survey raked to these totals; `limits` as in :meth:`calibrate`."""
        return self.calibrate(totals, "raking", bounds, **limits)

    def post_stratify(self, columns: Names, totals: Mapping[Any, float]) -> Self:
        """Return the survey whose weights sum to `totals` in each category.

        Of several columns: in each combination, {("F", "15-29"): 900, ...}.
        """
        names = listed(columns)
        key = names[0] if len(names) == 1 else tuple(names)
        return self.calibrate({key: totals}, "linear")

    def trim(
        self,
        cap: float | None = None,
        *,
        times_median: float | None = None,
        times_iqr: float | None = None,
        design_effect: float | None = None,
        recalibrate: bool = True,
    ) -> Self:
        """Return the survey without weights above a cap.

        After a calibration its totals are held together with the cap, in each replicate too,
        unless `recalibrate` is False; else only the sum of the weights is kept.

        Parameters
        ----------
        cap, times_median, times_iqr, design_effect : one of them: the cap itself, a multiple
            of the median weight, the median plus so many interquartile ranges, or the largest
            cap under which Kish's design effect is at most this
        """
        given = {"cap": cap, "times_median": times_median, "times_iqr": times_iqr,
                 "design_effect": design_effect}  # fmt: skip
        told = [name for name, value in given.items() if value is not None]
        if len(told) != 1:
            got, remedy = ", ".join(told) or "no limit", f"give one of {', '.join(given)}"
            raise PhareError(Problem("trim", got, "one limit", remedy))
        trimming = Trimming(cap, times_median, times_iqr, design_effect)
        step = self.weighting.step
        if not recalibrate or not isinstance(step, Calibrating | CalibratingParts):
            return self._step(Cutting(trimming))
        limit = trimming.cap_of(self.current_weights)
        if limit is None:
            limit = self._cap_of_effect(step, trimming)
        if limit is None:
            return self
        tighter = limit if step.cap is None else min(limit, step.cap)
        return self._step(replace(step, cap=tighter, name="trim"), self.weighting.start)

    def normalise(self, total: float | Literal["n"] = "n") -> Self:
        """Return the survey with weights that sum to `total`, or to the respondents."""
        count = float(np.sum(self.current_weights != 0)) if total == "n" else float(total)
        return self._step(Scaling(count))

    # -- from columns to steps -----------------------------------------------------------

    def _auxiliaries(self, totals: Totals) -> tuple[Auxiliary, ...]:
        self.columns.need(
            *[n for key in totals for n in (key if isinstance(key, tuple) else [key])]
        )
        return tuple(self._auxiliary(key, of) for key, of in totals.items())

    def _auxiliary(self, key: str | tuple[str, ...], of: Any) -> Auxiliary:
        if not isinstance(of, Mapping | pd.Series):
            return Total(str(key), self.columns.numbers(str(key)), of)
        names = (key,) if isinstance(key, str) else key
        coded, wanted = self.columns.coded(*names), dict(of.items())
        if any(one not in wanted for one in coded.categories):
            coded = coded.occurring()
        categories = (*coded.categories, *(_without_rows(wanted, coded.categories)))
        targets = np.array([wanted.get(one, np.nan) for one in categories], dtype=object)
        return Margin(" x ".join(names), coded.codes, tuple(map(_word, categories)), targets)

    def _cap_of_effect(
        self, step: Calibrating | CalibratingParts, trimming: Trimming
    ) -> float | None:
        plain = isinstance(step, Calibrating) and step.q is None and not step.costs
        if not plain or not isinstance(step, Calibrating) or step.floor is not None:
            raise PhareError(
                Problem("trim", "a design effect, after a calibration by parts or with q, costs "
                        "or a floor", "a cap", "give cap, times_median or times_iqr")
            )  # fmt: skip
        assert self.weighting.start is not None
        base = self.weighting.start.made.weights
        return trim_and_recalibrate(base, step.margins, step.settings, trimming, "trim").cap


def _without_rows(wanted: Mapping[Any, Any], categories: Sequence[Any]) -> list[Any]:
    """Return the categories with a total that no row has, in their order."""
    met = set(categories)
    return [one for one in wanted if one not in met]


def _word(category: Any) -> str:
    return ", ".join(map(str, category)) if isinstance(category, tuple) else str(category)
