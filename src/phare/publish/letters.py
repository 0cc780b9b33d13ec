"""How wide a text is in the font of the figures, and where its lines break."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from importlib import resources

MISSING = "□"


@cache
def _advances() -> dict[str, dict[str, int]]:
    file = resources.files("phare.publish").joinpath("fonts/advances.json")
    table: dict[str, dict[str, int]] = json.loads(file.read_text(encoding="utf-8"))
    return table


def drawable(text: str) -> str:
    """Return a text that our font can draw whole; another font would be the machine's own.

    What it lacks is written plainer where Unicode knows how, else as an empty square.
    """
    known = _advances()["regular"]
    if all(letter in known for letter in text):
        return text
    plain = (
        letter if letter in known else unicodedata.normalize("NFKD", letter) for letter in text
    )
    return "".join(letter if letter in known else MISSING for letter in "".join(plain))


def width(text: str, size: float, bold: bool = False) -> float:
    """Return the width of one line, in pixels; a character without glyph is as wide as an m."""
    advances = _advances()["bold" if bold else "regular"]
    return sum(advances.get(letter, advances["m"]) for letter in text) * size / 1000


def lines(text: str, room: float, size: float, bold: bool = False) -> list[str]:
    """Return a text broken into lines that fit `room` pixels; a longer word is cut."""
    broken: list[str] = []
    current = ""
    for word in text.split(" "):
        longer = f"{current} {word}" if current else word
        if width(longer, size, bold) <= room:
            current = longer
            continue
        if current:
            broken.append(current)
        *pieces, current = _pieces(word, room, size, bold)
        broken += pieces
    return [*broken, current]


def balanced(text: str, room: float, size: float, bold: bool = False) -> list[str]:
    """Return a text in as few lines as fit, these of about the same length."""
    best = lines(text, room, size, bold)
    for part in range(95, 45, -5):
        narrower = lines(text, room * part / 100, size, bold)
        if len(narrower) > len(best):
            break
        best = narrower
    return best


def name_lines(text: str, room: float, size: float, bold: bool = False) -> list[str]:
    """Return a name broken after spaces and hyphens, never within a word, of even lengths.

    A word wider than `room` stands on a line of its own.
    """
    parts = re.findall(r"[^ -]+-?|-| ", text)

    def broken(most: float) -> list[str]:
        found = [""]
        for part in parts:
            if found[-1].strip() and width((found[-1] + part).rstrip(), size, bold) > most:
                found.append("")
            found[-1] += part
        return [line.strip() for line in found]

    best = broken(room)
    for part in range(95, 40, -5):
        narrower = broken(room * part / 100)
        if len(narrower) > len(best):
            break
        best = narrower
    return best


def column(labels: list[str], room: float, size: float, bold: bool = False) -> float:
    """Return the width a column of labels needs, `room` at most."""
    return min(max([width(label, size, bold) for label in labels] + [0.0]), room)


def _pieces(word: str, room: float, size: float, bold: bool) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, size, bold) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces
