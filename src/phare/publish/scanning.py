"""What lies inside an area: where its rows run, lines to hatch it, the best place for a label."""

from __future__ import annotations

import itertools
import math

import numpy as np
from numpy.typing import NDArray

from phare.publish.geography import Point, Rings

STEP = 4.0
"""Pixels between the places that are tried."""
ALIKE = 0.95
"""Places with this part of the most room are as good as the one that has it."""


def box(rings: Rings) -> tuple[float, float, float, float]:
    """Return the least and largest x and y: left, top, right, bottom."""
    xs = [x for ring in rings for x, _ in ring]
    ys = [y for ring in rings for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def row(rings: Rings, y: float) -> list[tuple[float, float]]:
    """Return where the row at height `y` runs inside the area, from left to right."""
    crossings = []
    for ring in rings:
        for (x1, y1), (x2, y2) in itertools.pairwise(ring):
            # One end counts and the other does not: a corner on the row is crossed once.
            if (y1 <= y) != (y2 <= y):
                crossings.append(x1 + (y - y1) * (x2 - x1) / (y2 - y1))
    crossings.sort()
    return list(zip(crossings[::2], crossings[1::2], strict=True))


def hatching(rings: Rings, apart: float) -> list[tuple[Point, Point]]:
    """Return slanted lines over an area, from lower left to upper right, `apart` pixels."""
    half = math.sqrt(0.5)
    turned = tuple(tuple(((x - y) * half, (x + y) * half) for x, y in ring) for ring in rings)
    _, low, _, high = box(turned)
    first = math.ceil(low / apart)
    lines = []
    for number in range(first, math.floor(high / apart) + 1):
        across = number * apart
        for start, stop in row(turned, across):
            one, other = (((x + across) * half, (across - x) * half) for x in (start, stop))
            lines.append((one, other))
    return lines


class Inside:
    """The inside of an area, in which labels are tried at places `STEP` pixels apart."""

    def __init__(self, rings: Rings) -> None:
        _, top, _, bottom = box(rings)
        rows = np.arange(top + min(STEP, bottom - top) / 2, bottom, STEP)
        places = [place for y in rows for place in _along(rings, float(y))]
        self._places, self._edge = np.array(places), _dense(rings)

    def roomiest(self, width: float, height: float) -> tuple[Point, float]:
        """Return where a label of that shape has most room, and how much.

        The room is the size of the largest box of the shape of the label around that place,
        one being the label itself: from 1 on it stands inside the area.
        """
        away = np.abs(self._edge[None, :, :] - self._places[:, None, :])
        room = np.maximum(away[..., 0] / (width / 2), away[..., 1] / (height / 2)).min(axis=1)
        # Where many places are as good, the one in their midst.
        good = np.flatnonzero(room >= ALIKE * room.max())
        away = np.abs(self._places[good] - self._places[good].mean(axis=0)).sum(axis=1)
        best = int(good[away.argmin()])
        x, y = self._places[best]
        return (float(x), float(y)), float(room[best])


def _along(rings: Rings, y: float) -> list[Point]:
    """Return places along a row, and at least the middle of one shorter than a step."""
    return [
        (float(x), y)
        for start, stop in row(rings, y)
        for x in np.arange(start + min(STEP, stop - start) / 2, stop, STEP)
    ]


def _dense(rings: Rings) -> NDArray[np.float64]:
    """Return points along every ring, no more than a step apart."""
    points = []
    for ring in rings:
        for (x1, y1), (x2, y2) in itertools.pairwise(ring):
            parts = max(1, math.ceil(math.hypot(x2 - x1, y2 - y1) / STEP))
            points += [
                (x1 + (x2 - x1) * i / parts, y1 + (y2 - y1) * i / parts) for i in range(parts)
            ]
    return np.array(points)
