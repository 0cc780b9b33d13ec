"""One table, written as all its files."""

from __future__ import annotations

from pathlib import Path

from phare.config.publishing import LANGUAGES
from phare.publish.build import build_table
from phare.publish.context import PublishContext
from phare.publish.csv_shown import shown_text
from phare.publish.csv_tidy import tidy_text
from phare.publish.document import Document
from phare.publish.docx import docx_of
from phare.publish.estimates import select
from phare.publish.files import write_all
from phare.publish.html import html_text
from phare.publish.latex import latex_of
from phare.publish.pdf import pdf_of
from phare.publish.table import Table
from phare.publish.xlsx import xlsx_of


def publish_table(context: PublishContext, folder: Path) -> list[Path]:
    """Write a table as tidy CSV and, in each language, in every format; return the paths.

    The names are those of `phare.config.publishing.item_files`; each file appears whole or
    not at all, and the same estimates give the same bytes.

    Raises
    ------
    PhareError
        When it has a dimension without a place, no estimate, or a file cannot be written.
    """
    about, folder = context.about, Path(folder)
    found = select(about, context.estimates, context.comparisons)
    tables = [build_table(about, language, found) for language in LANGUAGES]
    contents: dict[str, str | bytes] = {"csv": tidy_text(about, tables[0].estimates)}
    for table in tables:
        contents |= {f"{table.language}.{end}": one for end, one in _written(table).items()}
    return write_all(contents, folder, about.name)


def _written(table: Table) -> dict[str, str | bytes]:
    """Return ending -> content, for one language."""
    document = Document.of(table)
    return {
        "html": html_text(document),
        "xlsx": xlsx_of(table),
        "docx": docx_of(document),
        "tex": latex_of(document),
        "pdf": pdf_of(document),
        "csv": shown_text(table),
    }
