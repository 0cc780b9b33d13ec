"""Study variables: what the study asks, whichever wave and wording asked it."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from phare.config.base import Model, Name, Text


class Category(Text):
    """A category or an item. `unknown` says that the study has it but nobody knows which."""

    status: Literal["known", "unknown"] = "known"
    heading: Text | None = None


Categories = dict[Name, Category]


class Variable(Model):
    """A study variable.

    category: one of `categories`. multiple: each of `items` cited or not. grid: each of
    `items` on one scale, `categories` or a number within `range`. number, text: as named.
    `categories` and `items` may name an entry of `lists`.
    """

    type: Literal["category", "multiple", "grid", "number", "text"]
    label: Text
    categories: Categories | Name | None = None
    items: Categories | Name | None = None
    range: tuple[float, float] | None = None
    ordered: bool = False
    unit: Text | None = None

    @model_validator(mode="after")
    def _complete(self) -> Variable:
        needs = {
            "category": self.categories is not None and self.items is None,
            "multiple": self.items is not None and self.categories is None,
            "grid": self.items is not None and (self.categories is None) != (self.range is None),
            "number": self.categories is None and self.items is None,
            "text": self.categories is None and self.items is None,
        }
        if not needs[self.type]:
            wanted = {
                "category": "categories", "multiple": "items",
                "grid": "items, and either categories or a range",
                "number": "neither categories nor items", "text": "neither categories nor items",
            }  # fmt: skip
            raise ValueError(f"for type {self.type}: {wanted[self.type]}")
        return self


class Variables(Model):
    """config/variables.yaml."""

    lists: dict[Name, Categories] = {}
    variables: dict[Name, Variable]

    def _listed(self, entry: Categories | str | None) -> Categories:
        if isinstance(entry, str):
            return self.lists.get(entry, {})
        return entry or {}

    def categories(self, variable: str) -> Categories:
        """Return the categories of a variable, in order; empty for a number or a text."""
        return self._listed(self.variables[variable].categories)

    def items(self, variable: str) -> Categories:
        """Return the items of a multiple response or of a grid, in order."""
        return self._listed(self.variables[variable].items)

    def columns(self, variable: str) -> tuple[str, ...]:
        """Return the columns of RESPONSES that hold a variable."""
        if self.variables[variable].type in ("multiple", "grid"):
            return tuple(
                f"{variable}.{item}"
                for item, about in self.items(variable).items()
                if about.status == "known"
            )
        return (variable,)
