"""Territories as areas and borders, made from the departments that the room ships.

`maps/france.topo.json` has each border once, as an arc. An area of any level is what is left of
its departments when the arcs inside it are dropped, so neighbours share their border exactly
and no level needs a geometry of its own.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from phare.contracts import refuse

Point = tuple[float, float]
Line = tuple[Point, ...]
Rings = tuple[Line, ...]
"""Closed lines, the first point repeated as the last; what lies in an odd number is inside."""

Units = Mapping[str, Collection[str]]
"""Level of a domain -> codes of its departments."""


@dataclass(frozen=True)
class Country:
    """Arcs in kilometres, north up, and the arcs around each department, in their direction."""

    arcs: tuple[Line, ...]
    departments: Mapping[str, tuple[int, ...]]
    overseas: Mapping[str, tuple[int, ...]]

    def line(self, number: int) -> Line:
        """Return an arc; `~number` is the same from its end to its start."""
        return self.arcs[number] if number >= 0 else self.arcs[~number][::-1]


@dataclass(frozen=True)
class Borders:
    """One level of territory: its areas, and each border once, by what it parts.

    areas : unit -> rings
    rest : departments in no unit
    inside : between departments of one unit
    between : between units
    outside : coasts and frontiers
    """

    areas: Mapping[str, Rings]
    rest: Rings
    inside: tuple[Line, ...]
    between: tuple[Line, ...]
    outside: tuple[Line, ...]


@cache
def country() -> Country:
    """Return the departments that are shipped."""
    file = resources.files("phare.publish").joinpath("maps/france.topo.json")
    topology = json.loads(file.read_text(encoding="utf-8"))
    scale = topology["transform"]["scale"]
    return Country(
        arcs=tuple(_absolute(arc, scale) for arc in topology["arcs"]),
        departments=_around(topology["objects"]["departments"]),
        overseas=_around(topology["objects"]["overseas"]),
    )


def check_known(units: Units, where: str) -> None:
    """Raise where a unit has a department that is not shipped."""
    known = {*country().departments, *country().overseas}
    unknown = sorted({code for codes in units.values() for code in codes} - known)
    if unknown:
        raise refuse(
            where, f"department {', '.join(unknown)}", "a department with a geometry",
            "correct its code in config/territories.csv",
        )  # fmt: skip


def mainland(units: Units) -> Borders:
    """Return the borders of units on the mainland and Corse; their codes overseas are left out."""
    land = country()
    owner = {code: unit for unit, codes in units.items() for code in codes}
    sides: dict[int, list[tuple[str | None, str]]] = defaultdict(list)
    for code, numbers in land.departments.items():
        for number in numbers:
            sides[max(number, ~number)].append((owner.get(code), code))
    kept: dict[str | None, list[int]] = defaultdict(list)
    for code, numbers in land.departments.items():
        unit = owner.get(code)
        kept[unit] += [one for one in numbers if not _within(sides[max(one, ~one)])]
    parted: dict[str, list[Line]] = {"inside": [], "between": [], "outside": []}
    for number, owners in sorted(sides.items()):
        one_side, within = len(owners) == 1, _within(owners)
        place = "outside" if one_side else "inside" if within else "between"
        parted[place].append(land.line(number))
    return Borders(
        areas={unit: closed(land, kept[unit]) for unit in units if unit in kept},
        rest=closed(land, kept.get(None, ())),
        **{place: tuple(lines) for place, lines in parted.items()},
    )


def overseas(units: Units) -> dict[str, Rings]:
    """Return unit -> rings of its departments overseas, each in kilometres around its middle."""
    land = country()
    found = {
        unit: [number for code in codes for number in land.overseas.get(code, ())]
        for unit, codes in units.items()
    }
    return {unit: closed(land, numbers) for unit, numbers in found.items() if numbers}


def closed(land: Country, numbers: Iterable[int]) -> Rings:
    """Return arcs, each in its direction, joined end to start into rings."""
    starting: dict[Point, list[Line]] = defaultdict(list)
    for number in numbers:
        line = land.line(number)
        starting[line[0]].append(line)
    rings = []
    while starting:
        first = next(iter(starting))
        ring: list[Point] = [first]
        while ring[-1] in starting:
            nexts = starting[ring[-1]]
            line = nexts.pop()
            if not nexts:
                del starting[line[0]]
            ring += line[1:]
            if ring[-1] == first:
                break
        rings.append(tuple(ring))
    return tuple(rings)


def _within(owners: list[tuple[str | None, str]]) -> bool:
    """Whether an arc parts two departments of the same unit."""
    return len(owners) == 2 and owners[0][0] == owners[1][0]


def _absolute(arc: list[list[int]], scale: list[float]) -> Line:
    x = y = 0
    points = []
    for right, up in arc:
        x, y = x + right, y + up
        points.append((round(x * scale[0], 1), round(y * scale[1], 1)))
    return tuple(points)


def _around(collection: dict[str, Any]) -> dict[str, tuple[int, ...]]:
    return {
        one["id"]: tuple(number for polygon in one["arcs"] for ring in polygon for number in ring)
        for one in collection["geometries"]
    }
