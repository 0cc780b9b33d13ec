"""Weighting schemes: named, ordered lists of steps, and where their errors come from."""

from __future__ import annotations

from typing import Annotated, Literal

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


class PropensityStep(Model):
    """A logistic model of response: respondents stand for those as likely to answer as they.

    `on` are variables known of all who were drawn. `classes`: quantile classes of the
    propensity, each with one factor; none, 1 / propensity. Who has no value in `on` is
    refused, or is a category of its own.
    """

    responded: Name
    answer: Name
    on: tuple[Name, ...] = Field(min_length=1)
    classes: int | None = Field(default=None, ge=2)
    weighted: bool = True
    largest_ratio: float = Field(default=20.0, gt=1)
    missing: Literal["refuse", "own_category"] = "refuse"


class CalibrateStep(Model):
    """Calibration to margins of the population.

    `margins` are names of the margins file; `a*b` crosses two variables, a number has its
    total. `bounds` are on the factor, `floor` and `cap` on the weight. Margins with a cost
    are met as nearly as it asks, the others exactly. `q`: a number; rows with a large one
    move more.
    """

    method: Literal["raking", "linear", "logit", "truncated", "sinh"] = "raking"
    margins: tuple[str, ...] = Field(min_length=1)
    bounds: tuple[float, float] | None = None
    floor: float | None = Field(default=None, ge=0)
    cap: float | None = Field(default=None, gt=0)
    q: Name | None = None
    costs: dict[str, Annotated[float, Field(gt=0)]] = {}
    tolerance: float = Field(default=1e-10, gt=0)
    totals_tolerance: float = Field(default=1e-6, ge=0)
    missing: Literal["refuse", "own_category"] = "refuse"

    @model_validator(mode="after")
    def _bounds(self) -> CalibrateStep:
        if self.method in ("logit", "truncated") and self.bounds is None:
            raise ValueError("bounds with logit and truncated")
        if self.method == "linear" and self.bounds is not None:
            raise ValueError("no bounds with linear; truncated takes them")
        if self.bounds is not None and not self.bounds[0] < 1 < self.bounds[1]:
            raise ValueError("bounds on both sides of 1")
        if self.floor is not None and self.cap is not None and not self.floor < self.cap:
            raise ValueError("a floor under the cap")
        return self

    @property
    def plain(self) -> bool:
        """Whether margins and bounds are all it holds."""
        return self.floor is None and self.cap is None and self.q is None and not self.costs


class TrimStep(Model):
    """A cap on the weights, then calibration again until cap and margins hold together.

    The cap is given, a multiple of the median, the median and so many interquartile ranges,
    or the largest under which the design effect is at most `to_deff`.
    """

    cap: float | None = Field(default=None, gt=0)
    times_median: float | None = Field(default=None, gt=0)
    times_iqr: float | None = Field(default=None, gt=0)
    to_deff: float | None = Field(default=None, ge=1)
    recalibrate: bool = True

    @model_validator(mode="after")
    def _one_cap(self) -> TrimStep:
        caps = (self.cap, self.times_median, self.times_iqr, self.to_deff)
        if sum(cap is not None for cap in caps) != 1:
            raise ValueError("exactly one of cap, times_median, times_iqr, to_deff")
        return self


class NormaliseStep(Model):
    """Weights brought to a sum: the respondents or the population."""

    to: Literal["respondents", "population"]


StepSettings = (
    BaseStep | NonresponseStep | PropensityStep | CalibrateStep | TrimStep | NormaliseStep
)


class Step(Model):
    """One step: a single key that names its kind."""

    base: BaseStep | None = None
    nonresponse: NonresponseStep | None = None
    propensity: PropensityStep | None = None
    calibrate: CalibrateStep | None = None
    trim: TrimStep | None = None
    normalise: NormaliseStep | None = None

    @model_validator(mode="after")
    def _one(self) -> Step:
        if len(self.model_fields_set) != 1:
            raise ValueError("one of base, nonresponse, propensity, calibrate, trim, normalise")
        return self

    @property
    def kind(self) -> str:
        return next(iter(self.model_fields_set))

    @property
    def settings(self) -> StepSettings:
        settings: StepSettings = getattr(self, self.kind)
        return settings

    @property
    def margins(self) -> tuple[str, ...]:
        """The margins that the step takes from the margins file."""
        if self.base is not None and self.base.margin is not None:
            return (self.base.margin,)
        return () if self.calibrate is None else self.calibrate.margins

    @property
    def variables(self) -> tuple[str, ...]:
        """The study variables that the step takes from the responses."""
        used = [name for margin in self.margins for name in margin.split("*")]
        if self.nonresponse is not None:
            used += [self.nonresponse.classes, self.nonresponse.responded]
        if self.propensity is not None:
            used += [*self.propensity.on, self.propensity.responded]
        if self.calibrate is not None and self.calibrate.q is not None:
            used.append(self.calibrate.q)
        return tuple(dict.fromkeys(used))


class Replication(Model):
    """Standard errors from replicates of the design, every step of the scheme redone in each.

    JK1, JKn: leave out one PSU at a time, without or within strata. BRR, Fay: half-samples of
    two PSUs per stratum. bootstrap: Rao, Wu and Yue, drawn from the seed of the study.
    supplied: those that the card says the institute delivered, whose kind it says. `rho`
    is Fay's; `centre`, what squares are taken around: the estimate, or the mean of the
    replicates (by default what is usual for the kind). `may_fail`: the share of replicates in
    which a step may be impossible; the others then stand in for them.
    """

    replicates: Literal["JK1", "JKn", "BRR", "Fay", "bootstrap", "supplied"]
    size: int | None = Field(default=None, ge=2)
    rho: float | None = Field(default=None, gt=0, lt=1)
    centre: Literal["estimate", "mean"] | None = None
    may_fail: float = Field(default=0.05, ge=0, lt=1)

    @model_validator(mode="after")
    def _fits(self) -> Replication:
        if self.size is not None and self.replicates != "bootstrap":
            raise ValueError("a size with the bootstrap, and only there")
        if self.rho is not None and self.replicates != "Fay":
            raise ValueError("rho with Fay, and only there")
        return self


class Scheme(Model):
    """A scheme: its steps for each population, or for one wave where it differs.

    Without `variance` its standard errors are linearised.
    """

    label: Text
    steps: dict[str, tuple[Step, ...]]
    variance: Replication | None = None

    def steps_for(self, wave: str, population: str) -> tuple[Step, ...] | None:
        return self.steps.get(wave, self.steps.get(population))


class Schemes(Model):
    """config/schemes.yaml."""

    schemes: dict[Name, Scheme]
