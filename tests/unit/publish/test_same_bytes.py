"""Two processes that differ in all but their input write the same bytes."""

import hashlib
import os
import pickle
import subprocess
import sys
from pathlib import Path

from shop_books import book_context
from shop_decks import deck_context

from phare.config.book_slices import books
from phare.config.deck_slices import decks
from phare.config.notes import note_names, note_slice
from phare.config.publishing import items
from phare.publish.estimates import select
from phare.publish.figure import build_figure
from phare.publish.render import svg_text

HERE = Path(__file__).parent


def published(given: Path, folder: Path, **surroundings: str) -> dict[str, str]:
    """Return file name -> sha256 of what a process with such an environment writes."""
    subprocess.run(
        [sys.executable, str(HERE / "same_bytes.py"), str(given), str(folder)],
        check=True,
        env=os.environ | surroundings,
    )
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*.*"))
    }


def test_hash_seed_time_zone_locale_and_fonts_do_not_matter(
    shops, context, map_context, weight_context, estimates, comparisons, note_tables, tmp_path
):
    given = tmp_path / "contexts.pickle"
    names = [
        (kind, name) for kind in ("table", "figure", "document") for name in items(shops, kind)
    ]
    contexts = [context(kind, name) for kind, name in names]
    bound = [book_context(shops, name, estimates, comparisons) for name in books(shops)]
    talks = [deck_context(shops, name, estimates, comparisons) for name in decks(shops)]
    drawn = [*contexts, map_context("region18", corse=0.2), weight_context, *bound, *talks]
    notes = [(note_slice(shops, name), note_tables) for name in note_names(shops)]
    given.write_bytes(pickle.dumps((drawn, notes)))
    hidden = tmp_path / "fonts.conf"
    hidden.write_text('<?xml version="1.0"?><fontconfig></fontconfig>', encoding="utf-8")
    one = published(given, tmp_path / "one", PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")
    two = published(
        given, tmp_path / "two", PYTHONHASHSEED="2", TZ="Pacific/Auckland", LC_ALL="fr_FR.UTF-8",
        FONTCONFIG_FILE=str(hidden), HOME=str(tmp_path),
    )  # fmt: skip
    assert len(one) > 50
    assert sum(name.startswith(("wave_book", "crossed")) for name in one) == 8
    assert {"talk.csv", "talk.fr.pptx", "talk.en.pptx"} <= one.keys()
    assert "note.shops-2024.fr.pdf" in one
    assert one == two


def test_what_was_drawn_before_in_the_same_process_does_not_matter(shops, context, map_context):
    """A warm process draws many figures: none may carry a number of those before it."""
    contexts = [context("figure", name) for name in items(shops, "figure")]
    for made in (*contexts, map_context("large_region")):
        found = select(made.about, made.estimates, made.comparisons)
        drawn = build_figure(made.about, "en", found).specification
        one, two = (svg_text(drawn, "title", "told", "en") for _ in range(2))
        assert one == two, made.about.name
        assert "url(#" not in one, made.about.name
