"""A chart of a slide as PowerPoint's own, with its workbook: edited by double-click."""

from __future__ import annotations

from dataclasses import replace

from pptx.chart.chart import Chart as Native
from pptx.chart.data import CategoryChartData
from pptx.chart.series import BarSeries
from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide
from pptx.util import Pt

from phare.numbers import NARROW
from phare.publish import theme
from phare.publish.deck_charts import Bar, Chart, Series
from phare.publish.deck_fit import Fit, cut_label
from phare.publish.deck_look import width
from phare.publish.escaping import xml_text
from phare.publish.package import LANGUAGES
from phare.publish.pptx_page import plain, rgb
from phare.publish.pptx_sheet import sheet_of

_TYPES = {
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked": XL_CHART_TYPE.BAR_STACKED,
    "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
}


def add_chart(slide: Slide, chart: Chart, how: Fit) -> GraphicFrame:
    """Put a chart on a slide and return its frame."""
    chart = replace(chart, rows=tuple(cut_label(plain(label), how) for label in chart.rows))
    told = CategoryChartData()
    told.categories = chart.rows
    for series in chart.series:
        told.add_series(plain(series.name), [bar.value for bar in series.bars])
    box = how.box
    frame: GraphicFrame = slide.shapes.add_chart(
        _TYPES[chart.form], Pt(box.x), Pt(box.y), Pt(box.width), Pt(box.height), told
    )
    native = frame.chart
    native.part.chart_workbook.update_from_xlsx_blob(sheet_of(chart))
    _frame(native, chart, how)
    for series, drawn in zip(chart.series, native.plots[0].series, strict=True):
        _paint(drawn, series)
        _labels(drawn, chart, series, how)
    return frame


def _frame(native: Native, chart: Chart, how: Fit) -> None:
    native.has_legend, native.has_title = False, False
    native.font.size, native.font.name = Pt(how.label), theme.SHEET_FONT
    native.font.color.rgb = rgb(theme.INK)
    plot = native.plots[0]
    plot.gap_width = round(min(max(100 * (how.row - how.bar) / how.bar, 0), 500))
    plot.overlap = 100
    plot.vary_by_categories = False
    rows, values = native.category_axis, native.value_axis
    rows.reverse_order = chart.form != "columns"
    rows.major_tick_mark = XL_TICK_MARK.NONE
    rows.has_major_gridlines = values.has_major_gridlines = False
    alone = chart.form == "stacked" and len(chart.rows) == 1
    rows.tick_label_position = XL_TICK_LABEL_POSITION.NONE if alone else XL_TICK_LABEL_POSITION.LOW
    rows.tick_labels.font.size = Pt(how.label)
    rows.format.line.color.rgb = rgb(theme.RULE)
    if alone:
        rows.format.line.fill.background()
    values.visible = False
    values.minimum_scale, values.maximum_scale = 0.0, how.most
    _laid_out(native, how)
    space = native._chartSpace
    language = parse_xml(f'<c:lang {nsdecls("c")} val="{LANGUAGES[chart.language]}"/>')
    space.find(qn("c:date1904")).addnext(language)


def _laid_out(native: Native, how: Fit) -> None:
    """Fix where the bars stand: what is left to the program depends on the machine."""
    box, plot = how.box, how.plot
    parts = (
        ("x", plot.x / box.width), ("y", plot.y / box.height),
        ("w", plot.width / box.width), ("h", plot.height / box.height),
    )  # fmt: skip
    told = "".join(f'<c:{name} val="{part:.4f}"/>' for name, part in parts)
    area = native._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    area.insert(0, parse_xml(
        f'<c:layout {nsdecls("c")}><c:manualLayout><c:layoutTarget val="inner"/>'
        f'<c:xMode val="edge"/><c:yMode val="edge"/>{told}</c:manualLayout></c:layout>'
    ))  # fmt: skip


def _paint(drawn: BarSeries, series: Series) -> None:
    drawn.invert_if_negative = False
    _filled(drawn, series.colour)
    for number, bar in enumerate(series.bars):
        if bar.colour != series.colour or bar.careful:
            _filled(drawn.points[number], bar.colour)
            if bar.careful:
                drawn.points[number].format.line.color.rgb = rgb(theme.INK)
                drawn.points[number].format.line.width = Pt(1)


def _filled(drawn: object, colour: str) -> None:
    fill = drawn.format.fill  # type: ignore[attr-defined]
    fill.solid()
    fill.fore_color.rgb = rgb(colour)


def _labels(drawn: BarSeries, chart: Chart, series: Series, how: Fit) -> None:
    inside = chart.form == "stacked"
    place = "ctr" if inside else "outEnd"
    colour = theme.readable_on(series.colour) if inside else theme.INK
    element = drawn._element
    for old in element.findall(qn("c:dLbls")):
        element.remove(old)
    if series.behind:  # told beside the chart
        return
    each = "".join(
        _label(number, bar, chart, how, colour, place)
        for number, bar in enumerate(series.bars)
        if bar.value is not None
    )
    element._insert_dLbls(parse_xml(
        f'<c:dLbls {nsdecls("c", "a")}>{each}{_look(how.value, colour)}'
        f'<c:dLblPos val="{place}"/>{_SHOWN}</c:dLbls>'
    ))  # fmt: skip


_SHOWN = "".join(
    f'<c:{name} val="{int(name == "showVal")}"/>'
    for name in ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent",
                 "showBubbleSize")
)  # fmt: skip


def _look(size: float, colour: str) -> str:
    return (
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f'<c:txPr><a:bodyPr wrap="none"/><a:lstStyle/><a:p><a:pPr>{_letters("defRPr", size, colour)}'
        "</a:pPr><a:endParaRPr/></a:p></c:txPr>"
    )


def _letters(name: str, size: float, colour: str) -> str:
    return (
        f'<a:{name} sz="{100 * size:.0f}" b="1"><a:solidFill><a:srgbClr val="{colour[1:]}"/>'
        f"</a:solidFill></a:{name}>"
    )


def _label(number: int, bar: Bar, chart: Chart, how: Fit, colour: str, place: str) -> str:
    room = (bar.value or 0.0) / how.most * how.plot.width
    if place == "ctr" and width(bar.label, how.value, bold=True) > room:
        return f'<c:dLbl><c:idx val="{number}"/><c:delete val="1"/></c:dLbl>'
    pattern = _pattern(bar, chart)
    if pattern is None:
        said = (
            f"<c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr>"
            f"{_letters('defRPr', how.value, colour)}</a:pPr><a:r>"
            f"{_letters('rPr', how.value, colour)}<a:t>{xml_text(bar.label)}</a:t></a:r></a:p>"
            "</c:rich></c:tx>"
        )
        look = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
    else:
        said = f'<c:numFmt formatCode="{xml_text(pattern)}" sourceLinked="0"/>'
        look = _look(how.value, colour)
    return f'<c:dLbl><c:idx val="{number}"/>{said}{look}<c:dLblPos val="{place}"/>{_SHOWN}</c:dLbl>'


def _pattern(bar: Bar, chart: Chart) -> str | None:
    """Return the number format that prints a bar's label, so that it follows an edited value.

    None where the sign between figures would be that of the machine: the label is text then.
    """
    if chart.unit != "percent" or chart.digits:
        return None
    sign = f'"{NARROW}"%' if chart.language == "fr" else "%"
    return f"0{sign}" + (f'"{bar.mark}"' if bar.mark else "")
