"""One document, written as all its files."""

from __future__ import annotations

from pathlib import Path

from phare.publish.context import PublishContext
from phare.publish.document import Document
from phare.publish.docx import docx_of
from phare.publish.files import publish
from phare.publish.html import html_text
from phare.publish.pdf import pdf_of
from phare.publish.toplines import build_toplines


def publish_document(context: PublishContext, folder: Path) -> list[Path]:
    """Write a document as tidy CSV and, in each language, HTML, DOCX and PDF; return the paths.

    Raises
    ------
    PhareError
        When it has no estimate to show, or a file cannot be written.
    """
    return publish(context, folder, build_toplines, _written)


def _written(document: Document) -> dict[str, str | bytes]:
    return {"html": html_text(document), "docx": docx_of(document), "pdf": pdf_of(document)}
