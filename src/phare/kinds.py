"""The kinds of items that a study publishes: how they are called, and their files.

Light on purpose, as `phare.provenance`: Snakemake's process reads it at every start.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["table", "figure", "document", "book", "note", "deck"]

LANGUAGES = ("fr", "en")


@dataclass(frozen=True)
class ItemKind:
    """A kind of items: declared in config/<folder>.yaml, made by the rule publish_<name>.

    Parameters
    ----------
    folder : of its items, in processed/publish/ and in a release
    heading : over its items on the page of a release, in French and in English
    endings : of its files in each language
    tidy : whether the estimates or numbers that it shows are published beside, as <item>.csv
    """

    folder: str
    heading: tuple[str, str]
    endings: tuple[str, ...]
    tidy: bool = True

    def files(self, item: str) -> tuple[str, ...]:
        """Return the names of the files that an item is published as, in no folder."""
        shown = [f"{item}.{language}.{end}" for language in LANGUAGES for end in self.endings]
        return (f"{item}.csv", *shown) if self.tidy else tuple(shown)

    def paths(self, item: str) -> list[str]:
        """Return where its step writes those files."""
        return [f"{self.place(item)}/{name}" for name in self.files(item)]

    def place(self, item: str) -> str:
        """Return the folder in which its step writes them."""
        return f"processed/publish/{self.folder}/{item}"


KINDS: dict[Kind, ItemKind] = {
    "figure": ItemKind("figures", ("Figures", "Figures"), ("svg", "png", "pdf", "vl.json")),
    "deck": ItemKind("decks", ("Diaporamas", "Decks"), ("pptx",)),
    "document": ItemKind("documents", ("Documents", "Documents"), ("html", "docx", "pdf")),
    "book": ItemKind("books", ("Livres de tableaux", "Banner books"), ("xlsx",), tidy=False),
    "note": ItemKind(
        "notes", ("Notes méthodologiques", "Methodological notes"), ("html", "docx", "pdf")
    ),
    "table": ItemKind(
        "tables", ("Tableaux", "Tables"), ("html", "xlsx", "docx", "tex", "pdf", "csv")
    ),
}
"""In the order of the page of a release."""


def rule_of(kind: Kind) -> str:
    """Return the name of the rule that makes items of a kind."""
    return f"publish_{kind}"


RULES = {rule_of(kind): kind for kind in KINDS}
"""Rule -> the kind it makes."""
