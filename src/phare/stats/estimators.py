"""Means, shares, ratios, totals and differences for every level of a domain.

Method: docs/methods/variance.md. Variables are taken one column at a time, so that memory
stays at a few vectors of n rows whatever their number.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from phare.errors import Problems
from phare.stats.arguments import Arguments
from phare.stats.arrays import AnyArray, FloatArray, as_numbers
from phare.stats.design import Design
from phare.stats.domain import Domain
from phare.stats.inference import Estimated, degrees_of_freedom
from phare.stats.records import (
    Base,
    Differences,
    Estimates,
    LevelEstimates,
    side_by_side,
)
from phare.stats.replicated_variables import ReplicatedVariable
from phare.stats.variables import Entering, Variable, level_influence

__all__ = [
    "Base",
    "Differences",
    "Estimates",
    "LevelEstimates",
    "estimate_means",
    "estimate_ratios",
    "estimate_totals",
    "ratio_covariances",
    "ratio_influence",
]


def estimate_ratios(
    design: Design,
    numerators: AnyArray,
    denominators: AnyArray | None = None,
    *,
    observed: AnyArray | None = None,
    base: Base | None = None,
) -> LevelEstimates:
    """Estimate sum(w y) / sum(w x) in each level. Without denominators: the mean of y.

    Parameters
    ----------
    numerators : (n, k)
    denominators : (n, k), or (n, 1) for all numerators
    observed : rows where the variable is known (n, k), or (n,) for all variables; None for
        every row. What stands in the other rows is ignored, be it NaN.

    Raises
    ------
    PhareError : arrays that do not align; values that are not numbers where observed
    """
    found = [
        variable.ratios()
        for variable in _variables(design, numerators, denominators, observed, base or Base())
    ]
    return LevelEstimates(
        side_by_side([one.estimates for one in found]),
        side_by_side([one.against_all for one in found]),
        side_by_side([one.against_rest for one in found]),
    )


def estimate_means(
    design: Design,
    values: AnyArray,
    *,
    observed: AnyArray | None = None,
    base: Base | None = None,
) -> LevelEstimates:
    """Estimate the mean of each column (n, k) in each level; of 0/1 columns, the share."""
    return estimate_ratios(design, values, observed=observed, base=base)


def estimate_totals(
    design: Design,
    values: AnyArray,
    *,
    population: float | None = None,
    observed: AnyArray | None = None,
    base: Base | None = None,
) -> Estimates:
    """Estimate the total of each column (n, k) in each level.

    Without `population`: the weighted total. With it, the size N of the population the base
    stands for: N times the weighted share (or mean) that the level contributes to the whole
    base, which holds whatever the weights sum to; levels then add up to the whole.
    """
    if population is not None and not 0 <= population < np.inf:
        found = Problems()
        here, got = f"{design.where}, population", f"{population:g}"
        found.add(here, got, "a count of 0 or more", "give the size of the population")
        found.raise_if_any()
    return side_by_side(
        [
            variable.totals(population)
            for variable in _variables(design, values, None, observed, base or Base())
        ]
    )


def ratio_influence(
    design: Design,
    numerator: AnyArray,
    denominator: AnyArray | None = None,
    *,
    observed: AnyArray | None = None,
    base: Base | None = None,
) -> FloatArray:
    """Return the influence (n, L) of one ratio or mean (n,) in each level; NaN if it has none.

    ``design.covariance`` of such columns, of any variables side by side, is their covariance.
    """
    base = base or Base()
    below = None if denominator is None else np.asarray(denominator)[:, None]
    (variable,) = _variables(design, np.asarray(numerator)[:, None], below, observed, base)
    return level_influence(variable, range(base.n_levels))


def ratio_covariances(
    design: Design,
    numerators: AnyArray,
    denominators: AnyArray | None = None,
    *,
    observed: AnyArray | None = None,
    base: Base | None = None,
) -> Iterator[tuple[Estimated, int]]:
    """Yield each ratio or mean in every level (L,), with their covariance (L, L), and its df.

    Parameters as of :func:`estimate_ratios`. A level without an estimate is NaN. One column
    is held at a time. The df are those of a difference: PSUs less strata among the rows that
    have a level, less 1.
    """
    base = base or Base()
    for variable in _variables(design, numerators, denominators, observed, base):
        used = variable.entering.rows & (variable.entering.domain.codes < base.n_levels)
        if design.replicates is None:
            found = _linear_covariance(design, variable)
        else:
            found = ReplicatedVariable(variable.entering, variable.y, variable.x).covariances()
        yield found, degrees_of_freedom(design, used) - 1


def _linear_covariance(design: Design, variable: Variable) -> Estimated:
    known = np.flatnonzero(variable.known)
    estimate = np.where(variable.known, variable.moments.ratio, np.nan)
    covariance = np.full((len(estimate), len(estimate)), np.nan)
    if known.size:
        inside = design.covariance(level_influence(variable, known))
        covariance[np.ix_(known, known)] = inside
    return Estimated(estimate, covariance)


def _variables(
    design: Design,
    numerators: AnyArray,
    denominators: AnyArray | None,
    observed: AnyArray | None,
    base: Base,
) -> Iterator[Variable]:
    """Yield each column as a variable; the rows that enter are counted once where they can."""
    numerators = np.asarray(numerators)
    denominators, observed = (
        None if array is None else np.asarray(array) for array in (denominators, observed)
    )
    _check_shapes(design, numerators, denominators, observed)
    arguments = Arguments(design.where, design.n)
    codes = base.codes
    if codes is not None:
        codes = arguments.codes("levels", codes, base.n_levels)
    always = arguments.rows("base", base.mask) & (design.weights != 0)
    if observed is not None and observed.dtype != bool:
        known = [arguments.rows("observed", column) for column in np.atleast_2d(observed.T)]
        observed = known[0] if observed.ndim == 1 else np.column_stack(known)
    arguments.check()
    domain = Domain.of(design, codes, base.n_levels)
    shared = None
    if observed is None or observed.ndim == 1:
        shared = Entering(domain, always if observed is None else always & observed)
    for j in range(numerators.shape[1]):
        entering = shared
        if entering is None and observed is not None:
            entering = Entering(domain, always & observed[:, j])
        assert entering is not None
        y, x = (
            _column(numerators[:, j], entering, f"{design.where}, numerator {j + 1}"),
            entering.ones,
        )
        if denominators is not None:
            below = denominators[:, min(j, denominators.shape[1] - 1)]
            x = _column(below, entering, f"{design.where}, denominator")
        yield Variable(entering, y, x)


def _column(values: AnyArray, entering: Entering, where: str) -> FloatArray:
    """Return the values as floats, 0 where the row does not enter."""
    strange = ""
    if values.dtype.kind not in "biuf":
        values, strange = as_numbers(values)
    column = np.where(entering.rows, values, 0.0).astype(np.float64)
    # A sum is finite where all are; where it is not, they are looked at.
    with np.errstate(over="ignore", invalid="ignore"):
        bad = 0 if np.isfinite(column.sum()) else int(np.sum(~np.isfinite(column)))
    if bad:
        found = Problems()
        found.add(
            where,
            f"{bad} rows that are not numbers among those observed"
            + (f", {strange} the first" if strange else ""),
            "a number wherever the variable is observed",
            "mark these rows as not observed",
        )
        found.raise_if_any()
    return column


def _check_shapes(
    design: Design,
    numerators: AnyArray,
    denominators: AnyArray | None,
    observed: AnyArray | None,
) -> None:
    n, found = design.n, Problems()
    k = numerators.shape[1] if numerators.ndim == 2 else 0
    expected: list[tuple[str, AnyArray | None, tuple[tuple[int, ...], ...]]] = [
        ("values", numerators, ((n, k),)),
        ("denominators", denominators, ((n, k), (n, 1))),
        ("observed", observed, ((n, k), (n,))),
    ]
    for name, array, shapes in expected:
        if array is not None and (array.shape not in shapes or k == 0):
            wanted = " or ".join(str(shape) for shape in shapes)
            found.add(f"{design.where}, {name}", f"shape {array.shape}", wanted, "align the rows")
    found.raise_if_any()
