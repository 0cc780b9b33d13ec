"""Join each stratum with a single PSU to the neighbour declared for it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from phare.errors import Problems, nearest
from phare.stats.arrays import AnyArray, FloatArray, IntArray, floats, sums
from phare.stats.numbering import number, number_units


def collapse(
    strata: AnyArray,
    psu: AnyArray | None,
    population: FloatArray | None,
    neighbours: Mapping[object, object],
    where: str,
) -> tuple[AnyArray, IntArray | None, FloatArray | None]:
    """Return strata, PSUs and PSU counts (n,), each lonely stratum joined to its neighbour.

    PSUs of joined strata stay distinct, and their counts in the population add up. A stratum
    observed entirely is not lonely. Raises PhareError for lonely strata without a known
    neighbour.
    """
    found = Problems()
    names, stratum = number(strata, len(strata), "strata", where, found)
    _, unit = number(psu, len(strata), "PSUs", where, found)
    found.raise_if_any()
    unit_of_row, stratum_of_psu = number_units(stratum, None if psu is None else unit)
    sizes = sums(stratum_of_psu, None, len(names))
    counts = np.full(len(names), np.inf)
    if population is not None:
        counts[stratum] = floats(population)
    of_name = {name: h for h, name in enumerate(names.tolist())}
    target = np.arange(len(names))
    for h in np.flatnonzero((sizes == 1) & (counts > 1)):
        here = f"{where}, stratum '{names[h]}'"
        neighbour = neighbours.get(names.tolist()[h])
        if neighbour is None:
            found.add(
                here, "a single PSU and no neighbour", "a neighbour to join it to", "declare one"
            )
        elif neighbour not in of_name or of_name[neighbour] == h:
            found.add(
                f"{here}, neighbour '{neighbour}'",
                "no other stratum of this name" if neighbour not in of_name else "itself",
                "another stratum of this design",
                nearest(str(neighbour), [str(name) for name in names]),
            )
        else:
            _join(target, int(h), of_name[neighbour])
    found.raise_if_any()
    joined = names[target[stratum]]
    if population is None:
        return joined, unit_of_row, None
    alone = (sums(target, None, len(names)) == 1)[target[stratum]]
    together = sums(target, counts, len(names))[target[stratum]]
    return joined, unit_of_row, np.where(alone, floats(population), together)


def _join(target: IntArray, h: int, neighbour: int) -> None:
    """Give both strata, and all that was joined to either, one number."""
    target[target == target[h]] = target[neighbour]
