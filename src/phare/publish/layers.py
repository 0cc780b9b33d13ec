"""Marks as the layers of a Vega-Lite specification."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from phare.publish import letters, theme
from phare.publish.marks import Box, Dot, Line, Mark, Word
from phare.publish.shapes import Shape, feature, shape_layer

Spec = dict[str, Any]
Datum = dict[str, Any]


def layers(marks: Iterable[Mark], height: float) -> list[Spec]:
    """Return a layer for neighbours of one kind: few layers, and the order of drawing kept."""
    found: list[Spec] = []
    before: Any = None
    for mark in marks:
        if isinstance(mark, Word) and not mark.text:
            continue
        kind = _kind(mark)
        if kind != before:
            found.append({"data": {"values": []}, **_shape(mark, height)})
        found[-1]["data"]["values"].append(_datum(mark))
        before = kind
    return found


def _kind(mark: Mark) -> tuple[object, ...]:
    if isinstance(mark, Word):
        return Word, mark.bold, mark.italic, mark.align, mark.angle, bool(mark.halo)
    if isinstance(mark, Line):
        return Line, mark.width, mark.dashed
    if isinstance(mark, Shape):
        return Shape, mark.closed, mark.width
    if isinstance(mark, Dot):
        return Dot, mark.hollow, mark.outline
    return Box, bool(mark.edge)


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
        turned = {"angle": mark.angle} if mark.angle else {}
        halo = {}
        if mark.halo:
            halo = {"strokeWidth": 4, "strokeJoin": "round"}
            encoding["stroke"] = {"field": "halo", "type": "nominal", "scale": None, "legend": None}
        return {
            "mark": {"type": "text", "align": mark.align, "baseline": "middle",
                     "font": theme.FONT_STACK, **face, **turned, **halo},
            "encoding": encoding,
        }  # fmt: skip
    if isinstance(mark, Line):
        dash = {"strokeDash": [4, 3]} if mark.dashed else {}
        return {"mark": {"type": "rule", "strokeWidth": mark.width, **dash}, "encoding": encoding}
    if isinstance(mark, Dot):
        return {
            "mark": {"type": "point", "filled": not mark.hollow, "size": 90, "strokeWidth": 2.25,
                     "opacity": 1, **({"fill": theme.PAPER} if mark.hollow else {}),
                     **({} if mark.outline == "circle" else {"shape": mark.outline})},
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
