"""What goes down and across: the places of a table, from its declared dimensions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from phare.config.items import Dimension, TableSpec
from phare.config.publishing import PublishSlice
from phare.contracts import TOTAL, refuse
from phare.publish.captions import wave_label
from phare.publish.estimates import Key
from phare.publish.wording import word

DIMENSIONS: tuple[Dimension, ...] = ("wave", "scheme", "indicator", "category", "level")


@dataclass(frozen=True)
class Place:
    """One value of one dimension; a level also has its domain."""

    dimension: Dimension
    value: str
    path: tuple[str, ...]
    domain: str = TOTAL


Places = tuple[Place, ...]


def places(about: PublishSlice, spec: TableSpec, language: str) -> dict[Dimension, list[Place]]:
    """Return the values of each dimension, in the order in which they are shown."""
    several = len(about.domains) > 1
    found: dict[Dimension, list[Place]] = {
        "wave": [Place("wave", one, (wave_label(about, one, language),)) for one in about.waves],
        "scheme": [
            Place("scheme", one, (label[language],)) for one, label in about.schemes.items()
        ],
        "indicator": [
            Place("indicator", one, (w.label[language],)) for one, w in about.indicators.items()
        ],
        "category": _categories(about, spec, language),
        "level": [],
    }
    if spec.total or not about.domains:
        found["level"].append(Place("level", TOTAL, (word("total", language),)))
    for domain, words in about.domains.items():
        head = (words.label[language],) if several else ()
        found["level"] += [
            Place("level", level, (*head, label[language]), domain)
            for level, label in words.levels.items()
        ]
    placed = (*spec.rows, *spec.columns)
    for dimension, values in found.items():
        if len(values) > 1 and dimension not in placed:
            raise refuse(
                f"config/tables.yaml: {about.name}", f"{len(values)} values of {dimension}",
                "that dimension in rows or in columns, or one value of it", "place it",
            )  # fmt: skip
    return found


def _categories(about: PublishSlice, spec: TableSpec, language: str) -> list[Place]:
    labels: dict[str, str] = {}
    for words in about.indicators.values():
        if not words.categories:
            labels.setdefault(TOTAL, "")
        for name, label in words.categories.items():
            if not spec.categories or name in spec.categories:
                labels.setdefault(name, label[language])
    return [Place("category", one, (label,) if label else ()) for one, label in labels.items()]


def combined(
    found: dict[Dimension, list[Place]], dimensions: tuple[Dimension, ...]
) -> Iterator[Places]:
    """Return every combination of the places of some dimensions, the first slowest."""
    return product(*(found[dimension] for dimension in dimensions))


def path(chosen: Places) -> tuple[str, ...]:
    """Return the labels of a combination, the broadest first."""
    return tuple(label for place in chosen for label in place.path)


def key(chosen: dict[Dimension, Place]) -> Key:
    """Return the address of the estimate where every dimension has its value."""
    level = chosen["level"]
    return (
        chosen["wave"].value, chosen["scheme"].value, chosen["indicator"].value,
        chosen["category"].value, level.domain, level.value,
    )  # fmt: skip
