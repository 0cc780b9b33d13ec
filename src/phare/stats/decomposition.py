"""Why a share or a mean differs between two waves. Method: docs/methods/tests.md."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from phare.errors import PhareError, Problem
from phare.stats.arguments import Arguments
from phare.stats.arrays import AnyArray, BoolArray, FloatArray
from phare.stats.design import Design
from phare.stats.inference import Estimated, entering, infer, means_of


@dataclass(frozen=True, eq=False)
class Wave:
    """One wave: its design, a variable (n,) and the class 0..K-1 of each row (n,).

    Rows of class -1, or outside `rows`, take no part.
    """

    design: Design
    values: FloatArray
    classes: AnyArray
    rows: BoolArray | None = None


@dataclass(frozen=True, eq=False)
class Decomposition:
    """Second wave less first, in two parts that add up to the difference.

    `composition`: the classes weigh otherwise; `behaviour`: each class answers otherwise.
    Each is (estimate, standard error).
    """

    difference: tuple[float, float]
    composition: tuple[float, float]
    behaviour: tuple[float, float]


def decompose(first: Wave, second: Wave, names: tuple[str, ...]) -> Decomposition:
    """Return Kitagawa's decomposition of the difference between two independent waves.

    With p the shares of the classes and r their means: composition is the sum over classes
    of (p2 - p1) times the average of r, behaviour that of (r2 - r1) times the average of p.
    Raises PhareError for a class without weight in a wave, whose mean is unknown.
    """
    parts = [_shares_and_means(wave, names) for wave in (first, second)]
    k = len(names)
    (p1, r1), (p2, r2) = ((part.estimate[:k], part.estimate[k:]) for part in parts)
    behaviour_by = {"p": (r2 - r1) / 2, "r": (p1 + p2) / 2}
    composition_by = {"p": (r1 + r2) / 2, "r": (p2 - p1) / 2}
    composition = float((p2 - p1) @ composition_by["p"])
    behaviour = float((r2 - r1) @ behaviour_by["r"])
    # What each part moves by with (p, r) of the first wave, then of the second.
    by_composition = [
        np.concatenate([-composition_by["p"], composition_by["r"]]),
        np.concatenate([composition_by["p"], composition_by["r"]]),
    ]
    by_behaviour = [
        np.concatenate([behaviour_by["p"], -behaviour_by["r"]]),
        np.concatenate([behaviour_by["p"], behaviour_by["r"]]),
    ]
    by_both = [a + b for a, b in zip(by_composition, by_behaviour, strict=True)]
    return Decomposition(
        (composition + behaviour, _error(parts, by_both)),
        (composition, _error(parts, by_composition)),
        (behaviour, _error(parts, by_behaviour)),
    )


def _error(parts: list[Estimated], gradients: list[FloatArray]) -> float:
    variance = sum(float(g @ part.covariance @ g) for part, g in zip(parts, gradients, strict=True))
    return float(np.sqrt(max(variance, 0.0)))


def _shares_and_means(wave: Wave, names: tuple[str, ...]) -> Estimated:
    """Shares of the classes, then their means (2 K,), with their covariance."""
    inside = entering(wave.design, wave.rows)
    arguments = Arguments(wave.design.where, wave.design.n)
    classes = arguments.codes("classes", wave.classes, len(names))
    inside = inside & (classes >= 0)
    y = arguments.numbers("values", wave.values, inside)
    arguments.check()
    member = (classes[:, None] == np.arange(len(names))).astype(np.float64)
    found = infer(wave.design, means_of(np.hstack([member, member * y[:, None]]), inside))
    p, total = np.split(found.estimate, 2)
    absent = [name for name, share in zip(names, p, strict=True) if not share > 0]
    if absent:
        raise PhareError(
            *(
                Problem(
                    f"{wave.design.where}, class '{name}'",
                    "nobody",
                    "respondents of each class in both waves",
                    "join it to a class that answers alike",
                )
                for name in absent
            )
        )
    mean = total / p
    to_mean = np.hstack([np.diag(-mean / p), np.diag(1 / p)])
    jacobian = np.vstack([np.hstack([np.eye(len(p)), np.zeros((len(p), len(p)))]), to_mean])
    return Estimated(np.concatenate([p, mean]), jacobian @ found.covariance @ jacobian.T)
