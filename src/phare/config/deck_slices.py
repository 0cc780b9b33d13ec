"""The smallest part of the configuration that one deck needs."""

from __future__ import annotations

from collections.abc import Iterable

from phare.config.base import Model, Text
from phare.config.decks import (
    Column,
    Columns,
    FigureSlide,
    Method,
    Numbers,
    SlideSpec,
)
from phare.config.items import Item, TableSpec
from phare.config.publishing import PublishSlice, item_slice
from phare.config.slices import estimate_slice
from phare.config.study import Study
from phare.config.words import domain_words


class SlideSlice(Model):
    """Everything one slide needs.

    `about` is the table or figure whose estimates it shows, `beside` the figure that stands
    beside them; `lists` are the labels of each column of words.
    """

    spec: SlideSpec
    about: PublishSlice | None = None
    beside: PublishSlice | None = None
    lists: tuple[tuple[Text, ...], ...] = ()

    @property
    def parts(self) -> tuple[PublishSlice, ...]:
        """Every item whose estimates the slide shows."""
        return tuple(one for one in (self.about, self.beside) if one is not None)


class DeckSlice(Model):
    """Everything one deck needs of the configuration, slide by slide."""

    name: str
    title: Text
    study: Text
    organisation: Text
    notice: Text
    reconstructed: bool
    slides: tuple[SlideSlice, ...]


def decks(study: Study) -> list[str]:
    """Return the decks of a study."""
    return list(study.decks.decks)


def deck_title(study: Study, name: str) -> Text:
    """Return the title of a deck."""
    return study.decks.decks[name].title


def deck_slice(study: Study, name: str) -> DeckSlice:
    """Return what one deck needs of the configuration, and nothing more.

    Raises
    ------
    KeyError
        When the study declares no such deck.
    """
    deck, settings = study.decks.decks[name], study.settings
    shown = [_slide(study, name, slide) for slide in deck.slides]
    parts = [part for slide in shown for part in slide.parts]
    slides = tuple(
        slide.model_copy(update={"about": _method(study, name, slide.spec, parts)})
        if isinstance(slide.spec, Method) and parts
        else slide
        for slide in shown
    )
    return DeckSlice(
        name=name,
        title=deck.title,
        study=settings.title,
        organisation=settings.organisation,
        notice=settings.reconstructed_notice,
        reconstructed=any(part.reconstructed for slide in slides for part in slide.parts),
        slides=slides,
    )


def deck_shown(study: Study, name: str) -> dict[str, Model]:
    """Return what made the estimates that one deck shows, by 'wave/scheme'."""
    indicators: dict[tuple[str, str], list[str]] = {}
    domains: dict[tuple[str, str], list[str]] = {}
    for part in (part for slide in deck_slice(study, name).slides for part in slide.parts):
        for wave in part.waves:
            for scheme in part.schemes:
                if scheme in study.schemes_of(wave):
                    indicators.setdefault((wave, scheme), []).extend(part.indicators)
                    domains.setdefault((wave, scheme), []).extend(part.domains)
    return {
        f"{wave}/{scheme}": estimate_slice(
            study, wave, scheme, indicators[wave, scheme], domains[wave, scheme]
        )
        for wave in study.waves
        for scheme in study.schemes_of(wave)
        if (wave, scheme) in indicators
    }


def _slide(study: Study, name: str, slide: SlideSpec) -> SlideSlice:
    if isinstance(slide, Columns):
        lists = tuple(_listed(study, column) for column in slide.columns)
        return SlideSlice(spec=slide, lists=lists)
    if isinstance(slide, FigureSlide):
        return SlideSlice(spec=slide, about=_figure(study, slide.figure, slide.title))
    if isinstance(slide, Numbers):
        about = item_slice(study, "table", name, slide.table)
        beside = _figure(study, slide.figure) if slide.figure else None
        return SlideSlice(spec=slide, about=about, beside=beside)
    return SlideSlice(spec=slide)


def _figure(study: Study, name: str, title: Text | None = None) -> PublishSlice:
    spec: Item = study.figures.figures[name]
    if title is not None:
        spec = spec.model_copy(update={"title": title})
    return item_slice(study, "figure", name, spec)


def _method(study: Study, name: str, slide: Method, parts: Iterable[PublishSlice]) -> PublishSlice:
    """Return the slide of method as a table of what the other slides show, for its n."""
    shown = list(parts)
    spec = TableSpec(
        title=slide.title,
        indicators=_once(one for part in shown for one in part.indicators),
        waves=slide.waves or _once(wave for part in shown for wave in part.waves),
        rows=("indicator", "category"),
        columns=("wave",),
        notes=slide.notes,
    )
    return item_slice(study, "table", name, spec)


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _listed(study: Study, column: Column) -> tuple[Text, ...]:
    if column.variable:
        known = study.variables.items(column.variable) or study.variables.categories(
            column.variable
        )
        return tuple(Text(fr=about.fr, en=about.en) for about in known.values())
    if column.domain:
        return tuple(domain_words(study, column.domain).levels.values())
    labels = []
    for wave in column.waves:
        label = study.settings.populations[study.cards[wave].population].label
        year = wave.rpartition("-")[2][:4]
        labels.append(Text(fr=f"{label.fr} ({year})", en=f"{label.en} ({year})"))
    return tuple(labels)
