"""The smallest part of the configuration that one table or figure needs.

A slice carries words, not settings: titles, labels, questions, bases, who asked and when.
Its digest is a param of its rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from phare.config.base import Model, Text
from phare.config.card import Card, Fieldwork, Question
from phare.config.indicators import Indicator, Statistic, Unit, quantile_name
from phare.config.items import EVERY, FigureSpec, Item, Map, TableSpec
from phare.config.slices import EstimateSlice, estimate_slice
from phare.config.study import Study
from phare.config.territories import departments
from phare.config.variables import Categories

Kind = Literal["table", "figure"]

LANGUAGES = ("fr", "en")
ENDINGS: dict[Kind, tuple[str, ...]] = {
    "table": ("html", "xlsx", "docx", "tex", "pdf", "csv"),
    "figure": ("svg", "png", "vl.json"),
}


class WaveWords(Model):
    """How a wave is told to readers."""

    title: Text
    population: str
    population_label: Text
    base: Text
    universe: Text
    fieldwork: Fieldwork
    reconstructed: bool
    questions: dict[str, Question] = {}


class IndicatorWords(Model):
    """How an indicator is told.

    `categories` are those that its estimates have, none where there is only the total;
    `unknown`, items that the study has and nobody knows. `waves`: those of the item that
    have the indicator.
    """

    label: Text
    statistic: Statistic
    unit: Unit
    digits: int
    variable: str
    base: Text | None = None
    categories: dict[str, Text] = {}
    unknown: tuple[Text, ...] = ()
    waves: tuple[str, ...] = ()


class DomainWords(Model):
    """How a domain and its levels are told."""

    label: Text
    levels: dict[str, Text]


class PublishSlice(Model):
    """Everything one table or figure needs of the configuration.

    `territories`: the departments of each level of a map, in no other item.
    """

    kind: Kind
    name: str
    table: TableSpec | None = None
    figure: FigureSpec | None = None
    study: Text
    organisation: Text
    notice: Text
    confidence: float
    reference_scheme: str
    waves: dict[str, WaveWords]
    indicators: dict[str, IndicatorWords]
    domains: dict[str, DomainWords]
    schemes: dict[str, Text]
    territories: dict[str, tuple[str, ...]] = {}

    @property
    def item(self) -> Item:
        found = self.table or self.figure
        assert found is not None
        return found

    @property
    def reconstructed(self) -> bool:
        """Whether any wave shown was not really asked."""
        return any(wave.reconstructed for wave in self.waves.values())


def items(study: Study, kind: Kind) -> list[str]:
    """Return the items of a kind, `each: wave` written out as `<item>.<wave>`."""
    named = []
    for name, spec in _specs(study, kind).items():
        named += [f"{name}.{wave}" for wave in _waves(study, spec)] if spec.each else [name]
    return named


def item_files(kind: Kind, name: str) -> tuple[str, ...]:
    """Return the names of the files that an item is published as, in no folder."""
    shown = [f"{name}.{language}.{end}" for language in LANGUAGES for end in ENDINGS[kind]]
    return (f"{name}.csv", *shown)


def waves_needed(study: Study, kind: Kind, name: str) -> tuple[str, ...]:
    """Return the waves whose estimates an item shows: populations as the study has them, years."""
    spec, only = _spec(study, kind, name)
    return (only,) if only else _waves(study, spec)


def schemes_needed(study: Study, kind: Kind, name: str) -> tuple[str, ...]:
    """Return the schemes whose estimates an item shows, in declared order.

    A scheme may be absent from one of the item's waves; `Study.schemes_of` tells.
    """
    spec, _ = _spec(study, kind, name)
    if not spec.used_schemes:
        return (study.settings.reference_scheme,)
    had = {one for wave in waves_needed(study, kind, name) for one in study.schemes_of(wave)}
    wanted = had if EVERY in spec.used_schemes else had & set(spec.used_schemes)
    return tuple(one for one in study.schemes.schemes if one in wanted)


def publish_slice(study: Study, kind: Kind, name: str) -> PublishSlice:
    """Return what one item needs of the configuration, and nothing more.

    Raises
    ------
    KeyError
        When the study declares no such item.
    """
    spec, _ = _spec(study, kind, name)
    waves = waves_needed(study, kind, name)
    settings = study.settings
    used = {one: study.indicators.indicators[one] for one in _indicators(study, spec, waves)}
    return PublishSlice(
        kind=kind,
        name=name,
        table=spec.model_copy(update={"waves": waves}) if isinstance(spec, TableSpec) else None,
        figure=None if isinstance(spec, TableSpec) else spec.model_copy(update={"waves": waves}),
        study=settings.title,
        organisation=settings.organisation,
        notice=settings.reconstructed_notice,
        confidence=settings.estimation.confidence,
        reference_scheme=settings.reference_scheme,
        waves={wave: _wave_words(study, study.cards[wave], used.values()) for wave in waves},
        indicators={one: _indicator_words(study, one, waves) for one in used},
        domains={one: _domain_words(study, one) for one in spec.used_domains},
        schemes={
            one: study.schemes.schemes[one].label for one in schemes_needed(study, kind, name)
        },
        **({"territories": _territories(study, spec)} if isinstance(spec, Map) else {}),
    )


def shown_slice(study: Study, kind: Kind, name: str, wave: str, scheme: str) -> EstimateSlice:
    """Return what made the estimates that one item shows of a wave under a scheme."""
    spec, _ = _spec(study, kind, name)
    shown = _indicators(study, spec, waves_needed(study, kind, name))
    return estimate_slice(study, wave, scheme, shown, spec.used_domains)


def _specs(study: Study, kind: Kind) -> dict[str, Item]:
    return dict(study.tables.tables if kind == "table" else study.figures.figures)


def _spec(study: Study, kind: Kind, name: str) -> tuple[Item, str]:
    stem, _, wave = name.partition(".")
    return _specs(study, kind)[stem], wave


def _waves(study: Study, spec: Item) -> tuple[str, ...]:
    named = {*spec.waves, *spec.panel_waves}
    everywhere = EVERY in spec.used_indicators
    shown = [
        wave
        for wave in study.cards
        if (
            wave in named
            if named
            else everywhere or set(spec.used_indicators) & set(study.indicators_of(wave))
        )
    ]
    order = list(study.settings.populations)
    return tuple(sorted(shown, key=lambda wave: (order.index(study.cards[wave].population), wave)))


def _indicators(study: Study, spec: Item, waves: tuple[str, ...]) -> list[str]:
    had = {one for wave in waves for one in study.indicators_of(wave)}
    if EVERY in spec.used_indicators:
        return [one for one in study.indicators.indicators if one in had]
    return [one for one in spec.used_indicators if one in had]


def _wave_words(study: Study, card: Card, used: Iterable[Indicator]) -> WaveWords:
    about = study.settings.populations[card.population]
    variables = dict.fromkeys(one.variable for one in used)
    asked = {one: card.crosswalk[one].question for one in variables if one in card.crosswalk}
    return WaveWords(
        title=card.title,
        population=card.population,
        population_label=about.label,
        base=card.base or about.base,
        universe=card.universe,
        fieldwork=card.fieldwork,
        reconstructed=card.reconstructed,
        questions={one: question for one, question in asked.items() if question is not None},
    )


def _indicator_words(study: Study, name: str, waves: tuple[str, ...]) -> IndicatorWords:
    one = study.indicators.indicators[name]
    base = study.indicators.bases.get(one.base)
    return IndicatorWords(
        label=one.label,
        statistic=one.statistic,
        unit=one.shown_unit,
        digits=one.digits,
        variable=one.variable,
        base=base.label if base else None,
        categories=_estimated_categories(study, one),
        unknown=tuple(
            Text(fr=about.fr, en=about.en)
            for about in study.variables.items(one.variable).values()
            if about.status == "unknown"
        ),
        waves=tuple(wave for wave in waves if name in study.indicators_of(wave)),
    )


def _estimated_categories(study: Study, one: Indicator) -> dict[str, Text]:
    """The categories its estimates have: items, or those of a distribution, or none."""
    by_items = study.variables.items(one.variable)
    if by_items:
        # One distribution per item would need two categories in one key; items it is.
        return _words(by_items, one.categories)
    if one.statistic == "quantile":
        return {quantile_name(share): _percentile(share) for share in one.probabilities}
    if one.statistic == "distribution":
        return _words(study.variables.categories(one.variable), ())
    return {}


def _percentile(share: float) -> Text:
    number = f"{100 * share:.10g}"
    return Text(fr=f"Centile {number.replace('.', ',')}", en=f"Percentile {number}")


def _words(entries: Categories, kept: tuple[str, ...]) -> dict[str, Text]:
    return {
        name: Text(fr=about.fr, en=about.en)
        for name, about in entries.items()
        if about.status == "known" and (not set(kept) & set(entries) or name in kept)
    }


def _territories(study: Study, spec: Map) -> dict[str, tuple[str, ...]]:
    """The departments of each level that a map draws."""
    variable = study.domains.domains[spec.domain].variable
    made = departments(study.territories, variable)
    return {level: made[level] for level in _domain_words(study, spec.domain).levels}


def _domain_words(study: Study, name: str) -> DomainWords:
    domain = study.domains.domains[name]
    return DomainWords(
        label=domain.label, levels=_words(study.variables.categories(domain.variable), ())
    )
