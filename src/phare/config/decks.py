"""What a deck declares: its slides in order; a slide shows what a declared figure shows."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, model_validator

from phare.config.base import Model, Name, Text, WaveName
from phare.config.item_checks import ItemChecks
from phare.config.items import TableSpec, WaveNames
from phare.errors import Problems, nearest

if TYPE_CHECKING:
    from phare.config.study import Study


class Cover(Model):
    """The first slide, or one that opens a chapter: a title and a line under it."""

    kind: Literal["cover"]
    title: Text
    subtitle: Text | None = None


class Column(Model):
    """One of the columns of a slide of words.

    `text` is a sentence; `variable` lists the items or categories of a variable, `domain` the
    levels of a domain, `waves` the populations of these waves and their years.
    """

    title: Text
    text: Text | None = None
    variable: Name | None = None
    domain: Name | None = None
    waves: WaveNames = ()

    @model_validator(mode="after")
    def _one_list(self) -> Column:
        if sum(map(bool, (self.variable, self.domain, self.waves))) > 1:
            raise ValueError("one of variable, domain and waves")
        if not (self.text or self.variable or self.domain or self.waves):
            raise ValueError("text, variable, domain or waves")
        return self


class Columns(Model):
    """Words and lists beside each other."""

    kind: Literal["columns"]
    title: Text
    columns: tuple[Column, ...] = Field(min_length=1, max_length=4)
    notes: tuple[Text, ...] = ()


class Number(Model):
    """One estimate of the whole, in large letters; `label` says what it is a share of."""

    indicator: Name
    wave: WaveName
    category: Name | None = None
    label: Text | None = None


class Numbers(Model):
    """Estimates in large letters, and the picture of a declared figure beside them."""

    kind: Literal["numbers"]
    title: Text
    numbers: tuple[Number, ...] = Field(min_length=1, max_length=4)
    figure: Name | None = None
    notes: tuple[Text, ...] = ()

    @property
    def table(self) -> TableSpec:
        """The same estimates as a table would declare them."""
        return TableSpec(
            title=self.title,
            indicators=tuple(dict.fromkeys(one.indicator for one in self.numbers)),
            waves=tuple(dict.fromkeys(one.wave for one in self.numbers)),
            rows=("indicator", "category"),
            columns=("wave",),
            notes=self.notes,
        )


class FigureSlide(Model):
    """What a declared figure shows: as a chart that can be edited, else as a picture.

    `title` stands in place of the figure's own. `picture: true` takes the picture of a figure
    whose kind has a chart as well.
    """

    kind: Literal["figure"]
    figure: Name
    title: Text | None = None
    picture: bool = False


class Method(Model):
    """Who was asked, how, when and how many, wave by wave, and sentences under it.

    `waves`: those that the other slides show.
    """

    kind: Literal["method"]
    title: Text
    waves: WaveNames = ()
    notes: tuple[Text, ...] = ()


SlideSpec = Annotated[Cover | Columns | Numbers | FigureSlide | Method, Field(discriminator="kind")]


class DeckSpec(Model):
    """A deck; `title` names the file to readers and to their programs."""

    title: Text
    slides: tuple[SlideSpec, ...] = Field(min_length=1)


class Decks(Model):
    """config/decks.yaml."""

    decks: dict[Name, DeckSpec] = {}

    def crosscheck(self, study: Study, problems: Problems) -> None:
        """Add to `problems` every name that no other file declares."""
        for name, deck in self.decks.items():
            for number, slide in enumerate(deck.slides, start=1):
                where = f"config/decks.yaml: {name}, slide {number}"
                _SlideChecks(study, problems, where).slide(slide)


class _SlideChecks:
    """Whether the names on one slide exist, and go together."""

    def __init__(self, study: Study, problems: Problems, where: str) -> None:
        self.study, self.problems, self.where = study, problems, where

    def slide(self, slide: SlideSpec) -> None:
        if isinstance(slide, Columns):
            for column in slide.columns:
                self._column(column)
        if isinstance(slide, Numbers):
            ItemChecks(self.study, self.problems, self.where).item(slide.table)
            for number in slide.numbers:
                self._number(number)
        if isinstance(slide, Numbers | FigureSlide) and slide.figure:
            figures = self.study.figures.figures
            # Weights are no estimates, of which a slide and its notes are made.
            shown = [name for name, figure in figures.items() if figure.used_indicators]
            self._known("figure", slide.figure, shown,
                        "a figure of config/figures.yaml that shows estimates")  # fmt: skip
        if isinstance(slide, FigureSlide) and slide.title:
            self._retitled(slide)
        if isinstance(slide, Method):
            for wave in slide.waves:
                self._wave(wave)

    def _column(self, column: Column) -> None:
        if column.variable:
            self._known("columns", column.variable, self.study.variables.variables,
                        "a variable of config/variables.yaml")  # fmt: skip
        if column.domain:
            self._known("columns", column.domain, self.study.domains.domains,
                        "a domain of config/domains.yaml")  # fmt: skip
        for wave in column.waves:
            self._wave(wave)

    def _number(self, number: Number) -> None:
        # Words are those of a study, of which decks are a part.
        from phare.config.words import indicator_words

        if number.wave not in self.study.cards:
            return  # told with the waves of the slide
        if number.indicator not in self.study.indicators_of(number.wave):
            self.problems.add(
                f"{self.where}.numbers", f"'{number.wave}', which has no {number.indicator}",
                "a wave with that indicator", "name another wave or indicator",
            )  # fmt: skip
            return
        known = indicator_words(self.study, number.indicator, (number.wave,)).categories
        if number.category or known:
            one = number.category or "no category"
            self._known("numbers", one, known, f"a category of {number.indicator}")

    def _retitled(self, slide: FigureSlide) -> None:
        figure = self.study.figures.figures.get(slide.figure)
        if figure is not None:
            retitled = figure.model_copy(update={"title": slide.title})
            ItemChecks(self.study, self.problems, self.where).item(retitled)

    def _wave(self, wave: str) -> None:
        self._known("waves", wave, self.study.cards, "a wave with a card")

    def _known(self, key: str, word: str, known: Collection[str], what: str) -> None:
        if word not in known:
            self.problems.add(f"{self.where}.{key}", f"'{word}'", what, nearest(word, known))
