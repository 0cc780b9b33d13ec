"""The smallest part of the configuration that one banner book needs, and what it asks for."""

from __future__ import annotations

from phare.config.base import Model, Text
from phare.config.books import (
    BookSpec,
    LetterRules,
    banner_of,
    book_indicators,
    book_waves,
)
from phare.config.items import Notes, TableSpec
from phare.config.publishing import PublishSlice, comparisons_of
from phare.config.slices import (
    AskedLetters,
    EstimateSlice,
    estimate_slice,
)
from phare.config.study import Study
from phare.config.words import (
    DomainWords,
    IndicatorWords,
    WaveWords,
    domain_words,
    indicator_words,
    wave_words,
)


class BookSlice(Model):
    """Everything one book needs of the configuration.

    banner: wave -> its domains. variables: variable -> its label, in the order of the sheets.
    """

    name: str
    title: Text
    notes: Notes = ()
    letters: LetterRules
    study: Text
    organisation: Text
    notice: Text
    confidence: float
    scheme: str
    scheme_label: Text
    waves: dict[str, WaveWords]
    banner: dict[str, tuple[str, ...]]
    domains: dict[str, DomainWords]
    indicators: dict[str, IndicatorWords]
    variables: dict[str, Text]

    def sheet(self, variable: str) -> PublishSlice:
        """Return what the sheet of one variable needs, as a table does."""
        shown = {name: one for name, one in self.indicators.items() if one.variable == variable}
        return self.selection(shown, variable)

    @property
    def whole(self) -> PublishSlice:
        """What its estimates are selected by."""
        return self.selection(self.indicators)

    def selection(
        self, indicators: dict[str, IndicatorWords], variable: str | None = None
    ) -> PublishSlice:
        having = [wave for one in indicators.values() for wave in one.waves]
        return PublishSlice(
            kind="table",
            name=self.name,
            table=TableSpec(indicators=tuple(indicators), notes=self.notes),
            study=self.study,
            organisation=self.organisation,
            notice=self.notice,
            confidence=self.confidence,
            reference_scheme=self.scheme,
            waves={
                wave: words.model_copy(
                    update={
                        "questions": {
                            asked: question
                            for asked, question in words.questions.items()
                            if variable in (None, asked)
                        }
                    }
                )
                for wave, words in self.waves.items()
                if wave in having
            },
            indicators=indicators,
            domains=self.domains,
            schemes={self.scheme: self.scheme_label},
        )


def books(study: Study) -> list[str]:
    """Return the books, `each: wave` written out as `<book>.<wave>`."""
    named = []
    for name, spec in study.books.books.items():
        waves = book_waves(study, spec)
        named += [f"{name}.{wave}" for wave in waves] if spec.each else [name]
    return named


def waves_of(study: Study, name: str) -> tuple[str, ...]:
    """Return the waves that a book shows."""
    spec, only = _spec(study, name)
    return (only,) if only else book_waves(study, spec)


def book_title(study: Study, name: str) -> Text:
    """Return the title of a book, with its wave where there is one book per wave."""
    spec, only = _spec(study, name)
    if not only:
        return spec.title
    of = study.cards[only].title
    return Text(fr=f"{spec.title.fr} – {of.fr}", en=f"{spec.title.en} – {of.en}")


def book_slice(study: Study, name: str) -> BookSlice:
    """Return what one book needs of the configuration, and nothing more.

    Raises
    ------
    KeyError
        When the study declares no such book.
    """
    spec, _ = _spec(study, name)
    waves, settings = waves_of(study, name), study.settings
    used = {
        one: study.indicators.indicators[one] for one in book_indicators(study, spec, waves)
    }  # fmt: skip
    banner = {wave: banner_of(study, spec, wave) for wave in waves}
    split = dict.fromkeys(domain for wave in waves for domain in banner[wave])
    scheme = settings.reference_scheme
    return BookSlice(
        name=name,
        title=book_title(study, name),
        notes=spec.notes,
        letters=study.books.letters,
        study=settings.title,
        organisation=settings.organisation,
        notice=settings.reconstructed_notice,
        confidence=settings.estimation.confidence,
        scheme=scheme,
        scheme_label=study.schemes.schemes[scheme].label,
        waves={wave: wave_words(study, study.cards[wave], used.values()) for wave in waves},
        banner=banner,
        domains={one: domain_words(study, one) for one in split},
        indicators={one: indicator_words(study, one, waves) for one in used},
        variables={
            one.variable: study.variables.variables[one.variable].label for one in used.values()
        },
    )


def book_shown(study: Study, name: str) -> dict[str, Model]:
    """Return what made the estimates and letters that one book shows, by 'wave/scheme'."""
    spec, _ = _spec(study, name)
    waves, scheme = waves_of(study, name), study.settings.reference_scheme
    shown = book_indicators(study, spec, waves)
    slices = (
        estimate_slice(study, wave, scheme, shown, banner_of(study, spec, wave))
        for wave in waves
        if scheme in study.schemes_of(wave)
    )
    return {f"{one.wave}/{one.scheme}": with_letters(study, one) for one in slices}


def book_compared(study: Study, name: str) -> dict[str, Model]:
    """Return what made the comparisons of waves that one book shows: of several, or none."""
    spec, _ = _spec(study, name)
    waves = waves_of(study, name)
    return comparisons_of(study, book_indicators(study, spec, waves)) if len(waves) > 1 else {}


def with_letters(study: Study, card: EstimateSlice) -> EstimateSlice:
    """Return the slice with the letters that books ask of its wave, scheme and domains."""
    if card.scheme != study.settings.reference_scheme:
        return card
    asked = {
        domain
        for spec in study.books.books.values()
        if card.wave in book_waves(study, spec)
        for domain in banner_of(study, spec, card.wave)
    }
    domains = tuple(domain for domain in card.domains if domain in asked)
    if not domains:
        return card
    letters = AskedLetters(domains=domains, rules=study.books.letters)
    return card.model_copy(update={"letters": letters})


def _spec(study: Study, name: str) -> tuple[BookSpec, str]:
    stem, _, wave = name.partition(".")
    return study.books.books[stem], wave
