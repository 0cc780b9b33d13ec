"""Estimate every indicator of one wave under one scheme."""

from phare.config.slices import EstimateSlice
from phare.contracts import COMPARISONS, ESTIMATES, RESPONSES, WEIGHTS
from phare.estimate import estimate
from phare.workflow.step import Step


def main(step: Step) -> None:
    responses = step.table("responses", RESPONSES)
    weights = step.table("weights", WEIGHTS)

    estimated = estimate(responses, weights, step.told(EstimateSlice))

    step.keep(estimated.estimates, ESTIMATES, "estimates")
    step.keep(estimated.comparisons, COMPARISONS, "comparisons")
