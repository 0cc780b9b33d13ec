"""Tests of association, and between two domains."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from phare.errors import PhareError, Problem
from phare.stats.arrays import floats
from phare.stats.crosstabs import Crosstab, IndependenceStatistic, independence_test
from phare.stats.inference import entering
from phare.stats.ranks import TwoDomainTest, mean_test, rank_test
from phare.survey import measured
from phare.survey.drawn import Drawn


class Tested(Drawn):
    """Tests under the design; each answer is a frame of one row."""

    def crosstab(self, row: str, column: str) -> pd.DataFrame:
        """Return the weighted counts of two columns of categories, in two dimensions."""
        table, names = self._crossed(row, column)
        inside = entering(self.design, self.inside)
        counts = table.weighted(np.where(inside, self.current_weights, 0.0))
        rows, columns = (
            pd.Index(one, name=of) for one, of in zip(names, (row, column), strict=True)
        )
        return pd.DataFrame(counts, rows, columns)

    def independence(
        self, row: str, column: str, statistic: IndependenceStatistic = "F"
    ) -> pd.DataFrame:
        """Return a test that two columns are independent.

        Parameters
        ----------
        statistic : F, Chisq, lincom, saddlepoint (Rao and Scott), Wald or adjWald
        """
        table, _ = self._crossed(row, column)
        found = independence_test(self.design, table, statistic, rows=self.inside)
        degrees = (*found.df, None, None)
        return pd.DataFrame({
            "test": [statistic], "statistic": [found.statistic], "df": [degrees[0]],
            "df_denominator": [degrees[1]], "p_value": [found.p_value],
        })  # fmt: skip

    def t_test(self, variable: str, category: Any = None, *, by: str) -> pd.DataFrame:
        """Return the test that a mean (or share) is the same in the two levels of `by`."""
        return self._between(mean_test, variable, category, by)

    def rank_test(self, variable: str, *, by: str) -> pd.DataFrame:
        """Return Wilcoxon's test that a number has the same law in the two levels of `by`."""
        return self._between(rank_test, variable, None, by)

    def _crossed(self, row: str, column: str) -> tuple[Crosstab, tuple[tuple[Any, ...], ...]]:
        first, second = (self.columns.coded(name).occurring(self.inside) for name in (row, column))
        table = Crosstab(
            first.codes.astype(np.int64), second.codes.astype(np.int64),
            len(first.categories), len(second.categories),
        )  # fmt: skip
        return table, (first.categories, second.categories)

    def _between(
        self, test: Callable[..., TwoDomainTest], variable: str, category: Any, by: str
    ) -> pd.DataFrame:
        block, levels = measured.one(self.columns, variable, category), self.levels(by)
        if len(levels.categories) != 2:
            shown = f"levels {', '.join(levels.words[:10])}" if levels.words else "no level"
            raise PhareError(Problem(f"column '{by}'", shown, "two levels",
                                     "take two of them with where, or ask for differences"))  # fmt: skip
        rows = block.rows & (levels.codes >= 0)
        if self.inside is not None:
            rows &= self.inside
        values = np.where(rows, floats(block.values[:, 0]), 0.0)
        found = test(self.design, values, levels.codes == 1, rows=rows, level=self.confidence)
        first, second = levels.words
        return pd.DataFrame({
            "level": [second], "against": [first], "difference": [found.difference],
            "std_error": [found.std_error], "conf_low": [found.low], "conf_high": [found.high],
            "statistic": [found.statistic], "df": [found.df], "p_value": [found.p_value],
        })  # fmt: skip
