"""Who asked, how and when, in words."""

from __future__ import annotations

import re

from phare.config.card import Fieldwork

UNKNOWN = "unknown"
_MONTHS = {
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
           "septembre", "octobre", "novembre", "décembre"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August",
           "September", "October", "November", "December"),
}  # fmt: skip
_DATES_UNKNOWN = {"fr": "dates de terrain inconnues", "en": "fieldwork dates unknown"}


def told(fieldwork: Fieldwork, language: str) -> str:
    """Return institute, and dates: `Institut, du 30 septembre au 28 octobre 2024`."""
    known = [part for part in (fieldwork.institute,) if part != UNKNOWN]
    return ", ".join([*known, period(fieldwork.start, fieldwork.end, language)])


def period(start: str, end: str, language: str) -> str:
    """Return a period in words, from dates written 2024, 2024-09 or 2024-09-30."""
    first, last = (_parts(date) for date in (start, end))
    if first is None and last is None:
        return _DATES_UNKNOWN[language]
    if first is None or last is None or first == last:
        return _date(first or last or (0,), language)
    same = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), 0)
    # 30 September to 28 October 2024: the year is said once, and so is the month.
    early = _date(first, language, without=same)
    late = _date(last, language)
    if language == "fr":
        return f"du {early} au {late}" if len(first) == 3 else f"{early} à {late}"
    return f"{early} to {late}"


def _parts(date: str) -> tuple[int, ...] | None:
    found = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", date.strip())
    return tuple(int(part) for part in found.groups() if part) if found else None


def _date(parts: tuple[int, ...], language: str, without: int = 0) -> str:
    year, month, day = (*parts, *(0,) * (3 - len(parts)))
    words = []
    if day:
        words.append("1er" if day == 1 and language == "fr" else str(day))
    if month and without < 2:
        words.append(_MONTHS[language][month - 1])
    if without < 1:
        words.append(str(year))
    return " ".join(words)
