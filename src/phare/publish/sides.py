"""Indicators beside each other: what each side is called, which rows they have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from phare.config.publishing import PublishSlice
from phare.config.side_figures import Side
from phare.contracts import TOTAL
from phare.publish.captions import wave_label
from phare.publish.estimates import Estimate, Key
from phare.publish.telling import Telling
from phare.publish.wording import word


@dataclass(frozen=True)
class Part:
    """One indicator of one wave; `category` where it stands for one value of it."""

    title: str
    wave: str
    indicator: str
    category: str | None


@dataclass(frozen=True)
class Line:
    """What a row is of: a category, or a level of a domain."""

    label: str
    category: str
    domain: str = TOTAL
    level: str = TOTAL


def parts(about: PublishSlice, sides: Iterable[Side], telling: Telling) -> list[Part]:
    """Return the sides that a wave of the item has, each with what tells it from the others."""
    kept = [
        (side, side.wave or waves[0])
        for side in sides
        if side.indicator in about.indicators and (waves := about.indicators[side.indicator].waves)
    ]
    one_wave = len({wave for _, wave in kept}) == 1
    one_indicator = len({side.indicator for side, _ in kept}) == 1

    def title(side: Side, wave: str) -> str:
        if side.title is not None:
            return side.title[telling.language]
        who = wave_label(about, wave, telling.language)
        label = about.indicators[side.indicator].label[telling.language]
        answer = about.indicators[side.indicator].categories.get(side.category or "")
        if answer is not None:
            label += word("stop", telling.language) + answer[telling.language]
        if one_indicator and not (one_wave and answer is not None):
            return who
        return label if one_wave else f"{who}{word('stop', telling.language)}{label}"

    return [
        Part(telling.text(title(side, wave)), wave, side.indicator, side.category)
        for side, wave in kept
    ]


def lines(
    about: PublishSlice, shown: Sequence[Part], domain: str | None, telling: Telling
) -> list[Line]:
    """Return the rows of some sides, as declared: categories, or the total and its levels."""
    if domain:
        return [
            Line(telling.text(word("total", telling.language)), TOTAL),
            *levels(about, domain, telling),
        ]
    labels: dict[str, str] = {}
    for part in shown:
        for name, label in about.indicators[part.indicator].categories.items():
            labels.setdefault(name, telling.text(label[telling.language]))
    return [Line(label, name) for name, label in labels.items()]


def levels(about: PublishSlice, domain: str, telling: Telling) -> list[Line]:
    """Return the levels of a domain as rows."""
    return [
        Line(telling.text(label[telling.language]), TOTAL, domain, level)
        for level, label in about.domains[domain].levels.items()
    ]


def estimate(
    about: PublishSlice, found: Mapping[Key, Estimate], part: Part, line: Line, scheme: str = ""
) -> Estimate | None:
    """Return what a side has in a row, under the reference scheme where none is named."""
    category = part.category or line.category
    scheme = scheme or about.reference_scheme
    return found.get((part.wave, scheme, part.indicator, category, line.domain, line.level))


def falling(one: Estimate | None) -> float:
    """Return what puts the largest first, and what has no value last."""
    return float("inf") if one is None or one.value is None else -one.value
