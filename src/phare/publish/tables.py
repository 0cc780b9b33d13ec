"""One table, written as all its files."""

from __future__ import annotations

from pathlib import Path

from phare.kinds import LANGUAGES
from phare.publish.build import build_table
from phare.publish.context import PublishContext
from phare.publish.csv_shown import shown_text
from phare.publish.document import Document
from phare.publish.docx import docx_of
from phare.publish.files import publish, write_all
from phare.publish.html import html_text
from phare.publish.latex import latex_of
from phare.publish.pdf import pdf_of
from phare.publish.profile_table import build_profile_table, profile_table_text
from phare.publish.table import Table
from phare.publish.xlsx import xlsx_of


def publish_table(context: PublishContext, folder: Path) -> list[Path]:
    """Write a table as tidy CSV and, in each language, in every format; return the paths.

    Raises
    ------
    PhareError
        When it has a dimension without a place, no estimate, or a file cannot be written.
    """
    if context.about.table is not None and context.about.table.typology:
        contents: dict[str, str | bytes] = {"csv": profile_table_text(context)}
        for language in LANGUAGES:
            files = _written(build_profile_table(context, language)).items()
            contents |= {f"{language}.{end}": content for end, content in files}
        return write_all(contents, Path(folder), context.about.name)
    return publish(context, folder, build_table, _written)


def _written(table: Table) -> dict[str, str | bytes]:
    document = Document.of(table)
    return {
        "html": html_text(document),
        "xlsx": xlsx_of(table),
        "docx": docx_of(document),
        "tex": latex_of(document),
        "pdf": pdf_of(document),
        "csv": shown_text(table),
    }
