"""The land of a map: areas, borders, insets of what is overseas, values written on them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from phare.publish import geography, letters, theme
from phare.publish.estimates import Estimate
from phare.publish.geography import Point, Rings
from phare.publish.map_look import BETWEEN, INSIDE, OUTSIDE, Look
from phare.publish.marks import Mark, Word
from phare.publish.scanning import Inside, box
from phare.publish.shapes import Shape, moved, scaled
from phare.publish.wording import word

VALUE, NAME = 15, 11
LINE = 13.0
SMALL = 12
"""A value that has not the room for its usual size."""
ROOMY, TIGHT, CROWDED = 1.0, 0.88, 0.65
"""How much of a label its area holds: well, with its name as a last choice, without it at all."""
INSET, INSETS_APART = 46.0, 60.0
"""How wide and high an inset is, and from one to the next, in pixels."""
ASIDE = 62.0
"""How far the mainland makes way for the insets."""


def levels(territories: Mapping[str, Sequence[str]], ones: Collection[str]) -> set[str]:
    """Return the levels that are drawn: those overseas where one of them has an estimate."""
    land, beyond = geography.mainland(territories).areas, geography.overseas(territories)
    return {*land, *beyond} if any(level in ones for level in beyond) else {*land}


def drawn(
    look: Look, territories: Mapping[str, Sequence[str]], wide: float
) -> tuple[list[Mark], float, tuple[str, ...]]:
    """Return the marks of the land, `wide` pixels across, their height, and notes on it."""
    borders, beyond = geography.mainland(territories), geography.overseas(territories)
    covered = any(level in look.labels for level in beyond)
    aside = ASIDE if covered else 0.0
    west, south, east, north = box((*borders.outside, *borders.between))
    scale = (wide - aside) / (east - west)

    def placed(paths: Rings) -> Rings:
        return moved(scaled(paths, scale), aside - west * scale, north * scale)

    areas = {level: placed(rings) for level, rings in borders.areas.items()}
    high, language = (north - south) * scale, look.telling.language
    marks: list[Mark] = [Shape(placed(borders.rest), theme.WASH)] if borders.rest else []
    for level, rings in areas.items():
        marks += look.area(look.ones.get(level), rings)
    for paths, colour, width in (
        (borders.inside, theme.PAPER, INSIDE), (borders.between, theme.PAPER, BETWEEN),
        (borders.outside, theme.COAST, OUTSIDE),
    ):  # fmt: skip
        marks.append(Shape(placed(paths), colour, closed=False, width=width))
    if covered:
        marks += _insets(look, beyond, high)
    for level, rings in areas.items():
        marks += _written(look, level, rings)
    about = word("overseas_scale" if covered else "overseas_out", language)
    return marks, high, (about, word("base_map", language))


def _insets(look: Look, beyond: Mapping[str, Rings], bottom: float) -> list[Mark]:
    """Return what is overseas as a column at the lower left, each on its own scale."""
    marks: list[Mark] = []
    for number, (level, rings) in enumerate(reversed(list(beyond.items()))):
        one, y = look.ones.get(level), bottom - INSET / 2 - number * INSETS_APART
        west, south, east, north = box(rings)
        scale = INSET / max(east - west, north - south)
        place = moved(scaled(rings, scale), INSET / 2, y)
        marks += look.area(one, place)
        marks.append(Shape(place, theme.COAST, closed=False, width=OUTSIDE))
        marks.append(Word(look.labels[level], INSET + 8, y - 8, NAME, theme.QUIET))
        if one is not None:
            marks += _value(look, one, INSET + 8, y + 8, "left", theme.PAPER)
    return marks


def _written(look: Look, level: str, rings: Rings) -> list[Mark]:
    """Return the value on an area where it has most room, its name above if that fits too."""
    one = look.ones.get(level)
    if one is None:
        return []
    inside, fill = Inside(rings), look.fill(one)
    said = look.telling.marked(one)
    lines, (x, y), room = _best(inside, look.labels[level], letters.width(said, VALUE, bold=True))
    if room < TIGHT:
        return _alone(look, one, inside, fill)
    top = y - (VALUE + LINE * len(lines)) / 2 + LINE / 2
    ink, marks = theme.readable_on(fill), []
    for number, line in enumerate(lines):
        name = Word(line, x, top + number * LINE, NAME, ink, align="center")
        marks += [replace(name, halo=fill), name]
    return [*marks, *_value(look, one, x, top + len(lines) * LINE + 1, "center", fill)]


def _best(inside: Inside, label: str, value: float) -> tuple[list[str], Point, float]:
    """Return the lines of a name above its value: the fewest that have room, else the roomiest."""
    tried: list[tuple[list[str], Point, float]] = []
    for lines in _broken(label):
        widest = max(value, *(letters.width(line, NAME) for line in lines))
        place, room = inside.roomiest(widest, VALUE + LINE * len(lines))
        tried.append((lines, place, room))
        if room >= ROOMY:
            return tried[-1]
    return max(tried, key=lambda one: one[2])


def _alone(look: Look, one: Estimate, inside: Inside, fill: str) -> list[Mark]:
    """Return the value without the name, smaller where it must be, or nothing."""
    said = look.telling.marked(one)
    for size, needed in ((VALUE, 1.0), (SMALL, CROWDED)):
        (x, y), room = inside.roomiest(letters.width(said, size, bold=True), size)
        if room >= needed:
            return _value(look, one, x, y, "center", fill, size)
    return []


def _value(
    look: Look, one: Estimate, x: float, y: float, align: str, fill: str, size: float = VALUE
) -> list[Mark]:
    ink = theme.readable_on(fill) if one.value is not None else theme.QUIET
    said = Word(look.telling.marked(one), x, y, size, ink, bold=True, align=align)
    return [replace(said, halo=fill), said]


def _broken(label: str) -> list[list[str]]:
    """Return ways to break a name into lines, the fewest lines first."""
    wide = letters.width(label, NAME)
    ways = [letters.name_lines(label, wide / most * 1.2, NAME) for most in (1, 2, 3)]
    return [way for number, way in enumerate(ways) if way not in ways[:number]]
