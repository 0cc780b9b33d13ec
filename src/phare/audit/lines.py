"""A sentence in two languages, with its numbers and where the last of them stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from phare.audit.sentences import CANNOT, LINES, UNKNOWN

Both = tuple[str, str]
"""The same in French and in English."""


@dataclass(frozen=True)
class Where:
    """A number in a table: the keys of its row after the wave, and its column."""

    table: str
    row: tuple[str, ...]
    column: str


@dataclass(frozen=True)
class Line:
    """A sentence; `numbers` are as the tables hold them."""

    name: str
    level: str
    fr: str
    en: str
    numbers: dict[str, float]
    where: Where | None


def line(
    name: str,
    words: str,
    texts: Mapping[str, Both],
    told: Mapping[str, float],
    where: Where,
    level: str = "ok",
) -> Line:
    """Return a line from its words and the texts that stand in them."""
    fr, en = (
        LINES[words][at].format(**{key: both[at] for key, both in texts.items()}) for at in (0, 1)
    )
    return Line(name, level, fr, en, dict(told), where)


def cannot(name: str, why: str, **texts: Both) -> Line:
    """Return the line that says why a line cannot be said."""
    fr, en = (
        CANNOT[name][at].format(
            why=UNKNOWN[why][at].format(**{key: both[at] for key, both in texts.items()})
        )
        for at in (0, 1)
    )
    return Line(name, "unknown", fr, en, {}, None)
