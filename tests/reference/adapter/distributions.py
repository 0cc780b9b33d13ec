"""svyquantile and svyciprop."""

from __future__ import annotations

import numpy as np

from phare.stats.inference import degrees_of_freedom
from phare.stats.quantiles import estimate_quantiles
from phare.stats.shares import estimate_share

from .designs import drawn
from .estimates import listwise, variables
from .results import ProportionInterval, QuantileTable
from .session import Arguments, r_function


@r_function("svyquantile", "x", "design", "quantiles", "alpha", "interval.type", "na.rm")
def _svyquantile(call: Arguments) -> QuantileTable:
    design = drawn(call)
    found = variables(call, design, call("x"))
    known = listwise(call, design, found) & design.domain
    method, rule = call("interval.type", "mean"), call("qrule", "math")
    p = np.atleast_1d(np.asarray(call("quantiles"), dtype=float))
    inside = known & (design.design.weights != 0)
    df = int(call("df")) if call.has("df") else degrees_of_freedom(design.design, inside)
    table = {}
    for name, column in zip(found.names, found.columns.T, strict=True):
        q = estimate_quantiles(
            design.design,
            np.nan_to_num(column),
            p,
            rows=known,
            rule=rule,
            method=method,
            df=df,
            level=1 - call("alpha", 0.05),
        )
        table[name] = {
            "p": p,
            "quantile": q.estimate,
            "ci_low": q.low,
            "ci_high": q.high,
            "se": q.std_error,
        }
    return QuantileTable(table)


@r_function("svyciprop", "formula", "design", "method", "level", "df")
def _svyciprop(call: Arguments) -> ProportionInterval:
    design = drawn(call)
    found = variables(call, design, call("formula"))
    known = listwise(call, design, found) & design.domain
    share = estimate_share(
        design.design,
        np.nan_to_num(found.columns[:, -1]),
        call("method", "logit"),
        rows=known,
        df=float(call("df")) if call.has("df") else float(design.degrees_of_freedom()),
        level=call("level", 0.95),
    )
    return ProportionInterval(
        found.names[-1], share.estimate, np.array([share.low, share.high]), share.std_error
    )
