"""The engine for a notebook: a frame, a design, an estimate with its interval.

>>> survey = phare.Survey(schools, weights="pw", strata="stype", population="fpc")
>>> survey = survey.rake({"stype": {"E": 4421, "H": 755, "M": 1018}})
>>> survey.mean("api00", by="stype")

Every estimate is a frame with a row per category and level: estimate, std_error, conf_low,
conf_high, df, deff, n, n_weighted, n_effective, quality, reason. See docs/guide/library.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from phare.errors import PhareError, Problem, Problems, nearest
from phare.stats.calibration import (
    Auxiliary,
    Calibration,
    CalibrationSettings,
    Margin,
    Method,
    Total,
    calibrate,
)
from phare.stats.comparisons import against_zero, holm
from phare.stats.design import Design, Lonely
from phare.stats.estimators import estimate_ratios, estimate_totals
from phare.stats.intervals import Interval, ProportionMethod, mean_interval, proportion_interval
from phare.stats.quality import Quality, rate_counts, rate_means, rate_proportions
from phare.stats.records import Base, Estimates, LevelEstimates

Totals = Mapping[str, Mapping[str, float] | float]
"""Column -> totals of its categories, or the total of a number."""

By = str | Sequence[str] | None


@dataclass(frozen=True, eq=False)
class Survey:
    """Respondents with the design that drew and weighted them.

    Parameters
    ----------
    frame : a row per respondent; never changed
    weights : column of weights; without it population / respondents of each stratum, or 1
    strata, psu : columns of the design; PSUs are read within strata
    population : column with the PSUs of the row's stratum in the population, for the finite
        population correction
    lonely : what a stratum with a single PSU adds: fail, adjust or certainty
    confidence : of the intervals

    Raises
    ------
    PhareError
        When a column is not there, with the nearest one.
    """

    frame: pd.DataFrame = field(repr=False)
    weights: str | None = None
    strata: str | None = None
    psu: str | None = None
    population: str | None = None
    lonely: Lonely = "fail"
    confidence: float = 0.95
    calibration: Calibration | None = field(default=None, repr=False)
    inside: np.ndarray | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self._columns(self.weights, self.strata, self.psu, self.population)

    # -- the design ----------------------------------------------------------------------

    @property
    def design(self) -> Design:
        """The design of phare.stats, for what this class does not offer."""
        basis = None if self.calibration is None else self.calibration.basis
        return Design(
            weights=self.current_weights,
            strata=self._values(self.strata),
            psu=self._values(self.psu),
            stratum_population=self._numbers(self.population),
            calibration=basis,
            lonely=self.lonely,
            where="survey",
        )

    @property
    def current_weights(self) -> np.ndarray:
        """The weights (n,), calibrated if a calibration was made."""
        return self._base() if self.calibration is None else self.calibration.weights

    def _base(self) -> np.ndarray:
        given = self._numbers(self.weights)
        if given is not None:
            return given
        counts = self._numbers(self.population)
        if counts is None:
            return np.ones(len(self.frame))
        strata = self.frame[self.strata] if self.strata else pd.Series(0, self.frame.index)
        return np.asarray(counts / strata.groupby(strata).transform("size"), dtype=float)

    def calibrate(
        self,
        totals: Totals,
        method: Method = "linear",
        bounds: tuple[float, float] | None = None,
        cap: float | None = None,
    ) -> Survey:
        """Return the survey with weights that meet these totals.

        Parameters
        ----------
        totals : {"sex": {"F": 5750, "M": 5250}, "income": 1e9}
        method : linear, raking, logit or truncated (the last two need bounds on the factor)
        cap : largest weight, held together with the totals

        Raises
        ------
        PhareError
            When the totals contradict each other or the respondents, by name, or leave no
            solution within the bounds.
        """
        self._columns(*totals)
        auxiliaries = [self._auxiliary(name, of) for name, of in totals.items()]
        settings = CalibrationSettings(method=method, bounds=bounds)
        made = calibrate(self.current_weights, auxiliaries, settings, cap=cap)
        return replace(self, calibration=made)

    def rake(self, totals: Totals, bounds: tuple[float, float] | None = None) -> Survey:
        """Return the survey raked to these totals."""
        return self.calibrate(totals, "raking", bounds)

    def _auxiliary(self, name: str, of: Mapping[str, float] | float) -> Auxiliary:
        if not isinstance(of, Mapping):
            return Total(name, np.asarray(self.frame[name], dtype=float), float(of))
        values = self.frame[name]
        present = [one for one in pd.unique(values.dropna()) if one not in of]
        categories = [*of, *present]
        wanted = np.array([*of.values(), *([np.nan] * len(present))], dtype=float)
        codes = pd.Index(categories, dtype=object).get_indexer(values.astype(object))
        return Margin(name, codes, tuple(map(str, categories)), wanted)

    def where(self, rows: str | Sequence[bool] | pd.Series) -> Survey:
        """Return the survey restricted to a domain: a query of columns, or a mask of rows.

        The rows outside stay in the design, as they must for its standard errors.
        """
        mask = self.frame.eval(rows) if isinstance(rows, str) else rows
        kept = np.asarray(mask, dtype=bool)
        return replace(self, inside=kept if self.inside is None else self.inside & kept)

    # -- estimates -----------------------------------------------------------------------

    def mean(self, variable: str, by: By = None) -> pd.DataFrame:
        """Return the mean of a number, for each level of `by`."""
        values, observed = self._measured(variable)
        found = self._ratios(values, None, observed, by).estimates
        interval = mean_interval(found.estimate, found.std_error, found.df, self.confidence)
        quality = rate_means(found.estimate, found.std_error, found.df, found.n, found.n_effective)
        return self._table(found, interval, quality, by, (variable,))

    def share(
        self,
        variable: str,
        category: object = None,
        by: By = None,
        interval: ProportionMethod = "logit",
    ) -> pd.DataFrame:
        """Return the share of a category, or of each one, for each level of `by`."""
        values, observed, names = self._indicators(variable, category)
        found = self._ratios(values, None, observed, by).estimates
        limits = proportion_interval(
            interval, found.estimate, found.std_error, found.df, found.n, found.n_effective,
            self.confidence,
        )  # fmt: skip
        quality = rate_proportions(
            found.estimate, found.std_error, found.df, found.n, found.n_effective,
            level=self.confidence,
        )  # fmt: skip
        return self._table(found, limits, quality, by, names)

    def ratio(self, numerator: str, denominator: str, by: By = None) -> pd.DataFrame:
        """Return total of numerator over total of denominator, for each level of `by`."""
        above, known = self._measured(numerator)
        below, also = self._measured(denominator)
        found = self._ratios(above, below, known & also, by).estimates
        interval = mean_interval(found.estimate, found.std_error, found.df, self.confidence)
        quality = rate_means(found.estimate, found.std_error, found.df, found.n, found.n_effective)
        return self._table(found, interval, quality, by, (f"{numerator}/{denominator}",))

    def total(self, variable: str, category: object = None, by: By = None) -> pd.DataFrame:
        """Return the total of a number, or how many are of a category, for each level of `by`."""
        if category is None and pd.api.types.is_numeric_dtype(self.frame[variable]):
            values, observed = self._measured(variable)
            names: tuple[str, ...] = (variable,)
        else:
            values, observed, names = self._indicators(variable, category)
        codes, levels = self._levels(by)
        base = Base(codes, len(levels), self.inside)
        found = estimate_totals(self.design, values, observed=observed, base=base)
        interval = mean_interval(found.estimate, found.std_error, found.df, self.confidence)
        quality = rate_counts(
            found.estimate, interval.low, interval.high, found.df, found.n, found.n_effective
        )
        return self._table(found, interval, quality, by, names)

    def gaps(self, variable: str, category: object = None, by: By = None) -> pd.DataFrame:
        """Return each level less the whole, tested against the rest.

        A frame with difference, its std_error, conf_low and conf_high, and p_value and
        p_adjusted (Holm over levels) of the level against the rest.
        """
        if category is None:
            values, observed = self._measured(variable)
            names: tuple[str, ...] = (variable,)
        else:
            values, observed, names = self._indicators(variable, category)
        within = self._ratios(values, None, observed, by)
        gap, rest = within.against_all, within.against_rest
        limits = mean_interval(gap.difference, gap.std_error, gap.df, self.confidence)
        p_value = against_zero(rest.difference, rest.std_error, rest.df).p_value
        adjusted = np.column_stack([holm(column) for column in p_value.T])
        columns = {
            "difference": gap.difference, "std_error": gap.std_error, "conf_low": limits.low,
            "conf_high": limits.high, "df": gap.df, "p_value": p_value, "p_adjusted": adjusted,
        }  # fmt: skip
        return self._frame(columns, by, names)

    # -- from columns to arrays ----------------------------------------------------------

    def _ratios(
        self, above: np.ndarray, below: np.ndarray | None, observed: np.ndarray, by: By
    ) -> LevelEstimates:
        codes, levels = self._levels(by)
        base = Base(codes, len(levels), self.inside)
        return estimate_ratios(self.design, above, below, observed=observed, base=base)

    def _measured(self, variable: str) -> tuple[np.ndarray, np.ndarray]:
        self._columns(variable)
        numbers = pd.to_numeric(self.frame[variable], errors="coerce").to_numpy(float)
        strange = np.isnan(numbers) & self.frame[variable].notna().to_numpy()
        if strange.any():
            first = self.frame[variable][strange].iloc[0]
            raise PhareError(
                Problem(
                    f"column '{variable}'", f"'{first}', {int(strange.sum())} rows", "numbers",
                    "ask for its shares, or give a column of numbers",
                )
            )  # fmt: skip
        return numbers[:, None], ~np.isnan(numbers)

    def _indicators(
        self, variable: str, category: object
    ) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
        self._columns(variable)
        answers = self.frame[variable]
        known = _categories(answers)
        if category is not None and category not in known:
            raise PhareError(
                Problem(
                    f"column '{variable}'", f"category '{category}'", "one of its categories",
                    nearest(str(category), map(str, known)),
                )
            )  # fmt: skip
        shown = known if category is None else [category]
        values = np.column_stack([np.asarray(answers == one, dtype=float) for one in shown])
        return values, answers.notna().to_numpy(), tuple(map(str, shown))

    def _levels(self, by: By) -> tuple[np.ndarray | None, list[tuple[Any, ...]]]:
        """Return (n,) codes and the levels, in order, of one or several columns."""
        names = _listed(by)
        self._columns(*names)
        if not names:
            return None, [()]
        answers = self.frame[names]
        orders = [{one: at for at, one in enumerate(_categories(answers[n]))} for n in names]
        met = {row for row in answers.itertuples(index=False, name=None) if not _unknown(row)}
        levels = sorted(met, key=lambda row: [o[v] for o, v in zip(orders, row, strict=True)])
        numbers = {level: at for at, level in enumerate(levels)}
        codes = [numbers.get(row, -1) for row in answers.itertuples(index=False, name=None)]
        return np.array(codes, dtype=np.int64), levels

    def _values(self, name: str | None) -> np.ndarray | None:
        return None if name is None else np.asarray(self.frame[name], dtype=object)

    def _numbers(self, name: str | None) -> np.ndarray | None:
        return None if name is None else np.asarray(self.frame[name], dtype=float)

    def _columns(self, *names: str | None) -> None:
        problems = Problems()
        for name in filter(None, names):
            if name not in self.frame.columns:
                problems.add("frame", f"no column '{name}'", "one of its columns",
                             nearest(name, map(str, self.frame.columns)))  # fmt: skip
        problems.raise_if_any()

    # -- from arrays to a frame ----------------------------------------------------------

    def _table(
        self, found: Estimates, interval: Interval, quality: Quality, by: By,
        names: tuple[str, ...],
    ) -> pd.DataFrame:  # fmt: skip
        columns = {
            "estimate": found.estimate, "std_error": found.std_error, "conf_low": interval.low,
            "conf_high": interval.high, "df": found.df, "deff": found.deff,
            "n": found.n.astype(int), "n_weighted": found.n_weighted,
            "n_effective": found.n_effective, "quality": quality.word, "reason": quality.reason,
        }  # fmt: skip
        return self._frame(columns, by, names)

    def _frame(
        self, columns: Mapping[str, np.ndarray], by: By, names: tuple[str, ...]
    ) -> pd.DataFrame:
        _, levels = self._levels(by)
        k = len(names)
        keys: dict[str, list[Any]] = {
            name: [level[at] for level in levels for _ in range(k)]
            for at, name in enumerate(_listed(by))
        }
        label = "category" if "category" not in keys else "category_"
        flat = {name: np.ravel(values) for name, values in columns.items()}
        return pd.DataFrame({**keys, label: list(names) * len(levels), **flat})


def _listed(by: By) -> list[str]:
    if by is None:
        return []
    return [by] if isinstance(by, str) else list(by)


def _categories(values: pd.Series) -> list[Any]:
    """Return the categories of a column in their order; sorted where they have none."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        return list(values.cat.categories)
    found = list(pd.unique(values.dropna()))
    order: Callable[[Any], Any] = (lambda v: v) if len({type(v) for v in found}) < 2 else str
    return sorted(found, key=order)


def _unknown(row: tuple[Any, ...]) -> bool:
    return any(pd.isna(value) for value in row)
