"""Lexical typologies: every choice between the answers and their profiles.

Methods: docs/methods/typology.md.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from phare.config.base import Model, Name, Text, WaveName


class Guard(Model):
    """When a split is too unequal to keep, and where another is then looked for.

    Each side holds `share` of the units of the class and at least `units`; otherwise the
    best split that does is looked for along the first `axes` axes.
    """

    share: float = Field(default=0.05, ge=0, lt=0.5)
    units: int = Field(default=3, ge=1)
    axes: int = Field(default=5, ge=1)


class Classification(Model):
    """How the descending classification goes down to `k` classes.

    guard: ``off`` is the method as Reinert has it. least_units: smaller classes are not
    split. least_term: occurrences in a class for a term to stay in it. contingency: terms
    under-represented in a class stay where their coefficient is not above this.
    """

    k: int = Field(default=8, ge=2)
    guard: Guard | Literal["off"] = Guard()
    least_units: int = Field(default=10, ge=3)
    least_term: int = Field(default=3, ge=1)
    contingency: float = Field(default=0.3, ge=0, le=1)


class DoubleClassification(Model):
    """Two classifications of long texts, from two sizes of unit, crossed.

    sizes: forms that a unit of each classification has at least. A crossing is a class where
    it has more than `least_segments` and its chi-square is above `least_chi2`. mode:
    ``full`` tries every crossing, ``classic`` those that are each other's strongest.
    """

    sizes: tuple[int, int] = (10, 15)
    k: int = Field(default=5, ge=2)
    least_segments: int = Field(default=10, ge=0)
    least_chi2: float = Field(default=3.84, ge=0)
    mode: Literal["full", "classic"] = "full"
    most_sets: int = Field(default=200_000, ge=1)

    @model_validator(mode="after")
    def _sizes(self) -> DoubleClassification:
        if self.sizes[0] == self.sizes[1] or min(self.sizes) < 1:
            raise ValueError("two different sizes, both 1 or more")
        return self


class Preparation(Model):
    """How answers become terms.

    question : its words say nothing of who answers it, and are left out
    words_of_segment : long answers are cut into segments of about so many words; None, never
    least_letters : shorter words are left out, but for `keep`
    least_answers, least_share : answers, and share of all answers, a term stands in at least
    least_forms : answers of fewer distinct terms do not take part in the classification;
        they are projected afterwards
    lemmas, expressions, leave_out, keep : beside those of the packaged word lists; `keep` are
        words left out there and kept here
    word_lists : the version of the packaged word lists; None, the one that is installed
    """

    language: Literal["fr", "en"] = "fr"
    question: str = ""
    words_of_segment: int | None = Field(default=None, ge=5)
    least_letters: int = Field(default=3, ge=1)
    least_answers: int = Field(default=4, ge=1)
    least_share: float = Field(default=0.003, ge=0, lt=1)
    least_forms: int = Field(default=3, ge=1)
    lemmas: dict[str, str] = {}
    expressions: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    word_lists: str | None = None


class Stability(Model):
    """How a classification is tried again on part of the answers, drawn without replacement."""

    fraction: float = Field(default=0.8, gt=0, lt=1)
    replicates: int = Field(default=20, ge=2)


class Naming(Model):
    """What a class needs to have a name: this share of the respondents classified, and so many."""

    least_share: float = Field(default=0.05, ge=0, lt=1)
    least_respondents: int = Field(default=30, ge=1)


class ProjectionSettings(Model):
    """When a new answer is put in a class.

    folds, repeats : parts of the first wave projected by codebooks of the others, and how many
        times it is parted
    least_agreement : an answer is classified where held-out answers as certain as it are in
        their own class at least so often
    least_posterior : and never below this
    """

    folds: int = Field(default=10, ge=2)
    repeats: int = Field(default=5, ge=1)
    least_agreement: float = Field(default=0.7, gt=0, lt=1)
    least_posterior: float = Field(default=0.5, ge=0, lt=1)


class Drift(Model):
    """When a typology no longer describes a wave.

    least_cosine : between a class and the class of the wave's own classification matched to it
    most_unclassified : by how much the share without a class may rise, in 0..1
    """

    least_cosine: float = Field(default=0.6, ge=-1, le=1)
    most_unclassified: float = Field(default=0.10, ge=0, le=1)


class Description(Model):
    """How much is said of each class.

    words : terms and pairs of terms shown, over- and under-used each
    pairs_in : units that a pair of neighbouring terms stands in at least
    verbatims : typical answers put before the reviewer, by the sum and by the mean score each
    plane_least_chi2, plane_least_answers : what a term has in some class, and in all, to stand on
        the plane
    ties_among : terms of a class whose co-occurrences are drawn
    by : variables of the respondents that the classes are compared on
    """

    words: int = Field(default=15, ge=1)
    pairs_in: int = Field(default=4, ge=1)
    verbatims: int = Field(default=5, ge=1)
    plane_least_chi2: float = Field(default=3.84, ge=0)
    plane_least_answers: int = Field(default=4, ge=1)
    ties_among: int = Field(default=20, ge=2)
    by: tuple[Name, ...] = ()


class Privacy(Model):
    """What leaves with a text.

    least_titles : answers that a function with what it is of stands in, to be left readable
    shown_with : the one variable of a respondent that may stand beside a verbatim
    least_cell : respondents of the profile who share its level, for the level to be shown
    """

    least_titles: int = Field(default=10, ge=1)
    shown_with: Name | None = None
    least_cell: int = Field(default=10, ge=1)


class Typology(Model):
    """One typology of the answers to one or more open questions.

    version : a revised typology takes another
    questions : study variables that hold the answers; several answers of a respondent are one text
    profiles : how many classes are described and published
    unit_forms : for long answers, forms that a unit of segments has at least; 0, none are joined
    learn_from : the wave the classes are made of; later waves are projected
    """

    label: Text
    version: str = "1"
    questions: tuple[Name, ...] = Field(min_length=1)
    learn_from: WaveName
    profiles: int = Field(ge=2)
    unit_forms: int = Field(default=0, ge=0)
    confidence: float = Field(default=0.95, gt=0.5, lt=1)
    preparation: Preparation = Preparation()
    classification: Classification = Classification()
    stability: Stability = Stability()
    naming: Naming = Naming()
    projection: ProjectionSettings = ProjectionSettings()
    drift: Drift = Drift()
    description: Description = Description()
    privacy: Privacy = Privacy()

    @model_validator(mode="after")
    def _fits(self) -> Typology:
        if self.profiles > self.classification.k:
            raise ValueError("at least as many classes in classification.k as profiles")
        if self.unit_forms and self.preparation.words_of_segment is None:
            raise ValueError("unit_forms with words_of_segment: whole answers are not joined")
        return self


class ProfileName(Model):
    """How a reviewer calls a class, and the sentence that defines it."""

    label: Text
    definition: Text


class ProfileNames(Model):
    """A reviewed file: the names of the classes of one codebook, by number.

    codebook : its digest; the classes of another codebook are others
    """

    codebook: str = Field(pattern=r"^[0-9a-f]{64}$")
    reviewer: str = Field(min_length=1)
    names: dict[int, ProfileName]


class Typologies(Model):
    """typologies.yaml: typologies by their name."""

    typologies: dict[Name, Typology] = {}
