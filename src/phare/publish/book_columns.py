"""The banner of a book: its columns, and the letters that name them."""

from __future__ import annotations

from dataclasses import dataclass

from phare.config.book_slices import BookSlice
from phare.contracts import TOTAL
from phare.numbers import typeset
from phare.publish.book_words import told
from phare.publish.captions import wave_label
from phare.publish.wording import word


@dataclass(frozen=True)
class Column:
    """One column: the estimates of a level, under the head of its domain.

    `letter` is empty where the column is not compared with others.
    """

    wave: str
    domain: str
    level: str
    head: str
    label: str
    letter: str


def columns_of(about: BookSlice, language: str) -> tuple[Column, ...]:
    """Return the columns of a book: the total of each wave, then the levels of each domain.

    Letters run on over the whole banner, so that a column has one letter on every sheet.
    """
    several, whole = len(about.waves) > 1, about.whole
    places = []
    for wave in about.waves:
        head = told("each_wave", language) if several else ""
        label = wave_label(whole, wave, language) if several else word("total", language)
        places.append((wave, TOTAL, TOTAL, head, label, several))
    for wave in about.waves:
        before = f"{wave_label(whole, wave, language)} – " if several else ""
        for domain in about.banner[wave]:
            words = about.domains[domain]
            head = before + words.label[language]
            for level, text in words.levels.items():
                places.append((wave, domain, level, head, text[language], True))
    lettered = iter(range(len(places)))
    return tuple(
        Column(
            wave, domain, level, typeset(head, language), typeset(label, language),
            letter(next(lettered)) if compared else "",
        )
        for wave, domain, level, head, label, compared in places
    )  # fmt: skip


def letter(column: int) -> str:
    """Return the name of a column: A ... Z, AA, AB ..."""
    first, last = divmod(column, 26)
    return (letter(first - 1) if first else "") + chr(ord("A") + last)
