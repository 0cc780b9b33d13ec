"""Weight the responses of one wave under one scheme."""

from phare.config.slices import WeightSlice
from phare.contracts import (
    FACTORS,
    MARGIN_FIT,
    REPLICATED,
    REPLICATES,
    RESPONSES,
    WEIGHT_DISTRIBUTION,
    WEIGHT_SUMMARY,
    WEIGHTS,
)
from phare.weight import weight
from phare.workflow.step import Step


def main(step: Step) -> None:
    responses = step.table("responses", RESPONSES)

    weighted = weight(responses, step.told(WeightSlice))

    step.keep(weighted.weights, WEIGHTS, "weights")
    step.keep(weighted.summary, WEIGHT_SUMMARY, "summary")
    step.keep(weighted.distribution, WEIGHT_DISTRIBUTION, "distribution")
    step.keep(weighted.fit, MARGIN_FIT, "fit")
    step.keep(weighted.replicates.replicates, REPLICATES, "replicates")
    step.keep(weighted.replicates.replicated, REPLICATED, "replicated")
    step.keep(weighted.replicates.factors, FACTORS, "factors")
