"""A banner book, written as all its files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from phare import storage
from phare.config.book_slices import BookSlice
from phare.contracts import refuse
from phare.kinds import KINDS, LANGUAGES
from phare.publish.book_letters import above
from phare.publish.book_sheets import sheets_of
from phare.publish.book_xlsx import write_book
from phare.publish.estimates import select


@dataclass(frozen=True)
class BookContext:
    """Everything one book is made of.

    Parameters
    ----------
    about : its slice of the configuration
    estimates : ESTIMATES of its waves, or of more
    gaps : COMPARISONS with the total
    letters : LETTERS of its waves, or of more
    comparisons : COMPARISONS of waves and actors, where it shows several
    """

    about: BookSlice
    estimates: pd.DataFrame
    gaps: pd.DataFrame
    letters: pd.DataFrame
    comparisons: pd.DataFrame


def publish_book(context: BookContext, folder: Path) -> list[Path]:
    """Write a book as a workbook in each language; return the paths.

    Each file appears whole or not at all, and the same estimates give the same bytes.

    Raises
    ------
    PhareError
        When there is no estimate, or a file cannot be written.
    """
    about = context.about
    found = select(about.whole, context.estimates, context.gaps, intervals=False)
    if not found:
        raise refuse(
            f"config/books.yaml: {about.name}", "no estimate", "one at least",
            "name an indicator that its waves have",
        )  # fmt: skip
    letters = above(about, found, context.letters, context.comparisons)
    paths = [Path(folder) / name for name in KINDS["book"].files(about.name)]
    for language, path in zip(LANGUAGES, paths, strict=True):
        sheets = sheets_of(about, language, found, letters)
        with storage.whole_file(path) as temporary:
            write_book(about, language, sheets, temporary)
    return paths
