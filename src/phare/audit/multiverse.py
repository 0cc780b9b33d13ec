"""Every variant solved, and told apart: those that weigh alike vote once.

Method: docs/methods/audit.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from phare.audit.atoms import Atoms, Sums
from phare.audit.capping import trim_in_turn, trim_jointly
from phare.audit.choices import Variant
from phare.audit.described import at_bound
from phare.audit.regression import regress
from phare.audit.solving import Posed, Solved
from phare.audit.staircase import Steps, steps
from phare.audit.unsolved import NoSolutionError, Unsolved
from phare.stats.arrays import FloatArray, sums

# Weights that differ by less than this, of their mean, are the same weighting.
_ALIKE = 1e-9


@dataclass(frozen=True, eq=False)
class Tried:
    """A variant, and the weights of one row of each atom (A,) where it has a solution.

    `keys` are its margins among those of the atoms, `posed` its calibration, `equivalent_to` the
    first variant that weighs alike.
    """

    variant: Variant
    keys: tuple[str, ...]
    base: FloatArray
    weights: FloatArray | None = None
    failed: Unsolved | None = None
    cap: float | None = None
    passes: int = 0
    posed: Posed | None = None
    max_gap: float = 0.0
    equivalent_to: str | None = None

    @property
    def status(self) -> str:
        return "solved" if self.failed is None else self.failed.status

    @property
    def votes(self) -> bool:
        """Whether it is a distinct defensible weighting."""
        return self.weights is not None and self.variant.defensible and self.equivalent_to is None


def margin_key(name: str, missing: str, base: str) -> str:
    """Return what a margin is called among those of the atoms.

    With a category for those without an answer, its totals depend on the base.
    """
    return name if missing == "refuse" else f"{name} ({missing}, {base})"


def keys_of(atoms: Atoms, variant: Variant) -> tuple[str, ...]:
    """Return the margins of a variant among those of the atoms."""
    named = [margin_key(name, variant.missing, variant.base) for name in variant.margins]
    return tuple(
        key if key in atoms.margins else name
        for key, name in zip(named, variant.margins, strict=True)
    )


def try_variants(atoms: Atoms, variants: Sequence[Variant], min_n: int = 1) -> list[Tried]:
    """Solve each variant, or say why it has no weights.

    Parameters
    ----------
    min_n : respondents that each category of a margin must have
    """
    posed: dict[tuple[str, tuple[str, ...]], Posed | Unsolved] = {}
    found = []
    for variant in variants:
        keys, base = keys_of(atoms, variant), atoms.bases[variant.base]
        tried = Tried(variant, keys, base)
        if variant.refused is not None:
            found.append(replace(tried, failed=variant.refused))
            continue
        if not keys:
            found.append(replace(tried, weights=base))
            continue
        place = (variant.base, keys)
        if place not in posed:
            posed[place] = _pose(atoms, keys, base, min_n)
        problem = posed[place]
        if isinstance(problem, Unsolved):
            found.append(replace(tried, failed=problem))
            continue
        try:
            found.append(_solve(atoms, problem, tried))
        except NoSolutionError as error:
            found.append(replace(tried, failed=error.why))
    return found


def _pose(atoms: Atoms, keys: tuple[str, ...], base: FloatArray, min_n: int) -> Posed | Unsolved:
    for key in keys:
        margin = atoms.margins[key]
        codes = np.asarray(margin.codes)
        known = codes >= 0
        rows = sums(codes[known], atoms.rows[known], len(margin.categories))
        for category, count in zip(margin.categories, rows, strict=True):
            if 0 < count < min_n:
                reason = f"margin '{margin.name}', category '{category}': {count:.0f} respondents"
                return Unsolved("pruned", f"{reason}, fewer than {min_n}")
    try:
        return Posed.of(atoms, keys, base)
    except NoSolutionError as error:
        return error.why


def _solve(atoms: Atoms, posed: Posed, tried: Tried) -> Tried:
    variant = tried.variant
    cap, passes = None, 0
    if variant.cap.times_median is None:
        made: Solved = posed.solve(variant.how)
    elif variant.cap.held == "jointly":
        trimmed = trim_jointly(posed, variant.cap.times_median, variant.how)
        made, cap, passes = trimmed.solved, trimmed.cap, trimmed.passes
    else:
        trimmed = trim_in_turn(atoms, tried.keys, posed, variant.cap.times_median, variant.how)
        made, cap, passes = trimmed.solved, trimmed.cap, trimmed.passes
    return replace(
        tried, weights=made.weights, cap=cap, passes=passes, max_gap=made.max_gap, posed=posed
    )


def share_at_bound(atoms: Atoms, tried: Tried) -> float:
    """Return the share of rows that a variant holds at a bound or at its cap."""
    assert tried.weights is not None
    base = tried.base
    g = np.divide(tried.weights, base, out=np.ones_like(base), where=base > 0)
    of_rows = atoms.spread(tried.weights)
    return at_bound(atoms.spread(g), of_rows, tried.variant.how.bounds, tried.cap)


def mark_equivalents(atoms: Atoms, tried: Sequence[Tried]) -> list[Tried]:
    """Name, for each variant, the first that weighs every row alike.

    First is the reference, then an imported scheme, then the others, defensible ones and those
    with the fewest choices before the others.
    """
    order = {"reference": 0, "imported": 1, "multiverse": 2}

    def rank(at: int) -> tuple[int, bool, int, bool, str]:
        one = tried[at].variant
        plain = one.how.method == "raking"
        return order.get(one.kind, 3), not one.defensible, one.name.count("/"), not plain, one.name

    solved = sorted((at for at, one in enumerate(tried) if one.weights is not None), key=rank)
    if not solved:
        return list(tried)
    weights = np.array([_relative(atoms, tried[at].weights) for at in solved])
    # Weightings alike are near each other along any line; few others are.
    along = weights @ np.random.default_rng(0).random(atoms.size)
    marked, firsts = list(tried), np.zeros(0, dtype=np.int64)
    for number, at in enumerate(solved):
        near = firsts[np.abs(along[firsts] - along[number]) <= _ALIKE * atoms.size]
        same = [f for f in near if np.max(np.abs(weights[f] - weights[number])) <= _ALIKE]
        if same:
            marked[at] = replace(tried[at], equivalent_to=tried[solved[same[0]]].variant.name)
        else:
            firsts = np.append(firsts, number)
    return marked


def _relative(atoms: Atoms, weights: FloatArray | None) -> FloatArray:
    assert weights is not None
    return np.asarray(weights * (atoms.n / (atoms.rows @ weights)))


def _steps(
    atoms: Atoms,
    known: Sums,
    weights: FloatArray,
    keys: tuple[str, ...],
    base: FloatArray,
    posed: Posed | None,
) -> Steps:
    """Return what weights (V, A) make of k quantities, over as few atoms as they need."""
    solver = None if posed is None else (posed.problem.columns, posed.gram)
    few, of_atom = atoms.merged(keys, base)
    alike = np.zeros((len(weights), few.size))
    alike[:, of_atom] = weights
    if few.size == atoms.size or np.any(alike[:, of_atom] != weights):
        return steps(atoms, known, weights, regress(atoms, keys, base, solver))
    first = np.zeros(few.size)
    first[of_atom] = base
    return steps(few, known.merged(of_atom, few.size), alike, regress(few, keys, first, solver))


def evaluate(atoms: Atoms, known: Sums, tried: Sequence[Tried]) -> Steps:
    """Return what each variant makes of k quantities (V, k); NaN without weights."""
    places: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for at, one in enumerate(tried):
        if one.weights is not None:
            places.setdefault((one.variant.base, one.keys), []).append(at)
    shape = (len(tried), known.y.shape[1])
    arrays = {one.name: np.full(shape, np.nan) for one in fields(Steps) if one.name != "n_rows"}
    for (_, keys), members in places.items():
        weights = np.array([tried[at].weights for at in members])
        first = tried[members[0]]
        made = _steps(atoms, known, weights, keys, first.base, first.posed)
        for name, array in arrays.items():
            array[members] = getattr(made, name)
    return Steps(**arrays, n_rows=atoms.n)
