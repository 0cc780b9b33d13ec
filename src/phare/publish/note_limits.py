"""What a note says of flags and of limits, from the settings of the study."""

from __future__ import annotations

from phare import numbers
from phare.config.notes import NoteSlice
from phare.publish.fieldwork import UNKNOWN
from phare.publish.note_wording import said


def flags(about: NoteSlice, language: str) -> tuple[str, ...]:
    """Return when a result is not published, and when it is flagged."""
    rules = about.quality

    def points(share: float) -> str:
        return numbers.percent(share, 0, language).rstrip(f"%{numbers.NARROW}")

    def size(n: float) -> str:
        return numbers.decimal(n, 0, language)

    return (
        said("flag_s", language),
        said("flag_disclosure", language, n=size(rules.disclosure_n)),
        said(
            "flag_share",
            language,
            n=size(rules.proportion_n),
            wide=points(rules.proportion_wide),
            relative=points(rules.proportion_relative),
            narrow=points(rules.proportion_narrow),
        ),
        said(
            "flag_count", language, n=size(rules.count_n), relative=points(rules.count_relative)
        ),
        said(
            "flag_caution",
            language,
            df=size(rules.min_df),
            n=size(rules.mean_n),
            relative=points(rules.mean_relative),
        ),
    )  # fmt: skip


def limits(about: NoteSlice, language: str) -> tuple[str, ...]:
    """Return how far the results go, what is not known, and what the study adds."""
    found = ["limit_reconstructed"] if about.reconstructed else []
    general = ["limit_chance", "limit_kish"]
    if any(step.calibrate is not None for step in about.steps):
        general.append("limit_margins")
    unknown = [said(f"unknown_{one}", language) for one in _unknown(about)]
    told = [said(one, language) for one in found]
    if unknown:
        told.append(said("limit_unknown", language, what=", ".join(unknown)))
    told += [said(one, language) for one in general]
    return (*told, *(numbers.typeset(one[language], language) for one in about.notes))


def _unknown(about: NoteSlice) -> list[str]:
    work = about.about.fieldwork
    dates = UNKNOWN in (work.start, work.end)
    facts = {"institute": work.institute == UNKNOWN, "mode": work.mode == UNKNOWN, "dates": dates}
    return [name for name, missing in facts.items() if missing]
