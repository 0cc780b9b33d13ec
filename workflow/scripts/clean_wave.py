"""Turn the delivered file of one wave into responses."""

from phare.clean import clean
from phare.config.slices import CleanSlice
from phare.contracts import (
    CODEBOOK,
    DISPOSITIONS,
    EDITS,
    FINDINGS,
    RECORDS,
    RESPONSES,
    TAGGED,
)  # fmt: skip
from phare.workflow.step import Step


def main(step: Step) -> None:
    records = step.table("records", RECORDS)
    codebook = step.table("codebook", CODEBOOK)
    tagged = step.table("tagged", TAGGED)
    findings = step.table("findings", FINDINGS)

    cleaned = clean(records, codebook, tagged, findings, step.told(CleanSlice))

    step.keep(cleaned.responses, RESPONSES, "responses")
    step.keep(cleaned.edits, EDITS, "edits")
    step.keep(cleaned.dispositions, DISPOSITIONS, "dispositions")
