"""The study as a whole: its settings and everything config/ holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pandas as pd
from pydantic import Field

from phare.config.base import Model, Name, Text
from phare.config.books import Books
from phare.config.card import Card
from phare.config.decks import Decks
from phare.config.indicators import Domain, Domains, Indicator, Indicators
from phare.config.outputs import Documents, Figures, Notes, Tables
from phare.config.schemes import Schemes, Step
from phare.config.typologies import ProfileNames, Typologies
from phare.config.variables import Variables


class About(Model):
    """How a population is called."""

    label: Text
    base: Text
    unit: Text


class Quality(Model):
    """When an estimate may be shown (docs/methods/quality.md).

    Widths and standard errors are of intervals in 0..1 or relative to the estimate.
    """

    disclosure_n: int = Field(default=5, ge=0)
    proportion_n: float = Field(default=30, ge=0)
    proportion_narrow: float = Field(default=0.05, ge=0)
    proportion_wide: float = Field(default=0.30, gt=0)
    proportion_relative: float = Field(default=1.30, gt=0)
    count_n: float = Field(default=10, ge=0)
    count_relative: float = Field(default=1.60, gt=0)
    mean_n: float = Field(default=30, ge=0)
    mean_relative: float = Field(default=0.30, gt=0)
    min_df: float = Field(default=8, ge=0)


class Estimation(Model):
    """What every interval and flag of the study uses.

    interval: of shares (docs/methods/intervals.md). residuals: of the calibration, in
    linearised errors; leverage for small samples (docs/methods/variance.md). lonely_psu:
    where the card of a wave does not say.
    """

    confidence: float = Field(default=0.95, gt=0.5, lt=1)
    interval: Literal[
        "mean", "logit", "likelihood", "asin", "beta", "xlogit", "wilson", "kott-liu"
    ] = "logit"
    residuals: Literal["plain", "leverage"] = "plain"
    quality: Quality = Quality()
    lonely_psu: Literal["fail", "adjust", "certainty", "average", "collapse"] = "fail"


class StudySettings(Model):
    """config/study.yaml."""

    study: Name
    title: Text
    organisation: Text
    year: int = Field(ge=1900, le=9999)
    seed: int
    raw: str = "raw"
    reference_scheme: Name = "reference"
    populations: dict[Name, About]
    estimation: Estimation = Estimation()
    reconstructed_notice: Text
    headlines: tuple[Name, ...] = ()


@dataclass(frozen=True)
class Study:
    """Everything configuration says, read and cross-checked. Built by `load_study`."""

    root: Path
    settings: StudySettings
    variables: Variables
    indicators: Indicators
    domains: Domains
    schemes: Schemes
    tables: Tables
    figures: Figures
    books: Books
    cards: dict[str, Card]
    margins: dict[str, pd.DataFrame] = field(repr=False)
    territories: pd.DataFrame = field(repr=False)
    published: pd.DataFrame = field(repr=False)
    documents: Documents = field(default_factory=Documents)
    notes: Notes = field(default_factory=Notes)
    decks: Decks = field(default_factory=Decks)
    typologies: Typologies = field(default_factory=Typologies)
    profile_names: dict[str, ProfileNames] = field(default_factory=dict)
    reviews: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)

    @property
    def waves(self) -> list[str]:
        return list(self.cards)

    @property
    def raw_folder(self) -> Path:
        return (self.root / self.settings.raw).resolve()

    def raw_file(self, wave: str) -> Path:
        """The delivered file of a wave."""
        return self.raw_folder / self.cards[wave].file

    def is_number(self, variable: str) -> bool:
        """Return whether the study has this variable, and it is a number."""
        about = self.variables.variables.get(variable)
        return about is not None and about.type == "number"

    def schemes_of(self, wave: str) -> dict[str, tuple[Step, ...]]:
        """Return the schemes that apply to a wave, with their steps, in declared order."""
        population = self.cards[wave].population
        found = {
            name: scheme.steps_for(wave, population)
            for name, scheme in self.schemes.schemes.items()
        }
        return {name: steps for name, steps in found.items() if steps is not None}

    def indicators_of(self, wave: str) -> dict[str, Indicator]:
        """Return the indicators whose variables the wave has, in declared order."""
        card = self.cards[wave]
        return {
            name: indicator
            for name, indicator in self.indicators.indicators.items()
            if indicator.variable in card.crosswalk
            and (indicator.denominator is None or indicator.denominator in card.crosswalk)
            and (not indicator.populations or card.population in indicator.populations)
            and self._base_known(indicator.base, card)
        }

    def _base_known(self, base: str, card: Card) -> bool:
        about = self.indicators.bases.get(base)
        return about is None or all(variable in card.crosswalk for variable in about.filter)

    def domains_of(self, wave: str) -> dict[str, Domain]:
        """Return the domains whose variable the wave has, in declared order."""
        card = self.cards[wave]
        return {
            name: domain
            for name, domain in self.domains.domains.items()
            if domain.variable in card.crosswalk
            and (not domain.populations or card.population in domain.populations)
        }

    def profiled_waves(self, typology: str) -> list[str]:
        """Return the wave a typology is learnt from, then the later ones it is followed in.

        Those of the same population, in order of time, that have all of its questions.
        """
        about = self.typologies.typologies[typology]
        first = self.cards.get(about.learn_from)
        later = sorted(
            wave
            for wave, card in self.cards.items()
            if first is not None
            and card.population == first.population
            and wave > about.learn_from
            and set(about.questions) <= card.crosswalk.keys()
        )
        return [about.learn_from, *later]

    def variables_of(self, wave: str) -> Variables:
        """Return the study variables that the wave has, with the lists they use."""
        kept = {
            name: about
            for name, about in self.variables.variables.items()
            if name in self.cards[wave].crosswalk
        }
        used = {
            entry
            for about in kept.values()
            for entry in (about.categories, about.items)
            if isinstance(entry, str)
        }
        lists = {name: one for name, one in self.variables.lists.items() if name in used}
        return Variables(lists=lists, variables=kept)
