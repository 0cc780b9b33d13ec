"""A panel for each wave and scheme: how many respondents weigh how much."""

from __future__ import annotations

import math

from phare import numbers
from phare.contracts import refuse
from phare.publish import letters, theme
from phare.publish.captions import wave_label
from phare.publish.context import PublishContext
from phare.publish.drawing import Drawing
from phare.publish.figure import Figure, figure_of
from phare.publish.marks import INNER, Box, Line, Mark, Word, painted
from phare.publish.spread import Spread, spread_file, spreads
from phare.publish.telling import Telling
from phare.publish.wording import word

ACROSS, GUTTER, HIGH = 3, 34.0, 120.0
TITLE, SMALL, LEADING = 15.0, 12.5, 18.0
TICKS = (1 / 64, 1 / 16, 1 / 4, 1.0, 4.0, 16.0, 64.0)
FINER = (1 / 8, 1 / 4, 1 / 2, 1.0, 2.0, 4.0, 8.0)
WIDE = 4.5
"""Doublings beyond which there is room for every other tick alone."""


def build_spread(context: PublishContext, language: str) -> Figure:
    """Return a `weight_distribution` figure in one language.

    Raises
    ------
    PhareError
        When none of its waves has weights under its schemes.
    """
    shown = _shown(context)
    telling = Telling(context.about, language)
    marks, height = _Panels(shown, telling).drawn()
    least = min(each.n for one in shown for each in one.bins if each.n)
    notes = (word("spread", language, least=least), word("kish", language))
    told = tuple(_told(one, telling) for one in shown)
    return figure_of(context.about, language, {}, Drawing(tuple(marks), height, notes, told), [])


def spread_text(context: PublishContext) -> str:
    """Return the tidy file of a `weight_distribution` figure."""
    return spread_file(context.about, _shown(context))


def _shown(context: PublishContext) -> list[Spread]:
    shown = spreads(context.about, context.spread) if context.spread else []
    if not shown:
        raise refuse(
            f"config/figures.yaml: {context.about.name}", "no weights", "those of one wave at least",
            "name a wave and a scheme that it has",
        )  # fmt: skip
    return shown


def _title(one: Spread, telling: Telling) -> str:
    who = wave_label(telling.about, one.wave, telling.language)
    if len(telling.about.schemes) > 1:
        scheme = telling.about.schemes[one.scheme][telling.language]
        who = f"{who}{word('stop', telling.language)}{scheme}"
    return telling.text(who)


def _facts(one: Spread, telling: Telling) -> list[str]:
    language = telling.language
    effective = numbers.decimal(one.n_effective, 0, language)
    low, high = (numbers.decimal(end, 2, language) for end in (one.bins[0].low, one.bins[-1].high))
    return [
        telling.text(word("n_of", language, n=telling.size(one.n), effective=effective)),
        telling.text(word("deff", language, value=numbers.decimal(one.deff, 2, language))),
        telling.text(word("from_to", language, low=low, high=high)),
    ]


def _told(one: Spread, telling: Telling) -> str:
    return (
        f"{_title(one, telling)}{word('stop', telling.language)}{', '.join(_facts(one, telling))}."
    )


class _Panels:
    """Histograms on one logarithmic scale, their areas in proportion to the respondents."""

    def __init__(self, shown: list[Spread], telling: Telling) -> None:
        self.shown, self.telling = shown, telling
        self.across = min(len(shown), ACROSS)
        self.width = (INNER - GUTTER * (self.across - 1)) / self.across
        self.low = math.log2(min(each.low for one in shown for each in one.bins) / 1.1)
        self.high = math.log2(max(each.high for one in shown for each in one.bins) * 1.1)
        self.dense = max(_density(one, at) for one in shown for at in range(len(one.bins)))

    def drawn(self) -> tuple[list[Mark], float]:
        marks: list[Mark] = []
        y = 0.0
        for first in range(0, len(self.shown), self.across):
            row = self.shown[first : first + self.across]
            titles = [letters.name_lines(_title(one, self.telling), self.width, TITLE, bold=True)
                      for one in row]  # fmt: skip
            deep = max(len(lines) for lines in titles)
            bottom = y
            for column, (one, lines) in enumerate(zip(row, titles, strict=True)):
                left = column * (self.width + GUTTER)
                bottom = self._panel(marks, one, lines, left, y + LEADING * deep)
            y = bottom + 28
        return painted(marks), y - 20

    def _panel(
        self, marks: list[Mark], one: Spread, title: list[str], left: float, top: float
    ) -> float:
        colour = theme.SERIES[0]
        first = top - LEADING * len(title) + 8
        marks += [
            Word(line, left, first + LEADING * at, TITLE, colour, bold=True)
            for at, line in enumerate(title)
        ]
        y = top + 8
        for fact in _facts(one, self.telling):
            for line in letters.lines(fact, self.width, SMALL):
                marks.append(Word(line, left, y, SMALL, theme.QUIET))
                y += 17
        base = y + HIGH
        for at, each in enumerate(one.bins):
            if not each.n:
                continue
            x, x2 = self._x(left, each.low), self._x(left, each.high)
            tall = _density(one, at) / self.dense * HIGH
            fill = theme.tint(colour, 0.6)
            marks.append(Box(x, base - tall, x2 - x, tall, fill, theme.PAPER))
        mean = self._x(left, 1.0)
        marks.append(Line(mean, y, mean, base, theme.INK, dashed=True))
        marks.append(Line(left, base, left + self.width, base, theme.COAST, width=1))
        return self._ticks(marks, left, base)

    def _ticks(self, marks: list[Mark], left: float, base: float) -> float:
        language = self.telling.language
        every = FINER if self.high - self.low < WIDE else TICKS
        for tick in every:
            if self.low <= math.log2(tick) <= self.high:
                x = self._x(left, tick)
                digits = max(0, round(-math.log2(tick)))
                said = numbers.decimal(tick, min(digits, 4), language)
                marks.append(Line(x, base, x, base + 5, theme.COAST, width=1))
                marks.append(Word(said, x, base + 14, 12, theme.QUIET, align="center"))
        said = self.telling.text(word("times_mean", language))
        marks.append(Word(said, left + self.width, base + 31, 12, theme.QUIET, align="right"))
        return base + 36

    def _x(self, left: float, ratio: float) -> float:
        return left + (math.log2(ratio) - self.low) / (self.high - self.low) * self.width


def _density(one: Spread, at: int) -> float:
    """How tall a bin is: its share of the respondents over its width."""
    each = one.bins[at]
    return each.n / one.n / math.log2(each.high / each.low)
