"""A distribution as bars that add up to the whole."""

from __future__ import annotations

from collections.abc import Mapping

from phare.config.figure_kinds import Stacked
from phare.config.publishing import PublishSlice
from phare.contracts import TOTAL
from phare.publish import letters, theme
from phare.publish.captions import wave_label
from phare.publish.drawing import Drawing
from phare.publish.estimates import Estimate, Key
from phare.publish.marks import INNER, Box, Line, Mark, Word
from phare.publish.telling import Telling
from phare.publish.wording import word

LABELS = 220
BAR = 40
ALONE = 64
KEY = 15
HATCH = 7.0

Bars = list[tuple[str, list[Estimate]]]


def draw(
    about: PublishSlice, language: str, found: Mapping[Key, Estimate]
) -> tuple[Drawing, list[Estimate]]:
    """Return the drawing of a `stacked` figure and the estimates that it shows."""
    spec, telling = about.figure, Telling(about, language)
    assert isinstance(spec, Stacked)
    words = about.indicators[spec.indicator]
    bars = ordered(about, telling, found)
    labels = {name: telling.text(label[language]) for name, label in words.categories.items()}
    colours = dict(zip(labels, theme.ramp(len(labels)), strict=True))
    marks: list[Mark] = []
    column = letters.column([label for label, _ in bars], LABELS, theme.LABEL, bold=True)
    left = 0.0 if len(bars) == 1 else column + 18
    hidden = any(one.value is None for _, ones in bars for one in ones)
    y = _key(
        marks, labels, colours, left, telling.text(word("withheld", language)) if hidden else ""
    )
    for label, ones in bars:
        y = _bar(marks, label if left else "", ones, colours, telling, left, y)
    told = tuple(
        f"{label}{word('stop', language)}"
        + ", ".join(f"{labels[one.category]} {telling.marked(one)}" for one in ones)
        + "."
        for label, ones in bars
    )
    shown = [one for _, ones in bars for one in ones]
    notes = (word("not_100", language),) if telling.off_100(shown) else ()
    return Drawing(tuple(marks), y, notes, told), shown


def ordered(about: PublishSlice, telling: Telling, found: Mapping[Key, Estimate]) -> Bars:
    """Return the bars of a `stacked` figure, each with its label and its estimates."""
    spec = about.figure
    assert isinstance(spec, Stacked)
    words, language = about.indicators[spec.indicator], telling.language
    places = [(TOTAL, TOTAL, word("total", language))]
    if spec.domain:
        levels = about.domains[spec.domain].levels
        places += [(spec.domain, level, label[language]) for level, label in levels.items()]
    bars = []
    for wave in words.waves:
        for domain, level, name in places:
            label = name
            keys = [
                (wave, about.reference_scheme, spec.indicator, category, domain, level)
                for category in words.categories
            ]
            ones = [found[key] for key in keys if key in found]
            if ones:
                if len(words.waves) > 1:
                    who = wave_label(about, wave, language)
                    label = who if level == TOTAL else f"{who}, {label}"
                bars.append((telling.text(label), ones))
    return bars


def _key(
    marks: list[Mark], labels: dict[str, str], colours: dict[str, str], left: float, withheld: str
) -> float:
    """Draw what each colour means, in the order of the bars, over as many lines as it needs."""
    x, y = float(left), 8.0
    for name, label in (*labels.items(), *([("", withheld)] if withheld else [])):
        wide = KEY + 7 + letters.width(label, theme.LABEL) + 24
        if x > left and x + wide - 24 > INNER:
            x, y = float(left), y + 24
        if name:
            marks.append(Box(x, y - KEY / 2, KEY, KEY, colours[name], theme.QUIET))
        else:
            marks += _hatched(x, y - KEY / 2, KEY, KEY)
        marks.append(Word(label, x + KEY + 7, y))
        x += wide
    return y + 26


def _bar(
    marks: list[Mark], label: str, ones: list[Estimate], colours: dict[str, str],
    telling: Telling, left: float, y: float,
) -> float:  # fmt: skip
    high = BAR if label else ALONE
    middle = y + high / 2
    whole = bool(label) and ones[0].level == TOTAL
    lines = letters.lines(label, left - 17.9, theme.LABEL, bold=whole) if label else []
    for number, line in enumerate(lines):
        down = (number - (len(lines) - 1) / 2) * 17
        marks.append(Word(line, 0, middle + down, bold=whole))
    x, room = float(left), INNER - left
    # Bars add up to the whole; all that is withheld is one remainder.
    hidden = [one for one in ones if one.value is None]
    whole_of = 1.0 if hidden else max(sum(one.value or 0.0 for one in ones), 1e-9)
    for one in ones:
        if one.value is None:
            continue
        wide = one.value / whole_of * room
        colour = colours[one.category]
        marks.append(Box(x, y, wide, high, colour, theme.PAPER))
        text, size = telling.marked(one), theme.VALUE if label else 20
        if letters.width(text, size, bold=True) + 6 <= wide:
            marks.append(
                Word(text, x + wide / 2, middle, size, theme.readable_on(colour), bold=True,
                     align="center")
            )  # fmt: skip
        x += wide
    if hidden and left + room - x > 1:
        wide, text = left + room - x, telling.value(hidden[0])
        marks += _hatched(x, y, wide, high)
        half = letters.width(text, theme.VALUE) / 2 + 5
        if 2 * half <= wide:
            marks.append(Box(x + wide / 2 - half, middle - 10, 2 * half, 20, theme.PAPER))
            marks.append(Word(text, x + wide / 2, middle, theme.VALUE, theme.QUIET, italic=True,
                              align="center"))  # fmt: skip
    return y + high + 12


def _hatched(x: float, y: float, wide: float, high: float) -> list[Mark]:
    """Return a box of slanted lines: there is something, and it is not said what."""
    marks: list[Mark] = [Box(x, y, wide, high, theme.PAPER, theme.QUIET)]
    start = HATCH
    while start < wide + high:
        # From the lower left to the upper right, cut where the box ends.
        low, up = max(start - high, 0.0), min(start, wide)
        marks.append(Line(x + low, y + start - low, x + up, y + start - up, theme.RULE, width=1))
        start += HATCH
    return marks
