"""What one table or figure declares: which estimates, and how they are laid out."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from phare.config.base import Model, Name, Text, WaveName

EVERY = "all"
"""Written in place of a list: every indicator or every scheme that the waves have."""

PLACEHOLDER = r"\{([a-z0-9_]+)(?:\.([a-z0-9_]+))?(?:@([a-z0-9_-]+))?\}"
"""In a title: `{indicator}`, `{indicator.category}`, `{indicator.category@wave}`."""

Dimension = Literal["indicator", "category", "level", "wave", "scheme"]
Measure = Literal["interval", "n", "n_effective", "gap"]


def _listed(value: object) -> object:
    return value if value is None or isinstance(value, list | tuple) else (value,)


Names = Annotated[tuple[Name, ...], BeforeValidator(_listed)]
WaveNames = Annotated[tuple[WaveName, ...], BeforeValidator(_listed)]
Dimensions = Annotated[tuple[Dimension, ...], BeforeValidator(_listed)]
Measures = Annotated[tuple[Measure, ...], BeforeValidator(_listed)]
Notes = Annotated[tuple[Text, ...], BeforeValidator(_listed)]


class Item(Model):
    """What a table and a figure have in common.

    `title` is taken from the indicator where there is one; `{indicator}` or
    `{indicator.category@wave}` in it stands for that estimate, as shown. `waves`: those that have
    an indicator of the item. `schemes`: the reference. `notes` follow those that the item
    writes itself. `each` makes one item per wave, or per population with all its waves, named
    `<item>.<wave>` or `<item>.<population>`.
    """

    title: Text | None = None
    waves: WaveNames = ()
    notes: Notes = ()
    each: Literal["wave", "population"] | None = None

    @property
    def used_indicators(self) -> tuple[str, ...]:
        return ()

    @property
    def used_typology(self) -> str | None:
        """The typology whose profiles are shown instead of estimates."""
        return None

    @property
    def used_domains(self) -> tuple[str, ...]:
        return ()

    @property
    def used_schemes(self) -> tuple[str, ...]:
        return ()

    @property
    def used_categories(self) -> tuple[str, ...]:
        return ()

    @property
    def panel_pairs(self) -> tuple[tuple[str, str | None], ...]:
        """(indicator, wave) of each panel, for a figure of panels."""
        return ()

    @property
    def panel_waves(self) -> tuple[str, ...]:
        """The waves that panels name."""
        return tuple(wave for _, wave in self.panel_pairs if wave)


class TableSpec(Item):
    """One table: which estimates, and what goes down and across.

    `show` puts further columns beside each value. Levels are those of `domains`, after the
    total; without domains there is only the total. With a `typology` in place of indicators
    it is the table of its profiles.
    """

    indicators: Names = ()
    typology: Name | None = None
    domains: Names = ()
    schemes: Names = ()
    categories: Names = ()
    rows: Dimensions = ("category",)
    columns: Dimensions = ("wave",)
    show: Measures = ()
    total: bool = True

    @model_validator(mode="after")
    def _of_something(self) -> TableSpec:
        if bool(self.indicators) == (self.typology is not None):
            raise ValueError("indicators, or else a typology")
        if self.typology is not None and self.title is None:
            raise ValueError("a title: there is no indicator to take it from")
        return self

    @property
    def used_typology(self) -> str | None:
        return self.typology

    @model_validator(mode="after")
    def _placed_once(self) -> TableSpec:
        placed = (*self.rows, *self.columns)
        if len(set(placed)) != len(placed) or not self.rows:
            raise ValueError("each dimension once, in rows or in columns, and at least one row")
        if ("level" in placed) != bool(self.domains):
            raise ValueError("domains where level is in rows or columns, and only there")
        return self

    @property
    def used_indicators(self) -> tuple[str, ...]:
        return self.indicators

    @property
    def used_domains(self) -> tuple[str, ...]:
        return self.domains

    @property
    def used_schemes(self) -> tuple[str, ...]:
        return self.schemes

    @property
    def used_categories(self) -> tuple[str, ...]:
        return self.categories


class Toplines(Item):
    """A document: every question of its indicators in full, waves beside each other."""

    kind: Literal["toplines"]
    indicators: Names = Field(default=(EVERY,), min_length=1)

    @property
    def used_indicators(self) -> tuple[str, ...]:
        return self.indicators


class NoteSpec(Model):
    """Methodological notes, one per wave: how it was asked, weighted and checked.

    `waves`: all, if left out. `notes` follow the limits that a note writes itself, `sources`
    what it says of sources.
    """

    title: Text | None = None
    waves: WaveNames = ()
    notes: Notes = ()
    sources: Notes = ()


DocumentSpec = Toplines
