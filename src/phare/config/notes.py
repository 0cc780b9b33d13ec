"""The smallest part of the configuration that the methodological note of one wave needs."""

from __future__ import annotations

from typing import Any

from phare.config.base import Model, Text
from phare.config.card import Edit
from phare.config.indicators import Indicator
from phare.config.schemes import Replication, Step
from phare.config.slices import estimate_slice, population_total, published_rows
from phare.config.study import Quality, Study
from phare.config.words import (
    DomainWords,
    IndicatorWords,
    WaveWords,
    domain_words,
    indicator_words,
    wave_words,
)


class MarginWords(Model):
    """How a margin is told; `sources`: what each says, and its reference date."""

    label: Text
    categories: dict[str, Text]
    sources: tuple[tuple[Text, str], ...]


class NoteSlice(Model):
    """Everything the methodological note of one wave needs.

    unit, population : whom the wave is about and how many they are, where that is known
    steps : of the reference scheme, whose `variance` is how its errors are made
    schemes : all that the wave has, the reference first
    margins : those of the reference scheme
    variables : labels of the study variables that steps, strata and edits name
    strata, clusters : study variables of the design
    indicators, domains : of the figures published about the wave; domains: all it has
    """

    name: str
    wave: str
    title: Text
    notes: tuple[Text, ...]
    sources: tuple[Text, ...]
    study: Text
    organisation: Text
    notice: Text
    confidence: float
    reference_scheme: str
    about: WaveWords
    unit: Text
    population: float | None
    file: str
    sha256: str
    assumptions: tuple[Text, ...]
    edits: dict[str, Edit]
    steps: tuple[Step, ...]
    variance: Replication | None
    schemes: dict[str, Text]
    margins: dict[str, MarginWords]
    variables: dict[str, Text]
    strata: tuple[str, ...]
    clusters: tuple[str, ...]
    indicators: dict[str, IndicatorWords]
    domains: dict[str, DomainWords]
    quality: Quality

    @property
    def reconstructed(self) -> bool:
        """Whether the wave was not really asked."""
        return self.about.reconstructed


class CheckedSlice(Model):
    """What the published figures of a wave are held against: rows of PUBLISHED, the scheme."""

    published: tuple[dict[str, Any], ...]
    scheme: str


def note_names(study: Study) -> list[str]:
    """Return the notes of a study, `<note>.<wave>`."""
    return [
        f"{name}.{wave}"
        for name, spec in study.notes.notes.items()
        for wave in study.waves
        if not spec.waves or wave in spec.waves
    ]


def note_title(study: Study, name: str) -> Text:
    """Return the title of a note and its wave."""
    stem, _, wave = name.partition(".")
    title = study.notes.notes[stem].title or Text(
        fr="Note méthodologique", en="Methodological note"
    )
    of = study.cards[wave].title
    return Text(fr=f"{title.fr} – {of.fr}", en=f"{title.en} – {of.en}")


def note_slice(study: Study, name: str) -> NoteSlice:
    """Return what one note needs of the configuration, and nothing more."""
    stem, _, wave = name.partition(".")
    card, settings = study.cards[wave], study.settings
    steps = study.schemes_of(wave).get(settings.reference_scheme, ())
    checked = _checked_indicators(study, wave)
    strata = [card.design.strata, *(stage.strata for stage in card.design.stages)]
    clusters = [card.design.psu, *(stage.units for stage in card.design.stages)]
    named = [one for step in steps for one in step.variables]
    named += [one for one in (*strata, *clusters) if one]
    named += [one for edit in card.edits if (one := getattr(edit, "variable", None))]
    scheme = study.schemes.schemes.get(settings.reference_scheme)
    return NoteSlice(
        name=name,
        wave=wave,
        title=note_title(study, name),
        notes=study.notes.notes[stem].notes,
        sources=study.notes.notes[stem].sources,
        study=settings.title,
        organisation=settings.organisation,
        notice=settings.reconstructed_notice,
        confidence=settings.estimation.confidence,
        reference_scheme=settings.reference_scheme,
        about=wave_words(study, card, ()),
        unit=settings.populations[card.population].unit,
        population=population_total(study, wave),
        file=card.file,
        sha256=card.sha256,
        assumptions=card.assumptions,
        edits={edit.rule: edit for edit in card.edits},
        steps=steps,
        variance=scheme.variance if scheme else None,
        schemes=_schemes(study, wave),
        margins={one: _margin(study, wave, one) for step in steps for one in step.margins},
        variables={one: study.variables.variables[one].label for one in dict.fromkeys(named)},
        strata=tuple(one for one in strata if one),
        clusters=tuple(one for one in clusters if one),
        indicators={one: indicator_words(study, one, (wave,)) for one in checked},
        domains={one: domain_words(study, one) for one in study.domains_of(wave)},
        quality=settings.estimation.quality,
    )


def seen_slices(study: Study, name: str) -> dict[str, Model]:
    """Return what made what one note shows, by 'wave/scheme'.

    Of the reference scheme the figures that were published, of all of them sizes and weights.
    """
    wave = name.partition(".")[2]
    checked = _checked_indicators(study, wave)
    return {
        f"{wave}/{scheme}": estimate_slice(
            study, wave, scheme, checked if scheme == study.settings.reference_scheme else ()
        )
        for scheme in study.schemes_of(wave)
    }


def checked_slices(study: Study, name: str) -> dict[str, Model]:
    """Return what the published figures of one note are held against."""
    rows = published_rows(study, name.partition(".")[2])
    return {"all": CheckedSlice(published=rows, scheme=study.settings.reference_scheme)}


def _checked_indicators(study: Study, wave: str) -> dict[str, Indicator]:
    """Return the indicators of the figures that were published about a wave."""
    printed = {row["indicator"] for row in published_rows(study, wave)}
    return {name: one for name, one in study.indicators_of(wave).items() if name in printed}


def _schemes(study: Study, wave: str) -> dict[str, Text]:
    names = sorted(study.schemes_of(wave), key=lambda one: one != study.settings.reference_scheme)
    return {name: study.schemes.schemes[name].label for name in names}


def _margin(study: Study, wave: str, margin: str) -> MarginWords:
    """Return how a margin is told, `a*b` for two variables."""
    names = margin.split("*")
    rows = study.margins[study.cards[wave].margins_name]
    own = rows[rows["margin"] == margin]
    known = [study.variables.categories(one) for one in names]
    return MarginWords(
        label=_joined([study.variables.variables[one].label for one in names]),
        categories={
            str(category): _joined(
                [
                    Text(fr=words[part].fr, en=words[part].en)
                    for part, words in zip(str(category).split("*"), known, strict=True)
                ]
            )
            for category in own["category"]
            if all(known)  # the total of a number has none
        },
        sources=tuple(
            (_source(source), date)
            for source, date in dict.fromkeys(
                zip(own["source"], own["reference_date"].astype(str), strict=True)
            )
        ),
    )


def _source(text: str) -> Text:
    """Return a source of MARGINS: `en français | in English`, or one for both languages."""
    french, _, english = text.partition(" | ")
    return Text(fr=french, en=english or french)


def _joined(parts: list[Text]) -> Text:
    return Text(fr=" × ".join(one.fr for one in parts), en=" × ".join(one.en for one in parts))
