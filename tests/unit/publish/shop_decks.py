"""Decks of the small study, and how they are read back."""

import io
from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pptx

from phare.config import Study
from phare.config.deck_slices import deck_slice
from phare.publish.deck import Deck
from phare.publish.deck_build import build_deck
from phare.publish.decks import DeckContext
from phare.publish.estimates import select


def deck_context(
    study: Study, name: str, estimates: pd.DataFrame, comparisons: pd.DataFrame
) -> DeckContext:
    return DeckContext(deck_slice(study, name), estimates, comparisons)


def built(context: DeckContext, language: str) -> Deck:
    return build_deck(
        context.about, language, lambda part: select(part, context.estimates, context.comparisons)
    )


def opened(content: bytes) -> Any:
    return pptx.Presentation(io.BytesIO(content))


def native_charts(slide: Any) -> list[Any]:
    """The charts of a slide, in reading order."""
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def drawn_sheet(chart: Any) -> dict[tuple[str, str], float | None]:
    """(row, series) -> value, from the workbook that opens when a chart is edited."""
    blob = chart.part.chart_workbook.xlsx_part.blob
    sheet = openpyxl.load_workbook(io.BytesIO(blob))["Sheet1"]
    (_, *names), *rows = sheet.iter_rows(values_only=True)
    return {(str(label), str(name)): value
            for label, *values in rows for name, value in zip(names, values, strict=True)}  # fmt: skip


def parts(content: bytes, within: str = "") -> Iterator[tuple[str, bytes]]:
    """Every part of an office file, those of the files inside it included."""
    with ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            part = package.read(name)
            if name.endswith((".xlsx", ".docx", ".pptx")):
                yield from parts(part, f"{within}{name}/")
            else:
                yield f"{within}{name}", part
