"""The smallest part of the configuration that each stage needs for one job.

A slice is all a step knows of the configuration; its digest is a param of its rule, so that
an edit re-runs what the edit touches and nothing else.
"""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from phare.config.adopted import SeveralAnswers
from phare.config.base import Model
from phare.config.books import LetterRules
from phare.config.card import Edit, Mapping
from phare.config.indicators import Base, Domain, Indicator
from phare.config.reader import Reader
from phare.config.schemes import Replication, Step
from phare.config.study import Estimation, Study
from phare.config.survey_design import Lonely, SurveyDesign
from phare.config.unlabelled import Labelled, only, unlabelled
from phare.config.variables import Variables

MarginRows = tuple[tuple[str, str, float], ...]
"""(margin, category, total), in the order of the file."""


class IngestSlice(Model):
    """What reading a delivered file needs."""

    wave: str
    file: str
    sha256: str
    rows: int
    respondent_id: str
    reader: Reader


class CleanSlice(Model):
    """What turning a delivered file into responses needs."""

    wave: str
    respondent_id: str
    several: dict[str, SeveralAnswers] = {}
    crosswalk: dict[str, Mapping]
    edits: tuple[Edit, ...]
    design: SurveyDesign
    variables: Variables
    territories: tuple[tuple[str, str, str, str], ...] = ()
    stratum_counts: dict[str, float] = {}


class WeightSlice(Model):
    """What one scheme of one wave needs.

    With a replication, how the respondents were drawn and the seed too.
    """

    wave: str
    scheme: str
    steps: tuple[Step, ...]
    variables: Variables
    margins: MarginRows = ()
    margins_file: str = ""
    population: float | None = None
    replication: Replication | None = None
    seed: int | None = None
    design: SurveyDesign = SurveyDesign()
    lonely: Lonely = Lonely(rule="fail")


class AskedLetters(Model):
    """The domains whose levels are tested against each other, and how."""

    domains: tuple[str, ...]
    rules: LetterRules


class EstimateSlice(Model):
    """What the estimates of one scheme of one wave need.

    replicated : whether standard errors come from replicates
    letters : what books ask for; nothing where there is none
    """

    wave: str
    scheme: str
    design: SurveyDesign
    steps: tuple[Step, ...]
    indicators: dict[str, Indicator]
    bases: dict[str, Base]
    domains: dict[str, Domain]
    variables: Variables
    population: float | None = None
    estimation: Estimation
    replicated: bool = False
    letters: AskedLetters | None = None

    @property
    def lonely(self) -> Lonely:
        """What a stratum with a single PSU adds: the wave's word, or else the study's."""
        return self.design.lonely_psu or Lonely(rule=self.estimation.lonely_psu)


class CompareSlice(Model):
    """What comparing waves, actors and schemes needs, and with what was published before.

    `published` : rows of PUBLISHED
    """

    reference_scheme: str
    indicators: dict[str, Indicator]
    populations: dict[str, str]
    confidence: float
    published: tuple[dict[str, Any], ...] = ()


def ingest_slice(study: Study, wave: str) -> IngestSlice:
    card = study.cards[wave]
    return IngestSlice(
        wave=wave,
        file=card.file,
        sha256=card.sha256,
        rows=card.rows,
        respondent_id=card.respondent_id,
        reader=card.reader,
    )


def clean_slice(study: Study, wave: str) -> CleanSlice:
    card = study.cards[wave]
    passages = {(m.territory, name) for name, m in card.crosswalk.items() if m.territory}
    territories = tuple(
        (row.from_level, row.from_category, row.to_level, row.to_category)
        for row in study.territories.itertuples()
        if (row.from_level, row.to_level) in passages
    )
    counts = card.design.stratum_population
    rows = _margin_rows(study, wave) if counts and counts.margin else ()
    return CleanSlice(
        wave=wave,
        respondent_id=card.respondent_id,
        several=card.several,
        crosswalk={name: mapping.reading for name, mapping in card.crosswalk.items()},
        edits=card.edits,
        design=card.design.drawn,
        variables=study.variables_of(wave),
        territories=territories,
        stratum_counts={
            category: total
            for margin, category, total in rows
            if counts and margin == counts.margin
        },
    )


def weight_slice(study: Study, wave: str, scheme: str) -> WeightSlice:
    steps = study.schemes_of(wave)[scheme]
    used = _margins_used(steps)
    variables = {name for step in steps for name in step.variables}
    rows = tuple(row for row in _margin_rows(study, wave) if row[0] in used)
    return WeightSlice(
        wave=wave,
        scheme=scheme,
        steps=steps,
        variables=only(study.variables_of(wave), variables),
        margins=rows,
        margins_file=f"config/margins/{study.cards[wave].margins_name}.csv",
        population=population_total(study, wave),
        **_replication(study, wave, scheme),
    )


def _replication(study: Study, wave: str, scheme: str) -> dict[str, Any]:
    """Return what replicates need; nothing without them, so that nothing moves the others."""
    replication = study.schemes.schemes[scheme].variance
    if replication is None:
        return {}
    design, told = study.cards[wave].design, study.settings
    return {
        "replication": replication,
        "seed": told.seed,
        "design": design.drawn,
        "lonely": design.lonely_psu or Lonely(rule=told.estimation.lonely_psu),
    }


def estimate_slice(
    study: Study,
    wave: str,
    scheme: str,
    indicators: Container[str] | None = None,
    domains: Container[str] | None = None,
) -> EstimateSlice:
    """Return what the estimates of one scheme of one wave need.

    With `indicators` and `domains`, only of these: what is estimated of one indicator in one
    domain does not depend on the others.
    """
    asked = _among(study.indicators_of(wave), indicators)
    split = _among(study.domains_of(wave), domains)
    bases = {
        name: base
        for name, base in study.indicators.bases.items()
        if name in {one.base for one in asked.values()}
    }
    steps = study.schemes_of(wave)[scheme]
    variables = {one.variable for one in asked.values()}
    variables |= {one.denominator for one in asked.values() if one.denominator}
    variables |= {one.variable for one in split.values()}
    variables |= {name for base in bases.values() for name in base.filter}
    variables |= {name for step in steps for name in step.variables}
    return EstimateSlice(
        wave=wave,
        scheme=scheme,
        design=study.cards[wave].design,
        steps=steps,
        indicators=unlabelled(asked),
        bases=unlabelled(bases),
        domains=unlabelled(split),
        variables=only(study.variables_of(wave), variables),
        population=population_total(study, wave),
        estimation=study.settings.estimation,
        **({"replicated": True} if study.schemes.schemes[scheme].variance else {}),
    )


def _among(entries: dict[str, Labelled], names: Container[str] | None) -> dict[str, Labelled]:
    return {name: one for name, one in entries.items() if names is None or name in names}


def compare_slice(study: Study, indicators: Container[str] | None = None) -> CompareSlice:
    """Return what comparing waves, actors and schemes needs.

    With `indicators`, only of these, and without the published figures.
    """
    asked = _among(study.indicators.indicators, indicators)
    comparable = {name: one for name, one in asked.items() if one.comparable}
    return CompareSlice(
        reference_scheme=study.settings.reference_scheme,
        indicators=unlabelled(comparable),
        populations={wave: card.population for wave, card in study.cards.items()},
        confidence=study.settings.estimation.confidence,
        **({"published": published_rows(study)} if indicators is None else {}),
    )


def published_rows(study: Study, wave: str | None = None) -> tuple[dict[str, Any], ...]:
    """Return the rows of PUBLISHED, those of one wave alone where it is named."""
    rows = study.published.astype("object").where(study.published.notna(), None)
    found = rows if wave is None else rows[rows["wave"] == wave]
    return tuple({str(key): one for key, one in row.items()} for row in found.to_dict("records"))


def population_total(study: Study, wave: str) -> float | None:
    """Return how many units the wave's population has: the sum of its file's first margin.

    The total of a number is none.
    """
    rows = [row for row in _margin_rows(study, wave) if not study.is_number(row[0])]
    if not rows:
        return None
    return sum(total for margin, _, total in rows if margin == rows[0][0])


def _margin_rows(study: Study, wave: str) -> MarginRows:
    margins = study.margins.get(study.cards[wave].margins_name)
    if margins is None:
        return ()
    return tuple(
        (str(row.margin), str(row.category), float(row.total)) for row in margins.itertuples()
    )


def _margins_used(steps: tuple[Step, ...]) -> set[str]:
    return {margin for step in steps for margin in step.margins}
