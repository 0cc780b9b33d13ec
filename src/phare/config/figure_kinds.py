"""The kinds of figures: what each needs to know, and which estimates that takes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from phare.config.base import Model, Name, Text, WaveName
from phare.config.items import Item, Names
from phare.config.side_figures import Dumbbell, HeatMap, SchemeComparison


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
    def panel_pairs(self) -> tuple[tuple[str, str | None], ...]:
        return tuple((panel.indicator, panel.wave) for panel in self.panels)

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
    """One indicator over waves, a panel per population, on one scale."""

    kind: Literal["trend"]


class Map(_OneIndicator):
    """The levels of a territorial domain as areas, in classes of colour, and ranked beside.

    `step`: how wide a class is, in the unit that is printed; chosen from the values if left out.
    """

    kind: Literal["map"]
    domain: Name
    step: float | None = Field(default=None, gt=0)

    @property
    def used_domains(self) -> tuple[str, ...]:
        return (self.domain,)


class SmallMultiples(_OneIndicator):
    """The same bars many times: a panel for each level of `domain`, or for each wave.

    Rows are the categories of the indicator, the largest first unless `ranked: false`, `top`
    of them. With a `category`, or where the indicator has none, rows are the levels of
    `domain` and panels the waves.
    """

    kind: Literal["small_multiples"]
    domain: Name | None = None
    ranked: bool = True
    top: int | None = Field(default=None, ge=1)

    @property
    def used_domains(self) -> tuple[str, ...]:
        return (self.domain,) if self.domain else ()


class WeightDistribution(Item):
    """How the weights of each wave are spread under each scheme, a panel of each.

    Without `waves` all of them; without `schemes` the reference.
    """

    kind: Literal["weight_distribution"]
    schemes: Names = ()

    @model_validator(mode="after")
    def _titled(self) -> WeightDistribution:
        if self.title is None:
            raise ValueError("a title: there is no indicator to take it from")
        return self

    @property
    def used_schemes(self) -> tuple[str, ...]:
        return self.schemes


class ProfilesFigure(Item):
    """The dendrogram of a typology, its classes with `words` words each, shares and stability."""

    kind: Literal["profiles"]
    typology: Name
    words: int = Field(default=8, ge=1, le=30)

    @model_validator(mode="after")
    def _titled(self) -> ProfilesFigure:
        if self.title is None:
            raise ValueError("a title: there is no indicator to take it from")
        return self

    @property
    def used_typology(self) -> str | None:
        return self.typology


FigureSpec = Annotated[
    RankedBars
    | Stacked
    | Levels
    | Trend
    | Map
    | Dumbbell
    | HeatMap
    | SmallMultiples
    | SchemeComparison
    | WeightDistribution
    | ProfilesFigure,
    Field(discriminator="kind"),
]
