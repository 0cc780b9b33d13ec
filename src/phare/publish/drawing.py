"""The paper a figure is drawn on: Vega-Lite layers in pixels, words above and below.

A figure is a Vega-Lite specification whose positions are pixels, worked out here from the
measured width of every label: nothing overlaps whatever the labels, the same numbers give
the same picture, and the words are part of the picture.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from phare.publish import letters, theme
from phare.publish.captions import Captions
from phare.publish.shapes import Shape, feature, shape_layer

Spec = dict[str, Any]
Datum = dict[str, Any]
INNER = theme.WIDTH - 2 * theme.MARGIN


@dataclass(frozen=True)
class Word:
    """One line of text at a place; `align` says which end stands there.

    With a `halo`, only the outline of that colour, for the same word to be drawn over it.
    """

    text: str
    x: float
    y: float
    size: float = theme.LABEL
    colour: str = theme.INK
    bold: bool = False
    italic: bool = False
    align: str = "left"
    halo: str = ""


@dataclass(frozen=True)
class Box:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    edge: str = ""


@dataclass(frozen=True)
class Line:
    """A straight line."""

    x: float
    y: float
    x2: float
    y2: float
    colour: str = theme.INK
    width: float = 1.25
    dashed: bool = False


@dataclass(frozen=True)
class Dot:
    """A dot; hollow where the estimate asks for care."""

    x: float
    y: float
    colour: str
    hollow: bool = False


Mark = Word | Box | Line | Dot | Shape


def interval(low: float, high: float, end: float, y: float, fill: str) -> list[Mark]:
    """Return an interval over a bar: in ink, or in paper where it lies on dark `fill`."""
    inside = min(max(end, low), high)
    return [
        Line(low, y, inside, y, theme.readable_on(fill), width=1.75),
        Line(inside, y, high, y, theme.INK, width=1.75),
    ]


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
        "layer": _layers(marks, height),
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


def _layers(marks: list[Mark], height: float) -> list[Spec]:
    """Group neighbours of one kind into a layer: few layers, and the order of drawing kept."""
    layers: list[Spec] = []
    before: Any = None
    for mark in marks:
        if isinstance(mark, Word) and not mark.text:
            continue
        kind = _kind(mark)
        if kind != before:
            layers.append({"data": {"values": []}, **_shape(mark, height)})
        layers[-1]["data"]["values"].append(_datum(mark))
        before = kind
    return layers


def _kind(mark: Mark) -> tuple[object, ...]:
    if isinstance(mark, Word):
        return Word, mark.bold, mark.italic, mark.align, bool(mark.halo)
    if isinstance(mark, Line):
        return Line, mark.width, mark.dashed
    if isinstance(mark, Shape):
        return Shape, mark.closed, mark.width
    return type(mark), getattr(mark, "hollow", None), bool(getattr(mark, "edge", ""))


def _datum(mark: Mark) -> Datum:
    if isinstance(mark, Shape):
        return feature(mark)
    kept = {"x", "y", "x2", "y2", "text", "size", "colour", "edge"}
    values = {
        name: round(value, 1) if isinstance(value, float) else value
        for name, value in mark.__dict__.items()
        if name in kept
    }
    if isinstance(mark, Word):
        values["text"] = letters.drawable(mark.text)
        values |= {"halo": mark.halo} if mark.halo else {}
    if isinstance(mark, Box):
        values |= {"x2": round(mark.x + mark.width, 1), "y2": round(mark.y + mark.height, 1)}
    return values


def _shape(mark: Mark, height: float) -> Spec:
    if isinstance(mark, Shape):
        return shape_layer(mark)
    encoding = _places(mark, height) | {
        "color": {"field": "colour", "type": "nominal", "scale": None, "legend": None}
    }
    if isinstance(mark, Word):
        face = {"fontWeight": "bold" if mark.bold else "normal",
                "fontStyle": "italic" if mark.italic else "normal"}  # fmt: skip
        encoding["text"] = {"field": "text", "type": "nominal"}
        encoding["size"] = {"field": "size", "type": "quantitative", "scale": None, "legend": None}
        halo = {}
        if mark.halo:
            halo = {"strokeWidth": 4, "strokeJoin": "round"}
            encoding["stroke"] = {"field": "halo", "type": "nominal", "scale": None, "legend": None}
        return {
            "mark": {"type": "text", "align": mark.align, "baseline": "middle",
                     "font": theme.FONT_STACK, **face, **halo},
            "encoding": encoding,
        }  # fmt: skip
    if isinstance(mark, Line):
        dash = {"strokeDash": [4, 3]} if mark.dashed else {}
        return {"mark": {"type": "rule", "strokeWidth": mark.width, **dash}, "encoding": encoding}
    if isinstance(mark, Dot):
        return {
            "mark": {"type": "point", "filled": not mark.hollow, "size": 90, "strokeWidth": 2.25,
                     "opacity": 1, **({"fill": theme.PAPER} if mark.hollow else {})},
            "encoding": encoding,
        }  # fmt: skip
    if mark.edge:
        encoding["stroke"] = {"field": "edge", "type": "nominal", "scale": None, "legend": None}
    return {"mark": {"type": "rect"}, "encoding": encoding}


def _places(mark: Mark, height: float) -> Spec:
    def along(name: str, length: float) -> Spec:
        scale = {"domain": [0, length], "range": [0, length], "nice": False, "zero": False}
        return {"field": name, "type": "quantitative", "axis": None, "scale": scale}

    places = {"x": along("x", theme.WIDTH), "y": along("y", height)}
    if isinstance(mark, Line | Box):
        places |= {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
    return places
