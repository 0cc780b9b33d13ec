"""Estimates with their standard errors, intervals and quality."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from phare.errors import PhareError, Problem, nearest
from phare.stats.arrays import BoolArray, FloatArray
from phare.stats.dispersion import population_covariances
from phare.stats.estimators import estimate_ratios, estimate_totals
from phare.stats.inference import degrees_of_freedom, entering
from phare.stats.intervals import Interval, ProportionMethod, mean_interval, proportion_interval
from phare.stats.quality import Quality, rate_counts, rate_means, rate_proportions
from phare.stats.quantiles import QuantileMethod, Rule, estimate_quantiles
from phare.stats.records import Base, Estimates, LevelEstimates, side_by_side
from phare.stats.responses import estimate_answer_shares
from phare.survey import measured
from phare.survey.columns import Coded, Names, listed
from phare.survey.drawn import Drawn
from phare.survey.frames import estimate_columns, table
from phare.survey.measured import Measured, Some

AnswerBase = Literal["respondents", "answers"]


class Estimated(Drawn):
    """The estimates of a survey.

    Each is a frame with a row per level of `by`, variable and category. What is not known of a
    row leaves it out of the estimate, not out of the design.
    """

    def mean(self, variables: Some, by: Names = None) -> pd.DataFrame:
        """Return the mean of numbers."""
        return self._rates(measured.numbers(self.columns, variables), by, None)

    def share(
        self,
        variables: Some,
        category: Any = None,
        by: Names = None,
        interval: ProportionMethod = "logit",
    ) -> pd.DataFrame:
        """Return the share of each category, or of one; of several in a list, together.

        Parameters
        ----------
        interval : logit, kott-liu (small samples, a few of whom carry most weight), beta
            (Korn and Graubard), wilson, likelihood, asin, xlogit or mean
        """
        found = measured.indicators(self.columns, variables, category)
        return self._rates(found, by, interval)

    def ratio(self, numerators: Some, denominator: str, by: Names = None) -> pd.DataFrame:
        """Return the totals of numbers over the total of another."""
        (below,) = measured.numbers(self.columns, denominator)
        blocks, names = [], []
        for name in measured.some(numerators):
            (above,) = measured.numbers(self.columns, name)
            blocks.append(Measured(above.values, above.rows & below.rows, above.names))
            names.append((f"{name}/{denominator}", measured.ALL))
        found = side_by_side([self._ratios(block, by, below.values).estimates for block in blocks])
        return self._table(by, names, found, *self._mean_like(found))

    def total(
        self,
        variables: Some,
        category: Any = None,
        by: Names = None,
        population: float | None = None,
    ) -> pd.DataFrame:
        """Return the total of numbers, or how many are of each category.

        Parameters
        ----------
        population : size of the population the domain stands for; the totals are then shares
            of it instead of sums of weights
        """
        blocks, levels = measured.either(self.columns, variables, category), self.levels(by)
        found = side_by_side([
            estimate_totals(self.design, block.values, population=population,
                            observed=block.known, base=self._base(levels))
            for block in blocks
        ])  # fmt: skip
        limits = self._interval(found)
        quality = rate_counts(
            found.estimate, limits.low, limits.high, found.df, found.n, found.n_effective
        )
        return self._table(by, [n for block in blocks for n in block.names], found, limits, quality)

    def multiple(
        self,
        columns: Sequence[str],
        base: AnswerBase = "respondents",
        by: Names = None,
        interval: ProportionMethod = "logit",
    ) -> pd.DataFrame:
        """Return the share of each answer of a question that takes several.

        Parameters
        ----------
        columns : of true and false (or 1 and 0), one per answer; a row in which one of them is
            missing did not answer the question
        base : shares of respondents, or of all answers given (these sum to 1)
        interval : as in :meth:`share`
        """
        if base not in get_args(AnswerBase):
            known_bases = get_args(AnswerBase)
            remedy = nearest(base, known_bases)
            raise PhareError(Problem("base", f"'{base}'", ", ".join(known_bases), remedy))
        names = [(name, measured.ALL) for name in measured.some(columns)]
        given = np.column_stack([self.columns.numbers(name) for name, _ in names])
        known: BoolArray = np.asarray(~np.isnan(given).any(axis=1))
        block = Measured(np.nan_to_num(given), known, tuple(names))
        levels = self.levels(by)
        if base == "answers":
            found = estimate_answer_shares(
                self.design, block.values, observed=known, base=self._base(levels)
            ).estimates
        else:
            found = self._ratios(block, by).estimates
        return self._table(by, names, found, *self._share_like(found, interval))

    def quantile(
        self,
        variables: Some,
        probabilities: float | Sequence[float] = (0.25, 0.5, 0.75),
        by: Names = None,
        rule: Rule = "math",
        interval: QuantileMethod = "mean",
    ) -> pd.DataFrame:
        """Return quantiles of numbers with Woodruff's interval (or ``score``).

        A frame with a column `probability` beside estimate, std_error and limits.

        Parameters
        ----------
        probabilities : from 0 to 1
        rule : math (= hf1), school (= hf2), shahvaish, or hf1 to hf9 (Hyndman and Fan)
        interval : of the share below the quantile, as in :meth:`share`; or score
        """
        wanted = np.atleast_1d(np.asarray(probabilities, dtype=float))
        blocks = [(n, measured.one(self.columns, n)) for n in measured.some(variables)]

        def of(block: Measured, rows: BoolArray) -> dict[str, FloatArray]:
            inside = degrees_of_freedom(self.design, entering(self.design, rows))
            found = estimate_quantiles(
                self.design, np.nan_to_num(block.values[:, 0]), wanted, rows=rows, rule=rule,
                method=interval, df=inside, level=self.confidence,
            )  # fmt: skip
            return {
                "probability": wanted, "estimate": found.estimate, "std_error": found.std_error,
                "conf_low": found.low, "conf_high": found.high, "df": np.full(len(wanted), inside),
                "n": np.full(len(wanted), int(entering(self.design, rows).sum())),
            }  # fmt: skip

        return self._level_by_level(blocks, by, of, len(wanted))

    def variance(self, variables: Some, by: Names = None) -> pd.DataFrame:
        """Return the variance of numbers in the population."""
        blocks = [(n, measured.one(self.columns, n)) for n in measured.some(variables)]

        def of(block: Measured, rows: BoolArray) -> dict[str, FloatArray]:
            inside = entering(self.design, rows)
            found = population_covariances(self.design, block.values, rows=rows)
            freedom = np.array([float(degrees_of_freedom(self.design, inside))])
            limits = mean_interval(found.estimate, found.std_error, freedom, self.confidence)
            return {
                "estimate": found.estimate, "std_error": found.std_error,
                "conf_low": limits.low, "conf_high": limits.high, "df": freedom,
                "n": np.array([int(inside.sum())]),
            }  # fmt: skip

        return self._level_by_level(blocks, by, of, 1)

    # -- from variables to estimates -----------------------------------------------------

    def _base(self, levels: Coded) -> Base:
        alone = levels.categories == ((),)
        return Base(None if alone else levels.codes, len(levels.categories), self.inside)

    def _ratios(
        self, block: Measured, by: Names, below: FloatArray | None = None
    ) -> LevelEstimates:
        return estimate_ratios(
            self.design, block.values, below, observed=block.known, base=self._base(self.levels(by))
        )

    def _rates(
        self, blocks: Sequence[Measured], by: Names, interval: ProportionMethod | None
    ) -> pd.DataFrame:
        found = side_by_side([self._ratios(block, by).estimates for block in blocks])
        names = [name for block in blocks for name in block.names]
        told = self._mean_like(found) if interval is None else self._share_like(found, interval)
        return self._table(by, names, found, *told)

    def _interval(self, found: Estimates) -> Interval:
        return mean_interval(found.estimate, found.std_error, found.df, self.confidence)

    def _mean_like(self, found: Estimates) -> tuple[Interval, Quality]:
        quality = rate_means(found.estimate, found.std_error, found.df, found.n, found.n_effective)
        return self._interval(found), quality

    def _share_like(self, found: Estimates, interval: ProportionMethod) -> tuple[Interval, Quality]:
        about = (found.estimate, found.std_error, found.df, found.n, found.n_effective)
        limits = proportion_interval(interval, *about, self.confidence)
        return limits, rate_proportions(*about, level=self.confidence)

    def _table(
        self,
        by: Names,
        names: Sequence[tuple[str, str]],
        found: Estimates,
        interval: Interval,
        quality: Quality,
    ) -> pd.DataFrame:
        columns = estimate_columns(found, interval, quality)
        return table(listed(by), self.levels(by), names, columns)

    def _level_by_level(
        self,
        blocks: Sequence[tuple[str, Measured]],
        by: Names,
        of: Callable[[Measured, BoolArray], dict[str, FloatArray]],
        rows_each: int,
    ) -> pd.DataFrame:
        """Return what `of` finds in each level, one level and variable after the other."""
        levels = self.levels(by)
        inside = True if self.inside is None else self.inside
        found = [
            of(block, np.asarray(block.rows & (levels.codes == at) & inside))
            for at in range(len(levels.categories))
            for _, block in blocks
        ]
        names = [(name, measured.ALL) for name, _ in blocks for _ in range(rows_each)]
        if not found:  # no level occurs in the domain: the columns, and no row
            nobody = of(blocks[0][1], np.zeros(len(self.columns), dtype=bool))
            found = [{name: values[:0] for name, values in nobody.items()}]
        columns = {name: np.concatenate([one[name] for one in found]) for name in found[0]}
        return table(listed(by), levels, names, columns)
