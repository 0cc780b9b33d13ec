"""Who is in a class: modalities of other variables, by respondent and under the design."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from phare.contracts import refuse
from phare.errors import PhareError
from phare.stats.comparisons import benjamini_hochberg
from phare.stats.crosstabs import Crosstab, HypothesisTest, independence_test
from phare.stats.design import Design
from phare.typology.incidence import BoolArray, FloatArray, IntArray

_UNTESTED = HypothesisTest(float("nan"), (), float("nan"))


@dataclass(frozen=True, eq=False)
class Association:
    """One variable and the classes.

    Parameters
    ----------
    overall : that the variable and the classes are independent (Rao and Scott, second order);
        NaN where too many cells are empty to test it
    n : respondents of the class and the modality (k, levels)
    share : weighted share of the modality in the class (k, levels); NaN for an empty class
    share_all : the same among all that are classified (levels,)
    statistic : Rao and Scott's F of this modality or not by this class or not, positive
        where the class has more of it (k, levels); NaN where it cannot be tested
    p_value, p_adjusted : the latter after Benjamini and Hochberg over the table
    """

    overall: HypothesisTest
    n: FloatArray
    share: FloatArray
    share_all: FloatArray
    statistic: FloatArray
    p_value: FloatArray
    p_adjusted: FloatArray


def associate(
    design: Design, classes: IntArray, k: int, modality: IntArray, levels: int
) -> Association:
    """Describe k classes by a variable of the respondents.

    Parameters
    ----------
    design : of all respondents, those without a class included
    classes, modality : of each respondent (n,); below 0 where there is none

    Raises
    ------
    PhareError : arrays of other lengths than the design
    """
    if not len(classes) == len(modality) == design.n:
        raise refuse(
            "associations", f"{len(classes)} classes and {len(modality)} modalities",
            f"one of each per respondent, {design.n}", "give them in the rows of the design",
        )  # fmt: skip
    inside = (classes >= 0) & (modality >= 0)
    whole = Crosstab(np.where(inside, classes, -1), np.where(inside, modality, -1), k, levels)
    counts, weighted = whole.weighted(np.ones(design.n)), whole.weighted(design.weights)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = weighted / weighted.sum(1, keepdims=True)
        share_all = weighted.sum(0) / weighted.sum()
    statistic, p_value = np.full((k, levels), np.nan), np.full((k, levels), np.nan)
    for i in range(k):
        for j in range(levels):
            test = _test(design, classes == i, modality == j, inside)
            statistic[i, j] = test.statistic * np.sign(share[i, j] - share_all[j])
            p_value[i, j] = test.p_value
    adjusted = benjamini_hochberg(p_value.ravel()).reshape(p_value.shape)
    overall = _overall(design, whole, inside)
    return Association(overall, counts, share, share_all, statistic, p_value, adjusted)


def _test(design: Design, one: BoolArray, other: BoolArray, inside: BoolArray) -> HypothesisTest:
    table = Crosstab(one.astype(np.int64), other.astype(np.int64), 2, 2)
    cells = table.weighted(np.where(inside, design.weights, 0.0))
    if not (np.all(cells.sum(0) > 0) and np.all(cells.sum(1) > 0)):
        return _UNTESTED
    return independence_test(design, table, rows=inside)


def _overall(design: Design, table: Crosstab, inside: BoolArray) -> HypothesisTest:
    """Test the whole table, without the classes and modalities that nobody is in."""
    weighted = table.weighted(design.weights)
    rows, columns = np.flatnonzero(weighted.sum(1)), np.flatnonzero(weighted.sum(0))
    if min(len(rows), len(columns)) < 2:
        return _UNTESTED
    row = np.full(table.n_rows + 1, -1)
    column = np.full(table.n_columns + 1, -1)
    row[rows], column[columns] = np.arange(len(rows)), np.arange(len(columns))
    kept = Crosstab(row[table.row], column[table.column], len(rows), len(columns))
    try:
        return independence_test(design, kept, rows=inside)
    except PhareError:  # so many empty cells that some interaction cannot be estimated
        return _UNTESTED
