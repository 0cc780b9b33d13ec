"""From estimates and configuration to a deck: a slide shows what its figure shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from phare import numbers
from phare.config.base import Text
from phare.config.deck_slices import DeckSlice, SlideSlice
from phare.config.decks import Columns, Cover, FigureSlide, Numbers
from phare.config.publishing import PublishSlice
from phare.config.words import IndicatorWords
from phare.contracts import TOTAL, refuse
from phare.kinds import LANGUAGES
from phare.publish import deck_charts, fieldwork, theme
from phare.publish.captions import Captions, captions
from phare.publish.deck import Big, Deck, Grid, Line, Picture, Piece, Slide, WordColumn
from phare.publish.estimates import Estimate, Key
from phare.publish.figure import Figure, build_figure
from phare.publish.telling import Telling
from phare.publish.wording import word

Found = Mapping[Key, Estimate]
Select = Callable[[PublishSlice], Found]


def build_deck(about: DeckSlice, language: str, select: Select) -> Deck:
    """Return one declared deck in one language.

    Parameters
    ----------
    about : the slice of that deck
    select : the estimates that an item of it may show, as `estimates.select` returns them

    Raises
    ------
    PhareError
        When a slide has nothing to show.
    """
    maker = _Maker(about, language, select)
    slides = tuple(
        maker.slide(slide, f"config/decks.yaml: {about.name}, slide {number}")
        for number, slide in enumerate(about.slides, start=1)
    )
    return Deck(
        name=about.name,
        language=language,
        title=maker.text(about.title),
        notice=maker.text(about.notice) if about.reconstructed else "",
        slides=slides,
    )


class _Maker:
    def __init__(self, about: DeckSlice, language: str, select: Select) -> None:
        self.about, self.language, self.select = about, language, select

    def text(self, text: Text | None) -> str:
        return self._set(text[self.language]) if text else ""

    def _set(self, text: str) -> str:
        return numbers.typeset(text, self.language)

    def slide(self, slide: SlideSlice, where: str) -> Slide:
        spec = slide.spec
        if isinstance(spec, Cover):
            return self._cover(spec)
        if isinstance(spec, Columns):
            return self._columns(spec, slide)
        if slide.about is None:
            raise refuse(where, "no estimate on the other slides", "one at least",
                         "show one or remove this slide")  # fmt: skip
        found = self.select(slide.about)
        if isinstance(spec, FigureSlide):
            made = self._figure(slide.about, found, spec.picture)
        elif isinstance(spec, Numbers):
            made = self._numbers(spec, slide.about, found, slide.beside)
        else:
            return self._method(slide.about, found)
        if not made.estimates:
            raise refuse(where, "no estimate", "one at least",
                         "name an indicator and a wave that have some")  # fmt: skip
        return replace(made, spoken=(*made.spoken, *_addresses(made.estimates, self.language)))

    def _cover(self, spec: Cover) -> Slide:
        notice = self.text(self.about.notice) if self.about.reconstructed else ""
        body = (Line(self.text(spec.subtitle)),) if spec.subtitle else ()
        return Slide("cover", self.text(spec.title), body, sources=(self._who(),), notice=notice)

    def _who(self) -> str:
        return self.text(self.about.organisation)

    def _source(self) -> str:
        head = word("source", self.language)
        return numbers.typeset(
            f"{head}{self._who()}, {self.about.study[self.language]}.", self.language
        )

    def _columns(self, spec: Columns, slide: SlideSlice) -> Slide:
        body = tuple(
            WordColumn(
                self.text(column.title),
                self.text(column.text),
                tuple(self.text(label) for label in listed),
                theme.SERIES[number % len(theme.SERIES)],
            )
            for number, (column, listed) in enumerate(zip(spec.columns, slide.lists, strict=True))
        )
        return Slide(
            "columns",
            self.text(spec.title),
            body,
            notes=tuple(self.text(note) for note in spec.notes),
            sources=(self._source(),),
        )

    def _figure(self, about: PublishSlice, found: Found, picture: bool) -> Slide:
        language = self.language
        figure = build_figure(about, language, found)
        assert about.figure is not None
        chart_of = None if picture else deck_charts.CHARTS.get(about.figure.kind)
        if chart_of is None:
            words, body = figure.captions, (_picture(figure),)
            return self._around("picture", words, body, about, figure.estimates, figure.told)
        charts, notes = chart_of(about, language, found, figure.drawing)
        words = captions(about, language, found, figure.estimates, notes)
        told = "\n".join((words.title, *figure.drawing.told))
        return self._around("charts", words, tuple(charts), about, figure.estimates, told)

    def _numbers(
        self, spec: Numbers, about: PublishSlice, found: Found, beside: PublishSlice | None
    ) -> Slide:
        telling, language = Telling(about, self.language), self.language
        body: list[Piece] = []
        shown = []
        waves = list(dict.fromkeys(number.wave for number in spec.numbers))
        for number in spec.numbers:
            at = (number.wave, about.reference_scheme, number.indicator, number.category or TOTAL)
            one = found.get((*at, TOTAL, TOTAL))
            if one is not None:
                shown.append(one)
                label = number.label or _named(about.indicators[number.indicator], number.category)
                colour = theme.SERIES[waves.index(number.wave) % len(theme.SERIES)]
                under = _under(telling, one)
                body.append(Big(telling.marked(one), self.text(label), under, colour, one.quality))
        words = captions(about, language, found, shown)
        said = ", ".join(f"{big.value} {big.label}" for big in body if isinstance(big, Big))
        made = self._around("numbers", words, tuple(body), about, tuple(shown), f"{said}.")
        if beside is None:
            return made
        there = self.select(beside)
        figure = build_figure(beside, language, there)
        notes = tuple(dict.fromkeys((*made.notes, *figure.captions.notes)))
        return replace(
            made,
            body=(*made.body, _picture(figure)),
            notes=notes,
            notice=made.notice or figure.captions.notice,
            spoken=(*made.spoken, *figure.told.split("\n")),
            estimates=(*made.estimates, *((beside, one) for one in figure.estimates)),
        )

    def _method(self, about: PublishSlice, found: Found) -> Slide:
        language = self.language
        heads = tuple(word(f"method_{name}", language) for name in ("wave", "who", "when", "n"))
        telling = Telling(about, language)
        rows = []
        for wave, words in about.waves.items():
            sizes = [
                one.n
                for one in found.values()
                if one.wave == wave and one.domain == TOTAL and one.n is not None
            ]
            size = telling.size(max(sizes)) if sizes else ""
            told = fieldwork.told(words.fieldwork, language)
            told = told[:1].upper() + told[1:]
            cells = (words.title[language], words.universe[language], told, size)
            rows.append(tuple(numbers.typeset(cell, language) for cell in cells))
        words_around = captions(about, language, found, ())
        made = Slide(
            "method",
            words_around.title,
            (Grid(heads, tuple(rows)), *(Line(self.text(note)) for note in about.item.notes)),
            notice=words_around.notice,
        )
        return replace(made, sources=(self._source(),))

    def _around(
        self, kind: str, words: Captions, body: tuple[Piece, ...], about: PublishSlice,
        shown: tuple[Estimate, ...], told: str,
    ) -> Slide:  # fmt: skip
        return Slide(
            kind=kind,
            title=words.title,
            body=body,
            questions=words.questions,
            base=words.base,
            notes=words.notes,
            sources=words.sources,
            notice=words.notice,
            spoken=tuple(self._set(line) for line in told.split("\n")),
            estimates=tuple((about, one) for one in dict.fromkeys(shown)),
        )


def _picture(figure: Figure) -> Picture:
    return Picture(figure.bare, figure.captions.title, figure.told, figure.language)


def _named(words: IndicatorWords, category: str | None) -> Text:
    """Return what a number is: the indicator, and the answer where it is one of several."""
    answer = words.categories.get(category or "")
    if answer is None:
        return words.label
    said = {
        language: f"{words.label[language]}{word('stop', language)}{answer[language]}"
        for language in LANGUAGES
    }
    return Text(**said)


def _under(telling: Telling, one: Estimate) -> tuple[str, ...]:
    """Return the interval and n of a number, as far as they may be told."""
    language, told = telling.language, telling.interval(one)
    if told:
        head = word("interval", language, confidence=telling.confidence)
        told = telling.text(f"{head}{word('stop', language)}{told}")
    size = "" if one.n is None else f"n\u00a0=\u00a0{telling.size(one.n)}"
    return tuple(filter(None, (told, size)))


def _addresses(shown: Iterable[tuple[PublishSlice, Estimate]], language: str) -> Iterator[str]:
    """Return where each estimate of a slide comes from, and what it is."""
    yield numbers.typeset(word("addresses", language), language)
    for about, one in shown:
        telling = Telling(about, language)
        size = "" if one.n is None else f"n\u00a0=\u00a0{telling.size(one.n)}"
        figures = ", ".join(filter(None, (telling.marked(one), telling.interval(one), size)))
        yield f"{'/'.join(one.key)} → {figures}"
