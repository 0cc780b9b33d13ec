"""Why a calibration has no solution: a linear programme on cells finds what conflicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from phare.stats.arrays import AnyArray, FloatArray
from phare.stats.auxiliaries import Auxiliaries

# Beyond this many cells the programme costs more than the answer is worth.
_LARGEST = 20_000


@dataclass(frozen=True, eq=False)
class Limits:
    """What each of the m units may weigh in all.

    `base` (m,) base weight; `rows` (m,) number of rows; `floor`, `ceiling` (m,) the least and
    the largest final weight, infinite where there is none; `bounded`, `capped` and `floored`
    say whether bounds of g, or a cap or a floor on the weight of a row, are among the reasons.
    """

    base: FloatArray
    rows: FloatArray
    floor: FloatArray
    ceiling: FloatArray
    bounded: bool
    capped: bool
    floored: bool = False


@dataclass(frozen=True)
class Diagnosis:
    """What the programme found.

    `conflict` names the margins of an irreducible set that cannot be met together: without
    any one of them the others of the set can. Each `best_*` is the tightest value that still
    leaves a solution, the limit on the other side being kept; None when there is none, and
    then `both` says what the bounds must at least allow, lower and upper.
    """

    conflict: tuple[str, ...]
    best_lower: float | None = None
    best_upper: float | None = None
    best_cap: float | None = None
    best_floor: float | None = None
    both: tuple[float, float] | None = None


@dataclass(frozen=True, eq=False)
class Programme:
    """The linear programme: weights of the units, within `limits`, under which the `matrix` (p, m)
    meets `right` (p,). `kept` are the columns of the calibration that it holds to."""

    matrix: Any
    right: FloatArray
    limits: Limits
    kept: AnyArray

    @classmethod
    def of(
        cls,
        units: Auxiliaries,
        targets: FloatArray,
        limits: Limits,
        exact: AnyArray | None = None,
    ) -> Programme | None:
        """Return the programme of a calibration; None where there are too many cells to ask.

        Parameters
        ----------
        exact : the columns whose targets must be met (p, bool); None for all
        """
        if units.n > _LARGEST:
            return None
        # Equations are brought to one scale, or the tolerance of the solver misleads.
        size = np.maximum(np.abs(targets), 1e-6 * max(float(np.abs(targets).max()), 1e-300))
        matrix, right = _matrix(units, 1.0 / size), targets / size
        kept = np.arange(len(targets)) if exact is None else np.flatnonzero(exact)
        return cls(matrix[kept], right[kept], limits, kept)

    def feasible(self, columns: AnyArray | None = None) -> bool:
        """Whether some weights meet these columns (mask); None for all."""
        rows = np.arange(len(self.right)) if columns is None else np.flatnonzero(columns)
        right = self.right[rows]
        found = milp(
            np.zeros(self.matrix.shape[1]),
            bounds=Bounds(self.limits.floor, self.limits.ceiling),
            constraints=LinearConstraint(self.matrix[rows], right, right),
        )
        return bool(found.status == 0)

    def conflict(self, owner: AnyArray) -> list[int]:
        """Return an irreducible set of margins that cannot be met; `owner` is that of each row.

        The one that dropping margins in turn would leave, each of its members found by
        bisection: it is the last from which on the margins, with those found, conflict.
        """
        found: list[int] = []
        start, end = 0, int(owner.max()) + 1
        while not found or self.feasible(np.isin(owner, found)):
            low, high = start, end  # from `low` on they conflict; from `high` on they do not
            while high - low > 1:
                middle = (low + high) // 2
                if self.feasible(np.isin(owner, found) | (owner >= middle)):
                    high = middle
                else:
                    low = middle
            found.append(low)
            start = low + 1
        return found


def diagnose(
    units: Auxiliaries,
    targets: FloatArray,
    names: Sequence[str],
    limits: Limits,
    exact: AnyArray | None = None,
) -> Diagnosis | None:
    """Return why no weights within `limits` meet `targets`, or None.

    None means that weights exist, or that there are too many cells to ask.

    Parameters
    ----------
    names : the margin of each column (p,)
    exact : the columns whose targets must be met (p, bool); None for all
    """
    programme = Programme.of(units, targets, limits, exact)
    if programme is None or programme.feasible():
        return None
    held = [names[column] for column in programme.kept]
    every = list(dict.fromkeys(held))
    owner = np.array([every.index(name) for name in held])
    conflict = tuple(every[margin] for margin in programme.conflict(owner))
    return _with_best(conflict, programme)


def _with_best(conflict: tuple[str, ...], programme: Programme) -> Diagnosis:
    """Add the tightest limits that would leave a solution."""
    matrix, right, limits = programme.matrix, programme.right, programme.limits
    if limits.capped or limits.floored:
        cap, floor = None, None
        if limits.capped:
            cap = _extreme(matrix, right, limits.rows, limits.floor, 1.0)
        if limits.floored:
            floor = _extreme(matrix, right, limits.rows, limits.ceiling, -1.0)
        return Diagnosis(conflict, best_cap=cap, best_floor=floor)
    if not limits.bounded:
        return Diagnosis(conflict)
    lower = _extreme(matrix, right, limits.base, limits.ceiling, -1.0)
    upper = _extreme(matrix, right, limits.base, limits.floor, 1.0)
    if lower is not None or upper is not None:
        return Diagnosis(conflict, best_lower=lower, best_upper=upper)
    free = np.full(len(limits.base), np.inf)
    lower = _extreme(matrix, right, limits.base, free, -1.0)
    upper = _extreme(matrix, right, limits.base, -free, 1.0)
    both = None if lower is None or upper is None else (lower, upper)
    return Diagnosis(conflict, both=both)


def _matrix(units: Auxiliaries, scale: FloatArray) -> Any:
    """X' as a sparse matrix (p, m), each row times its `scale`."""
    unit = np.arange(units.n)
    # Codes may be of 8 bits, and the number of a column of more.
    rows = [
        np.add(codes, start, dtype=np.int64)
        for codes, start in zip(units.codes, units.offsets, strict=False)
    ]
    entries = [np.ones(units.n)] * len(rows) + list(units.values)
    rows += [np.full(units.n, units.offsets[-1] + j) for j in range(len(units.values))]
    where = np.concatenate(rows)
    values = np.concatenate(entries) * scale[where]
    index = (where, np.tile(unit, len(rows)))
    return sparse.csr_array((values, index), shape=(units.p, units.n))


def _extreme(
    matrix: Any, right: FloatArray, per: FloatArray, other: FloatArray, sign: float
) -> float | None:
    """Return the tightest limit b on t: t <= b per (sign 1), or t >= b per (sign -1).

    `other` holds the limit of t on the opposite side. None when no b will do.
    """
    m = len(per)
    none = np.full(m, np.inf)
    low, high = (other, none) if sign > 0 else (-none, other)
    meets = sparse.hstack([matrix, sparse.csr_array((len(right), 1))], format="csr")
    keeps = sparse.hstack(
        [sign * sparse.eye_array(m), sparse.csr_array(-sign * per[:, None])], format="csr"
    )
    found = milp(
        np.append(np.zeros(m), sign),
        bounds=Bounds(np.append(low, -np.inf), np.append(high, np.inf)),
        constraints=[LinearConstraint(meets, right, right), LinearConstraint(keeps, -np.inf, 0.0)],
    )
    return float(found.x[-1]) if found.status == 0 else None
