"""One item, table, figure or document, written as all its files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from phare.kinds import Kind
from phare.publish.context import PublishContext
from phare.publish.documents import publish_document
from phare.publish.figures import publish_figure
from phare.publish.tables import publish_table

_WRITE: dict[Kind, Callable[[PublishContext, Path], list[Path]]] = {
    "table": publish_table,
    "figure": publish_figure,
    "document": publish_document,
}


def publish_item(context: PublishContext, folder: Path) -> list[Path]:
    """Write an item; see `publish_table`, `publish_figure` and `publish_document`."""
    return _WRITE[context.about.kind](context, folder)
