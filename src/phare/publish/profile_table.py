"""A table of the profiles of a typology: shares, stability, words."""

from __future__ import annotations

from phare import numbers
from phare.publish.captions import captions
from phare.publish.context import PublishContext
from phare.publish.portraits import Portrait, portraits, portraits_text
from phare.publish.table import Cell, Column, Row, Table
from phare.publish.wording import MARKS, word

WORDS = 6


def build_profile_table(context: PublishContext, language: str) -> Table:
    """Return a table of profiles in one language.

    Raises
    ------
    PhareError
        When its typology has no profiles.
    """
    about = context.about
    shown = portraits(about, context.profiles, WORDS)
    level = numbers.decimal(about.confidence * 100, 0, language)
    notes = [word("profile_words", language), word("profile_stability", language)]
    if any(one.share is None for one in shown):
        notes.append(word("withheld", language) + ".")
    heads = {
        "value": "profile_share", "interval": "interval", "n": "n", "stability": "stability",
    }  # fmt: skip
    return Table(
        name=about.name,
        language=language,
        captions=captions(about, language, {}, [], notes),
        stub=word("profile", language),
        columns=tuple(
            Column((numbers.typeset(word(head, language, confidence=level), language),), measure)
            for measure, head in heads.items()
        ),
        rows=tuple(_row(one, language) for one in shown),
    )


def profile_table_text(context: PublishContext) -> str:
    """Return the tidy file of a table of profiles."""
    return portraits_text(context.about, portraits(context.about, context.profiles, WORDS))


def _row(one: Portrait, language: str) -> Row:
    hidden = Cell(MARKS["suppressed"], standing="suppressed")
    pattern = f'0"{numbers.NARROW}"%' if language == "fr" else "0%"
    share = interval = size = hidden
    if one.share is not None and one.low is not None and one.high is not None:
        share = Cell(
            numbers.percent(one.share, 0, language), "", one.share, pattern, standing="ok"
        )  # fmt: skip
        told = numbers.interval(one.low, one.high, "percent", 0, language)
        interval = Cell(told, standing="ok")
    if one.n is not None:
        size = Cell(numbers.decimal(one.n, 0, language), "", float(one.n), "#,##0", standing="ok")
    stable = Cell("")
    if one.stability is not None:
        said = numbers.decimal(one.stability, 2, language)
        stable = Cell(said, "", round(one.stability, 3), "0.00", standing="ok")
    name = one.name(language)
    label = f"{name}{word('stop', language)}{', '.join(one.words)}" if one.words else name
    return Row((), numbers.typeset(label, language), (share, interval, size, stable))
