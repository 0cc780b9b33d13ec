"""Figures as charts that can be edited: the rows, order, labels and colours of the drawing.

A kind of figure without a chart here stands on a slide as a picture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from phare.config.indicators import Unit
from phare.config.items import RankedBars
from phare.config.publishing import PublishSlice
from phare.publish import levels, ranked_bars, stacked, theme, trend
from phare.publish.captions import year
from phare.publish.estimates import Estimate, Key
from phare.publish.figure import KINDS
from phare.publish.telling import Telling
from phare.publish.wording import word

Found = Mapping[Key, Estimate]
CAREFUL = 0.35
"""How strong a colour stays where an estimate is to be read with care."""


@dataclass(frozen=True)
class Bar:
    """One value of a chart; `shown` is its label, `colour` its own."""

    one: Estimate | None
    shown: str
    mark: str
    colour: str

    @property
    def value(self) -> float | None:
        return None if self.one is None else self.one.value

    @property
    def careful(self) -> bool:
        return self.one is not None and self.one.quality == "caution"


@dataclass(frozen=True)
class Series:
    """The bars of one colour, one for each row of the chart."""

    name: str
    colour: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Chart:
    """A chart: labels of the rows, series over them, `top` of the axis.

    `title` and `colour` are those of a panel among others, `callout` what stands beside its
    first row; `told` says it in words.
    """

    form: Literal["bars", "stacked", "columns"]
    rows: tuple[str, ...]
    series: tuple[Series, ...]
    top: float
    unit: Unit
    digits: int
    language: str
    told: str
    title: str = ""
    colour: str = theme.INK
    callout: str = ""


Charts = tuple[list[Chart], list[str]]


def _ranked(about: PublishSlice, language: str, found: Found) -> Charts:
    spec, telling = about.figure, Telling(about, language)
    assert isinstance(spec, RankedBars)
    blocks = ranked_bars.ordered(about, telling, found)
    label = telling.text(spec.callout_label[language]) if spec.callout_label else ""
    top = _top(row.one for block in blocks for row in block.rows)
    told = KINDS["ranked_bars"](about, language, found)[0].told
    charts = []
    for block, said in zip(blocks, told, strict=True):
        beside = next((row.callout for row in block.rows if row.callout), None)
        bars = tuple(_bar(row.one, telling, block.colour) for row in block.rows)
        words = about.indicators[block.rows[0].one.indicator]
        charts.append(
            Chart(
                form="bars",
                rows=tuple(_label(row.label, telling, row.one) for row in block.rows),
                series=(Series(telling.text(words.label[language]), block.colour, bars),),
                top=top,
                unit=words.unit,
                digits=words.digits,
                language=language,
                told=said,
                title=block.title if len(blocks) > 1 else "",
                colour=block.colour,
                callout=f"{label} {telling.marked(beside)}".strip() if beside else "",
            )
        )
    return charts, ranked_bars.cut_told(blocks, language)


def _stacked(about: PublishSlice, language: str, found: Found) -> Charts:
    telling = Telling(about, language)
    rows = stacked.ordered(about, telling, found)
    indicator = about.item.used_indicators[0]
    words = about.indicators[indicator]
    colours = theme.ramp(len(words.categories))
    series = []
    for (name, label), colour in zip(words.categories.items(), colours, strict=True):
        found_in = [next((one for one in ones if one.category == name), None) for _, ones in rows]
        bars = tuple(_bar(one, telling, colour, plain=True) for one in found_in)
        series.append(Series(telling.text(label[language]), colour, bars))
    drawing, shown = KINDS["stacked"](about, language, found)
    chart = Chart(
        form="stacked",
        rows=tuple(_label(label, telling, *ones) for label, ones in rows),
        series=tuple(series),
        top=1.0,
        unit=words.unit,
        digits=words.digits,
        language=language,
        told=" ".join(drawing.told),
    )
    return [chart], list(drawing.notes) if shown else []


def _levels(about: PublishSlice, language: str, found: Found) -> Charts:
    telling = Telling(about, language)
    rows, total = levels.ordered(about, telling, found)
    whole = [(telling.text(word("total", language)), total)] if total else []
    bars = [
        *(_bar(one, telling, theme.INK) for _, one in whole),
        *(_bar(one, telling, levels.colour_of(one, telling)) for _, one in rows),
    ]
    indicator = about.item.used_indicators[0]
    words = about.indicators[indicator]
    chart = Chart(
        form="bars",
        rows=tuple(_label(label, telling, one) for label, one in (*whole, *rows)),
        series=(Series(telling.text(words.label[language]), theme.INK, tuple(bars)),),
        top=_top(one for _, one in (*whole, *rows)),
        unit=words.unit,
        digits=words.digits,
        language=language,
        told=" ".join(KINDS["levels"](about, language, found)[0].told),
    )
    sure = any(telling.significant(one) for _, one in rows)
    return [chart], [word("arrows" if sure else "no_gap", language, threshold=telling.threshold)]


def _trend(about: PublishSlice, language: str, found: Found) -> Charts:
    telling = Telling(about, language)
    rows: list[str] = []
    bars: list[Bar] = []
    panels = trend.ordered(about, telling, found)
    for number, (label, points) in enumerate(panels.items()):
        colour = theme.SERIES[number % len(theme.SERIES)]
        for _, one in points:
            rows.append(_label(f"{label} {year(one.wave)}", telling, one))
            bars.append(_bar(one, telling, colour))
    words = about.indicators[about.item.used_indicators[0]]
    ones = [bar.one for bar in bars]
    chart = Chart(
        form="columns",
        rows=tuple(rows),
        series=(Series(telling.text(words.label[language]), theme.INK, tuple(bars)),),
        top=1.0 if words.unit == "percent" else _top(ones),
        unit=words.unit,
        digits=words.digits,
        language=language,
        told=" ".join(KINDS["trend"](about, language, found)[0].told),
    )
    return [chart], []


CHARTS: dict[str, Callable[[PublishSlice, str, Found], Charts]] = {
    "ranked_bars": _ranked,
    "stacked": _stacked,
    "levels": _levels,
    "trend": _trend,
}
"""Kind of figure -> its charts, and the notes that they need."""


def _bar(one: Estimate | None, telling: Telling, colour: str, plain: bool = False) -> Bar:
    if one is None:
        return Bar(None, "", "", colour)
    arrow = telling.arrow(one)
    mark = telling.mark(one) + (f" {arrow}" if arrow and not plain else "")
    careful = one.quality == "caution" and not plain
    return Bar(one, telling.value(one), mark, theme.tint(colour, CAREFUL) if careful else colour)


def _label(label: str, telling: Telling, *ones: Estimate) -> str:
    """Return the label of a row, with the mark of what it does not show."""
    marks = dict.fromkeys(telling.value(one) for one in ones if one.value is None)
    return f"{label} ({', '.join(marks)})" if marks else label


def _top(ones: Iterable[Estimate | None]) -> float:
    values = [one.value for one in ones if one is not None and one.value is not None]
    return max([*values, 1e-9])
