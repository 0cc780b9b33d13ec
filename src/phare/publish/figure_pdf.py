"""A figure as PDF: its SVG on a page of its own size, with the words that say what it shows."""

from __future__ import annotations

from phare.publish import theme
from phare.publish.figure import Figure
from phare.publish.typst_pdf import compiled, source

POINTS = 0.75
"""Points for a pixel: 96 pixels are an inch of 72 points."""


def figure_pdf(figure: Figure, svg: str) -> bytes:
    """Return a figure, drawn as `svg`, as PDF/UA-1; `told` is its alternative text."""
    told: dict[str, object] = {
        "language": figure.language,
        "title": figure.captions.title,
        "alternative": figure.told.replace("\n", " "),
        "font": theme.FONT,
        "width": POINTS * figure.specification["width"],
        "height": POINTS * figure.specification["height"],
    }
    return compiled("figure.typ", "figure", source(told, svg=svg))
