"""A table as a file for a spreadsheet, each cell as it is displayed."""

from __future__ import annotations

import csv
import io

from phare.numbers import NARROW
from phare.publish.document import Document
from phare.publish.escaping import FORMULA, sheet_text
from phare.publish.table import Table
from phare.publish.wording import word

MARK = "\ufeff"
"""Without it, Excel reads accents in the alphabet of the machine."""

SEPARATOR = {"fr": ";", "en": ","}
"""What spreadsheets set to that language expect."""


def shown_text(table: Table) -> str:
    """Return the table with one line of heads, captions above and notes below.

    A row that stands under headings has them in columns of their own, so that lines can be
    sorted and filtered.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=SEPARATOR[table.language], lineterminator="\n")
    words = table.captions
    for line in (Document.of(table).warning, words.title, *words.questions, words.base):
        if line:
            writer.writerow([sheet_text(line)])
    writer.writerow([])
    deep = max(len(row.headings) for row in table.rows)
    heads = [" – ".join(filter(None, column.path)) for column in table.columns]
    outer = [word("heading", table.language)] * deep
    writer.writerow([sheet_text(head) for head in (*outer, table.stub, *heads)])
    for row in table.rows:
        labels = (*row.headings, *[""] * (deep - len(row.headings)), row.label)
        cells = [_figure(cell.shown) for cell in row.cells]
        writer.writerow([*map(sheet_text, labels), *cells])
    writer.writerow([])
    for line in (*words.notes, *words.sources):
        writer.writerow([sheet_text(line)])
    return MARK + out.getvalue()


def _figure(shown: str) -> str:
    # +9 points: our own sign, told apart from a formula by a space too narrow to be seen.
    return NARROW + shown if shown.startswith(FORMULA) else shown
