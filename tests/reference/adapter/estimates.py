"""svymean, svytotal, svyratio, svyvar, svyby, svycontrast, confint, SE, coef, predict."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from phare.stats.dispersion import population_covariances
from phare.stats.estimators import (
    Base,
    estimate_means,
    estimate_ratios,
    estimate_totals,
)
from phare.stats.inference import infer, means_of, ratios_of, totals_of

from .columns import Formula, full_columns
from .columns import factor as as_factor
from .designs import Drawn, drawn
from .language import Expression, text
from .results import By, CovarianceMatrix, Matrix, ProportionInterval, QuantileTable, Ratio, Stat
from .session import FUNCTIONS, Arguments, UnsupportedError, r_function

WITHOUT, WITH = "without replacement", "with replacement"


@dataclass(frozen=True)
class Variables:
    """Columns of a formula with the rows where all of them are known."""

    names: list[str]
    columns: np.ndarray
    known: np.ndarray


def variables(call: Arguments, design: Drawn, formula: Formula) -> Variables:
    found: dict[str, np.ndarray] = {}
    for tree in formula.terms:
        found |= full_columns(text(tree), design.column(call.session, tree))
    columns = np.column_stack(list(found.values()))
    return Variables(list(found), columns, ~np.isnan(columns).any(axis=1))


def listwise(call: Arguments, design: Drawn, *sets: Variables) -> np.ndarray:
    """Rows known in all; under na.rm = FALSE a missing value in the domain is refused."""
    known = np.logical_and.reduce([one.known for one in sets])
    if not call("na.rm", False) and not np.all(known[design.domain]):
        raise UnsupportedError("missing values without na.rm = TRUE (R answers NA)")
    return np.asarray(known)


def wanted_effect(call: Arguments) -> str | None:
    asked = call("deff", False)
    if asked == "replace":
        return WITH
    return WITHOUT if asked else None


@r_function("svymean", "x", "design", "na.rm", "deff")
def _svymean(call: Arguments) -> Stat:
    design = drawn(call)
    found = variables(call, design, call("x"))
    return means(design, found, listwise(call, design, found), wanted_effect(call))


@r_function("svytotal", "x", "design", "na.rm", "deff")
def _svytotal(call: Arguments) -> Stat:
    design = drawn(call)
    found = variables(call, design, call("x"))
    return totals(design, found, listwise(call, design, found), wanted_effect(call))


def means(design: Drawn, found: Variables, known: np.ndarray, effect: str | None = None) -> Stat:
    base = Base(mask=design.domain)
    record = estimate_means(design.design, found.columns, observed=known, base=base).estimates
    inferred = infer(design.design, means_of(found.columns, known & design.domain))
    _same(record.std_error[0], inferred.covariance, inferred.estimate)
    return Stat(found.names, record.estimate[0], inferred.covariance, _effect(record, effect))


def totals(design: Drawn, found: Variables, known: np.ndarray, effect: str | None = None) -> Stat:
    base = Base(mask=design.domain)
    record = estimate_totals(design.design, found.columns, observed=known, base=base)
    inferred = infer(design.design, totals_of(found.columns, known & design.domain))
    _same(record.std_error[0], inferred.covariance, inferred.estimate)
    return Stat(found.names, record.estimate[0], inferred.covariance, _effect(record, effect))


def _same(errors: np.ndarray, covariance: np.ndarray, estimate: np.ndarray) -> None:
    """The pass over levels and the direct formula must agree with each other as well."""
    direct = np.sqrt(np.maximum(np.diag(covariance), 0))
    rounding = 1e-10 * float(np.nanmax(np.abs(estimate), initial=0.0))
    close = np.isclose(errors, direct, rtol=1e-8, atol=rounding)
    assert np.all(close | np.isnan(direct)), (errors, direct)


def _effect(record: Any, effect: str | None) -> np.ndarray | None:
    if effect is None:
        return None
    if effect == WITH:
        return np.asarray(record.deff[0])
    found = record.deff_without_replacement[0]
    # R gives none where there are more rows than population.
    return np.asarray(np.where(record.n[0] > record.n_weighted[0], np.nan, found))


@r_function("svyratio", "numerator", "denominator", "design", "na.rm")
def _svyratio(call: Arguments) -> Ratio:
    design = drawn(call)
    given = "numerator" if call.has("numerator") else "formula"
    above, below = (variables(call, design, call(name)) for name in (given, "denominator"))
    known = listwise(call, design, above, below)
    pairs = [(i, j) for j in range(len(below.names)) for i in range(len(above.names))]
    y = np.nan_to_num(above.columns[:, [i for i, _ in pairs]])
    x = np.nan_to_num(below.columns[:, [j for _, j in pairs]])
    inferred = infer(design.design, ratios_of(y, x, known & design.domain))
    shape = (len(above.names), len(below.names))
    base = Base(mask=design.domain)
    if np.any(known & design.domain):
        record = estimate_ratios(design.design, y, x, observed=known, base=base).estimates
        _same(record.std_error[0], inferred.covariance, inferred.estimate)
    return Ratio(
        above.names,
        below.names,
        inferred.estimate.reshape(shape, order="F"),
        inferred.std_error.reshape(shape, order="F"),
        inferred.covariance,
    )


@r_function("svyvar", "x", "design", "na.rm")
def _svyvar(call: Arguments) -> Any:
    design = drawn(call)
    found = variables(call, design, call("x"))
    known = listwise(call, design, found) & design.domain
    inferred = population_covariances(design.design, found.columns, rows=known)
    if len(found.names) == 1:
        return Stat(found.names, inferred.estimate, inferred.covariance)
    k = len(found.names)
    return CovarianceMatrix(found.names, inferred.estimate.reshape(k, k), inferred.covariance)


# ---- by levels ------------------------------------------------------------------------------


@r_function("svyby", "formula", "by", "design", "FUN")
def _svyby(call: Arguments) -> By:
    design = drawn(call)
    function = text(call.raw("FUN"))
    factors = {}
    for tree in call("by").terms:
        column = design.column(call.session, tree)
        factors[text(tree)] = column if column.dtype == "category" else as_factor(column)
    levels, masks = _levels(design, factors)
    if function in ("svymean", "svytotal") and call("covmat", False):
        return _by_with_covariance(call, design, function, levels, masks)
    by = By(levels, [], [], [] if call("deff", False) else None)
    for mask in masks:
        _add(by, _in_domain(call, function, replace(design, domain=design.domain & mask)))
    return by


def _levels(
    design: Drawn, factors: dict[str, pd.Series]
) -> tuple[list[dict[str, str]], list[np.ndarray]]:
    """Combinations that occur, the first factor varying fastest."""
    levels, masks = [], []
    for names in itertools.product(*(f.cat.categories for f in reversed(list(factors.values())))):
        chosen = dict(zip(factors, reversed(names), strict=True))
        mask = np.logical_and.reduce(
            [(factors[k] == v).to_numpy(dtype=bool) for k, v in chosen.items()]
        )
        if np.any(mask & design.domain):
            levels.append(chosen)
            masks.append(mask)
    return levels, masks


def _in_domain(call: Arguments, function: str, design: Drawn) -> Any:
    """Call R's `function` on the design, with the arguments svyby was given for it."""
    given = {k: v for k, v in call.given.items() if k not in ("by", "FUN", "design", "formula")}
    environment = {**call.session.environment, ".design": design}
    session = replace(call.session, environment=environment)
    signature, run = FUNCTIONS[function]
    first = {signature[0]: call.given["formula"]}
    return run(Arguments(session, {**first, **given, "design": _name(".design")}, ()))


def _name(name: str) -> Expression:
    from .language import Name

    return Name(name)


def _add(by: By, found: Any) -> None:
    if isinstance(found, Stat):
        names, values, errors = found.names, found.estimate, found.se
    elif isinstance(found, Ratio):
        names, values, errors = found.names, found.estimate, np.ravel(found.se, order="F")
    elif isinstance(found, QuantileTable):
        names = list(found.variables)
        values = [v["quantile"][0] for v in found.variables.values()]
        errors = [v["se"][0] for v in found.variables.values()]
    elif isinstance(found, ProportionInterval):
        names, values, errors = [found.name], [found.estimate], [found.se]
    else:
        raise UnsupportedError(f"svyby of {type(found).__name__}")
    by.estimates.append(dict(zip(names, map(float, values), strict=True)))
    by.errors.append(dict(zip(names, map(float, errors), strict=True)))
    if by.deffs is not None and isinstance(found, Stat) and found.deff is not None:
        by.deffs.append(dict(zip(names, map(float, found.deff), strict=True)))


def _by_with_covariance(
    call: Arguments, design: Drawn, function: str, levels: list[dict[str, str]], masks: list[Any]
) -> By:
    found = variables(call, design, call("formula"))
    known = listwise(call, design, found)
    spread = np.column_stack(
        [np.where(mask, column, 0.0) for column in found.columns.T for mask in masks]
    )
    inside = known & design.domain
    if function == "svytotal":
        inferred = infer(design.design, totals_of(spread, inside))
    else:
        sizes = np.column_stack([mask for _ in found.names for mask in masks]).astype(float)
        inferred = infer(design.design, ratios_of(spread, sizes, inside))
    estimate, covariance = inferred.estimate, inferred.covariance
    shape = (len(found.names), len(masks))
    values = estimate.reshape(shape)
    errors = np.sqrt(np.diag(covariance)).reshape(shape)
    rows = range(len(masks))
    return By(
        levels,
        [dict(zip(found.names, values[:, i], strict=True)) for i in rows],
        [dict(zip(found.names, errors[:, i], strict=True)) for i in rows],
        covariance=covariance,
    )


# ---- what is done with estimates ------------------------------------------------------------


@r_function("svycontrast", "stat", "contrasts")
def _svycontrast(call: Arguments) -> Stat:
    stat, contrast = call("stat"), call("contrasts")
    if stat.covariance is None:
        raise UnsupportedError("a contrast of a svyby without covmat = TRUE")
    by_name = dict(contrast.items()) if isinstance(contrast, pd.Series) else None
    if by_name is None:
        weights = np.asarray(contrast, dtype=float)
    else:
        weights = np.array([float(by_name.get(name, 0.0)) for name in stat.names])
    value = weights @ stat.estimate
    return Stat(["contrast"], np.array([value]), np.array([[weights @ stat.covariance @ weights]]))


@r_function("confint", "object", "parm", "level", "df")
def _confint(call: Arguments) -> Matrix:
    stat, level = call("object"), call("level", 0.95)
    df = float(call("df", np.inf))
    ends = [(1 - level) / 2, (1 + level) / 2]
    law = stats.norm if np.isinf(df) else stats.t(df)
    errors = np.ravel(stat.se, order="F")
    values = np.column_stack([stat.estimate + law.ppf(end) * errors for end in ends])
    return Matrix([list(stat.names), [f"{100 * end:g} %" for end in ends]], values)


@r_function("coef", "object")
def _coef(call: Arguments) -> np.ndarray:
    return np.asarray(call("object").estimate)


@r_function("SE", "object")
def _se(call: Arguments) -> np.ndarray:
    return np.asarray(call("object").se)


@r_function("vcov", "object")
def _vcov(call: Arguments) -> Matrix:
    stat = call("object")
    if stat.covariance is None:
        raise UnsupportedError("vcov() of a svyby without covmat = TRUE")
    return Matrix([stat.names, stat.names], stat.covariance)


@r_function("deff", "object")
def _deff(call: Arguments) -> np.ndarray:
    return np.asarray(call("object").deff)


@r_function("cv", "object")
def _cv(call: Arguments) -> np.ndarray:
    stat = call("object")
    return np.asarray(np.ravel(stat.se, order="F") / stat.estimate)


@r_function("predict", "object", "total")
def _predict(call: Arguments) -> dict[str, np.ndarray]:
    """A ratio carried to a known total of its denominator."""
    ratio, total = call("object"), float(call("total"))
    if not isinstance(ratio, Ratio):
        raise UnsupportedError("predict() of anything but a ratio")
    return {"total": ratio.ratio * total, "se": ratio.se * abs(total)}
