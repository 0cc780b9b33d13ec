"""svyglm and regTermTest."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from phare.stats.models import FitSettings, fit_model, term_test

from .columns import Formula, factor, model_columns
from .designs import drawn
from .language import text
from .results import Glm, TermTest
from .session import Arguments, UnsupportedError, r_function

# R's own stopping rule: with a separated category it decides what is printed.
R_SETTINGS = FitSettings(tolerance=1e-8, max_iterations=25, last_step=True)


CANONICAL = {"gaussian": "identity", "binomial": "logit", "poisson": "log"}


def _family(name: str) -> Any:
    @r_function(name, "link")
    def named(call: Arguments) -> str:
        link = call("link", None)
        if link not in (None, CANONICAL[name.removeprefix("quasi")]):
            raise UnsupportedError(f"the link {link} of {name}()")
        return name

    return named


for _name in ("gaussian", "binomial", "quasibinomial", "poisson", "quasipoisson"):
    _family(_name)


@r_function("svyglm", "formula", "design", "subset", "family")
def _svyglm(call: Arguments) -> Glm:
    design, formula = drawn(call), call("formula")
    family = call("family", "gaussian")
    if not isinstance(family, str):
        raise UnsupportedError("a family given as a function")

    def value(tree: Any) -> pd.Series:
        column = design.column(call.session, tree)
        # A level without rows has no column.
        return factor(column) if column.dtype == "category" else column

    columns = model_columns(formula, len(design.rows), value)
    x = columns.matrix()
    y = _answers(value(formula.response))
    known = ~np.isnan(x).any(axis=1) & ~np.isnan(y) & design.domain
    model = fit_model(
        design.design,
        np.nan_to_num(y),
        np.nan_to_num(x),
        family.removeprefix("quasi"),  # type: ignore[arg-type]
        rows=known,
        settings=R_SETTINGS,
    )
    names = list(columns.columns)
    return Glm(names, [columns.terms[n] for n in names], family, model, int(known.sum()))


def _answers(column: pd.Series) -> np.ndarray:
    if column.dtype == "category":  # R: anything but the first level counts as a success
        codes = column.cat.codes.to_numpy(dtype=float)
        return np.where(codes < 0, np.nan, (codes > 0).astype(float))
    return column.astype("Float64").to_numpy(dtype=float, na_value=np.nan)


@r_function("regTermTest", "model", "test.terms", "df")
def _reg_term_test(call: Arguments) -> TermTest:
    glm, formula = call("model"), call("test.terms")
    if call("method", "Wald") != "Wald":
        raise UnsupportedError(f"the {call('method')} test of terms")
    assert isinstance(formula, Formula)
    wanted = {text(tree) for tree in formula.terms}
    kept = [i for i, term in enumerate(glm.terms) if term in wanted]
    return TermTest(term_test(glm.model, kept))
