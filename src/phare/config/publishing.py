"""The smallest part of the configuration that one table, figure or document needs.

A slice carries words, not settings: titles, labels, questions, bases, who asked and when.
Its digest is a param of its rule.
"""

from __future__ import annotations

from collections.abc import Container, Mapping

from phare.config.base import Model, Text
from phare.config.figure_kinds import FigureSpec, Map
from phare.config.items import EVERY, DocumentSpec, Item, TableSpec
from phare.config.slices import compare_slice, estimate_slice
from phare.config.study import Study
from phare.config.territories import departments
from phare.config.words import (
    DomainWords,
    IndicatorWords,
    WaveWords,
    domain_words,
    indicator_words,
    wave_words,
)
from phare.kinds import Kind


class PublishSlice(Model):
    """Everything one table, figure or document needs of the configuration.

    `part` is what an item with `each` is of: a wave, or a population.
    `territories`: the departments of each level of a map, in no other item.
    """

    kind: Kind
    name: str
    table: TableSpec | None = None
    figure: FigureSpec | None = None
    document: DocumentSpec | None = None
    part: Text | None = None
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
        found = self.table or self.figure or self.document
        assert found is not None
        return found

    @property
    def reconstructed(self) -> bool:
        """Whether any wave shown was not really asked."""
        return any(wave.reconstructed for wave in self.waves.values())


def items(study: Study, kind: Kind) -> list[str]:
    """Return the items of a kind, `each` written out as `<item>.<wave>`, `<item>.<population>`."""
    return [
        f"{name}.{part}" if part else name
        for name, spec in _specs(study, kind).items()
        for part in _parts(study, spec)
    ]


def waves_needed(study: Study, kind: Kind, name: str) -> tuple[str, ...]:
    """Return the waves whose estimates an item shows: populations as the study has them, years."""
    spec, part = _spec(study, kind, name)
    return _parts(study, spec)[part]


def schemes_needed(study: Study, kind: Kind, name: str) -> tuple[str, ...]:
    """Return the schemes whose estimates an item shows, in declared order.

    A scheme may be absent from one of the item's waves; `Study.schemes_of` tells.
    """
    spec, part = _spec(study, kind, name)
    return _schemes(study, spec, _parts(study, spec)[part])


def _schemes(study: Study, spec: Item, waves: tuple[str, ...]) -> tuple[str, ...]:
    if not spec.used_schemes:
        return (study.settings.reference_scheme,)
    had = {one for wave in waves for one in study.schemes_of(wave)}
    wanted = had if EVERY in spec.used_schemes else had & set(spec.used_schemes)
    return tuple(one for one in study.schemes.schemes if one in wanted)


def publish_slice(study: Study, kind: Kind, name: str) -> PublishSlice:
    """Return what one item needs of the configuration, and nothing more.

    Raises
    ------
    KeyError
        When the study declares no such item.
    """
    spec, part = _spec(study, kind, name)
    return item_slice(study, kind, name, spec, part)


def item_slice(study: Study, kind: Kind, name: str, spec: Item, part: str = "") -> PublishSlice:
    """Return what an item needs that is declared as `spec`, in its own file or elsewhere."""
    waves = _parts(study, spec)[part]
    schemes = _schemes(study, spec, waves)
    settings = study.settings
    shown = spec.model_copy(update={"waves": waves})
    used = {one: study.indicators.indicators[one] for one in _indicators(study, spec, waves)}
    return PublishSlice(
        kind=kind,
        name=name,
        table=shown if isinstance(shown, TableSpec) else None,
        figure=shown if kind == "figure" else None,
        document=shown if isinstance(shown, DocumentSpec) else None,
        part=_part_told(study, spec, part),
        study=settings.title,
        organisation=settings.organisation,
        notice=settings.reconstructed_notice,
        confidence=settings.estimation.confidence,
        reference_scheme=settings.reference_scheme,
        waves={wave: wave_words(study, study.cards[wave], used.values()) for wave in waves},
        indicators={one: indicator_words(study, one, waves, kind == "document") for one in used},
        domains={one: domain_words(study, one) for one in spec.used_domains},
        schemes={one: study.schemes.schemes[one].label for one in schemes},
        **({"territories": _territories(study, spec)} if isinstance(spec, Map) else {}),
    )


def shown_slices(study: Study, kind: Kind, name: str) -> dict[str, Model]:
    """Return what made the estimates that one item shows, by 'wave/scheme'."""
    spec, part = _spec(study, kind, name)
    waves = _parts(study, spec)[part]
    shown = _indicators(study, spec, waves)
    return {
        f"{wave}/{scheme}": estimate_slice(study, wave, scheme, shown, spec.used_domains)
        for wave in waves
        for scheme in schemes_needed(study, kind, name)
        if scheme in study.schemes_of(wave)
    }


def compared_slices(study: Study, kind: Kind, name: str) -> dict[str, Model]:
    """Return what made the comparisons that one item shows, by 'wave/scheme', and of all."""
    spec, _ = _spec(study, kind, name)
    return comparisons_of(study, _indicators(study, spec, waves_needed(study, kind, name)))


def comparisons_of(study: Study, indicators: Container[str]) -> dict[str, Model]:
    """Return what made the comparisons of these indicators, by 'wave/scheme', and of all.

    The tests of an indicator are one family over all waves that have it, shown or not.
    """
    how = compare_slice(study, indicators)
    scheme = study.settings.reference_scheme
    made: dict[str, Model] = {
        f"{wave}/{scheme}": estimate_slice(study, wave, scheme, how.indicators, ())
        for wave in study.waves
        if how.indicators.keys() & study.indicators_of(wave).keys()
    }
    return {"all": how, **made}


def item_title(study: Study, kind: Kind, name: str) -> Text:
    """Return the title of an item and what it is of; by default that of its indicator."""
    spec, part = _spec(study, kind, name)
    first = study.indicators.indicators.get(next(iter(spec.used_indicators), ""))
    label = first.label if first else Text(fr=name, en=name)
    # A title that carries an estimate is told with its item, where the estimate is known.
    title = spec.title if spec.title and "{" not in spec.title.fr else label
    of = _part_told(study, spec, part)
    return Text(fr=f"{title.fr} – {of.fr}", en=f"{title.en} – {of.en}") if of else title


def _part_told(study: Study, spec: Item, part: str) -> Text | None:
    """Return what an item with `each` is of, in words."""
    if not part:
        return None
    return (
        study.cards[part].title if spec.each == "wave" else study.settings.populations[part].label
    )


def _specs(study: Study, kind: Kind) -> Mapping[str, Item]:
    declared: Mapping[str, Mapping[str, Item]] = {
        "table": study.tables.tables,
        "figure": study.figures.figures,
        "document": study.documents.documents,
    }
    return declared[kind]


def _spec(study: Study, kind: Kind, name: str) -> tuple[Item, str]:
    stem, _, part = name.partition(".")
    return _specs(study, kind)[stem], part


def _parts(study: Study, spec: Item) -> dict[str, tuple[str, ...]]:
    """Return the waves of each item that one block of configuration makes, by part."""
    waves = _waves(study, spec)
    if spec.each is None:
        return {"": waves}
    parts: dict[str, tuple[str, ...]] = {}
    for wave in waves:
        part = wave if spec.each == "wave" else study.cards[wave].population
        parts[part] = (*parts.get(part, ()), wave)
    return parts


def profiled_jobs(study: Study, kind: Kind, name: str) -> list[str]:
    """Return the 'typology/wave' whose profiles one item shows; nothing where it shows none."""
    typology = _spec(study, kind, name)[0].used_typology
    if typology is None:
        return []
    return [f"{typology}/{study.typologies.typologies[typology].learn_from}"]


def _waves(study: Study, spec: Item) -> tuple[str, ...]:
    if spec.used_typology:
        return (study.typologies.typologies[spec.used_typology].learn_from,)
    named = {*spec.waves, *spec.panel_waves}
    everywhere = EVERY in spec.used_indicators or not spec.used_indicators
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


def _territories(study: Study, spec: Map) -> dict[str, tuple[str, ...]]:
    """The departments of each level that a map draws."""
    variable = study.domains.domains[spec.domain].variable
    made = departments(study.territories, variable)
    return {level: made[level] for level in domain_words(study, spec.domain).levels}
