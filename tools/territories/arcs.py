"""From polygons that share borders to arcs that each stand once, as TopoJSON has them."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping

Point = tuple[int, int]
Ring = tuple[Point, ...]
Arc = tuple[Point, ...]
Polygon = tuple[Ring, ...]


class Arcs:
    """The arcs of a set of polygons, numbered in the order in which they are met.

    rings : every ring of every polygon that may share a border, each without its last point
    """

    def __init__(self, rings: Iterable[Ring]) -> None:
        neighbours: dict[Point, set[Point]] = defaultdict(set)
        for ring in rings:
            for before, here, after in zip(ring[-1:] + ring[:-1], ring, ring[1:] + ring[:1],
                                           strict=True):  # fmt: skip
                neighbours[here] |= {before, after}
        # A border ends where more than two lines meet.
        self._ends = {point for point, others in neighbours.items() if len(others) > 2}
        self._numbers: dict[Arc, int] = {}

    def of(self, ring: Ring) -> list[int]:
        """Return a ring as numbers of arcs; `~number` is that arc from its end to its start."""
        first = next((i for i, point in enumerate(ring) if point in self._ends), None)
        if first is None:  # An island, or a whole enclave: the same start whoever asks.
            first = ring.index(min(ring))
        turned = (*ring[first:], *ring[:first], ring[first])
        stops = [i for i, point in enumerate(turned) if point in self._ends]
        stops = stops or [0, len(turned) - 1]
        parts = itertools.pairwise(stops)
        return [self._number(turned[start : stop + 1]) for start, stop in parts]

    def _number(self, arc: Arc) -> int:
        if arc[::-1] in self._numbers:
            return ~self._numbers[arc[::-1]]
        return self._numbers.setdefault(arc, len(self._numbers))

    @property
    def all(self) -> list[Arc]:
        """Every arc, by its number."""
        return list(self._numbers)


def geometry(code: str, name: str, polygons: Iterable[Polygon], arcs: Arcs) -> dict[str, object]:
    """Return one TopoJSON geometry."""
    return {
        "type": "MultiPolygon",
        "id": code,
        "properties": {"name": name},
        "arcs": [[arcs.of(ring) for ring in polygon] for polygon in polygons],
    }


def delta_coded(arc: Arc) -> list[list[int]]:
    """Return an arc as its first point and the steps from each to the next."""
    steps = itertools.pairwise(arc)
    return [list(arc[0]), *([x2 - x1, y2 - y1] for (x1, y1), (x2, y2) in steps)]


def topology(
    objects: Mapping[str, list[dict[str, object]]], arcs: Arcs, scale: float,
    about: Mapping[str, str],
) -> dict[str, object]:  # fmt: skip
    """Return a whole TopoJSON topology."""
    return {
        "type": "Topology",
        **about,
        "transform": {"scale": [scale, scale], "translate": [0, 0]},
        "objects": {
            name: {"type": "GeometryCollection", "geometries": geometries}
            for name, geometries in objects.items()
        },
        "arcs": [delta_coded(arc) for arc in arcs.all],
    }
