"""What is wrong with a calibration before it is tried. Every finding, named."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from phare.errors import Problems, nearest
from phare.stats.arrays import AnyArray, FloatArray, sums
from phare.stats.auxiliaries import Auxiliary, Margin, Total
from phare.stats.cells import Cells

# Beyond, and under one over it, squares are more or less than a float can hold.
_LARGEST = 1e150


def check_inputs(
    base: FloatArray,
    margins: Sequence[Auxiliary],
    tolerance: float,
    where: str,
    soft: Collection[str] = (),
    cells: Cells | None = None,
) -> None:
    """Raise one PhareError with everything that makes this calibration impossible to pose.

    Looks at base weights, missing values, categories without target, targets without
    respondent, targets that are not counts, and margins with different sums (but for those
    named as `soft`). With the `cells` of these margins, rows are counted there.
    """
    found = Problems()
    _check_base(base, where, found)
    if not margins:
        found.add(where, "no margin", "at least one margin or total", "declare one")
    names = [m.name for m in margins]
    for name in sorted({name for name in names if names.count(name) > 1}):
        found.add(
            f"{where}, margin '{name}'",
            f"{names.count(name)} margins of this name",
            "one",
            "rename or remove the others",
        )
    for j, margin in enumerate(margins):
        here = f"{where}, {'margin' if isinstance(margin, Margin) else 'total'} '{margin.name}'"
        if isinstance(margin, Margin) and cells is not None:
            codes, k = cells.columns.codes[j], len(margin.categories)
            rows, weight = sums(codes, cells.rows, k), sums(codes, cells.base, k)
            _check_counts(margin, rows, weight, here, found)
        elif isinstance(margin, Margin):
            _check_margin(margin, base, here, found)
        else:
            _check_total(margin, len(base), here, found)
    _check_sums([m for m in margins if m.name not in soft], tolerance, where, found)
    found.raise_if_any()


def check_demands(
    base: FloatArray,
    margins: Sequence[Auxiliary],
    q: FloatArray | None,
    costs: Mapping[str, float] | None,
    where: str,
) -> None:
    """Raise one PhareError with what is wrong with q and with the costs."""
    found = Problems()
    if q is not None and np.shape(q) != base.shape:
        found.add(
            f"{where}, q", f"shape {np.shape(q)}", f"one for each of {len(base)} rows", "align"
        )
    elif q is not None:
        bad = int(np.sum(~((q > 0) & (q < _LARGEST))))
        if bad:
            got = f"{bad} of {len(q)} rows missing, infinite or not above 0"
            found.add(f"{where}, q", got, "a number above 0 in every row", "correct them")
    names = [margin.name for margin in margins]
    for name, cost in (costs or {}).items():
        if name not in names:
            known = ", ".join(names)
            found.add(f"{where}, cost of '{name}'", "no such margin", known, nearest(name, names))
        elif isinstance(cost, str) or not cost > 0:
            got = f"'{cost}'" if isinstance(cost, str) else f"{cost:g}"
            found.add(f"{where}, cost of '{name}'", got, "above 0", "raise it, or drop it")
    found.raise_if_any()


def _check_base(base: FloatArray, where: str, found: Problems) -> None:
    here = f"{where}, base weights"
    with np.errstate(over="ignore", invalid="ignore"):
        total = base.sum()
    if len(base) and 1 / _LARGEST < total < _LARGEST and base.min() >= 0:
        return
    missing = int(np.sum(~np.isfinite(base)))
    negative = int(np.sum(base < 0))
    if missing:
        found.add(
            here,
            f"{missing} of {len(base)} rows missing or infinite",
            "a number in every row",
            "complete or exclude",
        )
    if negative:
        found.add(
            here,
            f"{negative} of {len(base)} rows negative",
            "0 or more in every row",
            "correct the base weights",
        )
    if not missing and not negative:
        sum_of = f"a sum of {total:g} over {len(base)} rows"
        limits = f"a positive sum, between {1 / _LARGEST:g} and {_LARGEST:g}"
        found.add(here, sum_of, limits, "give base weights")


def _check_margin(margin: Margin, base: FloatArray, here: str, found: Problems) -> None:
    codes, k = np.asarray(margin.codes), len(margin.categories)
    if not _right_length(codes, len(base), here, found):
        return
    missing = int(np.sum(codes == -1))
    beyond = int(np.sum((codes < -1) | (codes >= k)))
    if missing:
        found.add(
            here,
            f"a missing value in {missing} of {len(codes)} rows",
            "a category in every row",
            "impute on a calibration copy, or make missing a category with its own target",
        )
    if beyond:
        found.add(here, f"{beyond} codes outside 0..{k - 1}", f"codes of {k} categories", "recode")
    valid = codes if not missing and not beyond else codes[(codes >= 0) & (codes < k)]
    weights = base if valid is codes else base[(codes >= 0) & (codes < k)]
    _check_counts(margin, sums(valid, None, k), sums(valid, weights, k), here, found)


def _check_counts(
    margin: Margin, rows: FloatArray, weight: FloatArray, here: str, found: Problems
) -> None:
    if np.shape(margin.totals) != rows.shape:
        shape = np.shape(margin.totals)
        found.add(here, f"totals of shape {shape}", f"{len(rows)} totals", "give one a category")
        return
    for j, (category, total) in enumerate(zip(margin.categories, margin.totals, strict=True)):
        at = f"{here}, category '{category}'"
        count = int(rows[j])
        if np.isnan(total):
            if count:
                found.add(
                    at,
                    f"{count} respondents and no target",
                    "a target for each category that occurs",
                    "add its total to the margin, or recode these respondents",
                )
        elif not 0 <= total < _LARGEST:
            found.add(at, f"a target of {total}", "a total of 0 or more", "correct the margin")
        elif total > 0 and not count:
            found.add(
                at,
                f"a target of {total:.15g} and no respondent",
                "respondents in each category with a target",
                "collapse it with a neighbouring category in the margin and in the responses",
            )
        elif total > 0 and weight[j] <= 0:
            found.add(
                at,
                f"{count} respondents whose base weights are all 0",
                "a positive base weight",
                "give them base weights, or collapse the category with a neighbour",
            )


def _check_total(total: Total, n: int, here: str, found: Problems) -> None:
    values = np.asarray(total.values, dtype=np.float64)
    if not _right_length(values, n, here, found):
        return
    missing = int(np.sum(~(np.abs(values) < _LARGEST)))
    if missing:
        found.add(
            here,
            f"a missing or infinite value in {missing} of {n} rows",
            "a number in every row",
            "impute on a calibration copy, or leave this total out",
        )
    elif np.isfinite(total.total) and total.total != 0 and not np.any(values):
        found.add(here, "0 in every row", "some value that is not 0", "leave this total out")
    if not abs(total.total) < _LARGEST:
        found.add(here, f"a target of {total.total}", "a finite number", "correct the total")


def _right_length(values: AnyArray, n: int, here: str, found: Problems) -> bool:
    if values.shape == (n,):
        return True
    found.add(here, f"an array of shape {values.shape}", f"one value for each of {n} rows", "align")
    return False


def _check_sums(
    margins: Sequence[Auxiliary], tolerance: float, where: str, found: Problems
) -> None:
    totals = [
        (m.name, float(np.nansum(m.totals)))
        for m in margins
        if isinstance(m, Margin) and not np.any(np.abs(m.totals) >= _LARGEST)
    ]
    if not totals:
        return
    first, population = totals[0]
    if not population > 0:
        found.add(
            f"{where}, margin '{first}'", "totals that sum to 0", "a population", "fill it in"
        )
        return
    for name, total in totals[1:]:
        gap = abs(total - population)
        if gap > tolerance * population:
            found.add(
                f"{where}, margins '{first}' and '{name}'",
                f"totals that sum to {population:.15g} and {total:.15g}, {gap:.6g} apart",
                f"the same population within {tolerance:g} of it",
                "take both from one source and date, or scale one of them",
            )
