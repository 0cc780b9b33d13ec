"""Estimates against each other: levels, the rest of the population, another wave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from phare.errors import PhareError, Problem, Problems, nearest
from phare.stats.arrays import AnyArray, FloatArray, floats
from phare.stats.comparisons import (
    Comparison,
    against_zero,
    benjamini_hochberg,
    compare_independent,
    holm,
)
from phare.stats.contrasts import Adjustment, column_letters, contrast, letter, pairwise, ratio_of
from phare.stats.decomposition import Wave, decompose
from phare.stats.inference import Estimated as Inferred
from phare.stats.inference import degrees_of_freedom, entering, infer, ratios_of
from phare.stats.intervals import mean_interval
from phare.survey import measured
from phare.survey.columns import Coded, Names, listed
from phare.survey.drawn import Drawn
from phare.survey.estimated import Estimated
from phare.survey.frames import level_keys, table


class Compared(Estimated):
    """Differences between estimates, and their tests."""

    def against_rest(
        self, variables: measured.Some, category: Any = None, *, by: Names,
        adjust: Adjustment = "holm",
    ) -> pd.DataFrame:  # fmt: skip
        """Return each level less the rest, tested; and its `gap` to the whole.

        p values are adjusted over the levels of one variable and category: `adjust` is holm,
        benjamini-hochberg or none.
        """
        blocks = measured.either(self.columns, variables, category)
        found = [self._ratios(block, by) for block in blocks]
        rest = [one.against_rest for one in found]
        gap = [one.against_all for one in found]
        columns = self._compared(against_zero(*(
            np.hstack([getattr(one, what) for one in rest])
            for what in ("difference", "std_error", "df")
        )), adjust)  # fmt: skip
        columns["gap"] = np.hstack([one.difference for one in gap])
        columns["gap_std_error"] = np.hstack([one.std_error for one in gap])
        names = [name for block in blocks for name in block.names]
        return table(listed(by), self.levels(by), names, columns)

    def differences(
        self, variable: str, category: Any = None, *, by: Names, adjust: Adjustment = "holm"
    ) -> pd.DataFrame:
        """Return each level less each later one, their covariance counted.

        The second level stands in columns ending in ``_against``; `adjust` as in
        :meth:`against_rest`.
        """
        found, levels, freedom = self._of_levels(variable, category, by)
        first, second = np.triu_indices(len(levels.categories), 1)
        keys = level_keys(listed(by), levels, 1)
        pairs = {name: values[first] for name, values in keys.items()}
        pairs |= {f"{name}_against": values[second] for name, values in keys.items()}
        return pd.DataFrame(pairs | self._compared(pairwise(found, freedom), adjust))

    def letters(
        self, variable: str, category: Any = None, *, by: Names, adjust: Adjustment = "holm",
        alpha: float = 0.05,
    ) -> pd.DataFrame:  # fmt: skip
        """Return each level with its letter, and the letters of those it is `above`.

        Of tests at `alpha`, adjusted over all pairs; `adjust` as in :meth:`against_rest`.
        """
        found, levels, freedom = self._of_levels(variable, category, by)
        k = len(levels.categories)
        columns: dict[str, Any] = dict(level_keys(listed(by), levels, 1))
        columns |= {
            "estimate": found.estimate, "std_error": found.std_error,
            "letter": [letter(at) for at in range(k)],
            "above": column_letters(found, freedom, adjust, alpha),
        }  # fmt: skip
        return pd.DataFrame(columns)

    def contrast(
        self, variable: str, coefficients: Mapping[Any, float], category: Any = None, *, by: Names
    ) -> pd.DataFrame:
        """Return a sum of levels, {"E": 1, "H": -1}, in one row."""
        found, levels, freedom = self._of_levels(variable, category, by)
        self._known_levels(levels, coefficients)
        wanted = [float(coefficients.get(one, 0.0)) for one in levels.categories]
        return self._one_row(contrast(found, np.array(wanted)), freedom)

    def quotient(
        self, variable: str, above: Any, below: Any, category: Any = None, *, by: Names
    ) -> pd.DataFrame:
        """Return the estimate of one level over that of another, in one row."""
        found, levels, freedom = self._of_levels(variable, category, by)
        self._known_levels(levels, (above, below))
        places = [levels.categories.index(one) for one in (above, below)]
        # Whether a ratio is 0 is no question: no test.
        return self._one_row(ratio_of(found, *places), freedom).drop(columns="p_value")

    def change(
        self, earlier: Compared, variables: measured.Some, category: Any = None,
        by: Names = None, adjust: Adjustment = "holm",
    ) -> pd.DataFrame:  # fmt: skip
        """Return this wave less an earlier one, as independent surveys.

        Where the same people, or PSUs, answered in both, stack the two frames into one survey
        with them as PSUs and ask for `differences` by wave. `adjust` as in
        :meth:`against_rest`.
        """
        kept = ["estimate", "std_error", "df"]
        now, before = (each._told(variables, category, by) for each in (self, earlier))
        keys = [name for name in now.columns if name not in _NUMBERS]
        rows = pd.concat([now[keys], before[keys]]).drop_duplicates(ignore_index=True)
        both = rows.merge(now[keys + kept], "left", keys)
        both = both.merge(before[keys + kept], "left", keys, suffixes=("", "_before"))
        found = compare_independent(
            *(both[name].to_numpy(float) for name in kept),
            *(both[f"{name}_before"].to_numpy(float) for name in kept),
        )
        columns = both[keys].to_dict("series")
        columns |= {"estimate": both["estimate"], "before": both["estimate_before"]}
        told = pd.DataFrame(columns | self._compared(found, "none"))
        family = told.groupby(keys[-2:], sort=False)["p_value"]
        return told.assign(p_adjusted=family.transform(lambda p: _ADJUST[adjust](p.to_numpy())))

    def decompose(
        self, earlier: Drawn, variable: str, category: Any = None, *, by: Names
    ) -> pd.DataFrame:
        """Return Kitagawa's decomposition of the change since an earlier wave.

        Three rows: the difference, what composition by the classes of `by` makes of it, and
        what behaviour within them does.
        """
        waves = [(each, each.levels(by)) for each in (earlier, self)]
        names = tuple(dict.fromkeys(one for _, levels in waves for one in levels.categories))
        place = {one: at for at, one in enumerate(names)}
        parts = []
        for each, levels in waves:
            block = measured.one(each.columns, variable, category)
            number = np.array([*(place[one] for one in levels.categories), -1])
            inside = block.rows if each.inside is None else block.rows & each.inside
            values = np.where(inside, floats(block.values[:, 0]), 0.0)
            parts.append(Wave(each.design, values, number[levels.codes], inside))
        found = decompose(parts[0], parts[1], tuple(map(str, names)))
        each_part = (found.difference, found.composition, found.behaviour)
        estimate, error = (np.array(one) for one in zip(*each_part, strict=True))
        tested = against_zero(estimate, error, np.full(3, np.inf))
        columns = self._compared(tested, "none")
        del columns["p_adjusted"]
        return pd.DataFrame({"part": ["difference", "composition", "behaviour"]} | {
            ("estimate" if name == "difference" else name): values
            for name, values in columns.items()
        })  # fmt: skip

    # -- from variables to comparisons ---------------------------------------------------

    def _of_levels(self, variable: str, category: Any, by: Names) -> tuple[Inferred, Coded, float]:
        """Return the mean (or share) of each level with their covariance; and the df."""
        block, levels = measured.one(self.columns, variable, category), self.levels(by)
        inside = block.rows if self.inside is None else block.rows & self.inside
        member = (levels.codes[:, None] == np.arange(len(levels.categories))).astype(np.float64)
        values = np.where(inside, block.values[:, 0], 0.0)
        found = infer(self.design, ratios_of(member * values[:, None], member, inside))
        used = entering(self.design, np.asarray(inside & (levels.codes >= 0)))
        return found, levels, float(degrees_of_freedom(self.design, used) - 1)

    def _told(self, variables: measured.Some, category: Any, by: Names) -> pd.DataFrame:
        blocks = measured.either(self.columns, variables, category)
        plain = category is None and all(c == measured.ALL for b in blocks for _, c in b.names)
        return self._rates(blocks, by, None if plain else "logit")

    def _compared(self, found: Comparison, adjust: Adjustment) -> dict[str, AnyArray]:
        limits = mean_interval(found.difference, found.std_error, found.df, self.confidence)
        return {
            "difference": found.difference, "std_error": found.std_error, "conf_low": limits.low,
            "conf_high": limits.high, "df": found.df, "p_value": found.p_value,
            "p_adjusted": _adjusted(found.p_value, adjust),
        }  # fmt: skip

    def _one_row(self, found: Inferred, freedom: float) -> pd.DataFrame:
        tested = against_zero(found.estimate, found.std_error, np.array([freedom]))
        limits = mean_interval(found.estimate, found.std_error, tested.df, self.confidence)
        return pd.DataFrame({
            "estimate": found.estimate, "std_error": found.std_error, "conf_low": limits.low,
            "conf_high": limits.high, "df": tested.df, "p_value": tested.p_value,
        })  # fmt: skip

    @staticmethod
    def _known_levels(levels: Coded, wanted: Any) -> None:
        problems = Problems()
        for one in wanted:
            if one not in levels.categories:
                problems.add(f"level '{one}'", "not in this domain", "one that occurs",
                             nearest(str(one), levels.words))  # fmt: skip
        problems.raise_if_any()


_ADJUST = {"none": floats, "holm": holm, "benjamini-hochberg": benjamini_hochberg}
_NUMBERS = {
    "estimate", "std_error", "conf_low", "conf_high", "df", "deff", "n", "n_weighted",
    "n_effective", "quality", "reason",
}  # fmt: skip


def _adjusted(p_value: FloatArray, adjust: Adjustment) -> FloatArray:
    """Adjust over levels: each column (L,) of (L, k) is a family of tests."""
    if adjust not in _ADJUST:
        known = tuple(_ADJUST)
        raise PhareError(Problem("adjust", f"'{adjust}'", ", ".join(known), nearest(adjust, known)))
    if p_value.ndim == 1:
        return _ADJUST[adjust](p_value)
    return np.column_stack([_ADJUST[adjust](column) for column in p_value.T])
