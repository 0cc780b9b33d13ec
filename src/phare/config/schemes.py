"""Weighting schemes: named, ordered lists of steps."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from phare.config.base import Model, Name, Text


class BaseStep(Model):
    """Where weights start.

    one: 1 each. population: population / respondents. strata: stratum population / its
    respondents, counts from a margin. column: the delivered weight named in the card.
    """

    origin: Literal["one", "population", "strata", "column"] = Field(alias="from")
    margin: str | None = None

    @model_validator(mode="after")
    def _margin(self) -> BaseStep:
        if (self.origin == "strata") != (self.margin is not None):
            raise ValueError("a margin with `from: strata`, and only there")
        return self


class NonresponseStep(Model):
    """Weighting classes: the weight of those without an answer goes to their class."""

    classes: Name
    responded: Name
    answer: Name


class CalibrateStep(Model):
    """Calibration to margins of the population.

    `margins` are names of the margins file; `a*b` crosses two variables.
    """

    method: Literal["raking", "linear", "logit", "truncated"] = "raking"
    margins: tuple[str, ...] = Field(min_length=1)
    bounds: tuple[float, float] | None = None
    tolerance: float = Field(default=1e-10, gt=0)
    totals_tolerance: float = Field(default=1e-6, ge=0)
    missing: Literal["refuse", "own_category"] = "refuse"

    @model_validator(mode="after")
    def _bounds(self) -> CalibrateStep:
        if (self.method in ("logit", "truncated")) != (self.bounds is not None):
            raise ValueError("bounds with logit and truncated, and only there")
        if self.bounds is not None and not self.bounds[0] < 1 < self.bounds[1]:
            raise ValueError("bounds on both sides of 1")
        return self


class TrimStep(Model):
    """A cap on the weights, then calibration again until cap and margins hold together."""

    cap: float | None = None
    times_median: float | None = None
    to_deff: float | None = None
    recalibrate: bool = True

    @model_validator(mode="after")
    def _one_cap(self) -> TrimStep:
        caps = (self.cap, self.times_median, self.to_deff)
        if sum(cap is not None for cap in caps) != 1:
            raise ValueError("exactly one of cap, times_median, to_deff")
        return self


class NormaliseStep(Model):
    """Weights brought to a sum: the respondents or the population."""

    to: Literal["respondents", "population"]


class Step(Model):
    """One step: a single key that names its kind."""

    base: BaseStep | None = None
    nonresponse: NonresponseStep | None = None
    calibrate: CalibrateStep | None = None
    trim: TrimStep | None = None
    normalise: NormaliseStep | None = None

    @model_validator(mode="after")
    def _one(self) -> Step:
        if len(self.model_fields_set) != 1:
            raise ValueError("one of base, nonresponse, calibrate, trim, normalise")
        return self

    @property
    def kind(self) -> str:
        return next(iter(self.model_fields_set))

    @property
    def settings(self) -> BaseStep | NonresponseStep | CalibrateStep | TrimStep | NormaliseStep:
        settings: BaseStep | NonresponseStep | CalibrateStep | TrimStep | NormaliseStep = getattr(
            self, self.kind
        )
        return settings


class Scheme(Model):
    """A scheme: its steps for each population, or for one wave where it differs."""

    label: Text
    steps: dict[str, tuple[Step, ...]]

    def steps_for(self, wave: str, population: str) -> tuple[Step, ...] | None:
        return self.steps.get(wave, self.steps.get(population))


class Schemes(Model):
    """config/schemes.yaml."""

    schemes: dict[Name, Scheme]
