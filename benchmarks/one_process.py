"""The whole study by its stage functions alone, in one process: what a run is measured against.

python benchmarks/one_process.py [study] FOLDER
"""

import sys
from pathlib import Path

import pandas as pd

from phare.clean import clean
from phare.config import load_study
from phare.config.book_slices import with_letters
from phare.config.declared import DECLARED
from phare.config.slices import (
    clean_slice,
    compare_slice,
    estimate_slice,
    ingest_slice,
    weight_slice,
)
from phare.contracts import PUBLISHED
from phare.estimate import compare, estimate, published_check
from phare.ingest import ingest
from phare.kinds import KINDS
from phare.publish.book import BookContext, publish_book
from phare.publish.context import PublishContext, SpreadTables
from phare.publish.decks import DeckContext, publish_deck
from phare.publish.item import publish_item
from phare.publish.note_tables import NoteTables
from phare.publish.notes import publish_note
from phare.release.make import Parts, make_release
from phare.release.manifest import Made
from phare.release.settings import release_slice
from phare.weight import weight


def main(root: Path, folder: Path) -> None:
    study = load_study(root)
    dispositions, edits, summaries, bins, fits = [], [], [], [], []
    estimates, gaps, letters = [], [], []
    precision, shares = [], []
    for wave in study.waves:
        card = ingest_slice(study, wave)
        read = ingest(study.raw_file(wave), wave, card.reader, card.respondent_id)
        cleaned = clean(
            read.records, read.codebook, read.tagged, read.findings, clean_slice(study, wave)
        )
        dispositions.append(cleaned.dispositions)
        edits.append(cleaned.edits)
        for scheme in study.schemes_of(wave):
            weighted = weight(cleaned.responses, weight_slice(study, wave, scheme))
            asked = with_letters(study, estimate_slice(study, wave, scheme))
            estimated = estimate(cleaned.responses, weighted.weights, asked, weighted.fit)
            summaries.append(weighted.summary)
            bins.append(weighted.distribution)
            fits.append(weighted.fit)
            estimates.append(estimated.estimates)
            gaps.append(estimated.comparisons)
            letters.append(estimated.letters)
            precision.append(estimated.precision)
            shares.append(estimated.margin_shares)
    everything = pd.concat(estimates, ignore_index=True)
    compared = compare(everything, compare_slice(study))
    pairs = pd.concat([*gaps, compared], ignore_index=True)
    above = pd.concat(letters, ignore_index=True)
    printed = PUBLISHED.check(study.published, "config/published.csv")
    check = published_check(printed, everything, pairs, study.settings.reference_scheme)
    noted = (dispositions, summaries, shares, precision, [check])
    tables = NoteTables(*(pd.concat(one, ignore_index=True) for one in noted))
    spread = SpreadTables(*(pd.concat(one, ignore_index=True) for one in (bins, summaries)))
    published: list[Path] = []
    for kind, about in KINDS.items():
        for name in DECLARED[kind].names(study):
            told, place = DECLARED[kind].slice(study, name), folder / about.folder / name
            if kind == "book":
                bound = BookContext(told, everything, pairs, above, compared)
                published += publish_book(bound, place)
            elif kind == "deck":
                published += publish_deck(DeckContext(told, everything, pairs), place)
            elif kind == "note":
                published += publish_note(told, tables, place)
            else:
                published += publish_item(PublishContext(told, everything, pairs, spread), place)
    parts = Parts(
        estimates=everything,
        comparisons=pairs,
        weight_summary=pd.concat(summaries, ignore_index=True),
        margin_fit=pd.concat(fits, ignore_index=True),
        dispositions=pd.concat(dispositions, ignore_index=True),
        edits=pd.concat(edits, ignore_index=True),
        published_check=check,
        raw={wave: study.raw_file(wave) for wave in study.waves},
        published=published,
    )
    made = Made("benchmark", sys.version.split()[0], {})
    make_release(parts, release_slice(study), made, folder / "reports")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
