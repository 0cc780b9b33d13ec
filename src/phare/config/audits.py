"""What the audit of a wave tries: choices that could have been made otherwise, and claims.

A *choice* is an axis, a *variant* one combination of its values. Values are tagged
`defensible` or `stress`: only defensible variants decide whether a claim stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from phare.config.base import Model, Name, Text, WaveName

Tag = Literal["defensible", "stress"]


def _tagged(value: object) -> object:
    """A tag alone says all of a value that has no settings."""
    return {"tag": value} if isinstance(value, str) else value


def _named(value: object) -> object:
    """Names of values may look like numbers: `region: {13: defensible}`."""
    return {str(name): one for name, one in value.items()} if isinstance(value, dict) else value


class Value(Model):
    """A value of a choice."""

    tag: Tag = "defensible"


class Distance(Value):
    """How weights are calibrated; the key is the method, or any name beside `method`."""

    method: Literal["raking", "linear", "logit", "truncated", "sinh"] | None = None
    bounds: tuple[float, float] | None = None

    @model_validator(mode="after")
    def _fits(self) -> Distance:
        if self.method in ("logit", "truncated") and self.bounds is None:
            raise ValueError("bounds with logit and truncated")
        if self.method == "linear" and self.bounds is not None:
            raise ValueError("no bounds with linear; truncated takes them")
        if self.bounds is not None and not self.bounds[0] < 1 < self.bounds[1]:
            raise ValueError("bounds on both sides of 1")
        return self


class Cap(Value):
    """A cap, so many times the median of the calibrated weights; none without a number.

    `held: jointly`, one calibration under margins and cap; `in_turn`, cut and calibrate until
    both hold.
    """

    times_median: float | None = Field(default=None, gt=1)
    held: Literal["jointly", "in_turn"] = "jointly"


class Crossing(Value):
    """A crossed margin of the margins file, and the choices of margins that it stands for."""

    margin: str | None = None
    instead_of: tuple[str, ...] = ()


_MEDIANS = re.compile(r"([0-9]+(?:\.[0-9]+)?)_medians")


def _caps(value: object) -> object:
    """`3_medians: defensible` says its number in its name."""
    found = _named(value)
    if not isinstance(found, dict):
        return found
    said = {}
    for name, one in found.items():
        about, number = _tagged(one), _MEDIANS.fullmatch(name)
        if number and isinstance(about, dict) and "times_median" not in about:
            about = {"times_median": float(number[1]), **about}
        said[name] = about
    return said


def _distances(value: object) -> object:
    found = _named(value)
    if not isinstance(found, dict):
        return found
    said = {}
    for name, one in found.items():
        about = _tagged(one)
        if isinstance(about, dict) and "method" not in about:
            about = {"method": name, **about}
        said[name] = about
    return said


def _values(of: Callable[[object], object] = _tagged) -> Callable[[object], object]:
    def read(value: object) -> object:
        found = _named(value)
        return {k: of(v) for k, v in found.items()} if isinstance(found, dict) else found

    return read


Tagged = Annotated[dict[str, Value], BeforeValidator(_values())]


class Margins(Model):
    """Which margins are calibrated to: `always`, and every subset of `any_of`.

    A name is a margin, or one of `classes`, which then says by which margins it is known.
    """

    always: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    at_least: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _possible(self) -> Margins:
        if not self.always and not self.any_of:
            raise ValueError("some margin, in always or in any_of")
        if self.at_least > len(self.any_of):
            raise ValueError(f"at least no more than the {len(self.any_of)} of any_of")
        return self


class Choices(Model):
    """The axes of the multiverse; every combination is a variant.

    base: `scheme`, the weights that the reference scheme calibrates; `unit`, the population
    over the respondents. classes: by which margin of the margins file a variable is known.
    missing: those without an answer are refused, or a category of their own.
    """

    base: Annotated[dict[Literal["scheme", "unit"], Value], BeforeValidator(_values())] = {
        "scheme": Value()
    }
    margins: Margins
    classes: Annotated[
        dict[str, Tagged],
        BeforeValidator(lambda v: _named(v)),
    ] = {}
    crossing: Annotated[dict[str, Crossing], BeforeValidator(_values())] = {"none": Crossing()}
    distance: Annotated[dict[str, Distance], BeforeValidator(_distances)] = {
        "raking": Distance(method="raking")
    }
    trim: Annotated[dict[str, Cap], BeforeValidator(_caps)] = {"none": Cap()}
    missing: Annotated[
        dict[Literal["refuse", "own_category"], Value], BeforeValidator(_values())
    ] = {"refuse": Value()}


def _listed(value: object) -> object:
    if not isinstance(value, dict):
        return value
    return {
        str(axis): tuple(map(str, one)) if isinstance(one, list | tuple) else (str(one),)
        for axis, one in value.items()
    }


Demand = Annotated[dict[str, tuple[str, ...]], BeforeValidator(_listed)]
"""Axis -> values of it: `distance`, `trim`, `crossing`, `base`, `missing`, `classes.<name>`,
`margins.with`, `margins.without`."""


class Condition(Model):
    """A variant for which `if` holds must be one for which `then` holds."""

    given: Demand = Field(alias="if")
    then: Demand


class Limits(Model):
    """How many variants, and how many respondents a category of a margin must have."""

    variants: int = Field(default=2000, ge=1)
    min_n_category: int = Field(default=1, ge=1)


ClaimKind = Literal[
    "above", "below", "between", "larger_than", "largest", "order", "change", "gap_to_national"
]


class Claim(Model):
    """A sentence that was, or may be, drawn from the figures.

    above, below: `value`. between: `low` and `high`. larger_than: than the category or the
    level `than`. largest: among the categories of the indicator. order: the categories of
    `order`, the largest first. gap_to_national: a level above the whole by more than `value`
    (below, for a negative one). change: since the first of `waves`, by more than `value`.
    """

    id: Name
    indicator: Name
    category: str = "all"
    domain: str = "all"
    level: str = "all"
    kind: ClaimKind
    value: float = 0.0
    low: float | None = None
    high: float | None = None
    than: str | None = None
    order: tuple[str, ...] = ()
    family: str | None = None
    waves: tuple[WaveName, WaveName] | None = None
    label: Text | None = None

    @model_validator(mode="after")
    def _complete(self) -> Claim:
        needs: dict[str, tuple[bool, str]] = {
            "between": (
                self.low is not None and self.high is not None and self.low < self.high,
                "low and high, the one under the other, with between",
            ),
            "larger_than": (self.than is not None, "than, with larger_than"),
            "order": (len(self.order) > 1, "two categories or more, with order"),
            "change": (self.waves is not None, "two waves, with change"),
            "gap_to_national": (self.domain != "all", "a domain and a level, with gap_to_national"),
        }
        met, wanted = needs.get(self.kind, (True, ""))
        if not met:
            raise ValueError(wanted)
        return self


def _schemes(value: object) -> object:
    """Names alone are defensible schemes."""
    if isinstance(value, list | tuple):
        return {str(name): {} for name in value}
    return {k: _tagged(v) for k, v in value.items()} if isinstance(value, dict) else value


class Audit(Model):
    """How the weighting of a population, or of one wave, is audited.

    Parameters
    ----------
    reference : the scheme that is published, named before estimates are seen
    imported : other schemes, an institute's delivered weight among them, audited as they are
    benchmarks : margins of the margins file that the reference does not calibrate to
    headlines : indicators that are worked out in full; those of the claims by default
    indicators : others whose every figure is estimated under every variant; all by default
    domains : whose levels are estimated under every variant, of headlines
    frame : models of response on a known frame: what each takes of its columns
    sampling : how respondents came to be asked, which the last line of the verdict recalls
    excess : by how much an ignored part of the population would weigh more there than in the
        survey, in the sentence on what would have to be true
    """

    reference: Name
    imported: Annotated[dict[Name, Value], BeforeValidator(_schemes)] = {}
    benchmarks: tuple[str, ...] = ()
    choices: Choices
    conditions: tuple[Condition, ...] = ()
    limits: Limits = Limits()
    claims: tuple[Claim, ...] = ()
    headlines: tuple[Name, ...] = ()
    indicators: tuple[Name, ...] | None = None
    domains: tuple[Name, ...] = ()
    frame: dict[Name, tuple[str, ...]] = {}
    sampling: Literal["probability", "quota", "purposive"] = "quota"
    excess: float = Field(default=0.20, gt=0, lt=1)

    @model_validator(mode="after")
    def _distinct(self) -> Audit:
        names = [claim.id for claim in self.claims]
        repeated = sorted({name for name in names if names.count(name) > 1})
        if repeated:
            raise ValueError(f"each claim once: {', '.join(repeated)} stands twice")
        return self


class Audits(Model):
    """config/audits.yaml: an audit for a population, or for one wave where it differs."""

    audits: dict[str, Audit] = {}

    def of(self, wave: str, population: str) -> Audit | None:
        """Return the audit of a wave; None where none is declared."""
        return self.audits.get(wave, self.audits.get(population))


def check_grammar(audit: Audit) -> dict[str, list[str]]:
    """Return the axes that conditions may name, with the values of each."""
    choices = audit.choices
    members = [*choices.margins.always, *choices.margins.any_of]
    axes: dict[str, Any] = {
        "base": choices.base, "crossing": choices.crossing, "distance": choices.distance,
        "trim": choices.trim, "missing": choices.missing,
        "margins.with": members, "margins.without": members,
    }  # fmt: skip
    axes |= {f"classes.{name}": known for name, known in choices.classes.items()}
    return {axis: list(map(str, known)) for axis, known in axes.items()}
