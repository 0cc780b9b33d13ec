"""The workbook behind a chart: what is shown, and where it comes from, as text that runs nothing."""

from __future__ import annotations

import io

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from phare import numbers
from phare.publish.deck_charts import Chart
from phare.publish.package import CREATED
from phare.publish.pptx_page import plain
from phare.publish.wording import word

_HEADS = ("estimate", "value", "low", "high", "n")


def sheet_of(chart: Chart) -> bytes:
    """Return the workbook of a chart.

    Its first sheet is what the chart draws: a row per label, a column per series, nothing in
    the cell of what is withheld. The second has each estimate with its address and interval.
    """
    written = io.BytesIO()
    book = xlsxwriter.Workbook(
        written, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    )
    book.set_properties({"created": CREATED})
    # Charts look for their cells on a sheet of this name.
    drawn = book.add_worksheet("Sheet1")
    drawn.set_column(0, 0, 40)
    for row, label in enumerate(chart.rows, start=1):
        drawn.write_string(row, 0, plain(label))
    for column, series in enumerate(chart.series, start=1):
        drawn.write_string(0, column, plain(series.name))
        for row, bar in enumerate(series.bars, start=1):
            if bar.value is not None:
                drawn.write_number(row, column, bar.value)
    _origins(book.add_worksheet(word("origins", chart.language)), chart)
    book.close()
    return written.getvalue()


def _origins(sheet: Worksheet, chart: Chart) -> None:
    sheet.set_column(0, 0, 70)
    for column, name in enumerate(_HEADS):
        head = numbers.typeset(word(f"origin_{name}", chart.language), chart.language)
        sheet.write_string(0, column, head)
    bars = [bar for series in chart.series for bar in series.bars]
    ones = [bar.one for bar in bars if bar.one is not None]
    for row, one in enumerate(ones, start=1):
        sheet.write_string(row, 0, "/".join(one.key))
        for column, value in enumerate((one.value, one.low, one.high, one.n), start=1):
            if value is not None:
                sheet.write_number(row, column, value)
