"""Numbers as readers see them, in French and in English.

French: `37 %`, `1 234,5`, `+8,5 points`, with U+202F where a space must not break; English:
`37%`, `1,234.5`.
"""

from __future__ import annotations

import re
from decimal import Decimal

from phare.config.indicators import Unit
from phare.precision import half_up

NARROW = "\u202f"
MINUS = "\u2212"


def shown(value: float, unit: Unit, digits: int, language: str, sign: bool = False) -> str:
    """Return a value as text: `37 %`, `6,3`, `89 000`."""
    if unit == "percent":
        return percent(value, digits, language, sign)
    return decimal(value, 0 if unit == "count" else digits, language, sign)


def percent(share: float, digits: int, language: str, sign: bool = False) -> str:
    """Return a share of 0..1 as a percentage."""
    number = decimal(_times_hundred(share), digits, language, sign)
    return f"{number}{NARROW}%" if language == "fr" else f"{number}%"


def points(difference: float, digits: int, language: str) -> str:
    """Return a difference of two shares, with its sign: `+8,5 points`."""
    number = decimal(_times_hundred(difference), digits, language, sign=True)
    one = abs(Decimal(number.lstrip(f"+{MINUS}").replace(",", ".").replace(NARROW, ""))) < 2
    word = "point" if (one if language == "fr" else number.lstrip(f"+{MINUS}") == "1") else "points"
    return f"{number}{NARROW if language == 'fr' else ' '}{word}"


def gap(difference: float, unit: Unit, digits: int, language: str) -> str:
    """Return a difference in the unit of what differs: points for shares."""
    if unit == "percent":
        return points(difference, digits, language)
    return shown(difference, unit, digits, language, sign=True)


def interval(low: float, high: float, unit: Unit, digits: int, language: str) -> str:
    """Return an interval: `34 – 40 %`, `34–40%`."""
    first, last = (shown(end, unit, digits, language) for end in (low, high))
    first = first.removesuffix("%").removesuffix(NARROW)
    return f"{first}{NARROW}–{NARROW}{last}" if language == "fr" else f"{first}–{last}"


def decimal(value: float, digits: int, language: str, sign: bool = False) -> str:
    """Return a number with that many decimals, halves away from zero."""
    exact = half_up(value, digits)
    text = f"{abs(exact):,.{digits}f}"
    if language == "fr":
        text = text.replace(",", NARROW).replace(".", ",")
    if exact < 0:
        return f"{MINUS}{text}"
    return f"+{text}" if sign and exact > 0 else text


def typeset(text: str, language: str) -> str:
    """Return a text with the spaces its language asks for.

    In French the space before `%`, `:`, `;`, `?`, `!`, `»` and after `«` does not break,
    nor does that between figures. English is returned as it is.
    """
    if language != "fr":
        return text
    text = re.sub(r"[ \u00a0\u202f]+([%:;?!»])", rf"{NARROW}\1", text)
    text = re.sub(r"«[ \u00a0]*(?!\u202f)", f"«{NARROW}", text)
    return re.sub(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d))", NARROW, text)


def _times_hundred(share: float) -> float:
    # Through the shortest decimal: 0.285 * 100 is 28.499999999999996.
    return float(Decimal(repr(float(share))) * 100)
