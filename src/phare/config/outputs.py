"""Tables and figures: what is shown to readers, declared and never programmed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from phare.config.base import Model, Name, Text, WaveName
from phare.errors import Problems, nearest

if TYPE_CHECKING:
    from phare.config.study import Study

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
    writes itself. `each: wave` makes one item per wave, named `<item>.<wave>`.
    """

    title: Text | None = None
    waves: WaveNames = ()
    notes: Notes = ()
    each: Literal["wave"] | None = None

    @property
    def used_indicators(self) -> tuple[str, ...]:
        return ()

    @property
    def used_domains(self) -> tuple[str, ...]:
        return ()

    @property
    def used_schemes(self) -> tuple[str, ...]:
        return ()

    @property
    def used_categories(self) -> tuple[str, ...]:
        return ()


class TableSpec(Item):
    """One table: which estimates, and what goes down and across.

    `show` puts further columns beside each value. Levels are those of `domains`, after the
    total; without domains there is only the total.
    """

    indicators: Names = Field(min_length=1)
    domains: Names = ()
    schemes: Names = ()
    categories: Names = ()
    rows: Dimensions = ("category",)
    columns: Dimensions = ("wave",)
    show: Measures = ()
    total: bool = True

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


class Panel(Model):
    """One block of ranked bars; `callout` is a second indicator, told beside the first bar."""

    indicator: Name
    wave: WaveName | None = None
    title: Text | None = None
    callout: Name | None = None


class RankedBars(Item):
    """Panels side by side, the categories of each in falling order, `top` of them."""

    kind: Literal["ranked_bars"]
    panels: tuple[Panel, ...] = Field(min_length=1, max_length=4)
    callout_label: Text | None = None
    top: int | None = Field(default=None, ge=1)

    @property
    def used_indicators(self) -> tuple[str, ...]:
        named = (name for panel in self.panels for name in (panel.indicator, panel.callout))
        return tuple(dict.fromkeys(name for name in named if name))


class _OneIndicator(Item):
    indicator: Name
    category: Name | None = None

    @property
    def used_indicators(self) -> tuple[str, ...]:
        return (self.indicator,)

    @property
    def used_categories(self) -> tuple[str, ...]:
        return (self.category,) if self.category else ()


class Stacked(Item):
    """A distribution as bars that add up: one for the total, one per level of `domain`."""

    kind: Literal["stacked"]
    indicator: Name
    domain: Name | None = None

    @property
    def used_indicators(self) -> tuple[str, ...]:
        return (self.indicator,)

    @property
    def used_domains(self) -> tuple[str, ...]:
        return (self.domain,) if self.domain else ()


class Levels(_OneIndicator):
    """The levels of a domain with intervals, against the line of the total, with gaps.

    Ranked by value unless `ranked: false` keeps the declared order.
    """

    kind: Literal["levels"]
    domain: Name
    ranked: bool = True

    @property
    def used_domains(self) -> tuple[str, ...]:
        return (self.domain,)


class Trend(_OneIndicator):
    """One indicator over waves, a line per population; dots while each has one wave only."""

    kind: Literal["trend"]


FigureSpec = Annotated[RankedBars | Stacked | Levels | Trend, Field(discriminator="kind")]


class Tables(Model):
    """config/tables.yaml."""

    tables: dict[Name, TableSpec] = {}

    def crosscheck(self, study: Study, problems: Problems) -> None:
        """Add to `problems` every name that no other file declares."""
        for name, spec in self.tables.items():
            _Checks(study, problems, f"config/tables.yaml: {name}").item(spec)


class Figures(Model):
    """config/figures.yaml."""

    figures: dict[Name, FigureSpec] = {}

    def crosscheck(self, study: Study, problems: Problems) -> None:
        """Add to `problems` every name that no other file declares."""
        for name, spec in self.figures.items():
            _Checks(study, problems, f"config/figures.yaml: {name}").item(spec)


class _Checks:
    """Whether the names in one table or figure exist, and go together."""

    def __init__(self, study: Study, problems: Problems, where: str) -> None:
        self.study, self.problems, self.where = study, problems, where

    def item(self, spec: Item) -> None:
        indicators = self.study.indicators.indicators
        known = [
            self._known("indicators", name, indicators, "an indicator of config/indicators.yaml")
            for name in spec.used_indicators
            if name != EVERY
        ]
        named = [*spec.waves, *(panel.wave for panel in getattr(spec, "panels", ()) if panel.wave)]
        known += [
            self._known("waves", wave, self.study.cards, "a wave with a card") for wave in named
        ]
        known += [
            self._known(
                "domains", name, self.study.domains.domains, "a domain of config/domains.yaml"
            )
            for name in spec.used_domains
        ]
        known += [
            self._known(
                "schemes", name, self.study.schemes.schemes, "a scheme of config/schemes.yaml"
            )
            for name in spec.used_schemes
            if name != EVERY
        ]
        if all(known):
            self._together(spec)
            self._categories(spec)
            self._title(spec)

    def _known(self, key: str, word: str, known: object, what: str) -> bool:
        names = list(known)  # type: ignore[call-overload]
        if word not in names:
            self.problems.add(f"{self.where}.{key}", f"'{word}'", what, nearest(word, names))
        return word in names

    def _together(self, spec: Item) -> None:
        """Every named wave has an indicator of the item; every domain, one of its waves."""
        wanted = set(spec.used_indicators)
        having = {
            wave
            for wave in self.study.cards
            if EVERY in wanted or wanted & set(self.study.indicators_of(wave))
        }
        for wave in spec.waves:
            if wave not in having:
                self.problems.add(
                    f"{self.where}.waves", f"'{wave}', which has none of its indicators",
                    "a wave with one of them", nearest(wave, having),
                )  # fmt: skip
        for panel in getattr(spec, "panels", ()):
            if panel.wave and panel.indicator not in self.study.indicators_of(panel.wave):
                self.problems.add(
                    f"{self.where}.panels", f"'{panel.wave}', which has no {panel.indicator}",
                    "a wave with that indicator", "name another wave or indicator",
                )  # fmt: skip
        for domain in spec.used_domains:
            waves = [wave for wave in (spec.waves or having) if wave in having]
            if not any(domain in self.study.domains_of(wave) for wave in waves):
                self.problems.add(
                    f"{self.where}.domains", f"'{domain}', which none of its waves has",
                    "a domain of one of them", "name another domain or wave",
                )  # fmt: skip

    def _categories(self, spec: Item) -> None:
        variables, found = self.study.variables, set()
        for name in spec.used_indicators:
            if name != EVERY:
                variable = self.study.indicators.indicators[name].variable
                if variable in variables.variables:
                    found |= {*variables.categories(variable), *variables.items(variable)}
        for category in spec.used_categories:
            self._known("categories", category, found, "a category of its indicators")

    def _title(self, spec: Item) -> None:
        if spec.title is None and (len(spec.used_indicators) > 1 or EVERY in spec.used_indicators):
            self.problems.add(
                f"{self.where}.title", "none", "a title, as there are several indicators", "add it"
            )
        for text in (spec.title.fr, spec.title.en) if spec.title else ():
            for indicator, _, wave in re.findall(PLACEHOLDER, text):
                if EVERY not in spec.used_indicators:
                    self._known("title", indicator, spec.used_indicators, "one of its indicators")
                if wave:
                    self._known("title", wave, self.study.cards, "a wave with a card")
