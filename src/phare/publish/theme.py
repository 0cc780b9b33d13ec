"""How publications look: colours, letters and measures, in this one place.

The colours of series keep apart for colour-blind readers and stand out from white by 3:1
at least (both tested); nothing is said by colour alone.
"""

from __future__ import annotations

FONT = "Phare Sans"
FONT_STACK = f"{FONT}, DejaVu Sans Condensed, DejaVu Sans, Verdana, sans-serif"
PAGE_STACK = "'Phare Sans', 'Source Sans 3', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
SHEET_FONT = "Calibri"

PAPER = "#FFFFFF"
INK = "#17242F"
QUIET = "#51606C"
RULE = "#C8D0D7"
WASH = "#EEF2F5"
ALERT = "#9C2A1F"
ALERT_WASH = "#FBEDEA"

SERIES = ("#0B4F83", "#C05A0A", "#12806A", "#8250C8")
"""Panels and populations, in their order."""

RAMP = ("#0B3D66", "#2F75AC", "#7FB0D6", "#C3DAEC", "#E1E8EE")
"""Steps of an ordered scale, from the first to the last."""

CLASSES = ("#D3E4F1", "#A5C9E3", "#6FA8D0", "#3379B2", "#1C548C", "#08305A")
"""Classes of a map, from the least to the most: lightness alone tells them apart."""

COAST = "#7D8B97"
"""Outlines of areas, which may be as light as paper."""
HATCHING = "#8795A1"
"""Lines over what is withheld."""

WIDTH = 960
"""Pixels across a figure, before `SCALE`."""
SCALE = 2
"""Pixels of the PNG for one of the figure."""
MARGIN = 32

TITLE, SUBTITLE, LABEL, VALUE, NOTE = 22, 14, 14, 14, 11.5
"""Sizes of letters, in pixels."""


def tint(colour: str, strength: float) -> str:
    """Return a colour mixed with paper; strength 1 leaves it as it is."""
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * strength):02X}" for part in parts)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def readable_on(colour: str) -> str:
    """Return ink or paper, whichever reads better on a colour."""
    return max((INK, PAPER), key=lambda text: contrast(text, colour))


def careful_on(colour: str) -> str:
    """Return the colour of lines over a class that is to be read with care."""
    return PAPER if readable_on(colour) == PAPER else CLASSES[3]


def ramp(steps: int) -> tuple[str, ...]:
    """Return the colours of an ordered scale with that many steps."""
    chosen = {1: (0,), 2: (0, 3), 3: (0, 2, 4), 4: (0, 1, 2, 4)}.get(steps, tuple(range(5)))
    colours = tuple(RAMP[i] for i in chosen)
    return colours + colours[-1:] * (steps - len(colours))


def classes(count: int) -> tuple[str, ...]:
    """Return the colours of that many classes of a map, six at most, from the least."""
    chosen = {0: (), 1: (2,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 2, 3, 5), 5: (0, 1, 2, 4, 5)}
    return tuple(CLASSES[i] for i in chosen.get(count, range(len(CLASSES))))
