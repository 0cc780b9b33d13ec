"""One figure, written as all its files."""

from __future__ import annotations

from pathlib import Path

from phare import storage
from phare.config.publishing import LANGUAGES
from phare.publish.context import PublishContext
from phare.publish.csv_tidy import tidy_text
from phare.publish.estimates import select
from phare.publish.figure import build_figure
from phare.publish.render import png_bytes, specification_text, svg_text


def publish_figure(context: PublishContext, folder: Path) -> list[Path]:
    """Write a figure as tidy CSV and, in each language, SVG, PNG and specification.

    Returns the paths, named by `phare.config.publishing.item_files`; each file appears whole
    or not at all, and the same estimates give the same bytes on every machine.

    Raises
    ------
    PhareError
        When it has no estimate to show, or a file cannot be written.
    """
    about, folder = context.about, Path(folder)
    found = select(about, context.estimates, context.comparisons)
    figures = [build_figure(about, language, found) for language in LANGUAGES]
    paths = [folder / f"{about.name}.csv"]
    storage.write_text(tidy_text(about, dict.fromkeys(figures[0].shown)), paths[0])
    for figure in figures:
        svg, png, specification = (
            folder / f"{about.name}.{figure.language}.{end}" for end in ("svg", "png", "vl.json")
        )
        drawn = svg_text(figure.specification, figure.captions.title, figure.told, figure.language)
        storage.write_text(drawn, svg)
        with storage.whole_file(png) as temporary:
            temporary.write_bytes(png_bytes(drawn))
        storage.write_text(specification_text(figure.specification), specification)
        paths += [svg, png, specification]
    return paths
