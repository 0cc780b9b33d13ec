"""Publish every item, book and deck of the small study: run by test_same_bytes.py in processes of its own."""

import pickle
import sys
from pathlib import Path

from phare.publish.book import BookContext, publish_book
from phare.publish.decks import DeckContext, publish_deck
from phare.publish.item import publish_item
from phare.publish.notes import publish_note

(contexts, notes), folder = pickle.loads(Path(sys.argv[1]).read_bytes()), Path(sys.argv[2])
for context in contexts:
    if isinstance(context, BookContext):
        publish_book(context, folder / "book")
    elif isinstance(context, DeckContext):
        publish_deck(context, folder / "deck")
    else:
        publish_item(context, folder / context.about.kind)
for about, tables in notes:
    publish_note(about, tables, folder / "note")
