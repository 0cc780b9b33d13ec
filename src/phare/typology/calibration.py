"""How sure a projection must be, from answers projected by a codebook that has not seen them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg, special

from phare.config.typologies import ProjectionSettings
from phare.contracts import refuse
from phare.typology.incidence import BoolArray, FloatArray, Incidence, IntArray
from phare.typology.keyness import class_table
from phare.typology.projection import Projection, project
from phare.typology.tree import UNCLASSIFIED

# Posteriors nearer to 1 than this are taken as this.
_SUREST = 1 - 1e-9
_MOST_STEPS = 200


@dataclass(frozen=True, eq=False)
class Calibration:
    """What cross-fitting says of a codebook of k classes.

    Parameters
    ----------
    threshold : posterior from which answers are classified
    intercept, slope : see ``agreement_of``
    projection : of each answer by a codebook without it (n, k)
    table : answers by class and by projected class, the last column for none (k, k + 1)
    """

    threshold: float
    intercept: float
    slope: float
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
    found = [
        held_out_projection(presence, classes, k, settings.folds, rng)
        for _ in range(settings.repeats)
    ]
    certainty = np.concatenate([one.certainty for one in found])
    agrees = np.concatenate([one.nearest == classes for one in found])
    intercept, slope = agreement_of(certainty, agrees)
    threshold = _threshold(certainty, intercept, slope, settings)
    projected = found[0].classes(threshold)
    table = np.zeros((k, k + 1))
    np.add.at(table, (classes, np.where(projected == UNCLASSIFIED, k, projected)), 1)
    return Calibration(threshold, intercept, slope, found[0], table)


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


def agreement_of(certainty: FloatArray, agrees: BoolArray) -> tuple[float, float]:
    """Return intercept and slope of the log odds to be right by the log odds of the posterior.

    A slope under 1 says that posteriors are too sure of themselves. A normal prior of
    variance 1 around intercept 0 and slope 1, the posterior as it stands, holds the fit where
    nearly all answers are right; beside hundreds of answers it weighs nothing.
    """
    x = np.stack([np.ones(len(certainty)), special.logit(np.clip(certainty, 0.0, _SUREST))], axis=1)
    stated = np.array([0.0, 1.0])
    found = stated
    for _ in range(_MOST_STEPS):
        fitted = special.expit(x @ found)
        information = (x * (fitted * (1 - fitted))[:, None]).T @ x + np.eye(2)
        step = linalg.solve(information, x.T @ (agrees - fitted) + stated - found, assume_a="pos")
        largest = float(np.abs(step).max())
        found = found + step * min(1.0, 2.0 / max(largest, 1e-300))
        if largest < 1e-10:
            break
    return float(found[0]), float(found[1])


def _threshold(
    certainty: FloatArray, intercept: float, slope: float, settings: ProjectionSettings
) -> float:
    """Return the posterior from which answers are right as often as asked."""
    most = min(float(certainty.max()), _SUREST)
    best = float(special.expit(intercept + slope * special.logit(most)))
    if slope <= 0 or best < settings.least_agreement:
        raise refuse(
            "projection", f"held-out answers in their own class in {best:.0%} of cases at best",
            f"{settings.least_agreement:.0%}", "ask for fewer classes, or lower least_agreement",
        )  # fmt: skip
    wanted = (special.logit(settings.least_agreement) - intercept) / slope
    return max(float(special.expit(wanted)), settings.least_posterior)
