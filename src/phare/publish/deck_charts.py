"""Figures as charts that can be edited: the rows, order, labels and colours of the drawing.

A kind of figure without a chart here stands on a slide as a picture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from phare.config.figure_kinds import RankedBars
from phare.config.indicators import Unit
from phare.config.publishing import PublishSlice
from phare.publish import levels, ranked_bars, stacked, theme, trend
from phare.publish.captions import year
from phare.publish.drawing import Drawing
from phare.publish.estimates import Estimate, Key
from phare.publish.ranked_bars import Block
from phare.publish.telling import Telling
from phare.publish.wording import word

Found = Mapping[Key, Estimate]
CAREFUL = 0.35
"""How strong a colour stays where an estimate is to be read with care."""
PALE = 0.16
"""How strong it stays in the bar behind another."""


@dataclass(frozen=True)
class Bar:
    """One value of a chart; its label is `shown` and `mark`, `colour` its own."""

    one: Estimate | None
    shown: str
    mark: str
    colour: str

    @property
    def label(self) -> str:
        return f"{self.shown}{self.mark}"

    @property
    def value(self) -> float | None:
        return None if self.one is None else self.one.value

    @property
    def careful(self) -> bool:
        return self.one is not None and self.one.quality == "caution"


@dataclass(frozen=True)
class Series:
    """The bars of one colour, one for each row of the chart; `behind` those of the next."""

    name: str
    colour: str
    bars: tuple[Bar, ...]
    behind: bool = False


@dataclass(frozen=True)
class Chart:
    """A chart: labels of the rows, and series over them.

    `top` is the largest value on the slide, `beyond` the largest behind another. `title` and
    `colour` are those of a panel among others, `callout` what is told beside its first bar;
    `told` says it all in words.
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
    beyond: float = 0.0


Charts = tuple[list[Chart], list[str]]


def _ranked(about: PublishSlice, language: str, found: Found, drawing: Drawing) -> Charts:
    spec, telling = about.figure, Telling(about, language)
    assert isinstance(spec, RankedBars)
    blocks = ranked_bars.ordered(about, telling, found)
    label = telling.text(spec.callout_label[language]) if spec.callout_label else ""
    top = _top(row.one for block in blocks for row in block.rows)
    beyond = _top(row.callout for block in blocks for row in block.rows)
    charts = []
    for block, said in zip(blocks, drawing.told, strict=True):
        words = about.indicators[block.rows[0].one.indicator]
        bars = tuple(_bar(row.one, telling, block.colour) for row in block.rows)
        series = (Series(telling.text(words.label[language]), block.colour, bars),)
        charts.append(
            Chart(
                form="bars",
                rows=tuple(_label(row.label, telling, row.one) for row in block.rows),
                series=(*_behind(about, block, telling), *series),
                top=top,
                beyond=beyond,
                unit=words.unit,
                digits=words.digits,
                language=language,
                told=telling.text(said),
                title=block.title if len(blocks) > 1 else "",
                colour=block.colour,
                callout=_callout(block, telling, label),
            )
        )
    return charts, ranked_bars.cut_told(blocks, language)


def _behind(about: PublishSlice, block: Block, telling: Telling) -> tuple[Series, ...]:
    """Return the pale bars behind: the broader estimate that is told beside a first bar."""
    beside = [row.callout for row in block.rows]
    known = next((one for one in beside if one is not None), None)
    if known is None:
        return ()
    name = telling.text(about.indicators[known.indicator].label[telling.language])
    pale = theme.tint(block.colour, PALE)
    bars = tuple(_bar(one, telling, pale, plain=True) for one in beside)
    return (Series(name, pale, bars, behind=True),)


def _callout(block: Block, telling: Telling, label: str) -> str:
    beside = next((row.callout for row in block.rows if row.callout), None)
    return f"{label} {telling.marked(beside)}".strip() if beside else ""


def _stacked(about: PublishSlice, language: str, found: Found, drawing: Drawing) -> Charts:
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
    chart = Chart(
        form="stacked",
        rows=tuple(_label(label, telling, *ones) for label, ones in rows),
        series=tuple(series),
        # What is rounded may add up to a little more than the whole.
        top=max([1.0, *(sum(one.value or 0.0 for one in ones) for _, ones in rows)]),
        unit=words.unit,
        digits=words.digits,
        language=language,
        told=telling.text(" ".join(drawing.told)),
    )
    return [chart], list(drawing.notes)


def _levels(about: PublishSlice, language: str, found: Found, drawing: Drawing) -> Charts:
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
        told=telling.text(" ".join(drawing.told)),
    )
    sure = any(telling.significant(one) for _, one in rows)
    return [chart], [word("arrows" if sure else "no_gap", language, threshold=telling.threshold)]


def _trend(about: PublishSlice, language: str, found: Found, drawing: Drawing) -> Charts:
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
        told=telling.text(" ".join(drawing.told)),
    )
    return [chart], []


CHARTS: dict[str, Callable[[PublishSlice, str, Found, Drawing], Charts]] = {
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
