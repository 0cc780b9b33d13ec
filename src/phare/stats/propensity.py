"""Respondents stand for non-respondents who were as likely to answer as they.

Method: docs/methods/nonresponse.md.

>>> found = response_propensity(base, columns, responded, PropensitySettings(classes=5))
>>> weights = base * found.factors
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from phare.errors import PhareError, Problem, Problems
from phare.stats.arrays import AnyArray, BoolArray, FloatArray, IntArray, floats, sums
from phare.stats.columns import Columns
from phare.stats.propensity_classes import check_classes, classes_of, factors_of_classes
from phare.stats.response_patterns import Patterns, separated

__all__ = [
    "Patterns",
    "Propensity",
    "PropensitySettings",
    "classes_of",
    "factors_of_classes",
    "response_propensity",
]


@dataclass(frozen=True)
class PropensitySettings:
    """How a response propensity becomes a factor.

    Parameters
    ----------
    classes : quantile classes of the propensity, each with one factor; None for 1 / propensity
    weighted : fit the model, and cut the classes, with the base weights; else each row counts 1
    largest_ratio : a factor more than this many times the one that everybody would get
        without a model is refused
    """

    classes: int | None = None
    weighted: bool = True
    largest_ratio: float = 20.0

    def __post_init__(self) -> None:
        found = Problems()
        if self.classes is not None and self.classes < 2:
            found.add("propensity", f"{self.classes} classes", "2 or more", "choose 5, or none")
        if not self.largest_ratio > 1:
            found.add(
                "propensity", f"a largest ratio of {self.largest_ratio:g}", "above 1", "raise it"
            )
        found.raise_if_any()


@dataclass(frozen=True, eq=False)
class Propensity:
    """Estimated response propensities and the factors that follow.

    Parameters
    ----------
    factors : (n,), 0 where there was no response
    propensity : fitted probability of response (n,)
    class_of_row : (n,), from the least likely to respond on; None without classes
    coefficients : of the logistic model (p,)
    """

    factors: FloatArray
    propensity: FloatArray
    class_of_row: IntArray | None
    coefficients: FloatArray


def response_propensity(
    base: FloatArray,
    columns: FloatArray,
    responded: AnyArray,
    settings: PropensitySettings | None = None,
    *,
    names: Sequence[str] | None = None,
    where: str = "non-response",
) -> Propensity:
    """Fit a logistic model of response and return the factors of respondents.

    Parameters
    ----------
    base : weights of all who were drawn (n,), 0 or more
    columns : what is known of all of them (n, p), a column of ones among it
    responded : (n, bool)
    names : of the columns, for the errors

    Raises
    ------
    PhareError : arrays that do not align; nobody, or everybody, responded; dependent columns;
        columns that tell respondents from others without exception (separation); a class
        without respondent; a factor too far above the others, which is told
    """
    settings = settings or PropensitySettings()
    base, x = floats(base), floats(columns)
    answered = np.asarray(responded, dtype=bool)
    labels = [f"column {j + 1}" for j in range(x.shape[-1])] if names is None else list(names)
    _check(base, x, answered, labels, where)
    patterns = Patterns.of(x, answered)
    weights = sums(patterns.of_row, base, patterns.size)
    counted = weights if settings.weighted else sums(patterns.of_row[base > 0], None, patterns.size)
    beta = patterns.fit(counted)
    if np.any(np.isnan(beta)):
        raise PhareError(separated(labels, beta, where))
    propensity = patterns.propensity(beta)
    if settings.classes is None:
        class_of_pattern, factors = None, 1.0 / propensity
    else:
        class_of_pattern = classes_of(propensity, counted, settings.classes)
        of_class = factors_of_classes(
            class_of_pattern, weights, patterns.responded, settings.classes
        )
        check_classes(of_class, where)
        factors = of_class[class_of_pattern]
    factors = np.where(patterns.responded, factors, 0.0)
    _check_largest(factors, weights, patterns.responded, settings, where)
    of = patterns.of_row
    return Propensity(
        factors[of],
        propensity[of],
        None if class_of_pattern is None else class_of_pattern[of],
        beta,
    )


def _check(
    base: FloatArray, x: FloatArray, responded: BoolArray, names: Sequence[str], where: str
) -> None:
    found, n = Problems(), len(base)
    if x.ndim != 2 or len(x) != n or responded.shape != (n,) or len(names) != x.shape[-1]:
        found.add(
            f"{where}, propensity",
            f"columns {x.shape}, responses {responded.shape} and {len(names)} names",
            f"{n} rows, and a name for each column",
            "align them",
        )
        found.raise_if_any()
    bad = int(np.sum(~np.isfinite(base) | (base < 0)))
    if bad:
        found.add(f"{where}, base weights", f"{bad} missing or negative", "0 or more", "correct")
    for name, column in zip(names, x.T, strict=True):
        missing = int(np.sum(~np.isfinite(column)))
        if missing:
            found.add(
                f"{where}, '{name}'",
                f"a missing or infinite value in {missing} of {n} rows",
                "a value for all who were drawn",
                "make missing a category, or leave it out",
            )
    found.raise_if_any()
    answered, silent = float(base @ responded), float(base @ ~responded)
    if not answered > 0:
        found.add(where, "no respondent", "some", "look at who counts as a respondent")
    elif not silent > 0:
        found.add(where, "no non-respondent", "some", "leave this step out")
    found.raise_if_any()
    for j in Columns.of(x.T @ (x * base[:, None])).dropped:
        found.add(
            f"{where}, '{names[int(j)]}'",
            "a column that follows from the others",
            "independent columns",
            "leave it out, or join the categories behind it",
        )
    found.raise_if_any()


def _check_largest(
    factors: FloatArray,
    weights: FloatArray,
    responded: BoolArray,
    settings: PropensitySettings,
    where: str,
) -> None:
    largest = float(np.max(factors[weights > 0]))
    plain = float(weights.sum() / (weights @ responded))
    if largest > settings.largest_ratio * plain:
        raise PhareError(
            Problem(
                f"{where}, propensity",
                f"a largest factor of {largest:.6g}, {largest / plain:.4g} times the "
                f"{plain:.4g} of everybody",
                f"at most {settings.largest_ratio:g} times",
                "use classes of the propensity, join rare categories, or raise largest_ratio",
            )
        )
