"""Terms, classes and modalities on the axes of the correspondence analysis terms by classes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg

from phare.contracts import refuse
from phare.typology.incidence import FloatArray


@dataclass(frozen=True, eq=False)
class Plane:
    """Principal coordinates on the first axes (a).

    Parameters
    ----------
    inertia : of each axis (a,); its share of the whole is `share` (a,)
    terms, classes : coordinates (p, a), (k, a)
    contributions : of the terms to each axis (p, a), adding up to 1
    quality : of each term on these axes, squared cosines (p, a)
    """

    inertia: FloatArray
    share: FloatArray
    terms: FloatArray
    classes: FloatArray
    contributions: FloatArray
    quality: FloatArray

    def place(self, columns: FloatArray) -> FloatArray:
        """Return where supplementary columns stand (m, a): at the mean of their terms.

        Parameters
        ----------
        columns : occurrences of the terms with each modality (p, m)
        """
        totals = columns.sum(0)
        with np.errstate(invalid="ignore", divide="ignore"):
            profiles = (columns / totals).T
            return np.asarray(profiles @ self.terms / np.sqrt(self.inertia))


def plane(table: FloatArray, count: int = 2) -> Plane:
    """Analyse a table of terms by classes (p, k); the sign of an axis is that of its largest class.

    Raises
    ------
    PhareError : fewer than two terms or classes that occur
    """
    rows, columns = table.sum(1), table.sum(0)
    if min(table.shape) < 2 or np.any(rows == 0) or np.any(columns == 0):
        raise refuse(
            "correspondence analysis", f"a table of {np.sum(rows > 0)} terms by "
            f"{np.sum(columns > 0)} classes that occur, of {table.shape[0]} by {table.shape[1]}",
            "two or more of each, none of them empty", "leave out what does not occur",
        )  # fmt: skip
    n = table.sum()
    r, c = rows / n, columns / n
    residual = (table / n - np.outer(r, c)) / np.sqrt(np.outer(r, c))
    u, values, vt = linalg.svd(residual, full_matrices=False)
    count = min(count, len(values) - 1, int(np.sum(values > 1e-10)))
    inertia, whole = values**2, float(np.sum(values**2))
    terms = (u * values) / np.sqrt(r)[:, None]
    classes = (vt.T * values) / np.sqrt(c)[:, None]
    largest = classes[np.argmax(np.abs(np.round(classes, 9)), axis=0), np.arange(len(values))]
    sign = np.where(largest < 0, -1.0, 1.0)
    terms, classes = (terms * sign)[:, :count], (classes * sign)[:, :count]
    distance = np.sum((table / rows[:, None] - c) ** 2 / c, axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        quality = np.where(distance > 0, terms**2 / distance, 0.0)
    return Plane(
        inertia[:count], inertia[:count] / whole, terms, classes,
        r[:, None] * terms**2 / inertia[:count], quality,
    )  # fmt: skip
