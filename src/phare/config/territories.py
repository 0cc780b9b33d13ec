"""What a territory is made of: the chain of config/territories.csv down to the departments."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd

DEPARTMENT = "department"
"""The level that maps are drawn from."""


def departments(territories: pd.DataFrame, level: str) -> dict[str, tuple[str, ...]]:
    """Return each category of a level with the codes of its departments, in order.

    Through as many levels as it takes; empty where no row leads from departments to `level`.
    Where several do, the level nearest to departments counts.
    """
    made: dict[str, dict[str, tuple[str, ...]]] = {}
    steps = defaultdict(list)
    for row in territories.itertuples():
        steps[row.from_level, row.to_level].append((row.from_category, row.to_category))
    codes = dict.fromkeys(one for (start, _), rows in steps.items() if start == DEPARTMENT
                          for one, _ in rows)  # fmt: skip
    made[DEPARTMENT] = {code: (code,) for code in codes}
    reached = [DEPARTMENT]
    for finer in reached:
        for (start, coarser), rows in steps.items():
            if start == finer and coarser not in made:
                made[coarser] = _joined(made[finer], rows)
                reached.append(coarser)
    return made.get(level, {})


def _joined(
    finer: dict[str, tuple[str, ...]], rows: list[tuple[str, str]]
) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for part, whole in rows:
        found[whole] += finer.get(part, ())
    return {whole: tuple(sorted(parts)) for whole, parts in found.items() if parts}
