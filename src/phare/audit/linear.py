"""How much each respondent moves an estimate, calibration taken into account."""

from __future__ import annotations

import numpy as np

from phare.audit.atoms import Atoms
from phare.audit.measures import Measures
from phare.audit.regression import regress
from phare.stats.arrays import FloatArray


def linearised(
    atoms: Atoms,
    measures: Measures,
    margins: tuple[str, ...],
    base: FloatArray,
    weights: FloatArray,
    *,
    adjusted: bool = True,
) -> FloatArray:
    """Return u = w r of each row for each quantity (n, k).

    r is the residual of z = (y - R x) / total x from the regression on the margins, weighted by
    `base` (A,). Minus u is what the estimate gains if the row is removed and the others are
    calibrated again, in a first approximation.

    Parameters
    ----------
    adjusted : residuals as the design has them (for leverage); else plain
    """
    w = atoms.spread(weights)
    total = w @ measures.x
    with np.errstate(invalid="ignore", divide="ignore"):
        z = (measures.y - (w @ measures.y / total) * measures.x) / total
    regression = regress(atoms, margins, base)
    if regression is None:
        return np.asarray(w[:, None] * z)
    r = z - atoms.spread(regression.fitted(atoms.total(z)))
    factors = regression.factors
    if adjusted and not isinstance(factors, float):
        r = r * atoms.spread(factors)[:, None]
    return np.asarray(w[:, None] * r)
