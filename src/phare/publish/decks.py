"""One deck, written as all its files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from phare.config.deck_slices import DeckSlice
from phare.config.publishing import PublishSlice
from phare.kinds import LANGUAGES
from phare.publish.csv_tidy import tidy_lines
from phare.publish.deck_build import build_deck
from phare.publish.estimates import Estimate, Key, select
from phare.publish.files import write_all
from phare.publish.pptx import pptx_of


@dataclass(frozen=True)
class DeckContext:
    """Everything one deck is made of.

    Parameters
    ----------
    about : its slice of the configuration
    estimates : ESTIMATES of the waves and schemes of its slides, or of more
    comparisons : COMPARISONS, of which gaps to the total are shown
    """

    about: DeckSlice
    estimates: pd.DataFrame
    comparisons: pd.DataFrame


def publish_deck(context: DeckContext, folder: Path) -> list[Path]:
    """Write a deck as tidy CSV of all that it shows and, in each language, as PPTX.

    Returns the paths. Each file appears whole or not at all, and the same estimates give the
    same bytes on every machine.

    Raises
    ------
    PhareError
        When a slide has nothing to show, or a file cannot be written.
    """

    def selected(part: PublishSlice) -> dict[Key, Estimate]:
        return select(part, context.estimates, context.comparisons)

    decks = [build_deck(context.about, language, selected) for language in LANGUAGES]
    contents: dict[str, str | bytes] = {"csv": tidy_lines(decks[0].estimates)}
    contents |= {f"{deck.language}.pptx": pptx_of(deck) for deck in decks}
    return write_all(contents, Path(folder), context.about.name)
