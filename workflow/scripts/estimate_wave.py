"""Estimate every indicator of one wave under one scheme."""

from phare.config.slices import EstimateSlice
from phare.contracts import (
    COMPARISONS,
    ESTIMATES,
    FACTORS,
    LETTERS,
    MARGIN_FIT,
    REPLICATED,
    REPLICATES,
    RESPONSES,
    WEIGHTS,
)
from phare.estimate import estimate
from phare.sampling.replicates import ReplicateTables
from phare.workflow.step import Step


def main(step: Step) -> None:
    card = step.told(EstimateSlice)
    responses = step.table("responses", RESPONSES)
    weights = step.table("weights", WEIGHTS)
    # Empty, or of no use, under most schemes: then not read.
    fit = step.table("fit", MARGIN_FIT) if card.soft else None
    replicates = _replicates(step) if card.replicated else None

    estimated = estimate(responses, weights, card, fit, replicates)

    step.keep(estimated.estimates, ESTIMATES, "estimates")
    step.keep(estimated.comparisons, COMPARISONS, "comparisons")
    step.keep(estimated.letters, LETTERS, "letters")


def _replicates(step: Step) -> ReplicateTables:
    return ReplicateTables(
        step.table("replicates", REPLICATES),
        step.table("replicated", REPLICATED),
        step.table("factors", FACTORS),
    )
