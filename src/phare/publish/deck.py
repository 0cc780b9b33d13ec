"""A deck as frozen records: what stands on each slide, before anything is placed or written."""

from __future__ import annotations

from dataclasses import dataclass

from phare.config.publishing import PublishSlice
from phare.publish.deck_charts import Chart
from phare.publish.estimates import Estimate
from phare.publish.layers import Spec


@dataclass(frozen=True)
class Line:
    """A sentence: under the title of a cover, under a table."""

    text: str


@dataclass(frozen=True)
class WordColumn:
    """A column of words: a heading, a sentence, and a list."""

    title: str
    text: str
    lines: tuple[str, ...]
    colour: str


@dataclass(frozen=True)
class Big:
    """An estimate in large letters, what it is, and its interval and n under it."""

    value: str
    label: str
    under: tuple[str, ...]
    colour: str
    quality: str


@dataclass(frozen=True)
class Picture:
    """A figure without the words around it; `told` says it to those who do not see it."""

    specification: Spec
    title: str
    told: str
    language: str


@dataclass(frozen=True)
class Grid:
    """A table of words."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Piece = Line | WordColumn | Big | Chart | Picture | Grid


@dataclass(frozen=True)
class Slide:
    """One slide: what stands above, in its body and below; `spoken` are the speaker's notes.

    `estimates` are those shown, each with the item that words it.
    """

    kind: str
    title: str
    body: tuple[Piece, ...] = ()
    questions: tuple[str, ...] = ()
    base: str = ""
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    notice: str = ""
    spoken: tuple[str, ...] = ()
    estimates: tuple[tuple[PublishSlice, Estimate], ...] = ()


@dataclass(frozen=True)
class Deck:
    """A deck in one language."""

    name: str
    language: str
    title: str
    notice: str
    slides: tuple[Slide, ...]

    @property
    def estimates(self) -> tuple[tuple[PublishSlice, Estimate], ...]:
        """Return every estimate that a slide shows, once."""
        shown = {
            one.key: (about, one)
            for slide in reversed(self.slides)
            for about, one in slide.estimates
        }
        order = dict.fromkeys(one.key for slide in self.slides for _, one in slide.estimates)
        return tuple(shown[key] for key in order)
