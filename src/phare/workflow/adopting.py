"""phare adopt: read a delivery, propose its card and its review."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from phare import storage
from phare.adopt.blocks import section_blocks
from phare.adopt.card import card_text, columns_read
from phare.adopt.confirm import lines_of
from phare.adopt.known import side_of
from phare.adopt.match import Matching, Side, match
from phare.adopt.memory import rejected_by, wordings_of
from phare.adopt.proposal import proposed
from phare.adopt.redelivery import difference, difference_text
from phare.adopt.refusals import column_of, file_notes, refused, repeated
from phare.adopt.report import Report, report_of
from phare.adopt.report_html import report_html
from phare.adopt.report_text import report_text
from phare.config import Card, Study, read_study
from phare.config.adopted import to_write
from phare.config.adoption import read_adoption
from phare.config.base import parse_yaml
from phare.config.reader import Reader
from phare.contracts import refuse
from phare.errors import PhareError, nearest
from phare.ingest import Delivery, ingest
from phare.ingest.apart import with_dictionary
from phare.provenance import file_digest
from phare.workflow.deciding import Outcome, read_memory


@dataclass(frozen=True)
class Delivered:
    """What the command line was told.

    raw : the delivered file; like : the earlier wave; name : the new one, where its folder does
    not say it; link : the key both files share; language : of the report
    """

    raw: Path
    like: str
    name: str | None = None
    dictionary: Path | None = None
    link: str | None = None
    language: str = "fr"


def adopt(root: Path, given: Delivered) -> Outcome:
    """Propose a card for a delivered file beside an earlier wave, and write it with its review.

    Raises
    ------
    PhareError
        When the file cannot be read or is not of that survey, or the study is not in order.
    """
    study = _study(root, given)
    like = study.cards[given.like]
    file, wave = _place(study, given)
    path = root / "config" / "waves" / f"{wave}.yaml"
    earlier = path.read_text(encoding="utf-8") if path.exists() else None
    digest = file_digest(given.raw)
    told, recoded = "", frozenset[str]()
    if earlier is not None:
        if f"sha256: {digest}" in earlier:
            return Outcome(f"{given.raw} is the file of {path.name}: nothing to do.\n")
        told, recoded = _redelivered(study, earlier, given.raw, wave)
        if "\nadopted:" not in earlier:
            return Outcome(
                f"{told}{path.name} was not proposed by phare adopt and stays as it is.\n"
            )
    delivery = _read(given, wave)
    old_file = study.raw_file(given.like)
    old = ingest(old_file, given.like, like.reader, like.respondent_id)
    matching = _matched(root, study, given, old, delivery)
    weight = _weight(like)
    settings = read_adoption(root)
    twice = next((edit.rule for edit in like.edits if edit.kind == "duplicate"), None)
    problems = refused(
        matching, delivery.records, str(given.raw), given.like, settings,
        like.respondent_id if twice is None else None, weight,
    )  # fmt: skip
    if problems:
        raise PhareError(*problems)
    notes = file_notes(matching, old.records, delivery.records, weight)
    if twice is not None:
        notes = (*repeated(matching, delivery.records, like, twice), *notes)
    proposal = proposed(wave, like, study, matching, settings, notes)
    gone = _gone(earlier, delivery) if earlier is not None else frozenset()
    text = card_text(proposal, like, file, digest, len(delivery.records), earlier, gone | recoded)
    report = report_of(
        proposal, tuple(dict.fromkeys(to_write(parse_yaml(text, path.name)))), given.language
    )
    page = root / "reports" / "adopt" / f"{wave}.html"
    storage.write_text(text, path)
    storage.write_text(report_html(report, section_blocks(text, "crosswalk")), page)
    return Outcome(told + report_text(report) + _next(report, path, page, root), (path, page))


def _next(report: Report, path: Path, page: Path, root: Path) -> str:
    return (
        f"\nCard: {path.relative_to(root)}\nReview: {page.relative_to(root)}\n"
        f"{report.counts}\nThen: phare confirm {report.proposal.wave} --sure --by INITIALS\n"
    )


def _study(root: Path, given: Delivered) -> Study:
    """Return the study; problems of cards under review do not matter here."""
    study, problems = read_study(root)
    others = [one for one in problems if not one.where.startswith("config/waves/")]
    known = sorted(path.stem for path in (root / "config" / "waves").glob("*.yaml"))
    if study is None or others:
        raise PhareError(*(others or problems))
    if given.like not in study.cards:
        if given.like in known:
            raise PhareError(
                *[p for p in problems if p.where.startswith(f"config/waves/{given.like}")]
            )
        raise refuse("--like", f"'{given.like}'", "a wave of the study", nearest(given.like, known))
    return study


def _place(study: Study, given: Delivered) -> tuple[str, str]:
    """Return the file's path from the raw folder on, and the wave."""
    if not given.raw.is_file():
        raise refuse(str(given.raw), "no such file", "the delivered file", "correct its path")
    path = given.raw.resolve()
    if not path.is_relative_to(study.raw_folder):
        raise refuse(
            str(given.raw), "a file outside the raw folder", f"one in {study.raw_folder.name}/<wave>/",
            "put it there",
        )  # fmt: skip
    file = path.relative_to(study.raw_folder)
    wave = given.name or (file.parts[0] if len(file.parts) > 1 else "")
    population = study.cards[given.like].population
    if not wave.startswith(f"{population}-") or wave == given.like:
        raise refuse(
            str(given.raw), f"the wave '{wave}'", f"another wave of {population}, such as {population}-2030",
            "put the file in a folder of that name, or say it with --name",
        )  # fmt: skip
    return file.as_posix(), wave


def _read(given: Delivered, wave: str) -> Delivery:
    delivery = ingest(given.raw, wave, Reader())
    if given.dictionary is not None:
        return with_dictionary(delivery, given.dictionary, wave)
    return delivery


def _matched(root: Path, study: Study, given: Delivered, old: Delivery, new: Delivery) -> Matching:
    like = study.cards[given.like]
    memory = read_memory(root)
    before = side_of(like, study.variables, old.records, old.codebook, wordings_of(memory))
    after = Side(new.records, new.codebook)
    key = None
    if given.link is not None:
        old_key = given.link if given.link in old.records else like.respondent_id
        if problem := column_of(given.link, new.records, str(given.raw)):
            raise PhareError(problem)
        key = (old_key, given.link)
    return match(before, after, read_adoption(root), key, rejected_by(memory, like))


def _weight(card: Card) -> str | None:
    mapping = card.crosswalk.get(card.design.weight or "")
    return mapping.source if mapping is not None else None


def _redelivered(study: Study, earlier: str, raw: Path, wave: str) -> tuple[str, frozenset[str]]:
    """Return the difference between the delivery of a card and a new one, in words; recoded columns."""
    content = parse_yaml(earlier, f"config/waves/{wave}.yaml")
    path = study.raw_folder / str(content.get("file"))
    if not path.is_file() or path.resolve() == raw.resolve():
        return (
            f"The earlier delivery of {wave} is no longer there to be compared with.\n",
            frozenset(),
        )
    reader = Reader.model_validate(content.get("reader") or {})
    key = str(content.get("respondent_id"))
    old, new = (ingest(one, wave, reader, None) for one in (path, raw))
    weights = [
        str(line["source"]) for name, line in lines_of(earlier).items()
        if name == (content.get("design") or {}).get("weight") and "source" in line
    ]  # fmt: skip
    found = difference(
        (old.records, old.codebook), (new.records, new.codebook), key, tuple(weights), str(raw)
    )
    return f"Since {path.name}:\n{difference_text(found)}\n", frozenset(found.codes)


def _gone(earlier: str, delivery: Delivery) -> frozenset[str]:
    """Return the columns that the lines of a card read and the delivery has not."""
    read = {column for line in lines_of(earlier).values() for column in columns_read(line)}
    return frozenset(read - set(map(str, delivery.records.columns)))
