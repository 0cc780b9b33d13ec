"""The kinds of figures: what each needs to know, and which estimates that takes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from phare.config.base import Model, Name, Text, WaveName
from phare.config.items import EVERY, Item, Names


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


class Side(Model):
    """An indicator of a wave, beside others: a side of a dumbbell, a column, a panel.

    `category`: of the indicator, where it stands for one value.
    """

    indicator: Name
    wave: WaveName | None = None
    category: Name | None = None
    title: Text | None = None


class _Sides(Item):
    """Indicators beside each other, each of a wave."""

    @property
    def sides_shown(self) -> tuple[Side, ...]:
        return ()

    @property
    def panel_pairs(self) -> tuple[tuple[str, str | None], ...]:
        return tuple((side.indicator, side.wave) for side in self.sides_shown)

    @property
    def used_indicators(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(side.indicator for side in self.sides_shown))

    @property
    def used_categories(self) -> tuple[str, ...]:
        named = (side.category for side in self.sides_shown)
        return tuple(dict.fromkeys(name for name in named if name))


class Dumbbell(_Sides):
    """Two values of each row and the way between: two waves, two actors or two indicators.

    Rows are the categories of the two, or the levels of `domain` after the total; by the
    first side in falling order unless `ranked: false`, `top` of them.
    """

    kind: Literal["dumbbell"]
    sides: tuple[Side, Side]
    domain: Name | None = None
    ranked: bool = True
    top: int | None = Field(default=None, ge=1)

    @property
    def sides_shown(self) -> tuple[Side, ...]:
        return self.sides

    @property
    def used_domains(self) -> tuple[str, ...]:
        return (self.domain,) if self.domain else ()


class HeatMap(_Sides):
    """A cell of colour for each category and column: an actor, a wave, or a level of `domain`.

    One scale of colour, so all columns are of one unit. With `domain` there is one column in
    the declaration, and a cell for its total and for each level. Rows in falling order of the
    first column unless `ranked: false`. `step`: how wide a class is, as for a map.
    """

    kind: Literal["heat_map"]
    columns: tuple[Side, ...] = Field(min_length=1, max_length=8)
    domain: Name | None = None
    ranked: bool = True
    step: float | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _one_column_by_levels(self) -> HeatMap:
        if self.domain and len(self.columns) > 1:
            raise ValueError("one column where there is a domain: its levels are the others")
        return self

    @property
    def sides_shown(self) -> tuple[Side, ...]:
        return self.columns

    @property
    def used_domains(self) -> tuple[str, ...]:
        return (self.domain,) if self.domain else ()


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


class SchemeComparison(_Sides):
    """Each panel's estimate under every scheme that its wave has, with intervals.

    One panel is in rising order of the estimate; several keep the declared order of schemes.
    """

    kind: Literal["scheme_comparison"]
    panels: tuple[Side, ...] = Field(min_length=1, max_length=4)
    schemes: Names = (EVERY,)

    @property
    def sides_shown(self) -> tuple[Side, ...]:
        return self.panels

    @property
    def used_schemes(self) -> tuple[str, ...]:
        return self.schemes


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
    | WeightDistribution,
    Field(discriminator="kind"),
]
