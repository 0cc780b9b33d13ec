"""Compare waves, actors and schemes."""

from phare.config.slices import CompareSlice
from phare.contracts import COMPARISONS, ESTIMATES
from phare.estimate import compare
from phare.workflow.step import Step


def main(step: Step) -> None:
    estimates = step.table("estimates", ESTIMATES)

    comparisons = compare(estimates, step.told(CompareSlice))

    step.keep(comparisons, COMPARISONS, "comparisons")
