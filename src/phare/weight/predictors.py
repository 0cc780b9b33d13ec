"""From responses to the columns of a model of response."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from phare.answers.margins import MISSING
from phare.config.schemes import PropensityStep
from phare.errors import Problems

INTERCEPT = "(intercept)"


@dataclass(frozen=True)
class Predictors:
    """The columns of a model (n, p), a column of ones first, and their names."""

    columns: np.ndarray
    names: tuple[str, ...]


def build_predictors(responses: pd.DataFrame, step: PropensityStep, where: str) -> Predictors:
    """Return the columns of the variables `step.on`, known of all who were drawn.

    A number is one column. Categories have one each, but for the first that occurs; those
    without an answer are a category where the step says so.

    Raises
    ------
    PhareError
        With each variable that is not known of all.
    """
    problems = Problems()
    found, names = [np.ones(len(responses))], [INTERCEPT]
    for variable in step.on:
        values = responses[variable]
        number = not isinstance(values.dtype, pd.CategoricalDtype)
        missing = values.isna().to_numpy()
        if missing.any() and (number or step.missing == "refuse"):
            problems.add(
                f"{where}, '{variable}'",
                f"a missing value in {int(missing.sum())} of {len(values)} rows",
                "a value for all who were drawn",
                "class it first, or leave it out" if number
                else "say missing: own_category, or leave it out",
            )  # fmt: skip
        elif number:
            found.append(values.to_numpy(float))
            names.append(variable)
        else:
            words = [*map(str, values.cat.categories), MISSING]
            codes = np.where(missing, len(words) - 1, values.cat.codes)
            for code in np.unique(codes)[1:]:
                found.append((codes == code).astype(float))
                names.append(f"{variable}={words[code]}")
    problems.raise_if_any()
    return Predictors(np.column_stack(found), tuple(names))
