"""From a specification to SVG and PNG: the same bytes on every machine."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources
from typing import Any

from phare.publish import theme
from phare.publish.escaping import xml_text

VEGA_LITE = "5.21"


@cache
def _vl_convert() -> Any:
    # A second to import: only where a figure is drawn, and once.
    import vl_convert

    with resources.as_file(resources.files("phare.publish").joinpath("fonts")) as folder:
        vl_convert.register_font_directory(str(folder))
    return vl_convert


def svg_text(specification: dict[str, Any], title: str, told: str, language: str) -> str:
    """Return the SVG, with the title and what it shows in words for screen readers."""
    drawn: str = _vl_convert().vegalite_to_svg(specification, vl_version=VEGA_LITE)
    start = drawn.index("<svg") + 4
    end = drawn.index(">", start)
    named = f'<title id="title">{xml_text(title)}</title><desc id="desc">{xml_text(told)}</desc>'
    spoken = f' role="img" lang="{language}" aria-labelledby="title desc"'
    return f"{drawn[:start]}{spoken}{drawn[start : end + 1]}{named}{drawn[end + 1 :]}\n"


def png_bytes(svg: str) -> bytes:
    """Return the PNG of an SVG, at `theme.SCALE` pixels for one."""
    drawn: bytes = _vl_convert().svg_to_png(svg, scale=theme.SCALE)
    return drawn


def specification_text(specification: dict[str, Any]) -> str:
    """Return the specification as JSON, a line per key; the points of a path on one line."""
    text = json.dumps(specification, ensure_ascii=False, indent=1) + "\n"
    return re.sub(r'(?<="coordinates": )[\s\d\[\],.-]+\]', _closed_up, text)


def _closed_up(points: re.Match[str]) -> str:
    return re.sub(r"\s+", "", points[0])
