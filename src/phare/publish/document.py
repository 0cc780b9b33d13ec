"""What a page or a paper holds: one table, or several one after the other."""

from __future__ import annotations

from dataclasses import dataclass

from phare.publish.estimates import Estimate
from phare.publish.table import Table


@dataclass(frozen=True)
class Document:
    """One document in one language.

    `tables` come each with its own title, questions, base and notes; the title of the only
    table is that of the document, and stands once. `lead` says what the document is.
    """

    name: str
    language: str
    title: str
    notice: str
    tables: tuple[Table, ...]
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
    def warning(self) -> str:
        """The notice on reconstructed answers as a sentence begins, or nothing."""
        return self.notice[:1].upper() + self.notice[1:]

    @property
    def estimates(self) -> list[Estimate]:
        """The estimates that its tables show."""
        return [one for table in self.tables for one in table.estimates]

    def heading(self, table: Table) -> str:
        """Return the title above one of its tables, nothing where that is its own."""
        return table.captions.title if len(self.tables) > 1 else ""
