"""A Typst template filled with texts, as PDF: tagged, the same bytes on every machine.

A template reads all it says as JSON: Typst takes none of it for markup. The only fonts are
those that phare carries.
"""

from __future__ import annotations

import json
from datetime import UTC
from functools import cache
from importlib import resources
from typing import Any

import typst

from phare.publish.letters import drawable
from phare.publish.package import CREATED

STANDARD: typst.PDFStandard = "ua-1"
"""PDF/UA-1; Typst refuses to write what breaks it."""


def compiled(template: str, name: str, told: str) -> bytes:
    """Return the PDF of a template of this room.

    Parameters
    ----------
    template : its file, such as `document.typ`
    name : what it calls that which it is told
    told : the JSON of :func:`source`
    """
    written = typst.compile(
        _template(template),
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={name: told},
        pdf_standards=[STANDARD],
        timestamp=CREATED.replace(tzinfo=UTC),
    )
    assert isinstance(written, bytes)
    return written


def source(told: dict[str, object], **drawn: str) -> str:
    """Return what a template is told as JSON, its texts as our font can draw them.

    `drawn` are pictures as SVG, left as they are.
    """
    return json.dumps(_drawable(told) | drawn, ensure_ascii=False)


@cache
def _template(name: str) -> bytes:
    return resources.files("phare.publish").joinpath(name).read_bytes()


@cache
def _fonts() -> typst.Fonts:
    with resources.as_file(resources.files("phare.publish").joinpath("fonts")) as folder:
        return typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
        )


def _drawable(told: Any) -> Any:
    if isinstance(told, str):
        return drawable(told)
    if isinstance(told, dict):
        return {key: _drawable(value) for key, value in told.items()}
    return [_drawable(value) for value in told] if isinstance(told, list | tuple) else told
