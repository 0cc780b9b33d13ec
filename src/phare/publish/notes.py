"""One methodological note, written as all its files."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from phare.config.notes import NoteSlice
from phare.kinds import LANGUAGES
from phare.publish.document import Document
from phare.publish.docx import docx_of
from phare.publish.escaping import sheet_text
from phare.publish.files import write_all
from phare.publish.html import html_text
from phare.publish.note import build_note
from phare.publish.note_tables import NoteTables
from phare.publish.pdf import pdf_of

HEAD = ("wave", "notice", "table", "heading", "row", "column", "value")


def publish_note(about: NoteSlice, given: NoteTables, folder: Path) -> list[Path]:
    """Write a note as tidy CSV and, in each language, HTML, DOCX and PDF; return the paths.

    The CSV has one number of the note's tables per row, in the words of the first language.

    Raises
    ------
    PhareError
        When a file cannot be written.
    """
    notes = [build_note(about, language, given) for language in LANGUAGES]
    contents: dict[str, str | bytes] = {"csv": _tidy(about, notes[0])}
    for note in notes:
        contents |= {
            f"{note.language}.html": html_text(note),
            f"{note.language}.docx": docx_of(note),
            f"{note.language}.pdf": pdf_of(note),
        }
    return write_all(contents, Path(folder), about.name)


def _tidy(about: NoteSlice, note: Document) -> str:
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(HEAD)
    notice = " / ".join(about.notice[each] for each in LANGUAGES) if about.reconstructed else ""
    for table in note.tables:
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                if cell.number is not None:
                    where = (" – ".join(row.headings), row.label, column.path[-1])
                    told = (notice, table.name, *where)
                    value = f"{cell.number:.12g}"
                    lines.writerow((about.wave, *map(sheet_text, told), value))
    return written.getvalue()
