"""Estimate every indicator of one wave under one scheme."""

from phare.config.slices import EstimateSlice
from phare.contracts import (
    COMPARISONS,
    ESTIMATES,
    FACTORS,
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
    responses = step.table("responses", RESPONSES)
    weights = step.table("weights", WEIGHTS)
    fit = step.table("fit", MARGIN_FIT)
    replicates = ReplicateTables(
        step.table("replicates", REPLICATES),
        step.table("replicated", REPLICATED),
        step.table("factors", FACTORS),
    )

    estimated = estimate(responses, weights, step.told(EstimateSlice), fit, replicates)

    step.keep(estimated.estimates, ESTIMATES, "estimates")
    step.keep(estimated.comparisons, COMPARISONS, "comparisons")
