"""What a sheet of a banner book is made of, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from phare.publish.book_columns import Column
from phare.publish.captions import Captions


class Cell(NamedTuple):
    """One cell: a number with its pattern, or the mark in its place; what tests say of it.

    `tests` has the arrow against the rest and the letters; `turn` is 1 for a rising arrow.
    """

    number: float | None
    text: str
    pattern: str
    quality: str
    tests: str = ""
    turn: int = 0


@dataclass(frozen=True)
class Row:
    """One row of the stub: an answer, an item, a mean."""

    label: str
    address: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Block:
    """The rows of one indicator; `heading` is empty where its only row bears its name."""

    heading: str
    rows: tuple[Row, ...]
    tested: bool


@dataclass(frozen=True)
class Bases:
    """The three bases of the blocks that follow, by column; `label` where there are several."""

    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Sheet:
    """One question."""

    captions: Captions
    columns: tuple[Column, ...]
    parts: tuple[Bases | Block, ...]

    @property
    def addresses(self) -> tuple[str, ...]:
        """What each column shows: `wave domain level`."""
        return tuple(f"{one.wave} {one.domain} {one.level}" for one in self.columns)
