"""One item, table or figure, written as all its files."""

from __future__ import annotations

from pathlib import Path

from phare.publish.context import PublishContext
from phare.publish.figures import publish_figure
from phare.publish.tables import publish_table


def publish_item(context: PublishContext, folder: Path) -> list[Path]:
    """Write a table or a figure; see `publish_table` and `publish_figure`."""
    write = publish_table if context.about.kind == "table" else publish_figure
    return write(context, folder)
