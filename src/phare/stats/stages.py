"""The stages of sampling after the first.

The variance of a design of several stages is a sum of terms of one form, one per stage: the
units of a stage within their strata, centred, times what was drawn from the stages above
(docs/methods/variance.md). So each stage is a :class:`~phare.stats.structure.Structure` over
the same rows, and whatever is done for one is done for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from phare.errors import Problems
from phare.stats.arrays import AnyArray, FloatArray, IntArray
from phare.stats.numbering import number, number_units
from phare.stats.structure import Lonely, Structure, Words, build


@dataclass(frozen=True, eq=False)
class Stage:
    """What was drawn within each unit of the stage before.

    Parameters
    ----------
    units : labels (n,), read within the unit above; None for rows as units
    population : units that the unit above (or its stratum) has in the population (n,); None
        for sampling with replacement, after which no later stage counts
    strata : labels (n,), read within the unit above; None for one stratum
    """

    units: AnyArray | None = None
    population: FloatArray | None = None
    strata: AnyArray | None = None


def build_stages(
    first: Structure,
    stages: Sequence[Stage],
    psu: AnyArray | None,
    lonely: Lonely,
    where: str,
) -> tuple[Structure, ...]:
    """Return the structure of every stage, `first` included.

    A stage below one drawn with replacement adds nothing and is left out. `psu` are the
    labels of the first stage, for the errors.
    """
    n = len(first.stratum_of_row)
    result, above = [first], first
    names = None if psu is None else np.asarray(psu, dtype=object)
    drawn = first.fraction
    for order, stage in enumerate(stages, start=2):
        if not np.any(drawn):
            break
        here = f"{where}, stage {order}"
        found = Problems()
        parent = _unit_of_row(above)
        _, inner = number(stage.strata, n, "strata", here, found)
        found.raise_if_any()
        _, parent_of_stratum = stratum_numbers = number_units(parent, inner)
        stratum_of_row = stratum_numbers[0]
        assert stratum_of_row is not None
        structure = build(
            n,
            stratum_of_row,
            stage.units,
            stage.population,
            lonely,
            here,
            Words("units", "unit", "unit", "strata"),
            _labels(names, stratum_of_row, len(parent_of_stratum)),
        )
        share = drawn[above.stratum_of_psu][parent_of_stratum]
        result.append(replace(structure, scale=structure.scale * share))
        drawn, above = structure.fraction * share, structure
        names = None if stage.units is None else np.asarray(stage.units, dtype=object)
    return tuple(result)


def _unit_of_row(structure: Structure) -> IntArray:
    if structure.psu_of_row is None:
        return np.arange(len(structure.stratum_of_row))
    return structure.psu_of_row


def _labels(names: AnyArray | None, number_of_row: IntArray, size: int) -> AnyArray:
    """Return the label (size,) of each number, for the errors."""
    if names is None:
        return np.arange(size)
    result = np.empty(size, dtype=object)
    result[number_of_row] = names
    return result
