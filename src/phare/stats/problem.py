"""A calibration made ready to solve: units, targets that agree, limits.

Respondents who share all their categories form one unit, a cell; with a continuous
auxiliary each row is a unit. A cap on the weight of a row works row by row inside cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from phare.errors import Problems
from phare.stats.arrays import FloatArray, IntArray, sums
from phare.stats.auxiliaries import Auxiliaries, Auxiliary, Margin, Total
from phare.stats.columns import Columns
from phare.stats.distances import Clipped
from phare.stats.feasibility import Limits
from phare.stats.settings import CalibrationSettings

_INVOLVED = 1e-8


@dataclass(frozen=True, eq=False)
class CalibrationProblem:
    """Find g of the rows such that the units meet the targets.

    Parameters
    ----------
    rows, units : columns of the n rows and of the m units
    unit_of_row : (n,), or None where each row is its unit
    base : base weights of the rows (n,), 0 where a target of 0 leaves no weight
    unit_base : their sums over units (m,)
    targets : (p,), made to agree
    labels : margin and category of each column
    """

    rows: Auxiliaries
    units: Auxiliaries
    unit_of_row: IntArray | None
    base: FloatArray
    unit_base: FloatArray
    targets: FloatArray
    labels: tuple[tuple[str, str], ...]
    columns: Columns
    settings: CalibrationSettings
    cap: float | None

    def factors(self, predictor: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return g and its slope: per unit (m,), or per row (n,) under a cap."""
        if self.cap is None:
            return self.settings.distance.response(predictor)
        ratio = np.full(len(self.base), np.inf)
        np.divide(self.cap, self.base, out=ratio, where=self.base > 0)
        of_row = predictor if self.unit_of_row is None else predictor[self.unit_of_row]
        return Clipped(self.settings.distance, self.settings.lower, ratio).response(of_row)

    def respond(self, predictor: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the weight of each unit and its slope (m,)."""
        g, slope = self.factors(predictor)
        if self.cap is None or self.unit_of_row is None:
            return self.unit_base * g, self.unit_base * slope
        m = len(self.unit_base)
        return (
            sums(self.unit_of_row, self.base * g, m),
            sums(self.unit_of_row, self.base * slope, m),
        )

    def row_factors(self, predictor: FloatArray) -> FloatArray:
        """Return g of each row (n,): 0 where the base weight is 0 for want of a target."""
        g, _ = self.factors(predictor)
        if self.cap is None and self.unit_of_row is not None:
            g = g[self.unit_of_row]
        return g

    def limits(self) -> Limits:
        """Return what the units may weigh, for the linear programme."""
        m, low, high = len(self.unit_base), self.settings.lower, self.settings.upper
        row_top = np.full(len(self.base), np.inf)
        np.multiply(high, self.base, out=row_top, where=self.base > 0)
        row_top[self.base == 0] = 0.0
        if self.cap is not None:
            row_top = np.minimum(row_top, self.cap)
        alive = (self.base > 0).astype(np.float64)
        of = self.unit_of_row if self.unit_of_row is not None else np.arange(m)
        floor = np.zeros(m)
        np.multiply(low, self.unit_base, out=floor, where=self.unit_base > 0)
        return Limits(
            self.unit_base,
            sums(of, alive, m),
            floor,
            sums(of, row_top, m),
            self.settings.bounds is not None,
            self.cap is not None,
        )


def pose(
    base: FloatArray,
    margins: Sequence[Auxiliary],
    settings: CalibrationSettings,
    cap: float | None,
    where: str,
) -> CalibrationProblem:
    """Make a checked calibration ready; raise PhareError where its targets contradict."""
    rows = Auxiliaries.of(margins)
    targets, labels = _targets(margins)
    before = rows.totals(base)
    _check_limits(base, margins, settings, cap, where)
    base = _without_zero_targets(rows, base, targets, before, labels, settings, where)
    if rows.values:
        unit_of_row, units, unit_base = None, rows, base
    else:
        unit_of_row, units = rows.collapse()
        unit_base = sums(unit_of_row, base, units.n)
    columns = Columns.of(units.gram(unit_base))
    targets = _agree(targets, columns, labels, settings.margin_tolerance, where)
    return CalibrationProblem(
        rows, units, unit_of_row, base, unit_base, targets, labels, columns, settings, cap
    )


def _targets(margins: Sequence[Auxiliary]) -> tuple[FloatArray, tuple[tuple[str, str], ...]]:
    """Totals (p,) with every margin at the sum of the first, and the names of the columns."""
    totals: list[float] = []
    labels: list[tuple[str, str]] = []
    population = None
    for margin in (m for m in margins if isinstance(m, Margin)):
        own = np.nan_to_num(np.asarray(margin.totals, dtype=np.float64), nan=0.0)
        population = float(own.sum()) if population is None else population
        totals.extend((own * (population / own.sum())).tolist())
        labels.extend((margin.name, category) for category in margin.categories)
    for total in (m for m in margins if isinstance(m, Total)):
        totals.append(float(total.total))
        labels.append((total.name, "total"))
    return np.array(totals), tuple(labels)


def _check_limits(
    base: FloatArray,
    margins: Sequence[Auxiliary],
    settings: CalibrationSettings,
    cap: float | None,
    where: str,
) -> None:
    """Refuse bounds and caps that the sum of the weights alone makes impossible."""
    found = Problems()
    population = next((float(np.nansum(m.totals)) for m in margins if isinstance(m, Margin)), None)
    low, high = settings.lower, settings.upper
    if population is not None and settings.bounds is not None:
        ratio = population / float(base.sum())
        if not low * (1 - 1e-12) <= ratio <= high * (1 + 1e-12):
            found.add(
                f"{where}, bounds [{low:g}, {high:g}]",
                f"a population {ratio:.6g} times the sum of the base weights",
                "a ratio within the bounds, which are on final weight / base weight",
                "scale the base weights to the population first, or widen the bounds",
            )
    if cap is not None:
        alive = int(np.sum(base > 0))
        if population is not None and alive * cap < population * (1 - 1e-12):
            found.add(
                f"{where}, cap {cap:g}",
                f"{alive} rows, which weigh at most {alive * cap:.6g} together",
                f"room for a population of {population:.15g}",
                f"raise the cap above {population / alive:.6g}",
            )
        heavy = int(np.sum(low * base > cap)) if np.isfinite(low) else 0
        if heavy:
            found.add(
                f"{where}, cap {cap:g}",
                f"{heavy} rows that the lower bound {low:g} keeps above it",
                "a cap and a lower bound that leave room for each row",
                "raise the cap or lower the bound",
            )
    found.raise_if_any()


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
    result[columns.dropped] = implied
    return result
