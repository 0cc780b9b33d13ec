"""The whole study by its stage functions alone, in one process: what a run is measured against.

python benchmarks/one_process.py [study] FOLDER
"""

import sys
from pathlib import Path

import pandas as pd

from phare.clean import clean
from phare.config import Study, load_study
from phare.config.book_slices import with_letters
from phare.config.declared import DECLARED
from phare.config.profile_slices import profile_slice
from phare.config.slices import (
    clean_slice,
    compare_slice,
    estimate_slice,
    ingest_slice,
    weight_slice,
)
from phare.contracts import PUBLISHED
from phare.contracts.typology import PUBLISHABLE
from phare.estimate import compare, estimate, published_check
from phare.ingest import ingest
from phare.kinds import KINDS
from phare.publish.book import BookContext, publish_book
from phare.publish.context import ProfileTables, PublishContext, SpreadTables
from phare.publish.decks import DeckContext, publish_deck
from phare.publish.item import publish_item
from phare.publish.note_tables import NoteTables
from phare.publish.notes import publish_note
from phare.release.make import Parts, make_release
from phare.release.manifest import Made
from phare.release.settings import release_slice
from phare.sampling.weighted import weighted_design
from phare.typology.stage import profile
from phare.weight import Weighted, weight


def profiled(
    study: Study, answered: dict[str, tuple[pd.DataFrame, Weighted]]
) -> dict[str, pd.DataFrame]:
    """Return the publishable tables of every typology."""
    found: dict[str, list[pd.DataFrame]] = {name: [] for name in PUBLISHABLE}
    for typology in study.typologies.typologies:
        codebook = None
        for wave in study.profiled_waves(typology):
            told, (responses, weighted) = profile_slice(study, typology, wave), answered[wave]
            design = weighted_design(responses, weighted.weights, told.weighted, weighted.fit)
            made = profile(responses, design, told, codebook)
            codebook = codebook or made.codebook
            for name in PUBLISHABLE:
                found[name].append(made.tables[name])
    return {
        name: pd.concat(tables, ignore_index=True) if tables else PUBLISHABLE[name].empty()
        for name, tables in found.items()
    }


def main(root: Path, folder: Path) -> None:
    study = load_study(root)
    dispositions, edits, summaries, bins, fits = [], [], [], [], []
    answered: dict[str, tuple[pd.DataFrame, Weighted]] = {}
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
            if scheme == study.settings.reference_scheme:
                answered[wave] = cleaned.responses, weighted
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
    told_of = profiled(study, answered)
    profiles = ProfileTables.of(lambda name, _: told_of[name.removeprefix("profile_")])
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
                published += publish_item(
                    PublishContext(told, everything, pairs, spread, profiles), place
                )
    parts = Parts(
        estimates=everything,
        comparisons=pairs,
        weight_summary=pd.concat(summaries, ignore_index=True),
        margin_fit=pd.concat(fits, ignore_index=True),
        dispositions=pd.concat(dispositions, ignore_index=True),
        edits=pd.concat(edits, ignore_index=True),
        published_check=check,
        profiles=told_of if study.typologies.typologies else {},
        raw={wave: study.raw_file(wave) for wave in study.waves},
        published=published,
    )
    made = Made("benchmark", sys.version.split()[0], {})
    make_release(parts, release_slice(study), made, folder / "reports")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
