"""Compare waves, actors and schemes, and the estimates with what was published before."""

import pandas as pd

from phare.config.slices import CompareSlice
from phare.contracts import COMPARISONS, ESTIMATES, PUBLISHED, PUBLISHED_CHECK
from phare.estimate import compare, published_check
from phare.workflow.step import Step


def main(step: Step) -> None:
    card = step.told(CompareSlice)
    estimates = step.table("estimates", ESTIMATES)
    gaps = step.table("gaps", COMPARISONS)
    printed = PUBLISHED.check(
        pd.DataFrame(card.published, columns=PUBLISHED.names), "config/published.csv"
    )

    comparisons = compare(estimates, card)
    check = published_check(printed, estimates, gaps, card.reference_scheme)

    step.keep(comparisons, COMPARISONS, "comparisons")
    step.keep(check, PUBLISHED_CHECK, "published_check")
