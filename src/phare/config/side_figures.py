"""Figures of indicators beside each other: dumbbells, heat maps, comparisons of schemes."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from phare.config.base import Model, Name, Text, WaveName
from phare.config.items import EVERY, Item, Names


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
