"""The smallest part of the configuration that each stage needs for one job.

A slice is all a step knows of the configuration; its digest is a param of its rule, so that
an edit re-runs what the edit touches and nothing else.
"""

from __future__ import annotations

from collections.abc import Container
from typing import TypeVar

from phare.config.base import Model, Text
from phare.config.card import Edit, Mapping, SurveyDesign
from phare.config.indicators import Base, Domain, Indicator
from phare.config.reader import Reader
from phare.config.schemes import CalibrateStep, Step
from phare.config.study import Estimation, Study
from phare.config.variables import Categories, Variables

MarginRows = tuple[tuple[str, str, float], ...]
"""(margin, category, total), in the order of the file."""

_UNSAID = Text(fr="", en="")
Labelled = TypeVar("Labelled", Indicator, Base, Domain)


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
    crosswalk: dict[str, Mapping]
    edits: tuple[Edit, ...]
    design: SurveyDesign
    variables: Variables
    territories: tuple[tuple[str, str, str, str], ...] = ()
    stratum_counts: dict[str, float] = {}


class WeightSlice(Model):
    """What one scheme of one wave needs."""

    wave: str
    scheme: str
    steps: tuple[Step, ...]
    variables: Variables
    margins: MarginRows = ()
    margins_file: str = ""
    population: float | None = None


class EstimateSlice(Model):
    """What the estimates of one scheme of one wave need."""

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


class CompareSlice(Model):
    """What comparing waves, actors and schemes needs."""

    reference_scheme: str
    indicators: dict[str, Indicator]
    populations: dict[str, str]
    confidence: float


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
        crosswalk=card.crosswalk,
        edits=card.edits,
        design=card.design,
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
    variables = {part for margin in used for part in margin.split("*")}
    for step in steps:
        if step.nonresponse is not None:
            variables |= {step.nonresponse.classes, step.nonresponse.responded}
    rows = tuple(row for row in _margin_rows(study, wave) if row[0] in used)
    return WeightSlice(
        wave=wave,
        scheme=scheme,
        steps=steps,
        variables=_only(study.variables_of(wave), variables),
        margins=rows,
        margins_file=f"config/margins/{study.cards[wave].margins_name}.csv",
        population=population_total(study, wave),
    )


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
    variables |= {part for margin in _margins_used(steps) for part in margin.split("*")}
    return EstimateSlice(
        wave=wave,
        scheme=scheme,
        design=study.cards[wave].design,
        steps=steps,
        indicators=_unlabelled(asked),
        bases=_unlabelled(bases),
        domains=_unlabelled(split),
        variables=_only(study.variables_of(wave), variables),
        population=population_total(study, wave),
        estimation=study.settings.estimation,
    )


def _among(entries: dict[str, Labelled], names: Container[str] | None) -> dict[str, Labelled]:
    return {name: one for name, one in entries.items() if names is None or name in names}


def compare_slice(study: Study) -> CompareSlice:
    comparable = {name: one for name, one in study.indicators.indicators.items() if one.comparable}
    return CompareSlice(
        reference_scheme=study.settings.reference_scheme,
        indicators=_unlabelled(comparable),
        populations={wave: card.population for wave, card in study.cards.items()},
        confidence=study.settings.estimation.confidence,
    )


def population_total(study: Study, wave: str) -> float | None:
    """Return how many units the wave's population has: the sum of the first margin of its file."""
    rows = _margin_rows(study, wave)
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
    used: set[str] = set()
    for step in steps:
        settings = step.settings
        if isinstance(settings, CalibrateStep):
            used |= set(settings.margins)
        elif step.base is not None and step.base.margin is not None:
            used.add(step.base.margin)
    return used


def _only(variables: Variables, names: set[str]) -> Variables:
    """Return these variables without their labels: a reworded label re-runs no estimate."""
    kept = {
        name: about.model_copy(
            update={
                "label": _UNSAID,
                "categories": _unsaid(about.categories),
                "items": _unsaid(about.items),
            }
        )
        for name, about in variables.variables.items()
        if name in names
    }
    used = {
        entry
        for one in kept.values()
        for entry in (one.categories, one.items)
        if isinstance(entry, str)
    }
    lists = {name: _unsaid(entries) for name, entries in variables.lists.items() if name in used}
    return Variables(lists=lists, variables=kept)


def _unsaid(entries: Categories | str | None) -> Categories | str | None:
    if entries is None or isinstance(entries, str):
        return entries
    return {
        name: category.model_copy(update={"fr": "", "en": "", "heading": None})
        for name, category in entries.items()
    }


def _unlabelled(entries: dict[str, Labelled]) -> dict[str, Labelled]:
    return {name: one.model_copy(update={"label": _UNSAID}) for name, one in entries.items()}
