"""Tables, figures, documents and decks: what is shown to readers, declared and never programmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from phare.config.base import Model, Name
from phare.config.books import Books
from phare.config.decks import Decks
from phare.config.figure_kinds import FigureSpec
from phare.config.item_checks import ItemChecks
from phare.config.items import DocumentSpec, NoteSpec, TableSpec
from phare.errors import Problems

if TYPE_CHECKING:
    from phare.config.study import Study


class Tables(Model):
    """config/tables.yaml."""

    tables: dict[Name, TableSpec] = {}

    def crosscheck(self, study: Study, problems: Problems) -> None:
        """Add to `problems` every name that no other file declares."""
        for name, spec in self.tables.items():
            ItemChecks(study, problems, f"config/tables.yaml: {name}").item(spec)


class Figures(Model):
    """config/figures.yaml."""

    figures: dict[Name, FigureSpec] = {}

    def crosscheck(self, study: Study, problems: Problems) -> None:
        """Add to `problems` every name that no other file declares."""
        for name, spec in self.figures.items():
            ItemChecks(study, problems, f"config/figures.yaml: {name}").item(spec)


class Documents(Model):
    """config/documents.yaml."""

    documents: dict[Name, DocumentSpec] = {}

    def crosscheck(self, study: Study, problems: Problems) -> None:
        """Add to `problems` every name that no other file declares."""
        for name, spec in self.documents.items():
            ItemChecks(study, problems, f"config/documents.yaml: {name}").item(spec)


class Notes(Model):
    """config/notes.yaml."""

    notes: dict[Name, NoteSpec] = {}

    def crosscheck(self, study: Study, problems: Problems) -> None:
        """Add to `problems` every wave without a card."""
        for name, spec in self.notes.items():
            ItemChecks(study, problems, f"config/notes.yaml: {name}").waves(spec.waves)


OUTPUTS: dict[str, type[Model]] = {
    "tables": Tables,
    "figures": Figures,
    "documents": Documents,
    "books": Books,
    "notes": Notes,
    "decks": Decks,
}
"""The files of config/ that say what is published, and what is read from each."""
