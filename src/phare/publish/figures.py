"""One figure, written as all its files."""

from __future__ import annotations

from pathlib import Path

from phare.config.figure_kinds import ProfilesFigure, WeightDistribution
from phare.kinds import LANGUAGES
from phare.publish.context import PublishContext
from phare.publish.figure import Figure, build_figure
from phare.publish.figure_pdf import figure_pdf
from phare.publish.files import publish, write_all
from phare.publish.profile_figure import build_profiles, profiles_text
from phare.publish.render import png_bytes, specification_text, svg_text
from phare.publish.weight_figure import build_spread, spread_text


def publish_figure(context: PublishContext, folder: Path) -> list[Path]:
    """Write a figure as tidy CSV and, in each language, SVG, PNG, PDF and specification.

    Raises
    ------
    PhareError
        When it has no estimate to show, or a file cannot be written.
    """
    apart = {
        WeightDistribution: (build_spread, spread_text),
        ProfilesFigure: (build_profiles, profiles_text),
    }
    kind = type(context.about.figure)
    if kind in apart:
        build, text = apart[kind]
        figures = [build(context, language) for language in LANGUAGES]
        contents: dict[str, str | bytes] = {"csv": text(context)}
        for figure in figures:
            files = _written(figure).items()
            contents |= {f"{figure.language}.{end}": content for end, content in files}
        return write_all(contents, Path(folder), context.about.name)
    return publish(context, folder, build_figure, _written)


def _written(figure: Figure) -> dict[str, str | bytes]:
    drawn = svg_text(figure.specification, figure.captions.title, figure.told, figure.language)
    return {
        "svg": drawn,
        "png": png_bytes(drawn),
        "pdf": figure_pdf(figure, drawn),
        "vl.json": specification_text(figure.specification),
    }
