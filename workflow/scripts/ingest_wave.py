"""Read the delivered file of one wave."""

from phare.config.slices import IngestSlice
from phare.contracts import CODEBOOK, FINDINGS, RECORDS, TAGGED
from phare.ingest import ingest
from phare.workflow import reception
from phare.workflow.step import Step


def main(step: Step) -> None:
    card, path = step.told(IngestSlice), step.path("delivery")
    reception.check_content(path, card)

    delivery = ingest(path, card.wave, card.reader, card.respondent_id)

    reception.check_rows(path, len(delivery.records), card)
    step.keep(delivery.records, RECORDS, "records")
    step.keep(delivery.codebook, CODEBOOK, "codebook")
    step.keep(delivery.tagged, TAGGED, "tagged")
    step.keep(delivery.findings, FINDINGS, "findings")
