"""svytable, svychisq, svyttest, svyranktest."""

from __future__ import annotations

from typing import Any

import numpy as np

from phare.stats.crosstabs import Crosstab, independence_test, pearson
from phare.stats.quadratic import tail_by_saddlepoint
from phare.stats.ranks import mean_test, rank_test

from .columns import Formula, factor
from .designs import Drawn, drawn
from .language import text
from .results import HTest, Matrix
from .session import Arguments, UnsupportedError, r_function


def _coded(call: Arguments, design: Drawn, tree: Any) -> tuple[np.ndarray, list[str]]:
    column = design.column(call.session, tree)
    known = column if column.dtype == "category" else factor(column)
    return known.cat.codes.to_numpy(dtype=np.int64), list(known.cat.categories)


@r_function("svytable", "formula", "design", "Ntotal")
def _svytable(call: Arguments) -> Matrix:
    design, formula = drawn(call), call("formula")
    w = np.where(design.domain, design.design.weights, 0.0)
    coded = {text(tree): _coded(call, design, tree) for tree in formula.terms}
    names = {name: levels for name, (_, levels) in coded.items()}
    codes = [codes for codes, _ in coded.values()]
    sizes = [len(levels) for levels in names.values()]
    if len(codes) == 2:
        table = Crosstab(*codes, *sizes).weighted(w)
    elif len(codes) == 1:
        table = Crosstab(codes[0], np.zeros_like(codes[0]), sizes[0], 1).weighted(w)
    else:
        raise UnsupportedError("a table of three variables or more")
    if call.has("Ntotal") or design.replicated:
        # With replicates, R's table adds up to all weights, missing answers or not.
        table = table * call("Ntotal", float(w.sum())) / table.sum()
    return Matrix(names, table)


@r_function("svychisq", "formula", "design", "statistic", "na.rm")
def _svychisq(call: Arguments) -> HTest:
    design = drawn(call)
    formula: Formula = call("formula")
    asked = call("statistic", "F")
    row, column = (_coded(call, design, tree) for tree in formula.terms)
    table = _occurring(row[0], column[0], design)
    if asked in ("lincom", "saddlepoint"):
        return _saddlepoint(design, table)
    test = independence_test(design.design, table, asked, rows=design.domain)
    statistic = test.statistic * (_missing_too(design, table) if asked == "Chisq" else 1.0)
    return HTest(statistic, test.p_value, test.df)


def _missing_too(design: Drawn, table: Crosstab) -> float:
    """R scales Pearson's statistic to all rows, those with a missing answer among them."""
    return float(np.sum(design.domain) / np.sum(design.domain & table.known))


def _saddlepoint(design: Drawn, table: Crosstab) -> HTest:
    """R's tail; also for ``lincom``, whose package for the exact law was not installed.

    R divides by the degrees of freedom of the denominator and adds as many terms as their
    whole part: the same law as ours at another point. With replicates it has no denominator.
    """
    found = pearson(design.design, table, rows=design.domain)
    printed = found.statistic * _missing_too(design, table)
    if design.replicated:
        return HTest(printed, tail_by_saddlepoint(found.statistic, found.effects))
    whole = float(np.floor(found.denominator_df * (1 + 1e-12)))
    at = found.statistic * whole / found.denominator_df
    return HTest(printed, tail_by_saddlepoint(at, found.effects, whole))


def _occurring(row: np.ndarray, column: np.ndarray, design: Drawn) -> Crosstab:
    """The table of the categories that occur in the domain."""
    codes = []
    for code in (row, column):
        seen = np.unique(code[design.domain & (code >= 0)])
        number = np.full(max(int(code.max()) + 2, 1), -1)
        number[seen] = np.arange(len(seen))
        codes.append((number[code], len(seen)))
    (r, n_rows), (c, n_columns) = codes
    return Crosstab(r, c, n_rows, n_columns)


def _two_sides(call: Arguments) -> tuple[Drawn, np.ndarray, np.ndarray, np.ndarray]:
    design, formula = drawn(call), call("formula")
    values = design.column(call.session, formula.response).to_numpy(dtype=float, na_value=np.nan)
    codes, levels = _coded(call, design, formula.right)
    if len(levels) != 2:
        raise UnsupportedError(f"a test between {len(levels)} domains")
    known = ~np.isnan(values) & (codes >= 0) & design.domain
    return design, np.nan_to_num(values), codes == 1, known


@r_function("svyttest", "formula", "design")
def _svyttest(call: Arguments) -> HTest:
    design, values, second, known = _two_sides(call)
    test = mean_test(design.design, values, second, rows=known)
    more = {"estimate": [test.difference], "conf_int": [test.low, test.high]}
    return HTest(test.statistic, test.p_value, (test.df,), more)


@r_function("svyranktest", "formula", "design", "test")
def _svyranktest(call: Arguments) -> HTest:
    if call("test", "wilcoxon") not in ("wilcoxon", "KruskalWallis"):
        raise UnsupportedError("rank tests other than Wilcoxon's")
    design, values, second, known = _two_sides(call)
    test = rank_test(design.design, values, second, rows=known)
    return HTest(test.statistic, test.p_value, (test.df,), {"estimate": [test.difference]})
