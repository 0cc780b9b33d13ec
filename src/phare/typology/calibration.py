"""How sure a projection must be, from answers projected by a codebook that has not seen them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import isotonic_regression

from phare.config.typologies import ProjectionSettings
from phare.contracts import refuse
from phare.typology.incidence import BoolArray, FloatArray, Incidence, IntArray
from phare.typology.keyness import class_table
from phare.typology.projection import Projection, project
from phare.typology.tree import UNCLASSIFIED


@dataclass(frozen=True, eq=False)
class Calibration:
    """What cross-fitting says of a codebook of k classes.

    Parameters
    ----------
    threshold : posterior from which answers are classified
    projection : of each answer by a codebook without it (n, k)
    table : answers by class and by projected class, the last column for none (k, k + 1)
    """

    threshold: float
    projection: Projection
    table: FloatArray

    @property
    def held_out(self) -> IntArray:
        """The class of each answer by a codebook without it (n,)."""
        return self.projection.classes(self.threshold)

    @property
    def agreement(self) -> float:
        """Share of the answers that are classified, and in their class, among those classified."""
        inside = self.table[:, :-1]
        return float(np.trace(inside) / inside.sum()) if inside.sum() else float("nan")

    @property
    def unclassified(self) -> float:
        return float(self.table[:, -1].sum() / self.table.sum())


def calibrate(
    presence: Incidence,
    classes: IntArray,
    k: int,
    settings: ProjectionSettings,
    rng: np.random.Generator,
) -> Calibration:
    """Calibrate the projection on the answers (n, p) of known classes (n,), none below 0.

    The share of held-out answers in their own class is fitted as a function of their
    posterior that never falls; the threshold is where it reaches ``least_agreement``.

    Raises
    ------
    PhareError : fewer answers than folds; no posterior is certain enough
    """
    n = len(classes)
    if n < settings.folds:
        raise refuse(
            "projection", f"{n} answers with a class", f"one or more in each of {settings.folds} folds",
            "lower folds, or gather more answers",
        )  # fmt: skip
    found = held_out_projection(presence, classes, k, settings.folds, rng)
    agrees = found.nearest == classes
    threshold = _threshold(found.certainty, agrees, settings)
    projected = found.classes(threshold)
    table = np.zeros((k, k + 1))
    np.add.at(table, (classes, np.where(projected == UNCLASSIFIED, k, projected)), 1)
    return Calibration(threshold, found, table)


def held_out_projection(
    presence: Incidence, classes: IntArray, k: int, folds: int, rng: np.random.Generator
) -> Projection:
    """Project each answer by the codebook of the other folds."""
    n = len(classes)
    fold = rng.permutation(n) % folds
    scores, posteriors, forms = np.zeros((n, k)), np.zeros((n, k)), np.zeros(n)
    for number in range(folds):
        own, others = np.flatnonzero(fold == number), np.flatnonzero(fold != number)
        part = project(presence[own], class_table(presence[others], classes[others], k).T)
        scores[own], posteriors[own], forms[own] = part.scores, part.posteriors, part.forms
    return Projection(scores, posteriors, forms)


def _threshold(certainty: FloatArray, agrees: BoolArray, settings: ProjectionSettings) -> float:
    order = np.argsort(certainty, kind="stable")
    values, first = np.unique(certainty[order], return_index=True)
    # Answers as certain as each other count together.
    sizes = np.diff(np.append(first, len(order)))
    shares = np.add.reduceat(agrees[order].astype(np.float64), first) / sizes
    fitted = isotonic_regression(shares, weights=sizes.astype(np.float64)).x
    enough = np.flatnonzero(fitted >= settings.least_agreement)
    if not len(enough):
        raise refuse(
            "projection",
            f"held-out answers in their own class in {float(np.max(fitted)):.0%} of cases at best",
            f"{settings.least_agreement:.0%}", "ask for fewer classes, or lower least_agreement",
        )  # fmt: skip
    return max(float(values[enough[0]]), settings.least_posterior)
