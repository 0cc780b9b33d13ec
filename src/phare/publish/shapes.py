"""Areas and lines of many points, on the paper of a figure: GeoJSON in pixels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

Path = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Shape:
    """Paths of one colour: rings that are filled where `closed`, else lines that are drawn.

    Of the closed paths of a shape, those within another are holes.
    """

    paths: tuple[Path, ...]
    colour: str
    closed: bool = True
    width: float = 0.0

    def moved(self, right: float, down: float) -> Shape:
        """Return the shape elsewhere on the paper."""
        return replace(self, paths=moved(self.paths, right, down))


def moved(paths: tuple[Path, ...], right: float, down: float) -> tuple[Path, ...]:
    """Return paths elsewhere on the paper."""
    return tuple(tuple((x + right, y + down) for x, y in path) for path in paths)


def scaled(paths: tuple[Path, ...], scale: float) -> tuple[Path, ...]:
    """Return paths whose north is up as paths of the paper, where y grows downwards."""
    return tuple(tuple((x * scale, -y * scale) for x, y in path) for path in paths)


def feature(shape: Shape) -> dict[str, Any]:
    """Return a shape as a GeoJSON feature, in pixels."""
    paths = [[[round(x, 1), round(y, 1)] for x, y in path] for path in shape.paths]
    kind = "Polygon" if shape.closed else "MultiLineString"
    return {
        "type": "Feature",
        "properties": {"colour": shape.colour},
        "geometry": {"type": kind, "coordinates": paths},
    }


def shape_layer(shape: Shape) -> dict[str, Any]:
    """Return the Vega-Lite layer of shapes of that kind, without their values."""
    paint = {"field": "properties.colour", "type": "nominal", "scale": None, "legend": None}
    look = (
        {"filled": True, "strokeWidth": 0}
        if shape.closed
        else {"filled": False, "strokeWidth": shape.width, "strokeJoin": "round"}
    )
    return {
        # The points are pixels: one to one, from the corner of the paper.
        "projection": {"type": "identity", "scale": 1, "translate": [0, 0]},
        # Clips are numbered as they are met, over all the figures that a process has drawn.
        "mark": {"type": "geoshape", "clip": False, **look},
        "encoding": {"color": paint},
    }
