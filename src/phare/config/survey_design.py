"""How the respondents of a wave were drawn, in study variables."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from phare.config.base import Model, Name


class Population(Model):
    """Where the population count of each stratum comes from (finite population correction)."""

    variable: Name | None = None
    margin: Name | None = None

    @model_validator(mode="after")
    def _one(self) -> Population:
        if (self.variable is None) == (self.margin is None):
            raise ValueError("either variable or margin")
        return self


class Stage(Model):
    """What was drawn within each unit of the stage before, in study variables.

    units : what was drawn; left out, the respondents themselves
    strata : what they were drawn from, within the unit above
    population : how many units each unit above, or its stratum, has; left out, they were
        drawn with replacement, and no later stage counts
    """

    units: Name | None = None
    strata: Name | None = None
    population: Name | None = None


class Lonely(Model):
    """What a stratum with a single PSU adds to a variance.

    fail: nothing is estimated. adjust: its distance from the overall mean (`domains`: also
    where a domain leaves one PSU of several). certainty: nothing. average: as much as the
    others on average. collapse: it is joined to the stratum that `neighbours` says.
    """

    rule: Literal["fail", "adjust", "certainty", "average", "collapse"]
    neighbours: dict[str, str] = {}
    domains: bool = False

    @model_validator(mode="after")
    def _fits(self) -> Lonely:
        if self.neighbours and self.rule != "collapse":
            raise ValueError("neighbours with collapse, and only there")
        if self.domains and self.rule != "adjust":
            raise ValueError("domains with adjust, and only there")
        return self


class ReplicateWeights(Model):
    """Replicate weights that the institute delivered: columns of the file, not study variables.

    first, last : they are the columns from the one to the other, in the order of the file
    kind : how they were made, which says what squares are multiplied by; `scale` and `rscales`
        say it for `other`, `rscales` for JKn, `rho` for Fay
    multiples : they multiply the delivered weight, and are not weights themselves
    """

    first: str
    last: str
    kind: Literal["JK1", "JKn", "BRR", "Fay", "bootstrap", "other"]
    multiples: bool = False
    rho: float | None = Field(default=None, gt=0, lt=1)
    scale: float | None = Field(default=None, gt=0)
    rscales: tuple[float, ...] = ()

    @model_validator(mode="after")
    def _fits(self) -> ReplicateWeights:
        if (self.rho is not None) != (self.kind == "Fay"):
            raise ValueError("rho with Fay, and only there")
        if self.kind == "JKn" and not self.rscales:
            raise ValueError("rscales with JKn: (n - 1) / n of the stratum of each replicate")
        if self.kind == "other" and self.scale is None and not self.rscales:
            raise ValueError("scale or rscales with other: what the method multiplies squares by")
        return self


def _rule(value: object) -> object:
    return {"rule": value} if isinstance(value, str) else value


class SurveyDesign(Model):
    """How the respondents were drawn, in study variables. Empty: one stratum, equal chances.

    strata, psu and stratum_population are the first stage; `stages` those after it. What
    `lonely_psu` does not say, study.yaml says. Of `replicate_weights`, the weight they are of
    is `weight`.
    """

    strata: Name | None = None
    psu: Name | None = None
    weight: Name | None = None
    stratum_population: Population | None = None
    stages: tuple[Stage, ...] = ()
    replicate_weights: ReplicateWeights | None = None
    lonely_psu: Annotated[Lonely, BeforeValidator(_rule)] | None = None

    @model_validator(mode="after")
    def _stages(self) -> SurveyDesign:
        if self.stages and (self.psu is None or self.stratum_population is None):
            raise ValueError(
                "psu and stratum_population with stages: without them the first stage is all "
                "that counts"
            )
        if self.replicate_weights is not None and self.weight is None:
            raise ValueError("weight with replicate_weights: the delivered weight they are of")
        return self

    @property
    def drawn(self) -> SurveyDesign:
        """The design without what only variances need."""
        kept = self.model_fields_set - {"lonely_psu"}
        return SurveyDesign(**{name: getattr(self, name) for name in kept})

    @property
    def counts(self) -> tuple[str, ...]:
        """The study variables that count units of the population, after the first stage."""
        return tuple(stage.population for stage in self.stages if stage.population is not None)

    @property
    def columns(self) -> dict[str, str]:
        """Column of RESPONSES -> study variable, of the stages after the first."""
        names = {"stratum": "strata", "psu": "units", "stratum_population": "population"}
        return {
            f"{column}_{number}": variable
            for number, stage in enumerate(self.stages, start=2)
            for column, key in names.items()
            if (variable := getattr(stage, key)) is not None
        }
