"""Indicators and the domains they are crossed with."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from phare.config.base import Model, Name, Text
from phare.config.card import Filter

Statistic = Literal[
    "share", "distribution", "mean", "top_box", "top_two", "total", "count", "ratio", "median",
    "quantile",
]  # fmt: skip
Rule = Literal[
    "math", "school", "shahvaish", "hf1", "hf2", "hf3", "hf4", "hf5", "hf6", "hf7", "hf8", "hf9"
]
Unit = Literal["percent", "note", "number", "count"]

_UNITS: dict[str, Unit] = {
    "share": "percent", "distribution": "percent", "top_box": "percent", "top_two": "percent",
    "mean": "number", "ratio": "number", "total": "count", "count": "count",
    "median": "number", "quantile": "number",
}  # fmt: skip


def _tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _list(value: object) -> object:
    return (value,) if isinstance(value, int | float) else value


def quantile_name(probability: float) -> str:
    """Return the category of a quantile in ESTIMATES: q10 for 0.1, q2_5 for 0.025."""
    return "q" + f"{100 * probability:.10g}".replace(".", "_")


class Base(Model):
    """The respondents to whom an indicator applies."""

    label: Text
    filter: Filter = {}


class Indicator(Model):
    """A declared quantity.

    share: the share of `categories`. top_box, top_two: of the first one or two categories
    of an ordered scale. distribution: of each category. mean: of a number. count: the share
    extrapolated to the population. total: the mean extrapolated to the population. ratio:
    total of `variable` over total of `denominator`. median, quantile: of a number, at
    `probabilities` and by `rule` (docs/methods/quantiles.md); the category of a quantile is
    q10 for a probability of 0.1. For a multiple response or a grid the
    quantity is computed for each item, and the item is the category of the estimate.
    """

    label: Text
    statistic: Statistic
    variable: Name
    categories: Annotated[tuple[Name, ...], BeforeValidator(_tuple)] = ()
    denominator: Name | None = None
    probabilities: Annotated[
        tuple[Annotated[float, Field(gt=0, lt=1)], ...], BeforeValidator(_list)
    ] = ()
    rule: Rule | None = None
    base: Name = "all"
    unit: Unit | None = None
    digits: int = Field(default=0, ge=0, le=6)
    populations: tuple[Name, ...] = ()
    domains: tuple[Name, ...] | None = None
    comparable: tuple[Literal["waves", "actors"], ...] = ()
    comparable_since: str | None = None

    @model_validator(mode="after")
    def _complete(self) -> Indicator:
        if (self.statistic == "ratio") != (self.denominator is not None):
            raise ValueError("a denominator for a ratio, and only for a ratio")
        if (self.statistic == "quantile") != bool(self.probabilities):
            raise ValueError("probabilities for a quantile, and only for a quantile")
        if list(self.probabilities) != sorted(set(self.probabilities)):
            raise ValueError("probabilities that increase")
        if self.rule is not None and not self.of_order:
            raise ValueError("a rule for a median or a quantile, and only there")
        return self

    @property
    def of_order(self) -> bool:
        """Whether it is a quantile."""
        return self.statistic in ("median", "quantile")

    @property
    def shown_unit(self) -> Unit:
        return self.unit or _UNITS[self.statistic]


class Indicators(Model):
    """config/indicators.yaml."""

    bases: dict[Name, Base] = {}
    indicators: dict[Name, Indicator]


class Domain(Model):
    """A variable that splits the population."""

    variable: Name
    label: Text
    populations: tuple[Name, ...] = ()


class Domains(Model):
    """config/domains.yaml."""

    domains: dict[Name, Domain] = {}
