"""One table, written as all its files."""

from __future__ import annotations

from pathlib import Path

from phare import storage
from phare.config.publishing import LANGUAGES
from phare.publish.build import build_table
from phare.publish.context import PublishContext
from phare.publish.csv_tidy import tidy_text
from phare.publish.estimates import select
from phare.publish.html import html_text
from phare.publish.xlsx import write_xlsx


def publish_table(context: PublishContext, folder: Path) -> list[Path]:
    """Write a table as tidy CSV and, in each language, HTML and XLSX; return the paths.

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
    paths = [folder / f"{about.name}.csv"]
    storage.write_text(tidy_text(about, tables[0].estimates), paths[0])
    for table in tables:
        page, book = (folder / f"{about.name}.{table.language}.{end}" for end in ("html", "xlsx"))
        storage.write_text(html_text(table), page)
        with storage.whole_file(book) as temporary:
            write_xlsx(table, temporary)
        paths += [page, book]
    return paths
