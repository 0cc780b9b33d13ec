"""The card of a wave: what was delivered, how it becomes study variables, what is known."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from phare.config.adopted import (
    Adopted,
    Candidate,
    Confirmed,
    Dropped,
    Relation,
    Score,
    SeveralAnswers,
)
from phare.config.base import Codes, Model, Name, Text, WaveName
from phare.config.reader import Reader
from phare.config.survey_design import SurveyDesign

Filter = dict[
    Name,
    Annotated[
        tuple[str, ...], BeforeValidator(lambda v: tuple(v) if isinstance(v, list) else (v,))
    ],
]
"""Study variable -> categories: the respondents who gave one of them in each variable."""


def _code(value: object) -> object:
    return value if isinstance(value, dict) else {"code": value}


class Code(Model):
    """The codes of a delivered file that make one category.

    `label` is what the file's own value label must say (checked where the file has
    labels) and the text that stands in a file delivered with labels instead of codes.
    """

    code: Codes = ()
    label: Codes = ()

    @model_validator(mode="after")
    def _something(self) -> Code:
        if not self.code and not self.label:
            raise ValueError("a code, a label, or both")
        return self


CodeEntry = Annotated[Code, BeforeValidator(_code)]


class Question(Model):
    """The question as it was asked."""

    number: str | None = None
    fr: str | None = None
    en: str | None = None


class Classes(Model):
    """Classes of a number: `[breaks[i], breaks[i+1])` is `categories[i]`.

    An open end is written -.inf or .inf. `closed: right` turns the intervals round.
    """

    breaks: tuple[float, ...] = Field(min_length=2)
    categories: tuple[Name, ...]
    closed: Literal["left", "right"] = "left"

    @model_validator(mode="after")
    def _fit(self) -> Classes:
        if len(self.categories) != len(self.breaks) - 1:
            raise ValueError("one category fewer than breaks")
        if list(self.breaks) != sorted(set(self.breaks)):
            raise ValueError("breaks that increase")
        return self


class Mapping(Model):
    """How one study variable comes out of the delivered file.

    One origin: `source` (a column), `items` (item -> column), `ratio` (two columns), or, once
    the edits are done, another study variable: `classes_of` (a number, put in `classes`) or
    `territory` (a territory, brought to a coarser level by territories.csv).
    `subtracted_from`: the year of the fieldwork, where the column is a year of birth.
    `confirmed`, `relation`, `score` and `others` tell of its adoption and change no answer.
    """

    source: str | None = None
    items: dict[Name, str] | None = None
    ratio: tuple[str, str] | None = None
    classes_of: Name | None = None
    territory: Name | None = None
    categories: dict[Name, CodeEntry] | None = None
    otherwise: Name | None = None
    classes: Classes | None = None
    cited: Codes = ("1",)
    not_cited: Codes = ("0",)
    missing: dict[
        Literal["refused", "dont_know", "not_asked", "not_applicable", "no_answer"], Codes
    ] = {}
    asked_if: Filter | None = None
    question: Question | None = None
    label: str | None = None
    subtracted_from: int | None = None
    confirmed: Confirmed | None = None
    relation: Relation | None = None
    score: Score | None = None
    others: tuple[Candidate, ...] = ()

    @model_validator(mode="after")
    def _one_origin(self) -> Mapping:
        origins = [self.source, self.items, self.ratio, self.classes_of, self.territory]
        if sum(origin is not None for origin in origins) != 1:
            raise ValueError("exactly one of source, items, ratio, classes_of, territory")
        if self.classes_of is not None and self.classes is None:
            raise ValueError("classes beside classes_of")
        return self

    @property
    def sources(self) -> tuple[str, ...]:
        """The columns of the delivered file that this variable reads."""
        if self.items is not None:
            return tuple(self.items.values())
        if self.ratio is not None:
            return self.ratio
        return (self.source,) if self.source is not None else ()

    @property
    def reading(self) -> Mapping:
        """What it takes to read the variable, without the story of its adoption."""
        story = {"confirmed": None, "relation": None, "score": None, "others": ()}
        return self.model_copy(update=story)

    @property
    def parent(self) -> str | None:
        """The study variable that this one is made from, if any."""
        return self.classes_of or self.territory


class RangeEdit(Model):
    """A number outside its range: the answer is set aside, or the respondent is."""

    kind: Literal["range"]
    rule: Name
    variable: Name
    low: float | None = None
    high: float | None = None
    action: Literal["set_missing", "exclude"] = "set_missing"
    reason: str


class ConsistencyEdit(Model):
    """Answers that contradict each other: `when` holds and `then` does not."""

    kind: Literal["consistency"]
    rule: Name
    when: Filter
    then: dict[Name, float | str]
    action: Literal["replace", "set_missing", "exclude"] = "replace"
    reason: str


class SpeederEdit(Model):
    """Respondents faster than a fraction of the median duration."""

    kind: Literal["speeder"]
    rule: Name
    variable: Name
    fraction_of_median: float = Field(gt=0, lt=1)
    reason: str


class StraightLineEdit(Model):
    """Respondents who gave one answer to every item of a grid."""

    kind: Literal["straight_line"]
    rule: Name
    variable: Name
    least_items: int = Field(ge=2)
    reason: str


class DuplicateEdit(Model):
    """Respondents delivered twice under one identifier; the first is kept."""

    kind: Literal["duplicate"]
    rule: Name
    reason: str


Edit = Annotated[
    RangeEdit | ConsistencyEdit | SpeederEdit | StraightLineEdit | DuplicateEdit,
    Field(discriminator="kind"),
]


class Fieldwork(Model):
    """Who asked, how and when. What is not known is written `unknown`.

    `mode` in one language, or in `fr` and `en`.
    """

    institute: str
    mode: str | Text
    start: str
    end: str


class Card(Model):
    """One wave.

    `base` is how all its respondents are called under a table; that of its population unless
    the wave asked others too. `several` gives columns that the file has not: one for each answer
    of a question with several answers. `dropped` names what the earlier wave had, `not_used` the
    columns that no study variable reads, each with a reason.
    """

    wave: WaveName
    population: Name
    title: Text
    file: str
    sha256: str
    rows: int = Field(ge=1)
    reconstructed: bool
    reader: Reader = Reader()
    universe: Text
    base: Text | None = None
    fieldwork: Fieldwork
    assumptions: tuple[Text, ...] = ()
    respondent_id: str
    design: SurveyDesign = SurveyDesign()
    margins: str | None = None
    status: Literal["proposed", "reviewed"] | None = None
    adopted: Adopted | None = None
    several: dict[str, SeveralAnswers] = {}
    crosswalk: dict[Name, Mapping]
    dropped: dict[Name, Dropped] = {}
    not_used: dict[str, str] = {}
    edits: tuple[Edit, ...] = ()

    @property
    def margins_name(self) -> str:
        """The file of config/margins/ without its ending; the wave's own by default."""
        return self.margins or self.wave
