"""Publish one methodological note."""

from phare.config.notes import NoteSlice
from phare.contracts import (
    DISPOSITIONS,
    MARGIN_SHARES,
    PRECISION,
    PUBLISHED_CHECK,
    WEIGHT_SUMMARY,
)
from phare.publish.note_tables import NoteTables
from phare.publish.notes import publish_note
from phare.workflow.step import Step


def main(step: Step) -> None:
    given = NoteTables(
        dispositions=step.table("dispositions", DISPOSITIONS),
        weight_summary=step.table("summaries", WEIGHT_SUMMARY),
        margin_shares=step.table("margin_shares", MARGIN_SHARES),
        precision=step.table("precision", PRECISION),
        published_check=step.table("published_check", PUBLISHED_CHECK),
    )

    publish_note(step.told(NoteSlice), given, step.path("files").parent)
