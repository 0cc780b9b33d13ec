"""Configuration without its labels: a reworded label re-runs no estimate."""

from __future__ import annotations

from typing import TypeVar

from phare.config.base import Text
from phare.config.indicators import Base, Domain, Indicator
from phare.config.variables import Categories, Variables

UNSAID = Text(fr="", en="")
Labelled = TypeVar("Labelled", Indicator, Base, Domain)


def only(variables: Variables, names: set[str]) -> Variables:
    """Return these variables without their labels."""
    kept = {
        name: about.model_copy(
            update={
                "label": UNSAID,
                "categories": _unsaid(about.categories),
                "items": _unsaid(about.items),
            }
        )
        for name, about in variables.variables.items()
        if name in names
    }
    used = {
        entry
        for one in kept.values()
        for entry in (one.categories, one.items)
        if isinstance(entry, str)
    }
    lists = {name: _unsaid(entries) for name, entries in variables.lists.items() if name in used}
    return Variables(lists=lists, variables=kept)


def _unsaid(entries: Categories | str | None) -> Categories | str | None:
    if entries is None or isinstance(entries, str):
        return entries
    return {
        name: category.model_copy(update={"fr": "", "en": "", "heading": None})
        for name, category in entries.items()
    }


def unlabelled(entries: dict[str, Labelled]) -> dict[str, Labelled]:
    return {name: one.model_copy(update={"label": UNSAID}) for name, one in entries.items()}
