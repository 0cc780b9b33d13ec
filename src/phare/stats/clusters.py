"""Calibrate whole clusters: one g for all the rows of a household or a PSU.

Method: docs/methods/calibration.md.

>>> calibrate(base, within_clusters(base, margins, households), settings)
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from phare.errors import PhareError, Problem, Problems
from phare.stats.arguments import vector
from phare.stats.arrays import AnyArray, FloatArray, floats, sums
from phare.stats.auxiliaries import Auxiliary, Total
from phare.stats.numbering import number
from phare.stats.refusals import check_inputs

_EVEN = 1e-9


def within_clusters(
    base: FloatArray,
    margins: Sequence[Auxiliary],
    clusters: AnyArray,
    tolerance: float = 1e-6,
    where: str = "calibration",
) -> list[Total]:
    """Return the totals with which `calibrate` treats the rows of a cluster alike.

    Each column becomes its mean over the rows of the cluster, as with the ``aggregate.stage``
    of R's `calibrate`. The totals are those of the margins where base weights are equal within
    clusters, which is required. Raises PhareError with all that is wrong.
    """
    base = vector(base, f"{where}, base weights")
    check_inputs(base, margins, tolerance, where)
    found = Problems()
    _, cluster = number(clusters, len(base), "clusters", where, found)
    found.raise_if_any()
    size = sums(cluster, None, int(cluster.max(initial=0)) + 1)
    one = np.empty_like(size)
    one[cluster] = base
    uneven = len(np.unique(cluster[np.abs(base - one[cluster]) > _EVEN * np.abs(base)]))
    if uneven:
        raise PhareError(
            Problem(
                f"{where}, clusters",
                f"{uneven} with several base weights",
                "one base weight for the rows of a cluster",
                "calibrate the rows, or give clusters one weight first",
            )
        )

    def mean(values: FloatArray) -> FloatArray:
        return np.asarray((sums(cluster, values, len(size)) / size)[cluster])

    totals: list[Total] = []
    for margin in margins:
        if isinstance(margin, Total):
            totals.append(Total(margin.name, mean(floats(margin.values)), margin.total))
            continue
        for j, (category, total) in enumerate(zip(margin.categories, margin.totals, strict=True)):
            inside = (np.asarray(margin.codes) == j).astype(np.float64)
            if inside.any() or total > 0:
                name = f"{margin.name}: {category}"
                totals.append(Total(name, mean(inside), float(np.nan_to_num(total))))
    return totals
