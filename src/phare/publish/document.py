"""What a page or a paper holds: tables and words, one part after the other."""

from __future__ import annotations

from dataclasses import dataclass

from phare.publish.estimates import Estimate
from phare.publish.table import Table


@dataclass(frozen=True)
class Prose:
    """A part in words: under its heading paragraphs, terms each with what is said of it, points.

    `ordered` points are numbered.
    """

    heading: str
    lines: tuple[str, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    points: tuple[str, ...] = ()
    ordered: bool = False


@dataclass(frozen=True)
class Document:
    """One document in one language.

    A table comes with its own title, questions, base and notes; the title of the only part
    is that of the document, and stands once. `lead` says what the document is.
    """

    name: str
    language: str
    title: str
    notice: str
    parts: tuple[Table | Prose, ...]
    sources: tuple[str, ...]
    lead: tuple[str, ...] = ()

    @classmethod
    def of(cls, table: Table) -> Document:
        """Return the document that holds one table alone."""
        words = table.captions
        return cls(
            table.name, table.language, words.title, words.notice, (table,), words.sources
        )  # fmt: skip

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(one for one in self.parts if isinstance(one, Table))

    @property
    def warning(self) -> str:
        """The notice on reconstructed answers as a sentence begins, or nothing."""
        return self.notice[:1].upper() + self.notice[1:]

    @property
    def estimates(self) -> list[Estimate]:
        """The estimates that its tables show."""
        return [one for table in self.tables for one in table.estimates]

    def heading(self, table: Table) -> str:
        """Return the title above one of its tables, nothing where that is its own."""
        return table.captions.title if len(self.parts) > 1 else ""
