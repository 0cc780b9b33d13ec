"""Models: generalised linear models and small areas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from phare.errors import PhareError, Problem, Problems, nearest
from phare.stats.areas import fay_herriot
from phare.stats.arrays import floats
from phare.stats.design import Design
from phare.stats.effects import average_difference, average_slope
from phare.stats.inference import Estimated as Inferred
from phare.stats.intervals import mean_interval
from phare.stats.models import FamilyName, FitSettings, Model, fit_model, term_test
from phare.survey import measured
from phare.survey.columns import Columns
from phare.survey.compared import Compared
from phare.survey.terms import ModelColumns, model_columns


@dataclass(frozen=True, eq=False)
class Fitted:
    """A generalised linear model of a survey; `model` is that of phare.stats."""

    model: Model
    columns: ModelColumns
    design: Design
    confidence: float

    @property
    def coefficients(self) -> pd.DataFrame:
        """A row per coefficient, with its test against 0."""
        made = self.model
        freedom = np.full(len(made.estimate), float(made.df))
        limits = mean_interval(made.estimate, made.std_error, freedom, self.confidence)
        return pd.DataFrame({
            "term": self.columns.terms, "category": self.columns.categories,
            "estimate": made.estimate, "std_error": made.std_error, "conf_low": limits.low,
            "conf_high": limits.high, "df": made.df, "statistic": made.statistic,
            "p_value": made.p_value,
        })  # fmt: skip

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a reader should be told, in sentences."""
        return self.model.remarks

    def test(self, term: str) -> pd.DataFrame:
        """Return Wald's F test that every coefficient of a term is 0."""
        found = term_test(self.model, self._positions(term))
        return pd.DataFrame({
            "term": [term], "statistic": [found.statistic], "df": [found.df[0]],
            "df_denominator": [found.df[1]], "p_value": [found.p_value],
        })  # fmt: skip

    def effects(self, term: str) -> pd.DataFrame:
        """Return average marginal effects on the scale of the answer.

        Of a number: the slope. Of a category: the average change from the first one to it.
        """
        at, x = self._positions(term), self.columns.matrix
        categories = [self.columns.categories[one] for one in at]
        if categories == [""]:
            found = [average_slope(self.design, self.model, x, at[0])]
        else:
            low = x.copy()
            low[:, at] = 0.0
            found = [self._effect_of(low, one) for one in at]
        estimate = np.concatenate([one.estimate for one in found])
        error = np.concatenate([one.std_error for one in found])
        freedom = np.full(len(at), float(self.model.df))
        limits = mean_interval(estimate, error, freedom, self.confidence)
        return pd.DataFrame({
            "term": term, "category": categories, "estimate": estimate, "std_error": error,
            "conf_low": limits.low, "conf_high": limits.high, "df": freedom,
        })  # fmt: skip

    def _effect_of(self, low: np.ndarray, position: int) -> Inferred:
        high = low.copy()
        high[:, position] = 1.0
        return average_difference(self.design, self.model, high, low)

    def _positions(self, term: str) -> list[int]:
        found = self.columns.positions(term)
        if not found:
            known = tuple(dict.fromkeys(self.columns.terms))
            raise PhareError(
                Problem(
                    f"term '{term}'", "not in the model", ", ".join(known), nearest(term, known)
                )
            )
        return found


class Modelled(Compared):
    """Models of a survey."""

    def glm(
        self,
        answer: str,
        terms: str | Sequence[str],
        family: FamilyName = "gaussian",
        category: Any = None,
        settings: FitSettings | None = None,
    ) -> Fitted:
        """Fit a generalised linear model (gaussian, binomial or poisson).

        Parameters
        ----------
        terms : columns; numbers enter as they are, of categories each but the first one
        category : of an answer that is not a number, the category that counts as 1
        """
        names = [terms] if isinstance(terms, str) else list(terms)
        block, x = (
            measured.one(self.columns, answer, category),
            model_columns(self.columns, names, self.inside),
        )
        rows = block.rows & x.known
        if self.inside is not None:
            rows &= self.inside
        y = np.where(rows, floats(block.values[:, 0]), 0.0)
        model = fit_model(self.design, y, x.matrix, family, rows=rows, settings=settings)
        return Fitted(model, x, self.design, self.confidence)

    def small_areas(
        self, variable: str, known: pd.DataFrame, category: Any = None, *, by: str
    ) -> pd.DataFrame:
        """Return Fay and Herriot's estimates of the levels of `by`, beside the direct ones.

        Parameters
        ----------
        known : a row per area, its index the levels of `by`; columns of numbers. Areas
            without respondents are estimated too.
        """
        block = measured.one(self.columns, variable, category)
        direct = self._rates([block], by, None).set_index(by)[["estimate", "std_error"]]
        self._every_area(direct.index, known.index, by)
        direct = direct.reindex(known.index)
        read = Columns(known)
        numbers = [read.complete_numbers(name) for name in known.columns]
        columns = np.column_stack([np.ones(len(known)), *numbers])
        error = direct["std_error"].to_numpy(dtype=float)
        found = fay_herriot(direct["estimate"].to_numpy(dtype=float), error**2, columns)
        return pd.DataFrame({
            by: known.index, "estimate": found.estimate, "std_error": found.std_error,
            "direct": direct["estimate"].to_numpy(), "direct_std_error": error,
            "shrinkage": found.shrinkage,
        })  # fmt: skip

    @staticmethod
    def _every_area(met: pd.Index, known: pd.Index, by: str) -> None:
        problems = Problems()
        for area in met.difference(known):
            problems.add(f"column '{by}', area '{area}'", "no row in what is known of areas",
                         "a row for each", nearest(str(area), map(str, known)))  # fmt: skip
        problems.raise_if_any()
