"""calibrate, postStratify, rake, trimWeights: R's designs with new weights."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from phare.stats.auxiliaries import Auxiliary, Margin, Total
from phare.stats.calibration import CalibrationSettings, calibrate
from phare.stats.clusters import within_clusters
from phare.stats.design import Design
from phare.stats.replicate_steps import recalibrate
from phare.stats.settings import Method
from phare.stats.trimming import trim_evenly

from .columns import Formula, factor, model_columns
from .designs import Drawn, drawn
from .language import Call, text
from .session import Arguments, UnsupportedError, r_function


def _factors(call: Arguments, design: Drawn, formula: Formula) -> dict[str, pd.Series]:
    columns = {text(tree): design.column(call.session, tree) for tree in formula.terms}
    return {k: c if c.dtype == "category" else factor(c) for k, c in columns.items()}


def _margin(call: Arguments, design: Drawn, formula: Formula, population: pd.DataFrame) -> Margin:
    """The margin of one factor, or of the crossing of several, with its counts."""
    columns = _factors(call, design, formula)
    counts = population["Freq"].to_numpy(dtype=float)
    keys = ["|".join(map(str, key)) for key in population[list(columns)].itertuples(index=False)]
    number = {key: i for i, key in enumerate(keys)}
    joined = pd.Series("", index=design.rows.index)
    for i, column in enumerate(columns.values()):
        joined = joined + ("|" if i else "") + column.astype(str)
    codes = joined.map(number).fillna(-1).to_numpy(dtype=np.int64)
    return Margin(" x ".join(columns), codes, tuple(keys), counts)


def _calibrated(design: Drawn, margins: list[Auxiliary], settings: CalibrationSettings) -> Drawn:
    if design.design.replicates is not None:
        replicates = recalibrate(design.design.replicates, margins, settings)
        return replace(design, design=Design.of_replicates(replicates))
    found = calibrate(design.design.weights, margins, settings)
    return replace(
        design, design=replace(design.design, weights=found.weights, calibration=found.basis)
    )


@r_function("postStratify", "design", "strata", "population")
def _post_stratify(call: Arguments) -> Drawn:
    design = drawn(call)
    margin = _margin(call, design, call("strata"), call("population"))
    return _calibrated(design, [margin], CalibrationSettings("linear"))


@r_function("rake", "design", "sample.margins", "population.margins", "control")
def _rake(call: Arguments) -> Drawn:
    design = drawn(call)
    margins: list[Auxiliary] = [
        _margin(call, design, formula, population)
        for formula, population in zip(
            call("sample.margins"), call("population.margins"), strict=True
        )
    ]
    return _calibrated(design, margins, CalibrationSettings("raking", max_iterations=1000))


@r_function("calibrate", "design", "formula", "population", "calfun", "bounds")
def _calibrate(call: Arguments) -> Drawn:
    design, formula = drawn(call), call("formula")
    method: Method = call("calfun", "linear")
    if method not in ("linear", "raking", "logit", "sinh"):
        raise UnsupportedError(f"the calibration function {method}")
    bounds = call("bounds", None)
    if bounds is not None:
        bounds = list(bounds.values()) if isinstance(bounds, dict) else list(bounds)
        if method == "linear":
            method = "truncated"
    limits = None if bounds is None else (float(bounds[0]), float(bounds[1]))
    margins = _auxiliaries(call, design, formula, call("population"))
    stage = call("aggregate.stage", None)
    if stage is not None:
        if stage != 1 or design.design.psu is None:
            raise UnsupportedError("one g for the units of a later stage")
        margins = list(within_clusters(design.design.weights, margins, design.design.psu))
    return _calibrated(design, margins, CalibrationSettings(method, limits))


def _auxiliaries(
    call: Arguments, design: Drawn, formula: Formula, population: pd.Series
) -> list[Auxiliary]:
    """Main effects of factors become margins, what remains totals of its columns."""
    totals = {str(name): float(value) for name, value in population.items()}
    margins: list[Auxiliary] = []
    whole = totals.get("(Intercept)")
    done: set[str] = set()
    if whole is not None:
        for tree in formula.terms:
            if isinstance(tree, Call) and tree.function in ("*", ":"):
                continue
            column = design.column(call.session, tree)
            if column.dtype != "category":
                continue
            name = text(tree)
            codes = column.cat.codes.to_numpy(dtype=np.int64)
            rest = [totals[f"{name}{level}"] for level in column.cat.categories[1:]]
            counts = np.array([whole - sum(rest), *rest])
            margins.append(Margin(name, codes, tuple(column.cat.categories), counts))
            done |= {f"{name}{level}" for level in column.cat.categories}
    if margins:
        done.add("(Intercept)")
    matrix = model_columns(
        formula, len(design.rows), lambda tree: design.column(call.session, tree)
    )
    for name, column in matrix.columns.items():
        if name not in done:
            margins.append(Total(name, column, totals[name]))
    return margins


@r_function("trimWeights", "design", "upper", "lower", "strict")
def _trim_weights(call: Arguments) -> Drawn:
    design = drawn(call)
    if design.replicated:
        raise UnsupportedError("trimming of replicates")
    weights = trim_evenly(
        design.design.weights,
        float(call("lower", -np.inf)),
        float(call("upper", np.inf)),
        strict=bool(call("strict", False)),
    )
    return replace(design, design=replace(design.design, weights=weights))
