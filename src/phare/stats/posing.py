"""From margins and base weights to a calibration ready to solve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from phare.errors import Problems
from phare.stats.arrays import FloatArray, sums
from phare.stats.auxiliaries import Auxiliaries, Auxiliary, Margin, Total
from phare.stats.cells import Cells
from phare.stats.columns import Columns
from phare.stats.limits import check_limits
from phare.stats.problem import CalibrationProblem
from phare.stats.settings import CalibrationSettings

_INVOLVED = 1e-8
# Columns of several margins: a minute's work, and 32 megabytes for each matrix.
_LARGEST = 2_000


def pose(
    base: FloatArray,
    margins: Sequence[Auxiliary],
    settings: CalibrationSettings,
    where: str,
    cells: Cells | None,
    *,
    cap: float | None = None,
    floor: float | None = None,
    q: FloatArray | None = None,
    costs: Mapping[str, float] | None = None,
) -> CalibrationProblem:
    """Make a checked calibration ready; raise PhareError where its targets contradict.

    Without `cells` of the margins, each row is a unit.
    """
    rows = Auxiliaries.of(margins) if cells is None else cells.respondents
    costs = {name: cost for name, cost in (costs or {}).items() if np.isfinite(cost)}
    targets, labels = _targets(margins, costs)
    before = rows.totals(base) if cells is None else cells.columns.totals(cells.base)
    exact = [margin for margin in margins if margin.name not in costs]
    check_limits(base, exact, settings, cap, floor, where)
    relax = _relax(targets, labels, rows.offsets[-1], costs, float(base.sum()))
    alive = _without_zero_targets(rows, base, targets, before, labels, settings, where)
    unit_of_row, units, unit_base = None, rows, alive
    if cells is not None:
        unit_of_row, units, unit_base = cells.of_row, cells.columns, cells.base
        if alive is not base:
            unit_base = sums(unit_of_row, alive, units.n)
    if len(rows.sizes) + len(rows.values) > 1:
        _check_size(rows, labels, where)
    columns = Columns.of(units.gram(unit_base), relax > 0)
    targets = _agree(targets, columns, labels, settings.margin_tolerance, where)
    return CalibrationProblem(
        rows,
        units,
        unit_of_row,
        alive,
        unit_base,
        targets,
        before,
        labels,
        columns,
        settings,
        cap,
        floor,
        q,
        relax,
    )


def _check_size(rows: Auxiliaries, labels: Sequence[tuple[str, str]], where: str) -> None:
    """Refuse more columns than their products with each other can be worked with."""
    found = Problems()
    if rows.p > _LARGEST:
        most = int(np.argmax(rows.sizes))
        margin = labels[rows.offsets[most]][0]
        found.add(
            f"{where}, margin '{margin}'",
            f"{rows.sizes[most]} categories, {rows.p} with the other margins",
            f"at most {_LARGEST} in several margins together",
            "collapse categories, calibrate each part of the population by itself, or "
            "post-stratify: one margin may have any number",
        )
    found.raise_if_any()


def _relax(
    targets: FloatArray,
    labels: Sequence[tuple[str, str]],
    categories: int,
    costs: Mapping[str, float],
    population: float,
) -> FloatArray:
    """Return what each column may miss (p,): |T| / cost, in the unit of its total squared.

    A number is brought to the scale of the population by its own size; a target of 0 is
    always met.
    """
    size = np.abs(targets)
    size[categories:] = targets[categories:] ** 2 / population
    cost = np.array([costs.get(margin, np.inf) for margin, _ in labels])
    return np.asarray(size / cost)


def _targets(
    margins: Sequence[Auxiliary], costs: Mapping[str, float]
) -> tuple[FloatArray, tuple[tuple[str, str], ...]]:
    """Totals (p,), every exact margin at the sum of the first, and the names of the columns."""
    totals: list[float] = []
    labels: list[tuple[str, str]] = []
    population = None
    for margin in (m for m in margins if isinstance(m, Margin)):
        own = np.nan_to_num(np.asarray(margin.totals, dtype=np.float64), nan=0.0)
        if margin.name not in costs:
            population = float(own.sum()) if population is None else population
            own = own * (population / own.sum())
        totals.extend(own.tolist())
        labels.extend((margin.name, category) for category in margin.categories)
    for total in (m for m in margins if isinstance(m, Total)):
        totals.append(float(total.total))
        labels.append((total.name, "total"))
    return np.array(totals), tuple(labels)


def _without_zero_targets(
    rows: Auxiliaries,
    base: FloatArray,
    targets: FloatArray,
    before: FloatArray,
    labels: Sequence[tuple[str, str]],
    settings: CalibrationSettings,
    where: str,
) -> FloatArray:
    """Give weight 0 to the rows of categories with a target of 0, where g cannot be negative."""
    if settings.lower < 0:
        return base
    found = Problems()
    result = base
    for codes, size, start in zip(rows.codes, rows.sizes, rows.offsets, strict=False):
        for j in range(size):
            column = start + j
            if targets[column] != 0 or not before[column] > 0:
                continue
            if settings.lower > 0:
                margin, category = labels[column]
                found.add(
                    f"{where}, margin '{margin}', category '{category}'",
                    f"a target of 0 and respondents who keep {settings.lower:g} of their weight",
                    "a lower bound of 0, or no respondent",
                    "exclude these respondents, or lower the bound to 0",
                )
            result = np.where(codes == j, 0.0, result)
    found.raise_if_any()
    return result


def _agree(
    targets: FloatArray,
    columns: Columns,
    labels: Sequence[tuple[str, str]],
    tolerance: float,
    where: str,
) -> FloatArray:
    """Return targets that can be met together, or raise naming those that contradict.

    A column that depends on others among these respondents has its target from theirs.
    """
    implied = columns.implied(targets)
    gross = np.abs(columns.coefficients).T @ np.abs(targets[columns.kept])
    asked = targets[columns.dropped]
    found = Problems()
    for j, column in enumerate(columns.dropped):
        if abs(implied[j] - asked[j]) <= tolerance * max(abs(asked[j]), gross[j]):
            continue
        involved = columns.kept[np.abs(columns.coefficients[:, j]) > _INVOLVED]
        others = list(dict.fromkeys(labels[i][0] for i in involved))
        margin, category = labels[column]
        named = ", ".join(f"'{name}'" for name in others) or "the others"
        found.add(
            f"{where}, margin '{margin}', category '{category}'",
            f"a target of {asked[j]:.15g}",
            f"{implied[j]:.15g}, which the targets of {named} imply for these respondents",
            "make the margins agree, or collapse the categories that coincide",
        )
    found.raise_if_any()
    result = targets.copy()
    # A total of 0 stays one: the rounding of a balance could not be met to a share of itself.
    result[columns.dropped] = np.where(asked == 0, 0.0, implied)
    return result
