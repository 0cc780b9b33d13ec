"""What a study declares to be published, kind by kind, behind one set of questions.

The plan of a run and a release ask these and know no kind by its name: another kind is an
entry in `phare.kinds.KINDS` and one here, its rule, and the function that writes it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from phare.config.base import Model, Text
from phare.config.book_slices import book_compared, book_shown, book_slice, book_title, books
from phare.config.deck_slices import deck_shown, deck_slice, deck_title, decks
from phare.config.notes import (
    checked_slices,
    note_names,
    note_slice,
    note_title,
    seen_slices,
)
from phare.config.publishing import (
    compared_slices,
    item_title,
    items,
    profiled_jobs,
    publish_slice,
    shown_slices,
)
from phare.config.study import Study
from phare.kinds import Kind


@dataclass(frozen=True)
class Declared:
    """How the items of a kind are asked for.

    Parameters
    ----------
    names : the items of a study; where a block of configuration makes one per wave or per
        population, each of them
    title : of one item
    slice : all that one item needs of the configuration: the settings of its step
    shown : 'wave/scheme' -> what made the rows of its estimates that one item shows
    compared : 'wave/scheme', and 'all' -> what made the comparisons of waves that one item
        shows; nothing where it shows none
    profiled : the 'typology/wave' whose profiles one item shows
    """

    names: Callable[[Study], list[str]]
    title: Callable[[Study, str], Text]
    slice: Callable[[Study, str], Model]
    shown: Callable[[Study, str], dict[str, Model]]
    compared: Callable[[Study, str], dict[str, Model]]
    profiled: Callable[[Study, str], list[str]] = lambda _study, _name: []


def _items(kind: Kind, compared: bool = False) -> Declared:
    return Declared(
        names=lambda study: items(study, kind),
        title=lambda study, name: item_title(study, kind, name),
        slice=lambda study, name: publish_slice(study, kind, name),
        shown=lambda study, name: shown_slices(study, kind, name),
        compared=lambda study, name: compared_slices(study, kind, name) if compared else {},
        profiled=lambda study, name: profiled_jobs(study, kind, name),
    )


DECLARED: dict[Kind, Declared] = {
    "table": _items("table"),
    "figure": _items("figure"),
    "document": _items("document", compared=True),
    "book": Declared(books, book_title, book_slice, book_shown, book_compared),
    "note": Declared(note_names, note_title, note_slice, seen_slices, checked_slices),
    "deck": Declared(decks, deck_title, deck_slice, deck_shown, lambda _study, _name: {}),
}
