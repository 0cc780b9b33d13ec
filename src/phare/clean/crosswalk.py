"""The crosswalk: from columns of a delivered file to study variables."""

from __future__ import annotations

import numpy as np
import pandas as pd

from phare.clean.coded import (
    SourceColumn,
    categories_of,
    citations_of,
    numbers_of,
    source_column,
    texts_of,
)
from phare.clean.missing import PREFIX, Answers, categorical
from phare.config.card import Classes, Mapping
from phare.config.slices import CleanSlice
from phare.errors import Problems


class Crosswalk:
    """Makes study variables, one after the other."""

    def __init__(
        self,
        records: pd.DataFrame,
        codebook: pd.DataFrame,
        tagged: pd.DataFrame,
        card: CleanSlice,
        where: str,
        problems: Problems,
    ) -> None:
        self.records, self.codebook, self.tagged = records, codebook, tagged
        self.card, self.where, self.problems = card, where, problems

    def delivered_variables(self) -> list[pd.DataFrame]:
        """Return the variables that come straight from columns of the file."""
        made = []
        for variable, mapping in self.card.crosswalk.items():
            if mapping.parent is not None:
                continue
            if mapping.items is None:
                made.append(_frame(variable, self._answers(variable, mapping, mapping.source)))
            for item, source in (mapping.items or {}).items():
                answers = self._answers(variable, mapping, source)
                made.append(_frame(f"{variable}.{item}", answers))
        return made

    def derived_variables(self, responses: pd.DataFrame) -> list[pd.DataFrame]:
        """Return the variables made from others, once these are edited."""
        made = []
        for variable, mapping in self.card.crosswalk.items():
            if mapping.parent is None:
                continue
            parent = responses[mapping.parent]
            kinds = responses[PREFIX + mapping.parent]
            if mapping.classes_of is not None and mapping.classes is not None:
                parent = parent.astype("float64")
                answers = self._classed(Answers(parent, kinds), mapping.classes, variable)
            else:
                passage = {
                    finer: coarser
                    for level, finer, to, coarser in self.card.territories
                    if (level, to) == (mapping.territory, variable)
                }
                categories = list(self.card.variables.categories(variable))
                coarse = parent.astype("object").map(passage)
                answers = Answers(pd.Series(pd.Categorical(coarse, categories)), kinds)
            made.append(_frame(variable, answers))
        return made

    def _answers(self, variable: str, mapping: Mapping, source: str | None) -> Answers:
        about = self.card.variables.variables[variable]
        place = f"{self.where}: crosswalk.{variable}"
        if mapping.ratio is not None:
            top, bottom = (self._numbers(name, mapping, place) for name in mapping.ratio)
            values = top.values / bottom.values.where(bottom.values != 0)
            unknown = values.isna() & top.kinds.isna() & bottom.kinds.isna()
            kinds = top.kinds.where(top.kinds.notna(), bottom.kinds).mask(unknown, "no_answer")
            answers = Answers(values, kinds)
        else:
            column = self._column(str(source))
            if about.type == "text":
                return texts_of(column, mapping)
            if about.type == "multiple":
                return citations_of(column, mapping, place, self.problems)
            if mapping.categories is not None:
                categories = list(self.card.variables.categories(variable))
                return categories_of(
                    column, mapping, categories, about.ordered, place, self.problems
                )
            answers = numbers_of(column, mapping, place, self.problems)
        if mapping.classes is not None:
            return self._classed(answers, mapping.classes, variable)
        return answers

    def _column(self, name: str) -> SourceColumn:
        return source_column(self.records, self.codebook, self.tagged, name)

    def _numbers(self, name: str, mapping: Mapping, place: str) -> Answers:
        return numbers_of(self._column(name), mapping, place, self.problems)

    def _classed(self, answers: Answers, classes: Classes, variable: str) -> Answers:
        order = list(self.card.variables.categories(variable))
        edges = np.asarray(classes.breaks)
        values = answers.values.to_numpy(float, na_value=np.nan)
        at = (
            np.searchsorted(edges, values, side="right" if classes.closed == "left" else "left") - 1
        )
        outside = ~np.isnan(values) & ((at < 0) | (at >= len(classes.categories)))
        if outside.any():
            self.problems.add(
                f"{self.where}: crosswalk.{variable}.classes",
                f"{values[outside][0]:g}, {int(outside.sum())} rows",
                f"a number from {edges[0]:g} to {edges[-1]:g}",
                "widen the breaks or edit the value",
            )
        at = np.where(np.isnan(values) | outside, -1, at)
        target = np.array([order.index(name) for name in classes.categories] + [-1])
        ordered = self.card.variables.variables[variable].ordered
        return Answers(categorical(target[at], order, ordered), answers.kinds)


def _frame(column: str, answers: Answers) -> pd.DataFrame:
    values, kinds = answers.values, answers.kinds
    return pd.DataFrame(
        {column: values.reset_index(drop=True), PREFIX + column: kinds.reset_index(drop=True)}
    )
