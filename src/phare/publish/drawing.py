"""The paper a figure is drawn on: Vega-Lite layers in pixels, words above and below.

A figure is a Vega-Lite specification whose positions are pixels, worked out here from the
measured width of every label: nothing overlaps whatever the labels, the same numbers give
the same picture, and the words are part of the picture.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from phare.publish import letters, theme
from phare.publish.captions import Captions
from phare.publish.layers import Spec, layers
from phare.publish.marks import INNER, Box, Line, Mark, Word
from phare.publish.shapes import Shape


@dataclass(frozen=True)
class Drawing:
    """What a kind of figure draws under its title: marks, their height, notes to add.

    `told` says the values in words, for readers who cannot see the picture.
    """

    marks: tuple[Mark, ...]
    height: float
    notes: tuple[str, ...] = ()
    told: tuple[str, ...] = field(default=())


def specification(drawing: Drawing, words: Captions, told: str) -> Spec:
    """Return the Vega-Lite specification of a whole figure; `told` says it in words."""
    above, top = _above(words)
    below, bottom = _below(words, top + drawing.height + 18)
    marks = [*above, *(_moved(mark, theme.MARGIN, top) for mark in drawing.marks), *below]
    return _paper(marks, round(bottom + theme.MARGIN * 0.75), told)


def bare(drawing: Drawing, told: str) -> Spec:
    """Return the specification of a figure without the words around it, which stand elsewhere."""
    edge = theme.MARGIN / 8
    marks = [_moved(mark, theme.MARGIN, edge) for mark in drawing.marks]
    return _paper(marks, round(drawing.height + 2 * edge), told)


def _paper(marks: list[Mark], height: int, told: str) -> Spec:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": told,
        "width": theme.WIDTH,
        "height": height,
        "padding": 0,
        "background": theme.PAPER,
        # Marks would be read aloud as pixels and colours; the description says the values.
        "config": {"aria": False, "view": {"stroke": None}, "font": theme.FONT_STACK},
        "layer": layers(marks, height),
    }


def _above(words: Captions) -> tuple[list[Mark], float]:
    marks: list[Mark] = [Box(theme.MARGIN, theme.MARGIN - 8, 44, 4, theme.SERIES[0])]
    y = theme.MARGIN + 4.0
    y = _block(marks, words.title, y + theme.TITLE * 0.7, theme.TITLE, theme.INK, bold=True)
    for line in words.questions:
        y = _block(marks, line, y + 3, theme.SUBTITLE, theme.QUIET, italic=True)
    y = _block(marks, words.base, y + 3, theme.SUBTITLE, theme.QUIET)
    return marks, y + 12


def _below(words: Captions, y: float) -> tuple[list[Mark], float]:
    marks: list[Mark] = [Line(theme.MARGIN, y, theme.WIDTH - theme.MARGIN, y, theme.RULE, width=1)]
    y += 22
    if words.notice:
        notice = words.notice[:1].upper() + words.notice[1:]
        room = letters.width(notice, theme.SUBTITLE, bold=True)
        marks.append(Box(theme.MARGIN, y - 13, room + 22, 25, theme.ALERT_WASH))
        marks.append(Box(theme.MARGIN, y - 13, 4, 25, theme.ALERT))
        marks.append(Word(notice, theme.MARGIN + 13, y, theme.SUBTITLE, theme.ALERT, bold=True))
        y += 29
    for line in (" ".join(words.notes), *words.sources):
        y = _block(marks, line, y, theme.NOTE, theme.QUIET)
    return marks, y


def _block(marks: list[Mark], text: str, y: float, size: float, colour: str,
           bold: bool = False, italic: bool = False) -> float:  # fmt: skip
    """Add the lines of a text, the first centred on `y`; return where the next would be."""
    breaking = letters.balanced if bold else letters.lines
    for line in breaking(text, INNER, size, bold) if text else ():
        marks.append(Word(line, theme.MARGIN, y, size, colour, bold, italic))
        y += round(size * 1.36, 1)
    return y


def _moved(mark: Mark, right: float, down: float) -> Mark:
    if isinstance(mark, Shape):
        return mark.moved(right, down)
    values = dict(mark.__dict__)
    for name, by in (("x", right), ("x2", right), ("y", down), ("y2", down)):
        if name in values:
            values[name] += by
    return type(mark)(**values)
