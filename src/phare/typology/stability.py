"""How far a classification of part of the answers is that of all of them.

Answers are drawn without replacement: drawn with replacement, repeated answers would make
blocks that no respondent made.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from phare.config.typologies import Classification, Naming, Stability
from phare.contracts import refuse
from phare.typology.agreement import adjusted_rand, best_jaccard
from phare.typology.incidence import BoolArray, FloatArray, Incidence, IntArray
from phare.typology.tree import Tree, reinert


@dataclass(frozen=True, eq=False)
class Stabilities:
    """Agreement of the whole with its parts, for k = 2 and on.

    Parameters
    ----------
    rand : adjusted Rand index by replicate and k (replicates, steps); NaN where a part made
        fewer classes
    jaccard : for each k, the best Jaccard index of each class by replicate (replicates, k)
    """

    rand: FloatArray
    jaccard: tuple[FloatArray, ...]

    def mean_rand(self, k: int) -> float:
        return _mean(self.rand[:, k - 2])

    def least_rand(self, k: int) -> float:
        known = self.rand[:, k - 2]
        return float(np.nanmin(known)) if np.any(~np.isnan(known)) else float("nan")

    def reached(self, k: int) -> int:
        """Return how many parts made k classes."""
        return int(np.sum(~np.isnan(self.rand[:, k - 2])))

    def mean_jaccard(self, k: int) -> FloatArray:
        """Return the mean over replicates of the best Jaccard index of each class (k,)."""
        return np.array([_mean(column) for column in self.jaccard[k - 2].T])


def stabilities(
    presence: Incidence,
    tree: Tree,
    classification: Classification,
    settings: Stability,
    rng: np.random.Generator,
    owners: IntArray | None = None,
) -> Stabilities:
    """Classify parts of the units (n, p) again, and compare them with the tree of them all.

    Units and terms are those of the whole; the order of the rows does not count.

    Parameters
    ----------
    owners : the answer each unit is of (n,): answers are drawn with all of their units

    Raises
    ------
    PhareError : a part of the answers would be fewer than ten
    """
    units = presence.shape[0]
    owner = np.arange(units) if owners is None else np.unique(owners, return_inverse=True)[1]
    answers = int(owner.max(initial=-1)) + 1
    drawn = round(settings.fraction * answers)
    if drawn < classification.least_units:
        raise refuse(
            "stability", f"{answers} answers, {drawn} in each part",
            f"{classification.least_units} answers or more in a part",
            "gather more answers, or raise the fraction",
        )  # fmt: skip
    wanted = classification.model_copy(update={"k": max(tree.most, 2)})
    rand = np.full((settings.replicates, tree.most - 1), np.nan)
    jaccard = [np.full((settings.replicates, k), np.nan) for k in range(2, tree.most + 1)]
    for replicate in range(settings.replicates):
        chosen = np.zeros(answers, dtype=np.bool_)
        chosen[rng.choice(answers, drawn, replace=False)] = True
        kept = np.flatnonzero(chosen[owner])
        part = reinert(presence[kept], wanted)
        for k in range(2, part.most + 1):
            whole, own = tree.classes(k)[kept], part.classes(k)
            rand[replicate, k - 2] = adjusted_rand(whole, own)
            found = best_jaccard(whole, own)
            jaccard[k - 2][replicate, : len(found)] = found
    return Stabilities(rand, tuple(jaccard))


def nameable(sizes: IntArray, settings: Naming) -> BoolArray:
    """Return which classes (k,) are large enough to have a name, from their respondents."""
    share = sizes / max(int(sizes.sum()), 1)
    return np.asarray((share >= settings.least_share) & (sizes >= settings.least_respondents))


def _mean(values: FloatArray) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")
