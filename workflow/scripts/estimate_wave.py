"""Estimate every indicator of one wave under one scheme."""

from phare.config.slices import EstimateSlice
from phare.contracts import (
    COMPARISONS,
    ESTIMATES,
    FACTORS,
    LETTERS,
    MARGIN_FIT,
    MARGIN_SHARES,
    PRECISION,
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
    fit = step.table("fit", MARGIN_FIT)
    # Empty under most schemes: then not read.
    replicates = _replicates(step) if card.replicated else None

    estimated = estimate(responses, weights, card, fit, replicates)

    step.keep(estimated.estimates, ESTIMATES, "estimates")
    step.keep(estimated.comparisons, COMPARISONS, "comparisons")
    step.keep(estimated.letters, LETTERS, "letters")
    step.keep(estimated.precision, PRECISION, "precision")
    step.keep(estimated.margin_shares, MARGIN_SHARES, "margin_shares")


def _replicates(step: Step) -> ReplicateTables:
    return ReplicateTables(
        step.table("replicates", REPLICATES),
        step.table("replicated", REPLICATED),
        step.table("factors", FACTORS),
    )
