"""The one table that every writer writes: parts with names, in one language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from phare.publish.captions import Captions
from phare.publish.estimates import Estimate


@dataclass(frozen=True)
class Cell:
    """One cell: what is displayed and, where it is a number, the number and its pattern.

    `mark` follows the text; `pattern` is the spreadsheet's number format, mark included.
    `estimate` is None where no estimate stands behind the cell; `standing` is then the quality
    of what it says.
    """

    text: str
    mark: str = ""
    number: float | None = None
    pattern: str = ""
    estimate: Estimate | None = None
    standing: str = "absent"

    @property
    def quality(self) -> str:
        return self.estimate.quality if self.estimate else self.standing

    @property
    def shown(self) -> str:
        return self.text + self.mark


@dataclass(frozen=True)
class Column:
    """One column: the labels above it, the broadest first, and what it shows."""

    path: tuple[str, ...]
    measure: str


@dataclass(frozen=True)
class Row:
    """One row: the headings it stands under, the broadest first, its label, its cells."""

    headings: tuple[str, ...]
    label: str
    cells: tuple[Cell, ...]
    total: bool = False


@dataclass(frozen=True)
class Table:
    """One table in one language."""

    name: str
    language: str
    captions: Captions
    stub: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def estimates(self) -> list[Estimate]:
        """The estimates that it shows, each once, row by row."""
        cells = (cell.estimate for row in self.rows for cell in row.cells)
        return list(dict.fromkeys(one for one in cells if one is not None))

    @property
    def depth(self) -> int:
        """How many header rows it has."""
        return max(len(column.path) for column in self.columns)

    def spanners(self, level: int) -> list[tuple[str, int]]:
        """Return the labels of one header row with the number of columns under each."""
        spans: list[tuple[str, int]] = []
        paths = [self._padded(column) for column in self.columns]
        for position, path in enumerate(paths):
            same = position > 0 and paths[position - 1][: level + 1] == path[: level + 1]
            if same and level < self.depth - 1:
                spans[-1] = (spans[-1][0], spans[-1][1] + 1)
            else:
                spans.append((path[level], 1))
        return spans

    def only(self, positions: Sequence[int]) -> Table:
        """Return the table with only some of its columns."""
        return replace(
            self,
            columns=tuple(self.columns[i] for i in positions),
            rows=tuple(
                replace(row, cells=tuple(row.cells[i] for i in positions)) for row in self.rows
            ),
        )

    def _padded(self, column: Column) -> tuple[str, ...]:
        # A short path stands on the lowest rows.
        return ("",) * (self.depth - len(column.path)) + column.path
