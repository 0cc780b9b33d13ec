"""One document, written as all its files."""

from __future__ import annotations

from pathlib import Path

from phare.config.publishing import LANGUAGES
from phare.publish.context import PublishContext
from phare.publish.csv_tidy import tidy_text
from phare.publish.docx import docx_of
from phare.publish.estimates import select
from phare.publish.files import write_all
from phare.publish.html import html_text
from phare.publish.pdf import pdf_of
from phare.publish.toplines import build_toplines


def publish_document(context: PublishContext, folder: Path) -> list[Path]:
    """Write a document as tidy CSV and, in each language, HTML, DOCX and PDF; return the paths.

    The names are those of `phare.config.publishing.item_files`; each file appears whole or
    not at all, and the same estimates give the same bytes.

    Raises
    ------
    PhareError
        When it has no estimate to show, or a file cannot be written.
    """
    about, folder = context.about, Path(folder)
    found = select(about, context.estimates, context.comparisons)
    documents = [build_toplines(about, language, found) for language in LANGUAGES]
    shown = dict.fromkeys(one for table in documents[0].tables for one in table.estimates)
    contents: dict[str, str | bytes] = {"csv": tidy_text(about, shown)}
    for document in documents:
        contents |= {
            f"{document.language}.html": html_text(document),
            f"{document.language}.docx": docx_of(document),
            f"{document.language}.pdf": pdf_of(document),
        }
    return write_all(contents, folder, about.name)
