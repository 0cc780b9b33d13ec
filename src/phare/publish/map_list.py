"""Beside a map: what its colours mean, and its levels in falling order."""

from __future__ import annotations

from collections.abc import Mapping

from phare.publish import letters, theme
from phare.publish.estimates import Estimate
from phare.publish.map_look import Look, framed, square
from phare.publish.marks import Line, Mark, Word
from phare.publish.shapes import Shape
from phare.publish.wording import word

SWATCH, SWATCH_HIGH, KEY_ROW = 24.0, 14.0, 21.0
DOT, ROW, SIZE = 11.0, 21.0, 13
GAP_ROOM, ARROW = 74.0, 12.0
MOST_ROWS = 27


def ranked(ones: Mapping[str, Estimate]) -> dict[str, Estimate]:
    """Return estimates in falling order, those without value last."""
    order = sorted(
        ones.items(), key=lambda pair: -pair[1].value if pair[1].value is not None else 1e99
    )
    return dict(order)


def drawn(
    look: Look, total: Estimate | None, left: float, right: float
) -> tuple[list[Mark], float]:
    """Return the marks of the key and the list between two places, and their height."""
    marks, y = _key(look, left, right)
    return _list(marks, look, total, left, right, y + 14)


def _key(look: Look, left: float, right: float) -> tuple[list[Mark], float]:
    language = look.telling.language
    marks: list[Mark] = []
    y = 10.0
    for line in letters.lines(look.telling.text(look.heading), right - left, SIZE, bold=True):
        marks.append(Word(line, left, y, SIZE, bold=True))
        y += 17
    y += 5
    # The most on top, as the list has it.
    labels = reversed(list(zip(look.classes.colours, look.classes.labels(language), strict=True)))
    for colour, label in labels:
        swatch = Shape((square(left, y, SWATCH, SWATCH_HIGH),), colour)
        marks += framed([swatch], left, y, SWATCH, SWATCH_HIGH)
        marks.append(Word(label, left + SWATCH + 9, y, SIZE))
        y += KEY_ROW
    for name, alike in (
        ("careful", look.of("caution")), ("withheld", look.of("suppressed")),
        ("unmeasured", look.unmeasured),
    ):  # fmt: skip
        if alike:
            marks += look.square(alike[0], left, y, SWATCH, SWATCH_HIGH)
            said = look.telling.text(word(name, language))
            marks.append(Word(said, left + SWATCH + 9, y, SIZE))
            y += KEY_ROW
    return marks, y


def _list(
    marks: list[Mark], look: Look, total: Estimate | None, left: float, right: float, y: float
) -> tuple[list[Mark], float]:
    telling, start = look.telling, left + DOT + 8
    values, gaps = right - ARROW - GAP_ROOM, right - ARROW
    heads = [(values, "value"), *([(gaps, "gap_short")] if look.gaps else [])]
    for x, name in heads:
        marks.append(Word(word(name, telling.language), x, y, 12, theme.QUIET, align="right"))
    marks.append(Line(left, y + 12, right, y + 12, theme.RULE, width=1))
    y += 26
    if total:
        whole = word("total", telling.language)
        marks.append(Word(whole, start, y, SIZE, bold=True))
        marks += _value(look, total, values, y)
        y += ROW
    for level, one in list(ranked(look.ones).items())[:MOST_ROWS]:
        lines = letters.name_lines(look.labels[level], values - 52 - start, SIZE)
        middle = y + 16 * (len(lines) - 1) / 2
        marks += look.square(one, left, middle, DOT, DOT)
        marks += [Word(line, start, y + 16 * at, SIZE) for at, line in enumerate(lines)]
        marks += _value(look, one, values, middle)
        sure = telling.significant(one)
        tone = theme.INK if sure else theme.QUIET
        marks.append(Word(telling.gap(one), gaps, middle, 12, tone, bold=sure, align="right"))
        marks.append(Word(telling.arrow(one), gaps + 3, middle, 10, tone))
        y += 16 * (len(lines) - 1) + ROW
    return marks, y


def _value(look: Look, one: Estimate, x: float, y: float) -> list[Mark]:
    telling, known = look.telling, one.value is not None
    ink = theme.INK if known else theme.QUIET
    return [
        Word(telling.value(one), x, y, SIZE, ink, bold=known, italic=not known, align="right"),
        Word(telling.mark(one), x + 1, y, SIZE, bold=True),
    ]
